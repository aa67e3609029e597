"""How much of one security could be traded: the market's volume just after the strategy's fills."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.number import ONE, ZERO, from_double

__all__ = ["SymbolCapacity"]

_MINUTE_US, _HOUR_US, _DAY_US = 60_000_000, 3_600_000_000, 86_400_000_000
# A security that was sold is forgotten after this.
_EFFECT_US = 30 * _DAY_US
# What a bar of forex or of a contract for difference stands for: they have no volume.
_STAND_IN = {SecurityType.FOREX: Decimal(25_000_000), SecurityType.CFD: Decimal(200)}
_LEAST_DISCOUNT, _TRADING_MINUTES = Decimal("0.20"), Decimal(390)
_SECOND_VOLUME, _MINUTE_VOLUME = Decimal(100_000), Decimal(6_000_000)
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class _Market:
    """One bar of the market."""

    close: Decimal
    volume: Decimal
    period: timedelta


class SymbolCapacity:
    """Volume of one security since the last snapshot.

    Attributes
    ----------
    trades
        Fills that the volume goes with.
    exact_sale_volume
        Value of what was traded since the last snapshot, in account currency.
    """

    def __init__(self, security: Any) -> None:
        self.security = security
        self.trades = 0
        self.exact_sale_volume = ZERO
        self._last_fill_us: int | None = None
        self._discount = ZERO
        self._dollars = ZERO
        self._scale = ZERO
        self._stale = False
        self._average = self._before_volume = ZERO
        self._before_us: int | None = None

    @property
    def exact_market_dollar_volume(self) -> Decimal:
        """What could be traded without moving the price much."""
        return self._dollars * self._scale

    def fill(self, event: Any) -> None:
        """Take a fill; quick trades count with less of the volume that follows."""
        properties = self.security.symbol_properties
        self.exact_sale_volume += (
            self.security.quote_currency.exact_conversion_rate
            * event.exact_fill_price
            * event.exact_absolute_fill_quantity
            * properties.exact_contract_multiplier
        )
        before = event.time_us - _DAY_US if self._last_fill_us is None else self._last_fill_us
        quick = 2 * (from_double((event.time_us - before) / _MINUTE_US) / _TRADING_MINUTES)
        self._discount = ONE if quick > 1 else max(_LEAST_DISCOUNT, quick)
        if self._stale:
            self._dollars, self.trades, self._stale = ZERO, 0, False
        self.trades += 1
        self._last_fill_us = event.time_us

    def see(self, slice_: Any, moment_us: int) -> bool:
        """Take the market's volume of a moment; True when enough was seen."""
        bar = self._bar(slice_)
        if bar is None or not bar.volume:
            return False
        rate = self.security.quote_currency.exact_conversion_rate
        minutes = ZERO if self._before_us is None else from_double((moment_us - self._before_us) / _MINUTE_US)
        if minutes:
            self._average = bar.close * rate * (bar.volume + self._before_volume) / minutes
        else:
            self._average = rate * bar.close * bar.volume
        self._before_us, self._before_volume = moment_us, bar.volume
        if not self._counts(bar.period, moment_us):
            return True
        self._scale = _scale(bar.period)
        multiplier = self.security.symbol_properties.exact_contract_multiplier
        self._dollars += bar.close * self._discount * bar.volume * rate * multiplier
        return False

    def start_anew(self) -> None:
        """What was seen ends with this snapshot."""
        self._stale = True
        self.exact_sale_volume = ZERO

    def is_forgotten(self, moment_us: int) -> bool:
        """Whether the security has not been held or traded for long."""
        return not self.security.invested and moment_us >= (self._last_fill_us or 0) + _EFFECT_US

    def _bar(self, slice_: Any) -> _Market | None:
        symbol = self.security.symbol
        bar = slice_.bars.get(symbol)
        if bar is not None:
            return _Market(bar.exact_close, bar.exact_volume, bar.period)
        quote = slice_.quote_bars.get(symbol)
        if quote is None:
            return None
        depth = (quote.exact_last_bid_size + quote.exact_last_ask_size) / 2
        return _Market(quote.exact_close, _STAND_IN.get(symbol.security_type, depth), quote.period)

    def _counts(self, period: timedelta, moment_us: int) -> bool:
        """Whether a moment is close enough to the last fill."""
        if self._last_fill_us is None:
            return False
        if period >= timedelta(days=1):
            day = -(-self._last_fill_us // _DAY_US) * _DAY_US
            return moment_us == self._last_fill_us or moment_us // _DAY_US * _DAY_US == day
        if period >= timedelta(hours=1):
            return moment_us == -(-self._last_fill_us // _HOUR_US) * _HOUR_US
        minute = period >= timedelta(minutes=1)
        usual, least = (_MINUTE_VOLUME, 1) if minute else (_SECOND_VOLUME, 5)
        wanted = usual / self._average if self._average else Decimal(10)
        minutes = _LONGEST if wanted > _LONGEST else max(least, int(wanted))
        return moment_us <= self._last_fill_us + minutes * _MINUTE_US


def _scale(period: timedelta) -> Decimal:
    """How much of a bar's volume can be had: the less, the longer the bar."""
    if period >= timedelta(days=1):
        return Decimal("0.02")
    if period >= timedelta(hours=1):
        return Decimal("0.05")
    return Decimal("0.20") if period >= timedelta(minutes=1) else Decimal("0.50")
