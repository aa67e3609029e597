"""Models that users write, against what real Lean did with the same classes (golden/models)."""

import json
from decimal import Decimal
from typing import Any

import pytest
from engine.account import Account
from shared_reference import shared

from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import BrokerageMessageType
from leanrig.engine.models.buying_power import BuyingPowerModel
from leanrig.engine.models.buying_power_parameters import (
    HasSufficientBuyingPowerForOrderParameters,
    HasSufficientBuyingPowerForOrderResult,
    InitialMargin,
    InitialMarginParameters,
)
from leanrig.engine.models.fee import FeeModel, OrderFeeParameters
from leanrig.engine.models.slippage import ConstantSlippageModel
from leanrig.engine.orders.money import CashAmount, OrderFee
from leanrig.engine.orders.order import MarketOrder


class FeeGood(FeeModel):
    def get_order_fee(self, parameters):
        return OrderFee(CashAmount(1.25, "USD"))


class FeePascal(FeeModel):
    def GetOrderFee(self, parameters):
        return OrderFee(CashAmount(1.25, "USD"))


class FeeDuck:
    def get_order_fee(self, parameters):
        return OrderFee(CashAmount(1.25, "USD"))


class FeeNoMethod(FeeModel):
    pass


class FeeDuckEmpty:
    pass


class FeeWrongReturn(FeeModel):
    def get_order_fee(self, parameters):
        return 1.25


class FeeNone(FeeModel):
    def get_order_fee(self, parameters):
        return None


class FeeRaises(FeeModel):
    def get_order_fee(self, parameters):
        raise ValueError("my fee error")


class FeeOld:
    def get_order_fee(self, security, order):
        return 2.5


class SlipGood(ConstantSlippageModel):
    def __init__(self):
        super().__init__(0.001)


class SlipDuck:
    def get_slippage_approximation(self, asset, order):
        return 0.5


class SlipDuckEmpty:
    pass


class SlipWrongReturn:
    def get_slippage_approximation(self, asset, order):
        return "x"


class BpGood(BuyingPowerModel):
    pass


class BpNo(BuyingPowerModel):
    def has_sufficient_buying_power_for_order(self, parameters):
        return HasSufficientBuyingPowerForOrderResult(False, "no power today")


class BpDuckEmpty:
    pass


class BpMargin(BuyingPowerModel):
    def get_initial_margin_requirement(self, parameters):
        return InitialMargin(1)


class SettleDuck:
    def apply_funds(self, parameters):
        raise RuntimeError("settled")

    def scan(self, parameters):
        pass

    def get_unsettled_cash(self):
        return None


class BrokerNoOrders(DefaultBrokerageModel):
    def can_submit_order(self, security, order, message):
        return False


class BrokerMessage(DefaultBrokerageModel):
    def can_submit_order(self, security, order, message):
        return (False, BrokerageMessageEvent(BrokerageMessageType.WARNING, "MyCode", "my text"))


@pytest.fixture
def desk() -> tuple[Account, Any]:
    account = Account()
    spy = account.add("SPY")
    account.price(spy, "144.721200308")
    return account, spy


def recorded(case: str) -> dict:
    return json.loads(shared("lean-results", "golden", "models", "models.json").read_text())[case]


def fee(spy: Any) -> Any:
    return spy.fee_model.get_order_fee(OrderFeeParameters(spy, MarketOrder(spy.symbol, 100, 0))).value


@pytest.mark.parametrize("cls", [FeeGood, FeePascal, FeeDuck, FeeNoMethod])
def test_fees_that_work(desk, cls):
    _, spy = desk
    spy.set_fee_model(cls())
    answer = recorded(f"fee {cls.__name__}")
    assert type(spy.fee_model).__name__ == answer["models"]["fee_model"]
    assert fee(spy).amount == answer["fees"]


@pytest.mark.parametrize("cls", [FeeDuckEmpty, FeeWrongReturn, FeeNone, FeeRaises])
def test_fees_that_fail_at_the_first_order(desk, cls):
    _, spy = desk
    spy.set_fee_model(cls())
    answer = recorded(f"fee {cls.__name__}")
    with pytest.raises(Exception) as caught:
        fee(spy)
    assert any(line.endswith(f"Error executing margin models: {caught.value}") for line in answer["log errors"])


def test_the_older_signature_is_in_dollars(desk):
    _, spy = desk
    spy.set_fee_model(FeeOld())
    assert str(fee(spy)) == "2.5 USD"


def test_assigning_the_property_takes_the_base_s_rules(desk):
    _, spy = desk
    spy.fee_model = FeeGood()
    answer = recorded("assign fee_model")
    assert type(spy.fee_model).__name__ == answer["models"]["fee_model"]
    assert fee(spy).amount == answer["fees"]


def test_slippage(desk):
    _, spy = desk
    order = MarketOrder(spy.symbol, 100, 0)
    spy.set_slippage_model(SlipGood())
    assert spy.exact_price + spy.slippage_model.exact_slippage(spy, order) == Decimal("144.865921508308")
    spy.set_slippage_model(SlipDuck())
    assert spy.slippage_model.get_slippage_approximation(spy, order) == 0.5
    with pytest.raises(Exception) as caught:
        spy.set_slippage_model(SlipDuckEmpty())
    assert f"{type(caught.value).__name__}: {caught.value}" == recorded("slippage SlipDuckEmpty")["set"]
    spy.set_slippage_model(SlipWrongReturn())
    with pytest.raises(Exception, match="Invalid return type from method 'get_slippage_approximation'"):
        spy.slippage_model.get_slippage_approximation(spy, order)


def test_buying_power(desk):
    account, spy = desk
    order = MarketOrder(spy.symbol, 100, 0)
    parameters = HasSufficientBuyingPowerForOrderParameters(account.portfolio, spy, order)
    spy.set_buying_power_model(BpGood())
    assert type(spy.buying_power_model).__name__ == recorded("buying power BpGood")["models"]["buying_power_model"]
    assert spy.buying_power_model.has_sufficient_buying_power_for_order(parameters).is_sufficient
    assert spy.leverage == 1.0
    spy.set_leverage(3)
    assert spy.leverage == pytest.approx(3)
    spy.set_buying_power_model(BpNo())
    assert spy.buying_power_model.has_sufficient_buying_power_for_order(parameters).reason == "no power today"
    with pytest.raises(Exception) as caught:
        spy.set_buying_power_model(BpDuckEmpty())
    assert f"{type(caught.value).__name__}: {caught.value}" == recorded("buying power BpDuckEmpty")["set"]


def test_overrides_are_seen_from_outside_only(desk):
    account, spy = desk
    spy.set_buying_power_model(BpMargin())
    model = spy.buying_power_model
    assert model.get_initial_margin_requirement(InitialMarginParameters(spy, 100)).value == 1
    # The base's own rules go on with the base's margin: 100 shares of 144 do not fit into 1,000 dollars.
    account.portfolio.set_cash(1000)
    order = MarketOrder(spy.symbol, 100, 0)
    parameters = HasSufficientBuyingPowerForOrderParameters(account.portfolio, spy, order)
    assert not model.has_sufficient_buying_power_for_order(parameters).is_sufficient


def test_settlement(desk):
    account, spy = desk
    spy.set_settlement_model(SettleDuck())
    with pytest.raises(RuntimeError, match="settled"):
        account.trade(spy, 10)


def test_brokerages(desk):
    account, spy = desk
    order = MarketOrder(spy.symbol, 100, 0)
    account.set_brokerage_model(BrokerMessage())
    taken, message = account.brokerage_model.can_submit_order(spy, order)
    assert not taken
    assert recorded("brokerage BrokerMessage")["ticket"][1].endswith(f"[1] {message}")
    account.set_brokerage_model(BrokerNoOrders())
    with pytest.raises(Exception) as caught:
        account.brokerage_model.can_submit_order(spy, order)
    assert recorded("brokerage BrokerNoOrders")["engine state"]["RuntimeError"].endswith(str(caught.value))


def test_own_values_on_a_security(desk):
    # The three ways of Lean's SecurityCustomPropertiesAlgorithm lead to the same place.
    _, spy = desk
    spy.factor = 0.5
    spy.add("window", [1, 2])
    spy["name"] = "mine"
    assert spy["factor"] == 0.5
    assert spy.window == [1, 2]
    assert spy.get[str]("name") == "mine"
    assert spy.try_get[int]("nothing") == (False, None)
    with pytest.raises(Exception, match="The given key 'nothing' was not present in the dictionary"):
        spy["nothing"]
    assert spy.remove("name")
    assert not hasattr(spy, "name")


def test_initializers():
    account = Account()
    account.set_security_initializer(lambda security: security.set_fee_model(FeeDuck()))
    spy = account.add("SPY")
    account.price(spy, "100")
    assert fee(spy).amount == 1.25

    class Second:
        def Initialize(self, security):
            security.set_leverage(7)

    account.add_security_initializer(Second())
    assert account.add("IBM").leverage == pytest.approx(7)
    account.locked = True
    with pytest.raises(Exception, match="cannot be called after algorithm initialization"):
        account.set_security_initializer(lambda security: None)
