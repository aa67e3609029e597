"""The table of everything that a report may cite, put together kind by kind. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from leanrig.report.cite.account import account_facts
from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.cite.data import data_facts
from leanrig.report.cite.doubts import doubt_facts, doubts_of
from leanrig.report.cite.drawdowns import drawdown_facts
from leanrig.report.cite.history import EarlierRun, history_facts
from leanrig.report.cite.months import months_facts
from leanrig.report.cite.patterns import patterns_facts
from leanrig.report.cite.regime_history import regime_history_facts
from leanrig.report.cite.regimes import regimes_facts
from leanrig.report.cite.run import run_facts
from leanrig.report.cite.search import Ledger, search_facts
from leanrig.report.cite.signals import signals_facts
from leanrig.report.cite.sources import Sources
from leanrig.report.cite.statistics import statistics_facts
from leanrig.report.cite.storm import storm_facts
from leanrig.report.cite.trades import trades_facts
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs

__all__ = ["citable_of"]


def citable_of(
    inputs: ReportInputs,
    story: Story,
    *,
    history: Sequence[EarlierRun] = (),
    ledger: Ledger | None = None,
    hashes: Mapping[str, str] | None = None,
) -> CitableTable:
    """Return every fact of a run; what the run has nothing of is not there, and nothing is made up for it.

    Parameters
    ----------
    story
        The page of the same inputs (`report.facts.gather`): figures are taken from it, not counted twice.
    history
        Earlier runs of the same recipe.
    ledger
        What a ledger of trials says of the settings; None where there is none, which is a doubt of its own.
    hashes
        SHA-256 of files that the inputs do not list, by their names: `run.json`.
    """
    sources = Sources(inputs, hashes or {})
    table = CitableTable()
    for facts in (
        run_facts(inputs, sources),
        account_facts(inputs, story, sources),
        regime_history_facts(inputs, story, sources),
        regimes_facts(inputs, story, sources),
        months_facts(inputs, story, sources),
        drawdown_facts(inputs, sources),
        storm_facts(inputs, story, sources),
        trades_facts(inputs, story, sources),
        signals_facts(inputs, sources),
        patterns_facts(inputs, story, sources),
        data_facts(inputs, sources),
        history_facts(inputs, history),
        search_facts(ledger, story),
        statistics_facts(inputs, sources),
    ):
        table.add(_distinct(facts, table))
    table.add(doubt_facts(doubts_of(inputs, table), table))
    return table


def _distinct(facts: Iterable[Citable], table: CitableTable) -> Iterator[Citable]:
    """Yield the facts; two symbols whose names make one key (BRK.B, BRK-B) get a number."""
    taken = set(table)
    for fact in facts:
        key, number = fact.key, 2
        while key in taken:
            key, number = f"{fact.key}-{number}", number + 1
        taken.add(key)
        yield fact if key == fact.key else replace(fact, key=key)
