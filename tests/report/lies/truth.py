"""Whether a claim about facts holds, worked out anew: nothing here comes from the checker that is tested.

A claim is a word and keys: "lower account.sharpe benchmark.sharpe". True and False are sure; None says that
such a thing cannot be said of these facts at all (a lie if it is said, and never an honest sentence).
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from leanrig.report.cite.citable import Citable, CitableTable

__all__ = ["ORDERED", "can_compare", "holds", "number", "opposite"]

LUCK = 0.05
TIMES = {"days", "date"}

_OPPOSITES = {
    "higher": "lower",
    "at_least": "lower",
    "at_most": "higher",
    "better": "worse",
    "deeper": "shallower",
    "larger": "smaller",
    "longer": "shorter",
    "earlier": "later",
    "equal": "different",
    "rose": "fell",
    "positive": "negative",
    "gain": "loss",
    "highest": "lowest",
    "best": "worst",
    "deepest": "shallowest",
    "largest": "smallest",
    "longest": "shortest",
    "earliest": "latest",
    "rose_to": "fell_to",
}
ORDERED = ("higher", "lower", "better", "worse", "deeper", "shallower", "larger", "smaller", "longer", "shorter",
           "earlier", "later")  # fmt: skip


def opposite(word: str) -> str:
    """Return the word for the contrary."""
    back = {second: first for first, second in _OPPOSITES.items() if not first.startswith("at_")}
    return _OPPOSITES.get(word) or back[word]


def holds(claim: str, table: CitableTable) -> bool | None:
    """Return whether it is so; None where it cannot be said."""
    word, *keys = claim.split()
    if any(key not in table for key in keys):
        return None
    if word.startswith("not_"):
        found = holds(" ".join([word[4:], *keys]), table)
        return None if found is None else not found
    facts = [table[key] for key in keys]
    if word == "cites":
        return True
    return _RULES[word](word, facts, table)


def number(fact: Citable) -> float | None:
    """Return the number as it is shown, read from the text; a date as its day's number."""
    if not fact.is_known or fact.unit == "name":
        return None
    if isinstance(fact.value, date):
        return float(fact.value.toordinal())
    return _read(fact.text)


@cache
def _read(text: str) -> float | None:
    plain = text.replace("−", "-").replace(",", "").replace("$", "")
    found = re.search(r"-?\d+(\.\d+)?", plain)
    return float(found[0]) if found else None


def can_compare(first: Citable, second: Citable) -> bool:
    """Whether the two are of one measure and both there."""
    return first.measure == second.measure and number(first) is not None and number(second) is not None


def _amount(fact: Citable) -> float:
    found = number(fact)
    assert found is not None
    return abs(found) if fact.is_size else found


def _fits(word: str, fact: Citable) -> bool:
    if number(fact) is None:
        return False
    stem = {"highest": "higher", "lowest": "lower", "deepest": "deeper", "shallowest": "shallower"}.get(word, word)
    if stem in {"higher", "lower", "at_least", "at_most"}:
        return not fact.is_size and fact.unit != "date"
    if stem in {"deeper", "shallower"}:
        return fact.is_size
    if stem in {"longer", "shorter", "longest", "shortest"}:
        return fact.unit == "days"
    if stem in {"earlier", "later", "earliest", "latest"}:
        return fact.unit == "date"
    if stem in {"larger", "smaller", "largest", "smallest"}:
        return fact.unit != "date" and (fact.is_size or _amount(fact) >= 0)
    return bool(fact.sense)


def _goes_up(word: str, fact: Citable) -> bool:
    if word in {"better", "best"}:
        return fact.sense == "more"
    if word in {"worse", "worst"}:
        return fact.sense == "less"
    return word in {
        "higher", "at_least", "deeper", "larger", "longer", "later", "highest", "deepest", "largest",
        "longest", "latest",
    }  # fmt: skip


def _is_untested(first: Citable, second: Citable, table: CitableTable) -> bool:
    """Whether nobody tested that one is better: two of a group, or exact amounts of one thing, need no test."""
    if first.group and first.group == second.group:
        return False
    if first.subject == second.subject and first.unit in {"USD", "days", "trades"}:
        return False
    if {first.subject, second.subject} != {"the account", "the benchmark"} or "comparison.p" not in table:
        return True
    found = number(table["comparison.p"])
    return found is None or found >= LUCK


def _compared(word: str, facts: list[Citable], table: CitableTable) -> bool | None:
    first, second = facts
    if not can_compare(first, second) or not (_fits(word, first) and _fits(word, second)):
        return None
    if word in {"better", "worse"} and _is_untested(first, second, table):
        return None
    mine, other = _amount(first), _amount(second)
    if mine == other:
        return word.startswith("at_")
    return (mine > other) == _goes_up(word, first)


def _equal(word: str, facts: list[Citable], table: CitableTable) -> bool | None:
    first, second = facts
    if not can_compare(first, second):
        return None
    return (first.text == second.text) == (word == "equal")


def _signed(word: str, facts: list[Citable], table: CitableTable) -> bool | None:
    found = [number(fact) for fact in facts]
    if any(value is None or fact.is_size or fact.unit == "date" for value, fact in zip(found, facts, strict=True)):
        return None
    if word in {"rose", "fell"} and not all(fact.is_change for fact in facts):
        return None
    if word in {"gain", "loss"} and not all(fact.is_change or fact.measure == "trade" for fact in facts):
        return None
    tests: dict[str, Callable[[float], bool]] = {
        "positive": lambda value: value > 0,
        "rose": lambda value: value > 0,
        "gain": lambda value: value > 0,
        "loss": lambda value: value < 0,
        "negative": lambda value: value < 0,
        "fell": lambda value: value < 0,
        "nothing": lambda value: value == 0,
    }
    return all(tests[word](value) for value in found if value is not None)


_GROUPS: dict[tuple[int, str], list[Citable]] = {}  # made reports stay as they are, and stay


def _group(table: CitableTable, name: str) -> list[Citable]:
    key = (id(table), name)
    if key not in _GROUPS:
        _GROUPS[key] = [fact for fact in table.group(name) if number(fact) is not None] if name else []
    return _GROUPS[key]


def _extreme(word: str, facts: list[Citable], table: CitableTable) -> bool | None:
    (fact,) = facts
    group = _group(table, fact.group)
    if len(group) < 2 or not all(_fits(word, other) for other in [fact, *group]):
        return None
    mine = _amount(fact)
    others = [_amount(other) for other in group if other.key != fact.key]
    beyond = [other for other in others if other != mine and (other > mine) == _goes_up(word, fact)]
    if beyond:
        return False
    return None if mine in others else True


def _between(word: str, facts: list[Citable], table: CitableTable) -> bool | None:
    inner, first, second = facts
    if not (can_compare(inner, first) and can_compare(inner, second)):
        return None
    low, high = sorted((_amount(first), _amount(second)))
    mine = _amount(inner)
    return None if mine in {low, high} else low < mine < high


def _moved(word: str, facts: list[Citable], table: CitableTable) -> bool | None:
    first, second = facts
    if not can_compare(first, second) or first.subject != second.subject or not _when(first) < _when(second):
        return None
    mine, other = _amount(first), _amount(second)
    return mine != other and (other > mine) == (word == "rose_to")


def _when(fact: Citable) -> str:
    """Return what sorts months and years by time; "" of what is neither, so that nothing goes from it to another."""
    kind, _, rest = fact.key.partition(".")
    return rest if kind in {"month", "year"} else ""


_RULES: dict[str, Callable[[str, list[Citable], CitableTable], bool | None]] = (
    dict.fromkeys((*ORDERED, "at_least", "at_most"), _compared)
    | dict.fromkeys(("equal", "different"), _equal)
    | dict.fromkeys(("rose", "fell", "positive", "negative", "nothing", "gain", "loss"), _signed)
    | dict.fromkeys(
        ("highest", "lowest", "best", "worst", "deepest", "shallowest", "largest", "smallest", "longest", "shortest",
         "earliest", "latest"), _extreme,
    )
    | {"between": _between, "rose_to": _moved, "fell_to": _moved}
)  # fmt: skip
