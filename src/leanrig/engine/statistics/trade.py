"""A closed trade: from the fill that opened it to the one that closed it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from leanrig.engine.data.base_data import naive
from leanrig.engine.enums import TradeDirection
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO

__all__ = ["Trade"]


class Trade(Dotnet):
    """Times are UTC; profit and loss, excursions and fees are in the account's currency."""

    entry_price, exit_price, quantity = Shown("exact_entry_price"), Shown("exact_exit_price"), Shown("exact_quantity")
    profit_loss, total_fees = Shown("exact_profit_loss"), Shown("exact_total_fees")
    mae, mfe, end_trade_drawdown = Shown("exact_mae"), Shown("exact_mfe"), Shown("exact_end_trade_drawdown")

    def __init__(
        self,
        symbol: Symbol = Symbol.EMPTY,
        *,
        entry_us: int = 0,
        entry_price: Decimal = ZERO,
        direction: TradeDirection = TradeDirection.LONG,
        quantity: Decimal = ZERO,
        fees: Decimal = ZERO,
        order_ids: Iterable[int] = (),
    ) -> None:
        self.id = ""
        self.symbols = [symbol]
        self.entry_us = entry_us
        self.exact_entry_price = entry_price
        self.direction = direction
        self.exact_quantity = quantity
        self.exit_us = 0
        self.exact_exit_price = ZERO
        self.exact_profit_loss = ZERO
        self.exact_total_fees = fees
        self.exact_mae = self.exact_mfe = self.exact_end_trade_drawdown = ZERO
        self.is_win = False
        self.order_ids = list(dict.fromkeys(order_ids))

    @property
    def symbol(self) -> Symbol:
        return self.symbols[0] if self.symbols else Symbol.EMPTY

    @property
    def entry_time(self) -> datetime:
        return naive(self.entry_us)

    @property
    def exit_time(self) -> datetime:
        return naive(self.exit_us)

    @property
    def duration(self) -> timedelta:
        return timedelta(microseconds=self.exit_us - self.entry_us)

    @property
    def sign(self) -> int:
        """1 for long, -1 for short."""
        return 1 if self.direction is TradeDirection.LONG else -1
