"""What users hand over when they order: symbols, quantities, prices and flags in every form that Lean takes."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.number import exact, from_double

__all__ = ["amount", "check_flag", "no_overload", "ordered_symbol", "size_of"]


def ordered_symbol(value: object) -> Symbol:
    """The symbol that is meant; a ticker that nobody has added is a US share."""
    found = as_symbol(value)
    if found is None and isinstance(value, str) and value:
        found = Symbol.create(value, SecurityType.EQUITY, "usa")
    if found is None:
        raise TypeError(f"'{type(value).__name__}' value cannot be converted to QuantConnect.Symbol")
    return found


def amount(method: str, value: object, *others: object) -> Decimal:
    """A number as a decimal; Lean's errors for what is none."""
    if value is None or isinstance(value, (list, tuple, dict)):
        raise no_overload(method, value, *others)
    try:
        return exact(value)
    except ValueError as err:
        raise ArgumentException(f"{err} (Parameter 'input')") from None


def size_of(method: str, value: object, *others: object) -> Decimal:
    """A quantity as a decimal: floats are doubles in Lean here, and become decimals with 15 digits."""
    found = amount(method, value, *others)
    return from_double(float(value)) if isinstance(value, float) else found


def check_flag(method: str, value: object) -> None:
    """Refuse a text where Lean has a flag: the tag given one place too early."""
    if not isinstance(value, (bool, int)):
        raise no_overload(method, value)


def no_overload(method: str, *values: Any) -> TypeError:
    """Python.NET's error for arguments that fit no overload."""
    kinds = ", ".join(str(type(value)) for value in values)
    return TypeError(f"No method matches given arguments for {method}: ({kinds}).")
