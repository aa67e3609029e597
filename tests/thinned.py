"""How much of what is many is tried each time: some of it, or all with LEANRIG_ALL=1."""

import os
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["IS_ALL", "examples", "thinned"]

T = TypeVar("T")
IS_ALL = bool(os.environ.get("LEANRIG_ALL"))


def thinned(items: Sequence[T], *, every: int) -> Sequence[T]:
    """Return each `every`-th of the items."""
    return items if IS_ALL else items[::every]


def examples(most: int, *, few: int) -> int:
    """Return how many examples are drawn."""
    return most if IS_ALL else few
