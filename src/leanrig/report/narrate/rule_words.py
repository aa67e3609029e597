"""Sentences about one or two facts, with the relation that holds between them as they are shown. Pure."""

from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.narrate.values import NotComparable, compare, sign

__all__ = ["is_known", "moved", "number", "ordered", "sized"]


def is_known(table: CitableTable, *keys: str) -> bool:
    """Whether all these facts are there and have a value."""
    return all(key in table and table[key].is_known for key in keys)


def number(table: CitableTable, key: str) -> float | None:
    """Return a fact's number; None where there is none."""
    fact = table.get(key)
    known = fact is not None and fact.is_known and isinstance(fact.value, int | float)
    return float(fact.value) if fact is not None and known and isinstance(fact.value, int | float) else None


def ordered(table: CitableTable, left: str, right: str, *, also: str = "") -> str | None:
    """Return that one was higher than, lower than or equal to the other; None where they do not compare."""
    return _related(table, left, right, also=also)


def sized(table: CitableTable, left: str, right: str, *, also: str = "") -> str | None:
    """Return that one was deeper than, shallower than or equal to the other; None where they do not compare."""
    return _related(table, left, right, is_size=True, also=also)


def moved(table: CitableTable, key: str) -> str:
    """Return a change as a gain or a loss."""
    fact: Citable = table[key]
    try:
        word = {1: "a gain", -1: "a loss", 0: "unchanged"}[sign(fact)]
    except NotComparable:
        return f"{{{key}}} stands on its own."
    return f"{{{key}}} was {word}."


def _related(table: CitableTable, left: str, right: str, *, also: str, is_size: bool = False) -> str | None:
    if not is_known(table, left, right):
        return None
    try:
        stands = compare("depth" if is_size else "order", table[left], table[right], table)
    except NotComparable:
        return None
    less, more = ("shallower than", "deeper than") if is_size else ("lower than", "higher than")
    return f"{{{left}}} was {(less, 'equal to', more)[stands + 1]} {{{right}}}{also}."
