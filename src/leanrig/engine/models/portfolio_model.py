"""How a fill changes cash, holdings and profit."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderDirection, SecurityType
from leanrig.engine.models.settlement import ApplyFundsSettlementModelParameters
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO
from leanrig.engine.orders.money import CashAmount
from leanrig.engine.portfolio.cash import ConvertibleCashAmount

__all__ = ["SecurityPortfolioModel"]

_CONTRACTS = frozenset((SecurityType.FUTURE, SecurityType.CFD, SecurityType.CRYPTO_FUTURE))
_PAIRS = frozenset((SecurityType.FOREX, SecurityType.CRYPTO))


class SecurityPortfolioModel(Dotnet):
    """Lean's rules for every type of security."""

    def process_fill(self, portfolio: Any, security: Any, fill: Any) -> None:
        """Take a fill into the account."""
        holdings = security.holdings
        quantity, price = fill.exact_fill_quantity, fill.exact_fill_price
        held, average = holdings.exact_quantity, holdings.exact_average_price
        sale = holdings.quantity_value(abs(quantity), price)
        holdings.exact_total_sale_volume += sale.exact_in_account_currency
        fee = self._take_fee(portfolio, security, fill)
        self._move_money(portfolio, security, fill)
        sells = fill.direction is OrderDirection.SELL
        buys = fill.direction is OrderDirection.BUY
        if (held > 0 and sells) or (held < 0 and buys):
            self._record(portfolio, security, fill, fee)
        after = held + quantity
        holdings.hold(_average_after(held, average, quantity, price, after, sells=sells), after)

    @staticmethod
    def _take_fee(portfolio: Any, security: Any, fill: Any) -> Decimal:
        """Subtract the fee from the cash; its value in account currency."""
        if not fill.order_fee.value.exact_amount:
            return ZERO
        fee: Decimal = portfolio.cash_book.to_account(fill.order_fee.value)
        security.holdings.exact_total_fees += fee
        fill.order_fee.apply_to_portfolio(portfolio, fill)
        return fee

    @staticmethod
    def _move_money(portfolio: Any, security: Any, fill: Any) -> None:
        quantity = fill.exact_fill_quantity
        if security.type not in _CONTRACTS:
            cost = -quantity * fill.exact_fill_price * security.symbol_properties.exact_contract_multiplier
            _settle(portfolio, security, fill, CashAmount(cost, security.quote_currency.symbol))
        if security.type in _PAIRS:
            _settle(portfolio, security, fill, CashAmount(quantity, security.base_currency.symbol))

    def _record(self, portfolio: Any, security: Any, fill: Any, fee: Decimal) -> None:
        """Profit of what a fill closes, with the fees of both sides taken as twice this one's."""
        holdings = security.holdings
        profit = self.close_profit(security, fill)
        if security.type in _CONTRACTS:
            _settle(portfolio, security, fill, CashAmount(profit.exact_amount, profit.cash.symbol))
        made = profit.exact_in_account_currency
        holdings.exact_trade_profit += made
        holdings.exact_last_trade_profit = made
        after_fees = made - 2 * fee
        portfolio.add_transaction_record(security.now_us, after_fees, after_fees > 0)

    @staticmethod
    def close_profit(security: Any, fill: Any) -> ConvertibleCashAmount:
        holdings = security.holdings
        closed = min(abs(fill.exact_fill_quantity), abs(holdings.exact_quantity))
        if fill.exact_fill_quantity > 0:
            closed = -closed
        cost = holdings.quantity_value(closed, holdings.exact_average_price)
        proceeds = holdings.quantity_value(closed, fill.exact_fill_price)
        return ConvertibleCashAmount(proceeds.exact_amount - cost.exact_amount, proceeds.cash)


def _settle(portfolio: Any, security: Any, fill: Any, money: CashAmount) -> None:
    security.settlement_model.apply_funds(
        ApplyFundsSettlementModelParameters(portfolio, security, fill.time_us, money, fill)
    )


def _average_after(
    held: Decimal, average: Decimal, quantity: Decimal, price: Decimal, after: Decimal, *, sells: bool
) -> Decimal:
    """Average price of the position after a fill."""
    if not held:
        return price
    if (held < 0) == sells:
        return (average * held + quantity * price) / after
    if not after:
        return ZERO
    # The position was turned around: what is left was bought or sold now.
    return price if (after > 0) != (held > 0) else average
