"""Indicators over two symbols and more: they wait until all have a bar of the same time."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from math import isnan, nan, sqrt
from typing import Any

from leanrig.engine.enums import CorrelationType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.database import MarketHoursDatabase
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.identity import as_symbol
from leanrig.engine.indicators.base import BarIndicator
from leanrig.engine.indicators.streaming import variance
from leanrig.engine.number import ONE, ZERO, from_double, shown

__all__ = ["Beta", "Correlation", "Covariance", "DualSymbolIndicator", "MultiSymbolIndicator"]

_HOUR = timedelta(hours=1)
_STEPS = (_HOUR, timedelta(minutes=1))


class _OneSymbol:
    """The newest bars of one symbol."""

    def __init__(self, zone: str, period: int) -> None:
        self.zone = zone
        self.bars: deque[Any] = deque(maxlen=period)
        self.current: Any = None
        self.end: datetime | None = None


class MultiSymbolIndicator(BarIndicator):
    """Adds a bar to each symbol's window when all have one that ends at the same time, and computes."""

    def __init__(self, name: str, symbols: Iterable[Any], period: int) -> None:
        super().__init__(name)
        self._period = int(period)
        self._of: dict[Any, _OneSymbol] = {}
        for symbol in symbols:
            self._of[symbol] = _OneSymbol(_zone_of(symbol), self._period)
        self.needed = self._period + (len({one.zone for one in self._of.values()}) > 1)
        self._value = ZERO
        self._length: timedelta | None = None

    @property
    def warm_up_period(self) -> int:
        return self.needed

    @property
    def is_ready(self) -> bool:
        return all(len(one.bars) == self._period for one in self._of.values())

    def compute_bar(self, bar: Any) -> Decimal:
        one = self._of.get(bar.symbol)
        if one is None:
            raise ArgumentException(
                f"Input symbol {bar.symbol} does not correspond to any of the symbols this indicator works on "
                f"({', '.join(map(str, self._of))})"
            )
        if self.samples == 1:
            self._length = bar.end_time - bar.time
        self._set(one, bar)
        if self.samples == 1:
            return ZERO
        if len({own.end for own in self._of.values()}) == 1:
            for own in self._of.values():
                own.bars.append(own.current)
            self._value = self.compute_symbols()
        return self._value

    def compute_symbols(self) -> Decimal:
        """Return the new value from the windows of all symbols."""
        raise NotImplementedError

    def _set(self, one: _OneSymbol, bar: Any) -> None:
        one.current = bar
        end = to_local(to_us(bar.end_time, one.zone), "UTC")
        assert self._length is not None
        if self._length > _HOUR:
            end = end.replace(hour=0, minute=0, second=0, microsecond=0)
        elif self._length == _HOUR:
            end = end.replace(minute=0, second=0, microsecond=0)
        elif self._length >= _STEPS[1]:
            end = end.replace(second=0, microsecond=0)
        one.end = end

    def reset(self) -> None:
        self._value = ZERO
        for one in self._of.values():
            one.bars.clear()
            one.current = one.end = None
        super().reset()


def _zone_of(symbol: Any) -> str:
    hours = MarketHoursDatabase.from_data_folder().get_exchange_hours(symbol.id.market, symbol, symbol.security_type)
    return hours.zone


class DualSymbolIndicator(MultiSymbolIndicator):
    """A target against a reference."""

    def __init__(self, name: str, target_symbol: Any, reference_symbol: Any, period: int) -> None:
        self.target_symbol, self.reference_symbol = _symbol(target_symbol), _symbol(reference_symbol)
        super().__init__(name, (self.target_symbol, self.reference_symbol), period)
        self.target, self.reference = self._of[self.target_symbol].bars, self._of[self.reference_symbol].bars


class _OfReturns(DualSymbolIndicator):
    """Works on the returns of both."""

    _short = ""

    def __init__(self, *arguments: Any) -> None:
        name, target, reference, period = _pair(arguments, self._short)
        super().__init__(name, target, reference, 2)
        if period < 2:
            raise ArgumentException(
                f"Period parameter for {type(self).__name__} indicator must be greater than 2 but was {period}."
            )
        self._count = period
        self._target_returns: deque[float] = deque(maxlen=period)
        self._reference_returns: deque[float] = deque(maxlen=period)
        self.needed += period - 1

    @property
    def is_ready(self) -> bool:
        return len(self._target_returns) == self._count == len(self._reference_returns)

    def compute_symbols(self) -> Decimal:
        for bars, returns in ((self.target, self._target_returns), (self.reference, self._reference_returns)):
            if len(bars) == 2:
                before = bars[0].exact_close
                returns.append(shown((bars[1].exact_close / before if before else ZERO) - ONE))
        newest_first = (list(self._target_returns)[::-1], list(self._reference_returns)[::-1])
        return from_double(self.compute_returns(*newest_first))

    def compute_returns(self, target: list[float], reference: list[float]) -> float:
        """Return the new value from returns, newest first."""
        raise NotImplementedError

    def reset(self) -> None:
        self._target_returns.clear()
        self._reference_returns.clear()
        super().reset()


class Beta(_OfReturns):
    """How far the target moves with the reference."""

    _short = "B({})"

    def compute_returns(self, target: list[float], reference: list[float]) -> float:
        spread, covariance = variance(reference), _covariance(target, reference)
        return (covariance if _is_some(covariance) else 0.0) / (spread if _is_some(spread) else 1.0)


class Covariance(_OfReturns):
    """Covariance of the returns."""

    _short = "COV({})"

    def compute_returns(self, target: list[float], reference: list[float]) -> float:
        covariance = _covariance(target, reference)
        return covariance if _is_some(covariance) else 0.0


class Correlation(DualSymbolIndicator):
    """Correlation of the closes, of Pearson or of Spearman."""

    def __init__(self, *arguments: Any) -> None:
        *pair, kind = arguments if isinstance(arguments[-1], CorrelationType) else (*arguments, CorrelationType.PEARSON)
        name, target, reference, period = _pair(tuple(pair), "Correlation({})")
        super().__init__(name, target, reference, period)
        if period < 2:
            raise ArgumentException(
                f"Period parameter for Correlation indicator must be greater than 2 but was {period}"
            )
        self._kind = kind

    def compute_symbols(self) -> Decimal:
        closes = [[shown(bar.exact_close) for bar in reversed(bars)] for bars in (self.target, self.reference)]
        if self._kind is CorrelationType.SPEARMAN:
            closes = [_ranks(values) for values in closes]
        found = _correlation(*closes)
        return from_double(found) if _is_some(found) else ZERO


def _pair(arguments: tuple[Any, ...], form: str) -> tuple[str, Any, Any, int]:
    """`(target, reference, period)` with a name in front, or `(name, period, target, reference)`."""
    if isinstance(arguments[0], str) and len(arguments) == 4:
        name, *rest = arguments
        if isinstance(rest[0], int):
            rest = [rest[1], rest[2], rest[0]]
        return name, rest[0], rest[1], int(rest[2])
    target, reference, period = arguments
    return form.format(period), target, reference, int(period)


def _symbol(item: Any) -> Any:
    return as_symbol(item) or item


def _is_some(value: float) -> bool:
    return not isnan(value) and value != 0


def _covariance(one: list[float], other: list[float]) -> float:
    mean_one = mean_other = together = 0.0
    count = 0
    for first, second in zip(one, other, strict=False):
        count += 1
        before = mean_other
        mean_one += (first - mean_one) / count
        mean_other += (second - mean_other) / count
        together += (first - mean_one) * (second - before)
    return together / (count - 1) if count > 1 else nan


def _correlation(one: list[float], other: list[float]) -> float:
    mean_one = mean_other = spread_one = spread_other = together = 0.0
    for count, (first, second) in enumerate(zip(one, other, strict=True), 1):
        away_one, away_other = first - mean_one, second - mean_other
        step_one, step_other = away_one / count, away_other / count
        mean_one += step_one
        mean_other += step_other
        spread_one += step_one * away_one * (count - 1)
        spread_other += step_other * away_other * (count - 1)
        together += away_one * away_other * (count - 1) / count
    below = sqrt(spread_one * spread_other)
    return together / below if below else nan


def _ranks(values: list[float]) -> list[float]:
    """Ranks from 1, equal values sharing their mean rank."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    place = 0
    while place < len(order):
        last = place
        while last + 1 < len(order) and values[order[last + 1]] == values[order[place]]:
            last += 1
        for index in order[place : last + 1]:
            ranks[index] = (place + last) / 2 + 1
        place = last + 1
    return ranks
