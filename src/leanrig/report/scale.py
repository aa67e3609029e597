"""Axes: round places on a scale, and how they are labelled. Pure."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

__all__ = ["Tick", "label_of", "log_ticks", "ticks", "time_ticks"]

_MINUS = "−"
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis and its label."""

    at: float
    text: str


def ticks(low: float, high: float, label: Callable[[float], str], *, most: int = 5) -> list[Tick]:
    """Return round places from `low` to `high`: steps of one, two or five times a power of ten."""
    if not high > low:
        return [Tick(low, label(low))]
    rough = (high - low) / most
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    first = math.ceil(low / step)
    places = [number * step for number in range(first, math.floor(high / step) + 1)]
    return [Tick(place, label(place)) for place in places]


def log_ticks(low: float, high: float, label: Callable[[float], str]) -> list[Tick]:
    """Return places at one, two and five times the powers of ten; powers only where there would be too many."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        places = [step * 10.0**power for power in powers for step in steps]
        places = [place for place in places if low <= place <= high]
        if len(places) <= 6:
            break
    return [Tick(place, label(place)) for place in places] if len(places) > 1 else ticks(low, high, label)


def label_of(unit: str, currency: str) -> Callable[[float], str]:
    """Return how an axis of a unit (`money`, `percent`, `plain`) is labelled."""
    if unit == "percent":
        return lambda value: _signed(value * 100, "%")
    if unit == "money":
        symbol = _SYMBOLS.get(currency, "")
        return lambda value: _short(value, symbol)
    return lambda value: _signed(value, "")


def time_ticks(first: int, last: int, *, most: int = 8) -> list[Tick]:
    """Return beginnings of years, months, days or hours between two moments in Unix seconds."""
    start, end = datetime.fromtimestamp(first, UTC), datetime.fromtimestamp(last, UTC)
    span = end - start
    if span > timedelta(days=900):
        years = range(start.year + 1, end.year + 1)
        step = math.ceil(max(1, len(years)) / most)
        return [Tick(datetime(year, 1, 1, tzinfo=UTC).timestamp(), str(year)) for year in years if year % step == 0]
    if span > timedelta(days=75):
        months = [(start.year + (start.month + n) // 12, (start.month + n) % 12 + 1) for n in range(40)]
        moments = [moment for year, month in months if (moment := datetime(year, month, 1, tzinfo=UTC)) <= end]
        step = math.ceil(len(moments) / most)
        return [Tick(moment.timestamp(), f"{moment:%Y-%m}") for moment in moments[::step]]
    unit = timedelta(days=1) if span > timedelta(days=2) else timedelta(hours=1)
    shown = "%m-%d" if span > timedelta(days=2) else "%d %H:%M"
    whole = start.replace(minute=0, second=0, microsecond=0)
    whole = (whole.replace(hour=0) if unit.days else whole) + unit
    moments = [whole + unit * number for number in range(math.ceil(span / unit)) if whole + unit * number <= end]
    step = math.ceil(max(1, len(moments)) / most)
    return [Tick(moment.timestamp(), moment.strftime(shown)) for moment in moments[::step]]


def _signed(value: float, unit: str) -> str:
    value = round(value, 10) + 0.0
    text = f"{abs(value):,.10f}".rstrip("0").rstrip(".")
    return f"{_MINUS if value < 0 else ''}{text}" + (f"\u202f{unit}" if unit else "")


def _short(value: float, symbol: str) -> str:
    sign = _MINUS if value < 0 else ""
    value = abs(value)
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if value >= size:
            text = f"{value / size:,.3f}".rstrip("0").rstrip(".")
            return f"{sign}{symbol}{text}{letter}"
    return f"{sign}{symbol}{value:,.2f}".removesuffix(".00")
