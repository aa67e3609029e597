"""What would change a reader's mind: doubts as facts, each with what would settle it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.cite.make import Source, cite

__all__ = ["Doubt", "doubt_citables", "known", "told_doubts"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful and what would settle it; `rests_on` are the keys of the facts that it was found by."""

    key: str
    states: str
    settles: str
    rests_on: tuple[str, ...] = ()


def doubt_citables(doubts: Iterable[Doubt], table: CitableTable) -> Iterator[Citable]:
    """Yield doubt.<key> and doubt.<key>.settle."""
    for doubt in doubts:
        first = next((table[key] for key in doubt.rests_on if key in table), None)
        source = Source(first.source, first.sha256) if first is not None else Source("inputs")
        how = f"rule: {', '.join(doubt.rests_on) or 'the inputs'}"
        yield cite(
            f"doubt.{doubt.key}", doubt.states, shown.Shown(doubt.states, "name"), "doubt", source=source, how=how,
            measure=f"doubt {doubt.key}", whole=doubt.states,
        )  # fmt: skip
        yield cite(
            f"doubt.{doubt.key}.settle", doubt.settles, shown.Shown(doubt.settles, "name"),
            "evidence that would settle the doubt", source=source, how=how, measure=f"settling {doubt.key}",
            whole=f"what would settle it: {doubt.settles}",
        )  # fmt: skip


def told_doubts(table: CitableTable) -> Iterator[str]:
    """Yield a sentence for each doubt."""
    for key in table:
        if key.startswith("doubt.") and not key.endswith(".settle"):
            yield f"Keep in mind {{{key}}}; note {{{key}.settle}}."


def known(table: CitableTable, key: str) -> float | None:
    """Return a fact's number; None where there is none."""
    fact = table.get(key)
    if fact is None or not fact.is_known or not isinstance(fact.value, int | float):
        return None
    return float(fact.value)
