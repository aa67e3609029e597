""".NET's decimal on Python's: precision, rounding, scale and text as Lean shows them.

Importing this module sets the process's decimal context once: 28 digits, banker's rounding. Trailing zeros are part
of a value (its scale) and are kept by every function here that does not say otherwise.
"""

import decimal
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from math import isfinite
from typing import SupportsFloat

__all__ = [
    "MAXIMUM",
    "ONE",
    "ZERO",
    "exact",
    "from_double",
    "json_text",
    "limited",
    "normalize",
    "round_away",
    "round_even",
    "scale_of",
    "shown",
    "significant",
    "smart_round",
    "text",
    "times",
    "total",
    "use_dotnet_context",
]

ZERO = Decimal(0)
ONE = Decimal(1)
MAXIMUM = Decimal("79228162514264337593543950335")
_THOUSAND = Decimal(1000)
_WIDE = decimal.Context(prec=60, rounding=ROUND_HALF_EVEN)


def use_dotnet_context() -> None:
    """Set this thread's decimal context to .NET's precision and rounding."""
    context = decimal.Context(prec=28, rounding=ROUND_HALF_EVEN)
    context.traps[decimal.InvalidOperation] = True
    context.traps[decimal.DivisionByZero] = True
    decimal.setcontext(context)


use_dotnet_context()


def exact(value: object) -> Decimal:
    """Return what Lean makes of a number that Python hands over: the decimal with the digits of `str(value)`.

    Raises
    ------
    ValueError
        For NaN and infinities, with Lean's text.
    TypeError
        For anything that is not a number or the text of one.
    """
    if type(value) is Decimal:
        return value
    if isinstance(value, bool):
        return ONE if value else ZERO
    if isinstance(value, int):
        return Decimal(int(value))
    if isinstance(value, float):
        return _parsed(repr(float(value)))
    if isinstance(value, str):
        return _parsed(value)
    if isinstance(value, Decimal):
        return Decimal(value)
    if isinstance(value, SupportsFloat):
        return _parsed(str(value)) if hasattr(value, "dtype") else _parsed(repr(float(value)))
    raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.Decimal")


def _parsed(digits: str) -> Decimal:
    try:
        number = Decimal(digits)
    except decimal.InvalidOperation:
        raise TypeError("'str' value cannot be converted to System.Decimal") from None
    if not number.is_finite():
        raise ValueError(
            f"It is not possible to cast a non-finite floating-point value ({_dotnet_name(digits)}) as decimal. "
            "Please review math operations and verify the result is valid."
        )
    exponent = scale_of(number)
    if exponent < 0:
        return number.quantize(ONE, context=_WIDE)
    return round_even(number, 28) if exponent > 28 else number


def _dotnet_name(digits: str) -> str:
    return {"nan": "NaN", "inf": "∞", "-inf": "-∞"}.get(digits.lower(), digits)


def shown(value: Decimal) -> float:
    """Return the float that Python sees: mantissa / 10**scale in two roundings, as .NET converts."""
    if len(str(value)) <= 16:
        return float(value) + 0.0
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return float(value)
    mantissa = int("".join(map(str, digits)))
    if mantissa < 9007199254740992 and -22 <= exponent <= 0:
        return float(value)
    wide = float(mantissa >> 64) * 18446744073709551616.0 + float(mantissa & 0xFFFFFFFFFFFFFFFF)
    size = wide / float(f"1e{-exponent}") if exponent <= 0 else wide * float(f"1e{exponent}")
    return -size if sign else size


def from_double(value: float) -> Decimal:
    """Return .NET's cast of a double to decimal: 15 significant digits, no trailing zeros."""
    if not isfinite(value):
        raise ValueError(
            f"It is not possible to cast a non-finite floating-point value ({_dotnet_name(str(value))}) as decimal. "
            "Please review math operations and verify the result is valid."
        )
    return normalize(limited(Decimal(f"{value:.14e}")))


def limited(value: Decimal) -> Decimal:
    """Cut to .NET's 28 decimals, which quotients and products below 0.1 can exceed here."""
    return round_even(value, 28) if scale_of(value) > 28 else value


def total(values: Iterable[Decimal]) -> Decimal:
    """Sum in .NET's 96 bits, which hold a 29th digit where the first ones are small."""
    result = ZERO
    for value in values:
        result = _fitted(_WIDE.add(result, value))
    return result


def times(first: Decimal, second: Decimal) -> Decimal:
    """Product in .NET's 96 bits, as `total`."""
    return _fitted(_WIDE.multiply(first, second))


def _fitted(value: Decimal) -> Decimal:
    scale = scale_of(value)
    if scale > 28:
        value, scale = round_even(value, 28), 28
    if value.adjusted() + scale < 28:
        return value  # 28 digits always fit
    while scale > 0 and int(_WIDE.scaleb(abs(value), scale)) > MAXIMUM:
        scale -= 1
        value = round_even(value, scale)
    return value


def scale_of(value: Decimal) -> int:
    """Number of digits after the point, trailing zeros included."""
    digits = str(value)
    if "E" in digits:
        exponent = value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) else 0
    point = digits.find(".")
    return len(digits) - point - 1 if point >= 0 else 0


def normalize(value: Decimal) -> Decimal:
    """Strip trailing zeros after the point; zero loses its sign."""
    if not value:
        return ZERO
    digits = str(value)
    if "E" not in digits and (digits[-1] != "0" or "." not in digits):
        return value
    short = value.normalize()
    return short.quantize(ONE, context=_WIDE) if scale_of(short) < 0 else short


def round_even(value: Decimal, digits: int) -> Decimal:
    """Round half to even to `digits` places; fewer places stay as they are."""
    return value.quantize(Decimal((0, (1,), -digits)), context=_WIDE) if scale_of(value) > digits else value


def round_away(value: Decimal, digits: int) -> Decimal:
    """Round half away from zero to `digits` places; fewer places stay as they are."""
    if scale_of(value) <= digits:
        return value
    return value.quantize(Decimal((0, (1,), -digits)), rounding=ROUND_HALF_UP, context=_WIDE)


def significant(value: Decimal, digits: int) -> Decimal:
    """Round to `digits` significant digits by scaling, keeping the zeros that the scaling leaves."""
    if not value:
        return ZERO
    power = value.adjusted() + 1
    scale = Decimal(10) ** power if power >= 0 else ONE / Decimal(10) ** -power
    return scale * round_even(value / scale, digits)


def smart_round(value: Decimal) -> Decimal:
    """Round for charts and order lists: 4 places above 1000, else 7 significant digits; normalised."""
    value = normalize(value)
    if value > _THOUSAND:
        return normalize(round_even(value, 4))
    return normalize(significant(value, 7))


def text(value: Decimal) -> str:
    """Return .NET's plain text: no exponent, no negative zero, trailing zeros kept."""
    plain = format(value, "f")
    return plain[1:] if plain.startswith("-") and not value else plain


def json_text(value: Decimal) -> str:
    """Return the JSON form: as `text`, whole numbers with ".0"."""
    plain = text(value)
    return plain if "." in plain else plain + ".0"
