"""Chooses the facts that a model is shown, within a budget of tokens, by stated rules. Pure."""

import json

from leanrig.report.cite.citable import Citable, CitableTable

__all__ = ["DEFAULT_TOKENS", "select_facts", "tokens_of"]

DEFAULT_TOKENS = 24_000
# A token of English text and JSON is about three to four letters; three errs on the safe side.
_LETTERS_A_TOKEN = 3
# The first that fits stands for a key; what fits none comes after all of them.
_ORDER = (
    "run.", "account.", "benchmark.", "comparison.", "doubt.", "regime.now", "regime.", "trades.", "signal.",
    "data.", "history.", "previous.", "pattern.", "year.", "fall.", "rise.", "drawdown.", "month.", "statistics.",
    "analysis.", "runtime.", "trade_statistics.",
)  # fmt: skip
_ALWAYS = ("run.", "account.", "benchmark.", "comparison.")


def select_facts(table: CitableTable, *, tokens: int = DEFAULT_TOKENS) -> CitableTable:
    """Return the facts that fit, the most important kinds first; the last ones are left out.

    The run's verdict and the figures of account and benchmark are always there, however small the budget.
    `len(table) - len(selected)` tells how many were left out.
    """
    chosen, left = CitableTable(), tokens
    for fact in sorted(table.values(), key=_place):
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


def _place(fact: Citable) -> int:
    return next((place for place, start in enumerate(_ORDER) if fact.key.startswith(start)), len(_ORDER))
