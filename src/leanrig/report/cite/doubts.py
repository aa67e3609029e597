"""What would change my mind: every fragile assumption that the facts show, the gravest first. Pure."""

from collections.abc import Iterator

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.cite.doubt import Case, Doubt
from leanrig.report.cite.doubts_of_data import doubts_of_data
from leanrig.report.cite.doubts_of_luck import doubts_of_luck
from leanrig.report.cite.doubts_of_trading import doubts_of_trading
from leanrig.report.cite.make import Source, cite
from leanrig.report.inputs import ReportInputs

__all__ = ["doubt_facts", "doubts_of"]


def doubts_of(inputs: ReportInputs, table: CitableTable) -> tuple[Doubt, ...]:
    """Return the doubts that the facts give rise to, the gravest first; none where there is no account to doubt."""
    if "account.return" not in table:
        return ()
    case = Case(inputs, table)
    found = [*doubts_of_luck(case), *doubts_of_trading(case), *doubts_of_data(case)]
    return tuple(sorted(found, key=lambda doubt: -doubt.gravity))


def doubt_facts(doubts: tuple[Doubt, ...], table: CitableTable) -> Iterator[Citable]:
    """Yield doubt.<key> and doubt.<key>.settle, in the order of gravity."""
    for doubt in doubts:
        source = _source(doubt, table)
        how = f"rule: {', '.join(doubt.rests_on) or 'the inputs'}; gravity {doubt.gravity} of 100"
        yield cite(
            f"doubt.{doubt.key}", doubt.states, shown.Shown(doubt.states, "name"), "doubt", source=source, how=how,
            measure=f"doubt {doubt.key}", whole=doubt.states,
        )  # fmt: skip
        yield cite(
            f"doubt.{doubt.key}.settle", doubt.settles, shown.Shown(doubt.settles, "name"),
            "evidence that would settle the doubt", source=source, how=how, measure=f"settling {doubt.key}",
            whole=f"what would settle it: {doubt.settles}",
        )  # fmt: skip


def _source(doubt: Doubt, table: CitableTable) -> Source:
    facts = [table[key] for key in doubt.rests_on if key in table]
    names = dict.fromkeys((fact.source, fact.sha256) for fact in facts)
    if len(names) == 1:
        return Source(*next(iter(names)))
    return Source(", ".join(dict.fromkeys(name for name, _ in names)) or "run.json")
