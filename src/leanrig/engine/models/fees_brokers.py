"""Fees of stock and forex brokers."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import ArgumentException, NotThereYet
from leanrig.engine.hours.zones import to_local
from leanrig.engine.models.fee import FeeModel, OrderFeeParameters, fee_of, unsupported
from leanrig.engine.number import ZERO, exact
from leanrig.engine.orders.money import OrderFee

__all__ = [
    "AxosFeeModel",
    "CharlesSchwabFeeModel",
    "ExanteFeeModel",
    "EzeFeeModel",
    "FxcmFeeModel",
    "PublicFeeModel",
    "RBIFeeModel",
    "TDAmeritradeFeeModel",
    "TastytradeFeeModel",
    "TradeStationFeeModel",
    "WebullFeeModel",
    "WolverineFeeModel",
]

_OPTIONS = (SecurityType.OPTION, SecurityType.INDEX_OPTION, SecurityType.FUTURE_OPTION)


def _no_options(security: Any, model: FeeModel) -> None:
    if security.type in _OPTIONS or security.type is SecurityType.FUTURE:
        raise NotThereYet(f"{type(model).__name__}.get_order_fee for SecurityType.{security.type}")


class _PerShareFeeModel(FeeModel):
    """So much a unit, whatever it is."""

    PER_SHARE = Decimal("0.005")

    def __init__(self, fees_per_share: object = None) -> None:
        self._per_share = self.PER_SHARE if fees_per_share is None else exact(fees_per_share)

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        return fee_of(self._per_share * abs(parameters.order.exact_quantity), "USD")


class AxosFeeModel(_PerShareFeeModel):
    """Axos Clearing."""

    PER_SHARE = Decimal("0.0035")


class RBIFeeModel(_PerShareFeeModel):
    """RBI; the figure is for who asks the model itself."""

    def in_engine(self) -> FeeModel:
        return FeeModel()


class WolverineFeeModel(RBIFeeModel):
    """Wolverine; the figure is for who asks the model itself."""


class EzeFeeModel(FeeModel):
    """Nothing."""


class CharlesSchwabFeeModel(FeeModel):
    """Nothing but for options."""

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        _no_options(parameters.security, self)
        return OrderFee.ZERO


class WebullFeeModel(CharlesSchwabFeeModel):
    """Nothing but for index options."""


class TastytradeFeeModel(FeeModel):
    """Nothing but for options and futures."""

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        _no_options(parameters.security, self)
        return fee_of(ZERO, "USD")


class TDAmeritradeFeeModel(FeeModel):
    """Nothing for shares."""

    def in_engine(self) -> FeeModel:
        return FeeModel()

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        _no_options(parameters.security, self)
        if parameters.security.type is not SecurityType.EQUITY:
            raise ArgumentException(
                "TDAmeritradeFeeModel doesn't return correct fee model for SecurityType = securityType"
            )
        return fee_of(ZERO, "USD")


class TradeStationFeeModel(FeeModel):
    """Nothing for residents of the United States, else five dollars a trade."""

    def __init__(self, us_resident: bool = True) -> None:
        self.us_resident = us_resident

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        _no_options(parameters.security, self)
        return fee_of(ZERO if self.us_resident else Decimal("5.0"), "USD")


class ExanteFeeModel(FeeModel):
    """Two cents a share; a rate of the value in forex."""

    def __init__(self, forex_commission_rate: object = Decimal("0.25")) -> None:
        self._forex_rate = exact(forex_commission_rate)

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        order, security = parameters.order, parameters.security
        _no_options(security, self)
        if security.type is SecurityType.FOREX:
            return fee_of(abs(self._forex_rate * order.exact_value_in(security)), "USD")
        if security.type is SecurityType.EQUITY:
            fee = abs(order.exact_quantity) * Decimal("0.02")
            return fee_of(fee if security.symbol.id.market == "usa" else fee * order.exact_price, "USD")
        raise unsupported(security)


class FxcmFeeModel(FeeModel):
    """By the thousand; less for the most traded pairs."""

    _MOST_TRADED = frozenset(("EURUSD", "GBPUSD", "USDJPY", "USDCHF", "AUDUSD", "EURJPY", "GBPJPY"))

    def __init__(self, currency: str = "USD") -> None:
        self._currency = currency

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        security = parameters.security
        fee = ZERO
        if security.type is SecurityType.FOREX:
            cheap = security.symbol.value in self._MOST_TRADED and security.symbol.id.market == "fxcm"
            rate = Decimal("0.04") if cheap else Decimal("0.06")
            fee = abs(rate * abs(parameters.order.exact_quantity) / 1000)
        return fee_of(fee, self._currency)


class PublicFeeModel(FeeModel):
    """Shares cost outside regular hours; coins by steps of the order's value."""

    _STEPS = ((10, "0.49"), (25, "0.69"), (50, "1.19"), (100, "1.69"), (250, "3.29"), (500, "6.29"))

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        order, security = parameters.order, parameters.security
        if security.type is SecurityType.EQUITY:
            hours = security.exchange.hours
            regular = hours.is_open(to_local(order.time_us, hours.zone), False)
            return fee_of(ZERO if regular else Decimal("2.99"), "USD")
        if security.type is SecurityType.INDEX_OPTION:
            _no_options(security, self)
        if security.type is not SecurityType.CRYPTO:
            return OrderFee.ZERO
        unit = security.exact_price * security.symbol_properties.exact_contract_multiplier
        value = unit * abs(order.exact_quantity)
        step = next((Decimal(fee) for most, fee in self._STEPS if value <= most), None)
        return fee_of(value * Decimal("0.0125") if step is None else step, "USD")
