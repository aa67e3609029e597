"""How values are held against each other and shown; numbers as Lean wrote them."""

import math
from datetime import datetime
from typing import Any

__all__ = ["MOST", "is_near", "plain", "shown"]

MOST = 100
"""How many differences of one part are kept: a thousand more tell nothing new."""


def is_near(left: Any, right: Any, *, tolerance: float = 0.0) -> bool:
    """Whether two values are the same; two numbers also where they lie within `tolerance` of the larger one."""
    if plain(left) == plain(right):
        return True
    if not tolerance or not isinstance(left, int | float) or not isinstance(right, int | float):
        return False
    return math.isclose(left, right, rel_tol=tolerance)


def plain(value: Any) -> Any:
    """Return a value that equals itself: NaN does not."""
    return None if isinstance(value, float) and math.isnan(value) else value


def shown(value: Any) -> str:
    """Return a value as a person reads it; what is not there as a dash."""
    if plain(value) is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}" + (f".{value:%f}".rstrip("0") if value.microsecond else "")
    return f"{value:.15g}" if isinstance(value, float) and abs(value) < 1e15 else str(value)
