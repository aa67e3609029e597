"""Cash accounts for pairs: only what is there can be spent, and open orders reserve it."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderDirection, OrderType
from leanrig.engine.errors import ArgumentException, InvalidOperationException, NotImplementedException
from leanrig.engine.models.buying_power import BuyingPowerModel, zero_price_message
from leanrig.engine.models.buying_power_parameters import (
    BuyingPowerParameters,
    GetMaximumOrderQuantityForDeltaBuyingPowerParameters,
    GetMaximumOrderQuantityForTargetBuyingPowerParameters,
    GetMaximumOrderQuantityResult,
    HasSufficientBuyingPowerForOrderParameters,
    HasSufficientBuyingPowerForOrderResult,
    MaintenanceMarginParameters,
)
from leanrig.engine.models.fee import OrderFeeParameters
from leanrig.engine.number import ONE, ZERO, normalize, text
from leanrig.engine.orders.order import MarketOrder

__all__ = ["CashBuyingPowerModel"]

_RESERVING = (OrderType.LIMIT, OrderType.STOP_MARKET)
_PRICED = {
    OrderType.LIMIT: "exact_limit_price",
    OrderType.STOP_MARKET: "exact_stop_price",
    OrderType.STOP_LIMIT: "exact_limit_price",
    OrderType.LIMIT_IF_TOUCHED: "exact_limit_price",
    OrderType.TRAILING_STOP: "exact_stop_price",
}


def _base(security: Any) -> Any:
    return getattr(security, "base_currency", None)


def _plain(number: Decimal) -> str:
    return text(normalize(number))


def _order_price(security: Any, order: Any) -> Decimal:
    if order.type is OrderType.MARKET:
        return security.exact_price  # type: ignore[no-any-return]
    field = _PRICED.get(order.type)
    return ZERO if field is None else getattr(order, field)


class CashBuyingPowerModel(BuyingPowerModel):
    """No leverage, no margin, no short positions."""

    def __init__(self) -> None:
        super().__init__(ONE, ZERO, ZERO)

    def exact_leverage(self, security: Any) -> Decimal:
        return ONE

    def lever(self, security: Any, leverage: Decimal) -> None:
        if leverage != 1:
            raise InvalidOperationException(
                "CashBuyingPowerModel does not allow setting leverage. Cash accounts have no leverage."
            )

    def initial_margin(self, security: Any, quantity: Decimal) -> Decimal:
        return (  # type: ignore[no-any-return]
            security.quote_currency.exact_conversion_rate
            * security.symbol_properties.exact_contract_multiplier
            * security.exact_price
            * quantity
        )

    def maintenance_margin(self, parameters: MaintenanceMarginParameters) -> Decimal:
        return ZERO

    def reserved(self, security: Any) -> Decimal:
        return ZERO

    def sufficient(
        self, parameters: HasSufficientBuyingPowerForOrderParameters
    ) -> HasSufficientBuyingPowerForOrderResult:
        security, order = parameters.security, parameters.order
        base = _base(security)
        if base is None:
            return parameters.insufficient(
                f"The '{security.symbol.value}' security is not supported by this cash model. "
                "Currently only Crypto and Forex are supported."
            )
        reserved = self._reserved_by_orders(parameters.portfolio, security, order)
        wanted = abs(order.exact_quantity)
        if order.direction is OrderDirection.SELL:
            if wanted <= base.exact_amount - reserved:
                return parameters.sufficient()
            return parameters.insufficient(
                f"Your portfolio holds {_plain(base.exact_amount)} {base.symbol}, {_plain(reserved)} {base.symbol} of "
                f"which are reserved for open orders, but your Sell order is for {_plain(wanted)} {base.symbol}. Cash "
                "Modeling trading does not permit short holdings so ensure you only sell what you have, including any "
                "additional open orders."
            )
        quote = security.quote_currency
        needed = wanted * _order_price(security, order)
        most = self._most_to_spend(parameters, quote.exact_amount - reserved)
        if needed <= (abs(most) if order.type is OrderType.MARKET else most):
            return parameters.sufficient()
        return parameters.insufficient(
            f"Your portfolio holds {_plain(quote.exact_amount)} {quote.symbol}, {_plain(reserved)} {quote.symbol} of "
            f"which are reserved for open orders, but your Buy order is for {_plain(wanted)} {base.symbol}. Your order "
            f"requires a total value of {_plain(needed)} {quote.symbol}, but only a total value of "
            f"{_plain(abs(most))} {quote.symbol} is available."
        )

    def _most_to_spend(self, parameters: HasSufficientBuyingPowerForOrderParameters, free: Decimal) -> Decimal:
        """How much of the quote currency an order may take, after its fee."""
        security, order, portfolio = parameters.security, parameters.order, parameters.portfolio
        book, base, quote = portfolio.cash_book, _base(security), security.quote_currency
        if order.type is OrderType.MARKET:
            coins = book.convert_exact(base.exact_amount, base.symbol, quote.symbol)
            target = book.amount_to_account(free + coins, quote.symbol)
            total = portfolio.exact_total_portfolio_value
            found = self.quantity_for_target(
                GetMaximumOrderQuantityForTargetBuyingPowerParameters(
                    portfolio, security, target / total if total else ZERO, ZERO
                )
            )
            return found.exact_quantity * _order_price(security, order)
        if order.type is not OrderType.LIMIT:
            return free
        fee = security.fee_model.get_order_fee(OrderFeeParameters(security, order)).value
        return free - book.convert_exact(fee.exact_amount, fee.currency, quote.symbol)  # type: ignore[no-any-return]

    @staticmethod
    def _reserved_by_orders(portfolio: Any, security: Any, order: Any) -> Decimal:
        """How much of the currency that the order spends waits for open limit and stop orders of any pair."""
        buys = order.direction is OrderDirection.BUY
        currency = security.quote_currency.symbol if buys else _base(security).symbol
        reserved = ZERO
        for other in portfolio.transactions.get_open_orders():
            if other.id == order.id or other.type not in _RESERVING:
                continue
            pair = portfolio.securities[other.symbol]
            base = _base(pair)
            if base is None:
                continue
            if base.symbol == currency and other.direction is OrderDirection.SELL:
                reserved += abs(other.exact_quantity)
            elif pair.quote_currency.symbol == currency and other.direction is OrderDirection.BUY:
                reserved += abs(other.exact_quantity) * _order_price(security, other)
        return reserved

    def quantity_for_delta(
        self, parameters: GetMaximumOrderQuantityForDeltaBuyingPowerParameters
    ) -> GetMaximumOrderQuantityResult:
        raise NotImplementedException(
            "The CashBuyingPowerModel does not require 'GetMaximumOrderQuantityForDeltaBuyingPower'."
        )

    def quantity_for_target(
        self, parameters: GetMaximumOrderQuantityForTargetBuyingPowerParameters
    ) -> GetMaximumOrderQuantityResult:
        security, portfolio = parameters.security, parameters.portfolio
        target = parameters.exact_target_buying_power * portfolio.exact_total_portfolio_value
        if target < 0:
            return GetMaximumOrderQuantityResult(ZERO, "The cash model does not allow shorting.")
        base = _base(security)
        if base is None:
            return GetMaximumOrderQuantityResult(ZERO, "The security type must be Cryptoor Forex.")
        if not target:
            return GetMaximumOrderQuantityResult(-base.exact_amount)
        owned = portfolio.cash_book.amount_to_account(base.exact_amount, base.symbol)
        buys = target > owned
        unit = security.exact_ask_price if buys else security.exact_bid_price
        unit *= security.quote_currency.exact_conversion_rate * security.symbol_properties.exact_contract_multiplier
        if not unit:
            return GetMaximumOrderQuantityResult(ZERO, self._no_price(security, portfolio))
        return self._fitted(parameters, abs(target - owned), unit, buys=buys)

    @staticmethod
    def _no_price(security: Any, portfolio: Any) -> str:
        if not security.quote_currency.exact_conversion_rate:
            return (
                f"The internal cash feed required for converting {security.quote_currency.symbol} to "
                f"{portfolio.cash_book.account_currency} does not have any data yet (or market may be closed)."
            )
        if not security.symbol_properties.exact_contract_multiplier:
            return (
                f"The contract multiplier for the {security.symbol.value} security is zero. "
                "The symbol properties database may be out of date."
            )
        return zero_price_message(security.symbol)

    @staticmethod
    def _fitted(
        parameters: GetMaximumOrderQuantityForTargetBuyingPowerParameters, wanted: Decimal, unit: Decimal, *, buys: bool
    ) -> GetMaximumOrderQuantityResult:
        """Whole lots whose value and fee fit into `wanted`."""
        security, book = parameters.security, parameters.portfolio.cash_book
        lot = security.symbol_properties.exact_lot_size
        less = f"The order quantity is less than the lot size of {text(lot)} and has been rounded to zero."
        quantity = wanted / unit
        quantity -= quantity % lot
        if not quantity:
            return GetMaximumOrderQuantityResult(ZERO, "" if parameters.silence_non_error_reasons else less, False)
        value = fees = last = ZERO
        while True:
            if value > wanted:
                quantity -= max((value - wanted) / (value / quantity), lot)
            quantity -= quantity % lot
            if quantity <= 0:
                details = (
                    f"Target order value {text(wanted)}. Order fees {text(fees)}. Order quantity {text(quantity)}."
                )
                return GetMaximumOrderQuantityResult(ZERO, less + details)
            if last == quantity:
                raise ArgumentException(
                    "GetMaximumOrderQuantityForTargetBuyingPower failed to converge to target order value "
                    f"{text(wanted)}. Current order value is {text(value)}. Order quantity {text(quantity)}. "
                    f"Lot size is {text(lot)}. Order fees {text(fees)}. Security symbol {security.symbol}"
                )
            last = quantity
            order = MarketOrder(security.symbol, quantity, security.now_us)
            fees = book.to_account(security.fee_model.get_order_fee(OrderFeeParameters(security, order)).value)
            value = quantity * unit + fees
            if value <= wanted:
                return GetMaximumOrderQuantityResult(quantity if buys else -quantity)

    def power(self, parameters: BuyingPowerParameters) -> Decimal:
        """In units of the coin, or of account currency where there is none."""
        security = parameters.security
        base = _base(security)
        price = security.exact_price * security.symbol_properties.exact_contract_multiplier
        if base is None or not price or parameters.direction is OrderDirection.HOLD:
            return ZERO
        if parameters.direction is OrderDirection.SELL:
            return base.exact_amount  # type: ignore[no-any-return]
        quote = parameters.portfolio.cash_book[security.quote_currency.symbol]
        return quote.exact_amount / price  # type: ignore[no-any-return]
