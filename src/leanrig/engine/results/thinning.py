"""The equity curve of the summary: at most a hundred points or so, by whole days, in whole units of money."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from leanrig.engine.number import ONE, smart_round

__all__ = ["Candle", "thinned"]

_DAY_US = 86_400_000_000
_SECOND_US = 1_000_000
_MOST_DAYS = 7
_POINTS = 100

Candle = tuple[int, tuple[Decimal, Decimal, Decimal, Decimal]]


def thinned(candles: Sequence[Candle]) -> list[Candle]:
    """The candles themselves while they are few; else one for every so many days.

    Between two of the new times the candles are put together; its close is read off the straight line from where the
    first one opened to where the last one closed.
    """
    days = min(_MOST_DAYS, len(candles) // _POINTS)
    if days <= 1:
        return list(candles)
    return _resampled(candles, days * _DAY_US)


def _resampled(candles: Sequence[Candle], step: int) -> list[Candle]:
    result: list[Candle] = [candles[0]]
    next_us = candles[0][0] + step
    first = 1
    for place in range(1, len(candles)):
        moment, (*_, close) = candles[place]
        if next_us > moment:
            continue
        opened_us = candles[first - 1][0]
        opened = candles[first][1][0]
        parts = [_whole(value) for _, values in candles[first : place + 1] for value in values]
        before: Decimal | None = None
        while next_us <= moment:
            end = _between(opened_us, opened, moment, close, next_us)
            begin = parts[0] if before is None else before
            high, low = max(parts), min(parts)
            if first == place:
                high, low = max(begin, end), min(begin, end)
            result.append((next_us, (begin, high, low, end)))
            before = end
            next_us += step
        first = place + 1
    return result


def _whole(value: Decimal) -> Decimal:
    return value.quantize(ONE, rounding=ROUND_DOWN)


def _between(from_us: int, start: Decimal, to_us: int, end: Decimal, at_us: int) -> Decimal:
    """The straight line's value at a time."""
    share = Decimal(at_us // _SECOND_US - from_us // _SECOND_US) / (to_us // _SECOND_US - from_us // _SECOND_US)
    return smart_round((end - start) * share + start)
