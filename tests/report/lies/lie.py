"""A lie: a true sentence of a report, what was made of it, and why that is no longer true."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from report.lies.reports import Report
from report.lies.reports import report as made
from report.lies.truth import holds

__all__ = ["Lie", "Mutator", "is_lie", "literal"]


@dataclass(frozen=True, slots=True)
class Lie:
    """`proof` is a claim that does not hold ("claim higher a b"), or words that no fact supports ("words twice")."""

    kind: str
    report: str
    before: str
    after: str
    proof: str


Mutator = Callable[[Report, random.Random], Lie | None]


def is_lie(lie: Lie, report: Report) -> bool:
    """Return whether the proof stands: the claim is not true, or the words are there and no fact brings them."""
    how, _, what = lie.proof.partition(" ")
    if lie.before == lie.after:
        return False
    if how == "claim":
        return holds(what, report.table) is not True
    return what in lie.after and f" {what.lower()} " not in _phrases(report.name)


@cache
def _phrases(name: str) -> str:
    return " | ".join(f"{fact.phrase} {fact.name}" for fact in made(name).table.values()).lower()


def literal(text: str) -> str:
    """Return a fact's text as a writer types it: no thin spaces."""
    return "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in text)
