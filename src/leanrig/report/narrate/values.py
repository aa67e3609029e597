"""The value of a fact as it is shown, and how two facts stand to each other by it. Pure."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from leanrig.report.cite.citable import Citable, CitableTable

__all__ = ["Domain", "NotComparable", "compare", "shown_number", "sign"]

Domain = Literal["order", "size", "depth", "length", "date", "race", "quality", "strength", "equal", "span", "rank"]
"""What a word is about: `order` higher, `size` larger, `depth` deeper, `length` longer, `date` earlier, `race` ahead,
`quality` better, `strength` stronger, `equal` the same, `span` between, `rank` first (of dates the earliest)."""

_NUMBER = re.compile(r"([+\-−]?)[^\d+\-−.]{0,4}([+\-−]?)(\d[\d,\u202f\u00a0 ]*(?:\.\d+)?|\.\d+)")
_LUCK = 0.05
_PERIOD = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_CURRENCY = re.compile("[A-Z]{3,4}|[$€£¥]")
_COUNTS = {"count", "trades", "orders"}
_LENGTHS = {
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "year", "years", "session", "sessions", "bar", "bars", "s", "h", "d",
}  # fmt: skip


class NotComparable(Exception):
    """Two facts do not stand in such a relation; the text says why and what to write instead."""


def compare(domain: Domain, one: Citable, other: Citable, table: CitableTable) -> int:
    """Return -1, 0 or 1 as `one` is less than, as good as, or more than `other`, by what is shown.

    "More" is higher, larger in size, deeper, longer, later or better, as the domain has it.

    Raises
    ------
    NotComparable
        With the reason, where the two have no such relation.
    """
    for fact in (one, other):
        if not fact.is_known:
            raise NotComparable(f"{fact.key} has no value: cite it, but compare it with nothing")
    if isinstance(one.value, date) and isinstance(other.value, date):
        return _compare_dates(domain, one, other)
    if one.measure != other.measure or one.unit != other.unit:
        raise NotComparable(f"{one.key} and {other.key} have different measures: only facts of one measure compare")
    if isinstance(one.value, str) or isinstance(other.value, str):
        if domain == "equal":
            return int(one.text != other.text)
        raise NotComparable(f"{one.key} is a text: it can be the same or different, no more")
    if isinstance(one.value, date) or isinstance(other.value, date):
        raise NotComparable(f"{one.key} and {other.key}: a date and a number do not compare")
    return _compare_numbers(domain, one, other, table)


def _compare_dates(domain: Domain, one: Citable, other: Citable) -> int:
    if domain not in ("date", "equal", "span", "rank"):
        raise NotComparable(f"{one.key} is a date: dates are earlier or later, before or after")
    if one.text == other.text:
        return 0
    first, second = _moment(one), _moment(other)
    stands = (first > second) - (first < second)
    return -stands if domain == "rank" else stands


def _moment(fact: Citable) -> str:
    value = fact.value
    assert isinstance(value, date)
    return value.isoformat() if isinstance(value, datetime) else f"{value.isoformat()}T"


def _compare_numbers(domain: Domain, one: Citable, other: Citable, table: CitableTable) -> int:
    if domain in ("quality", "strength"):
        _must_be_no_luck(one, other, table)
    if domain == "date" and (periods := _periods(one, other)):
        return (periods[0] > periods[1]) - (periods[0] < periods[1])
    first, second = (_projected(domain, fact) for fact in (one, other))
    return (first > second) - (first < second)


def _periods(one: Citable, other: Citable) -> tuple[str, str] | None:
    """Return the months or years of two facts that differ in nothing else."""
    parts = [fact.key.split(".") for fact in (one, other)]
    apart = [pair for pair in zip(*parts, strict=False) if pair[0] != pair[1]]
    if len(parts[0]) != len(parts[1]) or len(apart) != 1 or len(apart[0][0]) != len(apart[0][1]):
        return None
    first, second = apart[0]
    return (first, second) if _PERIOD.fullmatch(first) and _PERIOD.fullmatch(second) else None


def _must_be_no_luck(one: Citable, other: Citable, table: CitableTable) -> None:
    """Better and worse are for facts of one group, for exact amounts of one thing, and for what was tested."""
    if (one.group and one.group == other.group) or (one.subject == other.subject and _is_exact(one)):
        return
    sides = {fact.key.partition(".")[0] for fact in (one, other)}
    chance = table.get("comparison.p")
    if sides != {"account", "benchmark"} or chance is None or not chance.is_known:
        raise NotComparable(f"nothing tested {one.key} against {other.key}: say higher or lower, not better")
    if isinstance(chance.value, int | float) and (chance.value >= _LUCK or (shown_number(chance) or 0) >= _LUCK):
        raise NotComparable(
            "the difference of account and benchmark may be luck ({comparison.p}): say higher or lower, not better"
        )


def _is_exact(fact: Citable) -> bool:
    return bool(_CURRENCY.fullmatch(fact.unit)) or fact.unit in _LENGTHS | _COUNTS


def _projected(domain: Domain, fact: Citable) -> float:
    """Return the number by which a fact is measured in a domain."""
    number = _number(fact)
    if domain == "date":
        raise NotComparable(f"{fact.key} is no date: say higher or lower, longer or shorter")
    if domain == "length":
        if fact.unit not in _LENGTHS:
            raise NotComparable(f"{fact.key} is no length of time: say higher or lower, larger or smaller")
        return number
    if domain == "depth":
        if not fact.is_size or (fact.is_change and number > 0):
            raise NotComparable(f"{fact.key} is nothing that goes down: say higher or lower")
        return abs(number)
    if domain == "size":
        if not fact.is_size and number < 0:
            raise NotComparable(f"{fact.key} is negative, larger would be unclear: say higher or lower")
        return abs(number)
    return _ordered(domain, fact, number)


def _ordered(domain: Domain, fact: Citable, number: float) -> float:
    if domain in ("equal", "span"):
        return abs(number) if fact.is_size else number
    if domain == "strength" and fact.sense != "more":
        raise NotComparable(f"of {fact.key} more is not better, strong or weak is unclear: say higher or lower")
    if domain in ("quality", "strength"):
        if not fact.sense:
            raise NotComparable(f"{fact.key} has no better side: say higher or lower")
        size = abs(number) if fact.is_size else number
        return size if fact.sense == "more" else -size
    if fact.is_size:
        raise NotComparable(f"of {fact.key} the size is meant: say deeper or shallower, larger or smaller")
    if domain in ("race", "rank") and fact.sense != "more":
        raise NotComparable(f"more of {fact.key} is not better, ahead or behind is unclear: say higher or lower")
    return number


def sign(fact: Citable) -> int:
    """Return -1, 0 or 1: the sign as shown.

    Raises
    ------
    NotComparable
        Where the fact has no value, or no sign of its own.
    """
    if not fact.is_known:
        raise NotComparable(f"{fact.key} has no value: cite it without a claim")
    if isinstance(fact.value, str | date):
        raise NotComparable(f"{fact.key} is no number: it has no sign")
    if fact.is_size and not fact.is_change:
        raise NotComparable(f"of {fact.key} the size is meant, its sign says nothing: leave the sign out")
    number = _number(fact)
    return (number > 0) - (number < 0)


def _number(fact: Citable) -> float:
    number = shown_number(fact)
    if number is None:
        raise NotComparable(f"{fact.key} is no number: it can be cited, not compared")
    return number


def shown_number(fact: Citable) -> float | None:
    """Return the number that a fact's text shows, in the text's own unit; None where there is none."""
    if not isinstance(fact.value, int | float):
        return None
    return _read(fact.text, float(fact.value), fact.precision)


@lru_cache(maxsize=4096)
def _read(text: str, value: float, precision: int | None) -> float | None:
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return round(value, precision) if precision is not None else value
    before, behind, digits = found[0]
    number = float(re.sub(r"[^\d.]", "", digits))
    if {before, behind} & {"-", "−"}:
        number = -number
    # A text that shows another sign than the value has is not the value's text.
    return None if number * value < 0 else number + 0.0
