"""Holds what an engine said against what Lean said, text by text, as Lean's own harness does."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["HASH", "Comparison", "compare"]

HASH = "OrderListHash"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many of the expected texts came out; `differences` holds name -> (expected, found).

    The order-list hash counts as one of the texts. `hash_equal` is None where none is expected.
    """

    equal: int
    total: int
    hash_equal: bool | None
    differences: dict[str, tuple[str, str | None]]


def compare(expected: Mapping[str, str], found: Mapping[str, str]) -> Comparison:
    """Return how `found` differs from `expected`; what is found besides is not looked at. "-0" is "0"."""
    differences = {name: (text, found.get(name)) for name, text in expected.items() if not _same(text, found.get(name))}
    hash_equal = HASH not in differences if HASH in expected else None
    return Comparison(len(expected) - len(differences), len(expected), hash_equal, differences)


def _same(expected: str, found: str | None) -> bool:
    return found is not None and _plain(expected) == _plain(found)


def _plain(text: str) -> str:
    return "0" if text == "-0" else text
