"""What one of the algorithm's own constructors is: which class, which parameters, and the name it gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["REQUIRED", "Shortcut"]

REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One constructor: `parameters` are (name, default) in order, `form` the name with them filled in."""

    make: Callable[..., Any]
    parameters: tuple[tuple[str, Any], ...]
    form: str
    field: str = "close"
    is_bar: bool = False
    resolution: Any = None
