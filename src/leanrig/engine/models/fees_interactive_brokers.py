"""Interactive Brokers' fees, and those of Alpha Streams, which follow them for shares."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderType, SecurityType
from leanrig.engine.errors import KeyNotFoundException, NotThereYet
from leanrig.engine.models.fee import FeeModel, OrderFeeParameters, fee_of, is_maker, unsupported
from leanrig.engine.number import exact
from leanrig.engine.orders.money import OrderFee

__all__ = ["AlphaStreamsFeeModel", "InteractiveBrokersFeeModel"]

_BASIS_POINT = Decimal("0.0001")
_CFD_RATE = Decimal("0.00002")
_CFD_LEAST = {"JPY": Decimal("40.0"), "HKD": Decimal("10.0")}
# Market -> currency, fee per share, least fee, greatest share of the order's value.
_SHARES = {
    "usa": ("USD", Decimal("0.005"), Decimal(1), Decimal("0.005")),
    "india": ("INR", Decimal("0.01"), Decimal(6), Decimal(20)),
}
# Monthly amount in USD up to -> basis points, least fee.
_FOREX = (
    (Decimal(1_000_000_000), Decimal("0.20"), Decimal("2.00")),
    (Decimal(2_000_000_000), Decimal("0.15"), Decimal("1.50")),
    (Decimal(5_000_000_000), Decimal("0.10"), Decimal("1.25")),
)
_FOREX_MOST = (Decimal("0.08"), Decimal("1.00"))
_CONTRACTS = frozenset(
    (SecurityType.OPTION, SecurityType.INDEX_OPTION, SecurityType.FUTURE, SecurityType.FUTURE_OPTION)
)


def shares_fee(security: Any, order: Any, terms: tuple[str, Decimal, Decimal, Decimal]) -> OrderFee:
    """So much a share, not less than a minimum; the cap counts only for orders above the minimum."""
    currency, per_share, least, most_rate = terms
    most = most_rate * abs(order.exact_value_in(security))
    fee = per_share * abs(order.exact_quantity)
    if fee < least:
        fee = least
    elif fee > most:
        fee = most
    return fee_of(abs(fee), currency)


class InteractiveBrokersFeeModel(FeeModel):
    """By security type; forex by the monthly amount."""

    def __init__(
        self,
        monthly_forex_trade_amount_in_us_dollars: object = 0,
        monthly_options_trade_amount_in_contracts: object = 0,
    ) -> None:
        amount = exact(monthly_forex_trade_amount_in_us_dollars)
        points, self._forex_least = next(((rate, least) for most, rate, least in _FOREX if amount <= most), _FOREX_MOST)
        self._forex_rate = points * _BASIS_POINT

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        order, security = parameters.order, parameters.security
        kind = security.type
        if kind is SecurityType.EQUITY:
            market = security.symbol.id.market
            if market not in _SHARES:
                raise KeyNotFoundException(f"InteractiveBrokersFeeModel(): unexpected equity Market {market}")
            return shares_fee(security, order, _SHARES[market])
        if kind is SecurityType.FOREX:
            return fee_of(max(self._forex_least, abs(self._forex_rate * order.exact_value_in(security))), "USD")
        if kind is SecurityType.CFD:
            currency = security.quote_currency.symbol
            fee = _CFD_RATE * abs(order.exact_value_in(security))
            return fee_of(max(fee, _CFD_LEAST.get(currency, Decimal("1.0"))), currency)
        if kind in _CONTRACTS:
            raise NotThereYet(f"InteractiveBrokersFeeModel.get_order_fee for SecurityType.{kind}")
        raise unsupported(security)


class AlphaStreamsFeeModel(FeeModel):
    """Shares as Interactive Brokers; small rates elsewhere."""

    _FOREX_RATE = Decimal("0.000002")
    _MAKER, _TAKER = Decimal("0.001"), Decimal("0.002")

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        order, security = parameters.order, parameters.security
        kind = security.type
        if kind is SecurityType.CFD:
            return fee_of(Decimal(0), "USD")
        if kind is SecurityType.FOREX:
            return fee_of(self._FOREX_RATE * abs(order.exact_value_in(security)), "USD")
        if kind is SecurityType.CRYPTO:
            hidden = bool(getattr(order.properties, "hidden", False))
            rate = self._MAKER if is_maker(order) and not hidden else self._TAKER
            price = security.exact_ask_price if order.exact_quantity > 0 else security.exact_bid_price
            if order.type is OrderType.LIMIT:
                price = order.exact_limit_price
            price *= security.symbol_properties.exact_contract_multiplier
            return fee_of(price * abs(order.exact_quantity) * rate, security.quote_currency.symbol)
        if kind is SecurityType.EQUITY:
            market = security.symbol.id.market
            if market != "usa":
                raise KeyNotFoundException(f"AlphaStreamsFeeModel(): unexpected equity Market {market}")
            return shares_fee(security, order, _SHARES["usa"])
        if kind in (SecurityType.OPTION, SecurityType.FUTURE, SecurityType.FUTURE_OPTION):
            return fee_of(Decimal("0.5") * abs(order.exact_quantity), "USD")
        raise unsupported(security)
