"""How a number looks on the page: one way for each kind, true minus signs, units set off by a thin space."""

import math
from datetime import datetime

__all__ = [
    "NOTHING",
    "amount",
    "change",
    "count",
    "day",
    "moment",
    "money",
    "p_value",
    "percent",
    "price",
    "ratio",
    "share",
]

NOTHING = "–"
_MINUS = "−"
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}


def count(value: float | None) -> str:
    """`3,270`."""
    return NOTHING if _is_nothing(value) else _signed(f"{value:,.0f}")


def ratio(value: float | None, *, decimals: int = 2) -> str:
    """`0.71`."""
    return NOTHING if _is_nothing(value) else _signed(f"{value:,.{decimals}f}")


def percent(value: float | None, *, decimals: int = 1) -> str:
    """A fraction as `−34.2 %`."""
    return NOTHING if value is None or _is_nothing(value) else _signed(f"{value * 100:,.{decimals}f}") + "\u202f%"


def share(value: float | None) -> str:
    """A fraction as `37 %`; what is small but not nothing stays visible."""
    if value is None or _is_nothing(value):
        return NOTHING
    return percent(value, decimals=0 if value == 0 or abs(value) >= 0.01 else 2)


def change(value: float | None, *, decimals: int = 1) -> str:
    """A fraction with its sign and an arrow, so that gain and loss differ without colour."""
    if value is None or _is_nothing(value):
        return NOTHING
    text = percent(value, decimals=decimals)
    if float(f"{value * 100:.{decimals}f}") == 0:
        return text.removeprefix(_MINUS)
    return f"{'▲' if value > 0 else '▼'}\u202f{'+' if value > 0 else ''}{text}"


def money(value: float | None, currency: str = "USD", *, decimals: int = 2) -> str:
    """`$1,234.50`, `−$653.25`, `0.01 BTC`."""
    if value is None or _is_nothing(value):
        return NOTHING
    text = f"{abs(value):,.{decimals}f}"
    sign = _MINUS if value < 0 and text.strip("0.,") else ""
    symbol = _SYMBOLS.get(currency)
    return f"{sign}{symbol}{text}" if symbol else f"{sign}{text}\u202f{currency}".rstrip()


def price(value: float | None) -> str:
    """A price with as many decimals as its size asks for."""
    if value is None or _is_nothing(value):
        return NOTHING
    decimals = 2 if abs(value) >= 10 or value == 0 else 4 if abs(value) >= 0.1 else 8
    return _signed(f"{value:,.{decimals}f}")


def amount(value: float | None) -> str:
    """A quantity: whole where it is whole, else up to eight decimals."""
    if value is None or _is_nothing(value):
        return NOTHING
    return _signed(f"{value:,.8f}".rstrip("0").rstrip("."))


def p_value(value: float | None) -> str:
    """`0.41`, `0.003`; below a thousandth only that it is."""
    if value is None or _is_nothing(value):
        return NOTHING
    return "below\u202f0.001" if value < 0.001 else f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def day(value: datetime | None) -> str:
    """`2013-02-28`."""
    return NOTHING if value is None else f"{value:%Y-%m-%d}"


def moment(value: datetime | None) -> str:
    """`2013-02-28 14:25`, UTC."""
    return NOTHING if value is None else f"{value:%Y-%m-%d %H:%M}"


def _is_nothing(value: float | None) -> bool:
    return value is None or not math.isfinite(value)


def _signed(text: str) -> str:
    """Replace the hyphen by a minus sign, and take it from what is rounded to nothing."""
    return (_MINUS if text.strip("-0.,") else "") + text[1:] if text.startswith("-") else text
