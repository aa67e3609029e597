"""What borrowed shares cost each day, and what lent ones bring."""

from datetime import date
from decimal import Decimal
from typing import Any

from leanrig.engine.hours.zones import to_local
from leanrig.engine.models.margin_interest import NullMarginInterestRateModel
from leanrig.engine.naming import Shown
from leanrig.engine.number import ZERO, exact

__all__ = ["ShortMarginInterestRateModel"]

_DAYS_A_YEAR = 360


class ShortMarginInterestRateModel(NullMarginInterestRateModel):
    """Once a day the fee or rebate rate of the shortable provider on the value of the position.

    `amount` is the sum of all that was charged.
    """

    amount = Shown("exact_amount")

    def __init__(self) -> None:
        self.exact_amount = ZERO
        self._is_short = False
        self._previous: date | None = None

    def scan(self, portfolio: Any, security: Any, now_us: int) -> None:
        today = to_local(now_us, "UTC").date()
        if not security.holdings.invested:
            self._previous = None
            return
        short = security.holdings.exact_quantity < 0
        if self._previous is None or self._is_short != short:
            self._is_short, self._previous = short, today
            return
        if today == self._previous:
            return
        rate = self._rate(security)
        if not rate:
            self._previous = None
            return
        fee = rate * security.holdings.exact_holdings_value / _DAYS_A_YEAR * (today - self._previous).days
        self.exact_amount += fee
        security.quote_currency.add_exact(fee)
        self._previous = today

    def _rate(self, security: Any) -> Decimal:
        provider = security.shortable_provider
        ask = provider.fee_rate if self._is_short else provider.rebate_rate
        midnight = security.local_time.replace(hour=0, minute=0, second=0, microsecond=0)
        return exact(ask(security.symbol, midnight))
