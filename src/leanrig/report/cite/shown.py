"""How a value is shown: its text as on the page, its unit, and the decimals that the text has."""

import math
from dataclasses import dataclass
from datetime import date

from leanrig.report import formats

__all__ = [
    "Shown",
    "basis_points",
    "chance",
    "count",
    "counted",
    "day",
    "days",
    "money",
    "name",
    "percent",
    "ratio",
    "signed",
    "whole_percent",
]

_DAYS_WITH_TENTHS = 10
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with its unit and its decimals."""

    text: str
    unit: str
    precision: int | None = None


def percent(value: float, *, decimals: int = 1) -> Shown:
    """A share as `−34.2 %`."""
    return Shown(formats.percent(value, decimals=decimals), "%", decimals)


def signed(value: float, *, decimals: int = 1) -> Shown:
    """A change as `+18.3 %`: the page's text without its arrow."""
    return Shown(formats.change(value, decimals=decimals).lstrip("▲▼\u202f"), "%", decimals)


def whole_percent(value: float) -> Shown:
    """A share as `37 %`; what is small keeps two decimals."""
    text = formats.share(value)
    return Shown(text, "%", 2 if "." in text else 0)


def ratio(value: float, *, decimals: int = 2) -> Shown:
    """`0.76`."""
    return Shown(formats.ratio(value, decimals=decimals), "ratio", decimals)


def count(value: float, unit: str = "count") -> Shown:
    """`3,270`."""
    return Shown(formats.count(value), unit, 0)


def counted(number: int, thing: str, *, things: str = "") -> str:
    """`695 orders`, `1 order`."""
    return f"{formats.count(number)} {thing if number == 1 else things or thing + 's'}"


def days(value: float) -> Shown:
    """`75 days`, `9.2 days`."""
    decimals = 0 if float(value).is_integer() or abs(value) >= _DAYS_WITH_TENTHS else 1
    text = formats.ratio(value, decimals=decimals)
    unit = "day" if text == "1" else "days"
    return Shown(f"{text} {unit}" if math.isfinite(value) else text, "days", decimals)


def money(value: float, currency: str, *, decimals: int = 2) -> Shown:
    """`$1,234.50`."""
    return Shown(formats.money(value, currency, decimals=decimals), currency, decimals)


def basis_points(value: float) -> Shown:
    """`12.3 bp`; the value is in basis points."""
    text = formats.ratio(value, decimals=1)
    return Shown(f"{text}\u202fbp" if math.isfinite(value) else text, "bp", 1)


def chance(value: float) -> Shown:
    """`0.41`, `0.003`."""
    text = formats.p_value(value)
    return Shown(text, "p", len(text.rpartition(".")[2]) if "." in text else None)


def day(value: date) -> Shown:
    """`2013-02-28`."""
    return Shown(f"{value:%Y-%m-%d}", "date")


def name(text: str) -> Shown:
    """A name that somebody else chose: one line, without braces, of a length that a sentence can bear."""
    plain = " ".join(text.translate({ord("{"): "(", ord("}"): ")"}).split())
    return Shown(plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + "…", "name")
