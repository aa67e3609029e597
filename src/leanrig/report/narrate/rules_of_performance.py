"""What the rules say of return, risk, months and years. Pure."""

from collections.abc import Iterator

from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.narrate.rule_words import is_known, ordered

__all__ = ["performance"]


def performance(table: CitableTable) -> Iterator[str | None]:
    """Yield sentences on the account beside its benchmark, then on its best and worst times."""
    for key in ("return", "deviation", "market"):
        own, other = f"account.{key}", f"benchmark.{key}"
        if is_known(table, own, other):
            yield ordered(table, own, other)
        elif is_known(table, own):
            yield f"{{{own}}} stands on its own."
    if is_known(table, "drawdown.1.depth", "drawdown.1.days"):
        yield "Keep in mind {drawdown.1.depth}, and {drawdown.1.days}."
    yield ordered(table, "storm.account", "storm.benchmark")
    yield from _extremes(table, "year.return")
    yield from _extremes(table, "month.return")
    if is_known(table, "month.gained", "month.lost"):
        yield "There were {month.gained} and {month.lost}."
    if is_known(table, "month.without_best"):
        yield "Keep in mind {month.without_best}."


def _extremes(table: CitableTable, group: str) -> Iterator[str]:
    facts = sorted(table.group(group), key=_number)
    if len(facts) < 3:
        return
    if facts[-1].text != facts[-2].text:
        yield f"The best was {{{facts[-1].key}}}."
    if facts[0].text != facts[1].text:
        yield f"The worst was {{{facts[0].key}}}."


def _number(fact: Citable) -> float:
    return float(fact.value) if isinstance(fact.value, int | float) else 0.0
