"""Interest on positions: funding of perpetual contracts."""

from datetime import datetime
from typing import Any, ClassVar

from leanrig.engine.data.auxiliary import MarginInterestRate
from leanrig.engine.data.base_data import micros
from leanrig.engine.hours.zones import to_local
from leanrig.engine.naming import Dotnet

__all__ = [
    "BinanceFutureMarginInterestRateModel",
    "BybitFutureMarginInterestRateModel",
    "MarginInterestRateModel",
    "MarginInterestRateParameters",
    "NullMarginInterestRateModel",
    "dYdXFutureMarginInterestRateModel",
]

_HOUR_US = 3_600_000_000


class MarginInterestRateParameters(Dotnet):
    """A security and a moment."""

    def __init__(self, security: Any, time: Any) -> None:
        self.security = security
        self.time_us = time if isinstance(time, int) else micros(time)

    @property
    def time(self) -> datetime:
        return to_local(self.time_us, "UTC")


class NullMarginInterestRateModel(Dotnet):
    """None."""

    def apply_margin_interest_rate(self, parameters: MarginInterestRateParameters) -> None:
        self.scan(None, parameters.security, parameters.time_us)

    def scan(self, portfolio: Any, security: Any, now_us: int) -> None:
        """The engine's own hourly call."""


class MarginInterestRateModel(Dotnet):
    """Where Lean keeps the model that does nothing."""

    NULL: ClassVar[NullMarginInterestRateModel] = NullMarginInterestRateModel()


class BinanceFutureMarginInterestRateModel(NullMarginInterestRateModel):
    """At 0, 8 and 16 o'clock UTC those who are long pay the funding rate to those who are short."""

    EVERY_US = 8 * _HOUR_US

    def __init__(self) -> None:
        self._next_us: int | None = None

    def scan(self, portfolio: Any, security: Any, now_us: int) -> None:
        if not security.holdings.invested:
            self._next_us = None
            return
        if self._next_us is None:
            self._next_us = self._after(now_us)
        rate = security.cache.get_data(MarginInterestRate)
        if rate is None:
            return
        while now_us >= self._next_us:
            value = security.holdings.quantity_value(security.holdings.exact_quantity, security.exact_price)
            value.cash.add_exact(-rate.exact_value * value.exact_amount)
            self._next_us = self._after(self._next_us)

    def _after(self, moment_us: int) -> int:
        return (moment_us // self.EVERY_US + 1) * self.EVERY_US


class BybitFutureMarginInterestRateModel(BinanceFutureMarginInterestRateModel):
    """As Binance's."""


class dYdXFutureMarginInterestRateModel(BinanceFutureMarginInterestRateModel):  # noqa: N801  # Lean's name
    """As Binance's."""
