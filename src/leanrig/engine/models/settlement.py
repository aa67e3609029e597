"""When the money of a trade is there."""

from collections import deque
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import micros
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO
from leanrig.engine.orders.money import CashAmount

__all__ = [
    "AccountCurrencyImmediateSettlementModel",
    "ApplyFundsSettlementModelParameters",
    "DelayedSettlementModel",
    "ImmediateSettlementModel",
    "ScanSettlementModelParameters",
]


class ApplyFundsSettlementModelParameters(Dotnet):
    """Money of a fill."""

    def __init__(self, portfolio: Any, security: Any, time: Any, cash_amount: CashAmount, fill: Any = None) -> None:
        self.portfolio = portfolio
        self.security = security
        self.time_us = time if isinstance(time, int) else micros(time)
        self.cash_amount = cash_amount
        self.fill = fill

    @property
    def utc_time(self) -> datetime:
        return to_local(self.time_us, "UTC")


class ScanSettlementModelParameters(Dotnet):
    """A moment at which money may be settled."""

    def __init__(self, portfolio: Any, security: Any, time: Any) -> None:
        self.portfolio = portfolio
        self.security = security
        self.time_us = time if isinstance(time, int) else micros(time)

    @property
    def utc_time(self) -> datetime:
        return to_local(self.time_us, "UTC")


class ImmediateSettlementModel(Dotnet):
    """At once."""

    def apply_funds(self, parameters: ApplyFundsSettlementModelParameters) -> None:
        money = parameters.cash_amount
        parameters.portfolio.cash_book[money.currency].add_exact(money.exact_amount)

    def scan(self, parameters: ScanSettlementModelParameters) -> None:
        """Nothing waits."""

    def scan_due(self, portfolio: Any, security: Any, now_us: int) -> None:
        """The engine's own hourly call."""

    def get_unsettled_cash(self) -> CashAmount | None:
        return None


class AccountCurrencyImmediateSettlementModel(ImmediateSettlementModel):
    """At once, and in the account's currency."""

    def apply_funds(self, parameters: ApplyFundsSettlementModelParameters) -> None:
        book, money = parameters.portfolio.cash_book, parameters.cash_amount
        book[book.account_currency].add_exact(book.amount_to_account(money.exact_amount, money.currency))


class DelayedSettlementModel(ImmediateSettlementModel):
    """Proceeds wait some trading days; what is paid is paid at once.

    Parameters
    ----------
    number_of_days
        Trading days to wait.
    time_of_day
        Local time at which it is there.
    """

    def __init__(self, number_of_days: int, time_of_day: timedelta) -> None:
        self._days = int(number_of_days)
        self._time_of_day = time_of_day
        self._waiting: deque[tuple[int, str, Decimal]] = deque()
        self._book: Any = None

    def apply_funds(self, parameters: ApplyFundsSettlementModelParameters) -> None:
        portfolio, money = parameters.portfolio, parameters.cash_amount
        self._book = portfolio.unsettled_cash_book
        if money.exact_amount <= 0:
            portfolio.cash_book[money.currency].add_exact(money.exact_amount)
            return
        self._book[money.currency].add_exact(money.exact_amount)
        hours = parameters.security.exchange.hours
        day = to_local(parameters.time_us, hours.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        for _ in range(self._days):
            day += timedelta(days=1)
            while not hours.is_date_open(day, False):
                day += timedelta(days=1)
        self._waiting.append((to_us(day + self._time_of_day, hours.zone), money.currency, money.exact_amount))

    def scan(self, parameters: ScanSettlementModelParameters) -> None:
        self.scan_due(parameters.portfolio, parameters.security, parameters.time_us)

    def scan_due(self, portfolio: Any, security: Any, now_us: int) -> None:
        while self._waiting and now_us >= self._waiting[0][0]:
            _, currency, amount = self._waiting.popleft()
            portfolio.unsettled_cash_book[currency].add_exact(-amount)
            portfolio.cash_book[currency].add_exact(amount)

    def get_unsettled_cash(self) -> CashAmount | None:
        if not self._waiting:
            return None
        amounts = (self._book.amount_to_account(amount, currency) for _, currency, amount in self._waiting)
        return CashAmount(sum(amounts, ZERO), self._book.account_currency)
