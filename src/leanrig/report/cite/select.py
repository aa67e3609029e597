"""Chooses the facts that a model is shown, within a budget of tokens, by stated rules. Pure.

Kinds come in the order of `_ORDER`; within a kind facts keep their place in the table. The highest and the lowest of a
group (best and worst month) come before the group's others. What finds no room is left out from the end.
"""

import json
import re
from collections.abc import Iterator

from leanrig.report.cite.citable import Citable, CitableTable

__all__ = ["DEFAULT_TOKENS", "select_facts", "tokens_of"]

DEFAULT_TOKENS = 24_000
# A token of English text and JSON is about three to four letters; three errs on the safe side.
_LETTERS_A_TOKEN = 3
_ALWAYS = ("run.", "account.", "benchmark.", "comparison.")
_EXTREMES = "extremes"
_ORDER = (
    *_ALWAYS, "doubt.", "regime.now", "regime.", "trades.", "orders.", "signal.", "pattern.", "search.", "previous.",
    "history.", _EXTREMES, "month.count", "month.gained", "month.lost", "month.without_best", "storm.", "year.",
    "drawdown.", "data.", "engine.", "recipe.", "fall.", "rise.", "statistics.", "analysis.", "month.",
    "trade_statistics.", "runtime.",
)  # fmt: skip
_MONTH_OF_BENCHMARK = re.compile(r"month\..+\.benchmark")


def select_facts(table: CitableTable, *, tokens: int = DEFAULT_TOKENS) -> CitableTable:
    """Return the facts that fit, the most important kinds first; the last ones are left out.

    The run's verdict and the figures of account and benchmark are always there, however small the budget.
    `len(table) - len(selected)` tells how many were left out.
    """
    extremes = frozenset(_extremes(table))
    chosen, left = CitableTable(), tokens
    for fact in sorted(table.values(), key=lambda fact: _place(fact, is_extreme=fact.key in extremes)):
        cost = tokens_of(fact)
        if cost <= left or fact.key.startswith(_ALWAYS):
            chosen.add([fact])
            left -= cost
        else:
            left = 0  # nothing less important slips in where something more important had no room
    return chosen


def tokens_of(fact: Citable) -> int:
    """Return about how many tokens a fact takes in a question."""
    words = [fact.key, fact.phrase, fact.measure, fact.unit, fact.how, fact.sense, fact.group]
    return len(json.dumps(words, ensure_ascii=False)) // _LETTERS_A_TOKEN + 12


def _extremes(table: CitableTable) -> Iterator[str]:
    for group in {fact.group for fact in table.values() if fact.group}:
        members = [fact for fact in table.group(group) if isinstance(fact.value, int | float)]
        if members:
            yield max(members, key=_number).key
            yield min(members, key=_number).key


def _number(fact: Citable) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0


def _place(fact: Citable, *, is_extreme: bool) -> int:
    if _MONTH_OF_BENCHMARK.fullmatch(fact.key) and not is_extreme:
        return len(_ORDER) + 1
    own = next((place for place, start in enumerate(_ORDER) if fact.key.startswith(start)), len(_ORDER))
    return min(own, _ORDER.index(_EXTREMES)) if is_extreme else own
