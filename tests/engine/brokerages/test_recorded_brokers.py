"""Fees, leverage and models of every broker against what real Lean answered (golden/orders/sizing.json)."""

import json
from decimal import Decimal

import pytest
from engine.account import Account
from shared_reference import shared

from leanrig.engine.brokerages.catalogue import _MODELS
from leanrig.engine.enums import AccountType, SecurityType
from leanrig.engine.models.fee import OrderFeeParameters
from leanrig.engine.orders.order import LimitOrder, MarketOrder

BROKERS = {model.__name__: model for model in _MODELS.values()}
# The figure of FTX for a market order of 100: 0.07% of bid and ask.
_FTX = Decimal("0.0007") * 100


def recorded() -> dict:
    return json.loads(shared("lean-results", "golden", "orders", "sizing.json").read_text())["fees"]


def side(row: dict, quantity: int) -> str:
    """Bid or ask that a recorded fee of FTX was computed from."""
    return str(round(Decimal(str(row[f"MarketOrder {quantity}"][0])) / _FTX, 9).normalize())


@pytest.fixture(scope="module")
def desk():
    answers = recorded()
    account = Account()
    ftx = answers["FTXBrokerageModel"]
    spy = account.add("SPY")
    account.price(spy, str(answers["prices"]["SPY"]), side(ftx["SPY"], -100), side(ftx["SPY"], 100))
    euro = account.add("EURUSD", SecurityType.FOREX, "oanda", lot_size=Decimal(1))
    account.price(euro, "0", side(ftx["EURUSD"], -100), side(ftx["EURUSD"], 100))
    coin = account.add("BTCUSD", SecurityType.CRYPTO, "coinbase", lot_size=Decimal("0.00000001"))
    account.price(coin, "7000")
    return answers, account, {"SPY": spy, "EURUSD": euro, "BTCUSD": coin}


def fee_or_error(model, security, kind: str, quantity: str, now_us: int):
    number = Decimal(quantity)
    if kind == "MarketOrder":
        order = MarketOrder(security.symbol, number, now_us)
    else:
        away = 0.9 if number > 0 else 1.1
        order = LimitOrder(security.symbol, number, security.price * away, now_us)
    try:
        value = model.get_order_fee(OrderFeeParameters(security, order)).value
    except Exception as err:
        return f"{type(err).__name__}: {err}"
    return [value.amount, value.currency]


def test_every_recorded_broker_is_there():
    missing = set(recorded()) - set(BROKERS) - {"prices", "BrokerageModel"}
    assert missing == set()


@pytest.mark.parametrize("name", sorted(BROKERS))
def test_fees_and_models(desk, name):
    answers, account, securities = desk
    if name not in answers:
        pytest.skip(f"no recorded answers for {name}")
    wanted = answers[name]
    cls = BROKERS[name]
    model = cls(AccountType.CASH) if wanted["account_type"] == "CASH" else cls(AccountType.MARGIN)
    assert str(model.account_type) == wanted["account_type"]
    assert {str(kind): market for kind, market in model.default_markets.items()} == wanted["default_markets"]
    compared = 0
    for ticker, security in securities.items():
        row = wanted[ticker]
        if "error" in row:
            with pytest.raises(Exception, match="Not supported security type"):
                model.get_fee_model(security)
            continue
        fees = model.get_fee_model(security)
        assert type(fees).__name__ == row["fee_model"]
        for key, answer in row.items():
            kind, _, quantity = key.partition(" ")
            if kind not in ("MarketOrder", "LimitOrder"):
                continue
            found = fee_or_error(fees, security, kind, quantity, account.now_us)
            if isinstance(answer, list):
                assert found == [pytest.approx(answer[0], rel=1e-12), answer[1]], (ticker, key)
            else:
                assert found.partition(":")[0] == answer.partition(":")[0], (ticker, key)
            compared += 1
        for field, ask in (
            ("settlement_model", model.get_settlement_model),
            ("slippage_model", model.get_slippage_model),
            ("margin_interest", model.get_margin_interest_rate_model),
            ("fill_model", model.get_fill_model),
        ):
            assert type(ask(security)).__name__ == row[field], (ticker, field)
        if isinstance(row["leverage"], float):
            assert model.get_leverage(security) == row["leverage"]
            assert type(model.get_buying_power_model(security)).__name__ == row["buying_power_model"]
        else:
            with pytest.raises(Exception, match="Invalid security type"):
                model.get_leverage(security)
    assert compared >= 8


def test_account_types_that_brokers_refuse():
    refusing = {
        "CoinbaseBrokerageModel": AccountType.MARGIN,
        "BinanceUSBrokerageModel": AccountType.MARGIN,
        "BinanceFuturesBrokerageModel": AccountType.CASH,
        "OandaBrokerageModel": AccountType.CASH,
        "EzeBrokerageModel": AccountType.CASH,
    }
    for name, account_type in refusing.items():
        with pytest.raises(Exception, match=r"account type|trading|Margin"):
            BROKERS[name](account_type)


def test_trading_days():
    coins = {name for name, model in BROKERS.items() if model.TRADING_DAYS == 365}
    assert coins == {
        "CoinbaseBrokerageModel", "GDAXBrokerageModel", "BinanceBrokerageModel", "BinanceUSBrokerageModel",
        "BinanceFuturesBrokerageModel", "BinanceCoinFuturesBrokerageModel", "BitfinexBrokerageModel",
        "BybitBrokerageModel", "FTXBrokerageModel", "FTXUSBrokerageModel", "KrakenBrokerageModel",
    }  # fmt: skip
