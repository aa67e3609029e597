"""What is held of one security."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO, exact, limited, shown, text
from leanrig.engine.orders.order import MarketOrder
from leanrig.engine.portfolio.cash import ConvertibleCashAmount
from leanrig.engine.portfolio.cash_book import CashBook

__all__ = ["CryptoFutureHolding", "SecurityHolding", "exact_market_fee", "holding_of"]


def exact_market_fee(security: Any, quantity: Decimal, book: CashBook, now_us: int) -> Decimal:
    """What a market order of `quantity` would cost in account currency."""
    from leanrig.engine.models.fee import OrderFeeParameters

    order = MarketOrder(security.symbol, quantity, now_us)
    return book.to_account(security.fee_model.get_order_fee(OrderFeeParameters(security, order)).value)


class SecurityHolding(Dotnet):
    """Quantity, cost and profit of a security.

    `watcher` is called with the security after each change of quantity.
    """

    quantity, average_price = Shown("exact_quantity"), Shown("exact_average_price")
    total_sale_volume, total_fees = Shown("exact_total_sale_volume"), Shown("exact_total_fees")
    total_dividends, last_trade_profit = Shown("exact_total_dividends"), Shown("exact_last_trade_profit")
    profit, net_profit, price = Shown("exact_profit"), Shown("exact_net_profit"), Shown("exact_price")
    holdings_cost, holdings_value = Shown("exact_holdings_cost"), Shown("exact_holdings_value")
    unlevered_holdings_cost = Shown("exact_unlevered_holdings_cost")
    unrealized_profit = Shown("exact_unrealized_profit")
    unrealized_profit_percent = Shown("exact_unrealized_profit_percent")
    leverage = Shown("exact_leverage")

    def __init__(self, security: Any, book: CashBook) -> None:
        self.security = security
        self._book = book
        self.watcher: Callable[[Any], None] | None = None
        self.invested = False
        self.exact_quantity = self.exact_average_price = ZERO
        self.exact_total_sale_volume = self.exact_total_fees = self.exact_total_dividends = ZERO
        self.exact_trade_profit = self.exact_last_trade_profit = ZERO
        self.target: Any = None

    @property
    def symbol(self) -> Any:
        return self.security.symbol

    @property
    def type(self) -> SecurityType:
        return self.security.type  # type: ignore[no-any-return]

    @property
    def hold_stock(self) -> bool:
        return self.invested

    @property
    def is_long(self) -> bool:
        return self.exact_quantity > 0

    @property
    def is_short(self) -> bool:
        return self.exact_quantity < 0

    @property
    def absolute_quantity(self) -> float:
        return shown(abs(self.exact_quantity))

    @property
    def exact_price(self) -> Decimal:
        return self.security.exact_price  # type: ignore[no-any-return]

    @property
    def exact_leverage(self) -> Decimal:
        return self.security.exact_leverage  # type: ignore[no-any-return]

    def quantity_value(self, quantity: Decimal, price: Decimal) -> ConvertibleCashAmount:
        """Value of a quantity at a price, in the currency it is traded in."""
        amount = price * quantity * self.security.symbol_properties.exact_contract_multiplier
        return ConvertibleCashAmount(amount, self.security.quote_currency)

    def get_quantity_value(self, quantity: object, price: object = None) -> ConvertibleCashAmount:
        return self.quantity_value(exact(quantity), self.exact_price if price is None else exact(price))

    @property
    def exact_holdings_value(self) -> Decimal:
        if not self.exact_quantity:
            return ZERO
        return self.quantity_value(self.exact_quantity, self.exact_price).exact_in_account_currency

    @property
    def exact_holdings_cost(self) -> Decimal:
        if not self.exact_quantity:
            return ZERO
        return self.quantity_value(self.exact_quantity, self.exact_average_price).exact_in_account_currency

    @property
    def exact_unlevered_holdings_cost(self) -> Decimal:
        return self.exact_holdings_cost / self.exact_leverage

    @property
    def absolute_holdings_value(self) -> float:
        return shown(abs(self.exact_holdings_value))

    @property
    def absolute_holdings_cost(self) -> float:
        return shown(abs(self.exact_holdings_cost))

    @property
    def unlevered_absolute_holdings_cost(self) -> float:
        return shown(abs(self.exact_unlevered_holdings_cost))

    @property
    def exact_profit(self) -> Decimal:
        return self.exact_trade_profit + self.exact_total_dividends

    @property
    def exact_net_profit(self) -> Decimal:
        return self.exact_profit - self.exact_total_fees

    @property
    def exact_unrealized_profit(self) -> Decimal:
        return self.exact_close_profit()

    @property
    def exact_unrealized_profit_percent(self) -> Decimal:
        cost = abs(self.exact_holdings_cost)
        return self.exact_unrealized_profit / cost if cost else ZERO

    def exact_close_profit(
        self,
        *,
        include_fees: bool = True,
        exit_price: Decimal | None = None,
        entry_price: Decimal | None = None,
        quantity: Decimal | None = None,
    ) -> Decimal:
        """What closing the position now would bring, in account currency."""
        if quantity is None:
            if not self.invested:
                return ZERO
            quantity = self.exact_quantity
        security = self.security
        fees = ZERO
        if include_fees:
            fees = exact_market_fee(security, -quantity, self._book, security.now_us)
        if exit_price is None:
            exit_price = security.exact_bid_price if self.exact_quantity > 0 else security.exact_ask_price
        entry = self.quantity_value(quantity, self.exact_average_price if entry_price is None else entry_price)
        potential = self.quantity_value(quantity, exit_price)
        return potential.exact_in_account_currency - entry.exact_in_account_currency - fees

    def total_close_profit(
        self, include_fees: bool = True, exit_price: object = None, entry_price: object = None, quantity: object = None
    ) -> float:
        return shown(
            self.exact_close_profit(
                include_fees=include_fees,
                exit_price=None if exit_price is None else exact(exit_price),
                entry_price=None if entry_price is None else exact(entry_price),
                quantity=None if quantity is None else exact(quantity),
            )
        )

    def hold(self, average_price: Decimal, quantity: Decimal) -> None:
        """Hold exactly this."""
        self.invested = abs(quantity) >= self.security.symbol_properties.exact_lot_size
        self.exact_quantity, self.exact_average_price = quantity, average_price
        if self.watcher is not None:
            self.watcher(self.security)

    def set_holdings(self, average_price: object, quantity: object) -> None:
        self.hold(exact(average_price), exact(quantity))

    def add_new_fee(self, new_fee: object) -> None:
        self.exact_total_fees += exact(new_fee)

    def add_new_profit(self, profit_loss: object) -> None:
        self.exact_trade_profit += exact(profit_loss)

    def add_new_sale(self, sale_value: object) -> None:
        self.exact_total_sale_volume += exact(sale_value)

    def add_new_dividend(self, dividend: object) -> None:
        self.exact_total_dividends += exact(dividend)

    def set_last_trade_profit(self, last_trade_profit: object) -> None:
        self.exact_last_trade_profit = exact(last_trade_profit)

    def __str__(self) -> str:
        return f"{self.symbol.value}: {text(self.exact_quantity)} @ {text(self.exact_average_price)}"


class CryptoFutureHolding(SecurityHolding):
    """A perpetual contract: coin-margined ones are worth coins, so many as the contract's size buys."""

    def quantity_value(self, quantity: Decimal, price: Decimal) -> ConvertibleCashAmount:
        security = self.security
        if security.symbol.id.market == "dydx" or not security.is_crypto_coin_future():
            return super().quantity_value(quantity, price)
        if not price:
            return ConvertibleCashAmount(ZERO, security.base_currency)
        coins = limited(quantity * security.symbol_properties.exact_contract_multiplier / price)
        return ConvertibleCashAmount(coins, security.base_currency)


def holding_of(security: Any, book: CashBook) -> SecurityHolding:
    """The holding that a security's type needs."""
    cls = CryptoFutureHolding if security.type is SecurityType.CRYPTO_FUTURE else SecurityHolding
    return cls(security, book)
