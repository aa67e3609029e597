"""The table of everything that a report may cite, put together kind by kind. Pure."""

from collections.abc import Mapping, Sequence

from leanrig.report.cite.account import account_facts
from leanrig.report.cite.citable import CitableTable
from leanrig.report.cite.data import data_facts
from leanrig.report.cite.drawdowns import drawdown_facts
from leanrig.report.cite.history import EarlierRun, history_facts
from leanrig.report.cite.months import months_facts
from leanrig.report.cite.patterns import patterns_facts
from leanrig.report.cite.regime_history import regime_history_facts
from leanrig.report.cite.regimes import regimes_facts
from leanrig.report.cite.run import run_facts
from leanrig.report.cite.signals import signals_facts
from leanrig.report.cite.sources import Sources
from leanrig.report.cite.statistics import statistics_facts
from leanrig.report.cite.trades import trades_facts
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs

__all__ = ["citable_of"]


def citable_of(
    inputs: ReportInputs,
    story: Story,
    *,
    history: Sequence[EarlierRun] = (),
    hashes: Mapping[str, str] | None = None,
) -> CitableTable:
    """Return every fact of a run; what the run has nothing of is not there, and nothing is made up for it.

    Parameters
    ----------
    story
        The page of the same inputs (`report.facts.gather`): figures are taken from it, not counted twice.
    history
        Earlier runs of the same recipe.
    hashes
        SHA-256 of files that the inputs do not list, by their names: `run.json`.
    """
    sources = Sources(inputs, hashes or {})
    table = CitableTable()
    table.add(run_facts(inputs, sources))
    table.add(account_facts(inputs, story, sources))
    table.add(regime_history_facts(inputs, story, sources))
    table.add(regimes_facts(inputs, story, sources))
    table.add(months_facts(inputs, story, sources))
    table.add(drawdown_facts(inputs, sources))
    table.add(trades_facts(inputs, story, sources))
    table.add(signals_facts(inputs, sources))
    table.add(patterns_facts(inputs, story, sources))
    table.add(data_facts(inputs, sources))
    table.add(history_facts(inputs, history))
    table.add(statistics_facts(inputs, sources))
    return table
