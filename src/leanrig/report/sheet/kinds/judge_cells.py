"""Values as the cells of a judge's tables: the figure and how it is shown. Pure."""

import math

from leanrig.report import formats
from leanrig.report.fact import Column, Value

__all__ = [
    "Cell",
    "bars",
    "chance",
    "count",
    "interval",
    "money",
    "numbers",
    "percent",
    "ratio",
    "share",
    "signed",
    "small",
    "text",
    "texts",
]

Cell = tuple[Value, str]


def numbers(*titles: str) -> tuple[Column, ...]:
    """Return columns of numbers by their titles."""
    return tuple(Column(title.lower(), title) for title in titles)


def texts(*titles: str) -> tuple[Column, ...]:
    """Return columns of words."""
    return tuple(Column(title.lower(), title, is_number=False) for title in titles)


def text(words: str) -> Cell:
    """Words as they are."""
    return words, words


def ratio(value: float) -> Cell:
    """`0.71`."""
    return value, formats.ratio(value)


def small(value: float) -> Cell:
    """`0.044`: coefficients and scores."""
    return value, formats.ratio(value, decimals=3)


def signed(value: float) -> Cell:
    """`+0.71`, `−0.38`."""
    shown = formats.ratio(value)
    return value, f"+{shown}" if math.isfinite(value) and float(f"{value:.2f}") > 0 else shown


def percent(value: float) -> Cell:
    """`12.2 %`."""
    return value, formats.percent(value)


def share(value: float) -> Cell:
    """`53 %`."""
    return value, formats.share(value)


def count(value: float) -> Cell:
    """`3,016`."""
    return value, formats.count(value)


def bars(value: float) -> Cell:
    """`51.8`, `5`."""
    is_whole = math.isfinite(value) and float(value).is_integer()
    return value, formats.ratio(value, decimals=0 if is_whole else 1)


def chance(value: float) -> Cell:
    """`0.41`, `0.003`."""
    return value, formats.p_value(value)


def money(value: float, currency: str) -> Cell:
    """`$1,234,500`."""
    return value, formats.money(value, currency, decimals=0)


def interval(low: float, high: float, *, decimals: int = 2) -> Cell:
    """`−0.99 to 0.24`; nothing where one end is not known."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return None, formats.NOTHING
    return (
        f"{low:.6g} to {high:.6g}",
        f"{formats.ratio(low, decimals=decimals)} to {formats.ratio(high, decimals=decimals)}",
    )
