"""What a search before this run counted: how often luck had its chance. Pure."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite
from leanrig.report.facts import Story

__all__ = ["Ledger", "luck_sharpe", "search_facts"]

_EULER = 0.5772156649


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a ledger of trials says.

    Parameters
    ----------
    trials
        Settings that were tried before these were chosen.
    best
        The best Sharpe ratio among them; NaN where none was kept.
    pbo
        Probability of backtest overfitting, 0 to 1; None where nobody worked it out.
    source, sha256
        The ledger's file and its hash.
    """

    trials: int
    best: float = math.nan
    pbo: float | None = None
    source: str = "trials"
    sha256: str = ""


def luck_sharpe(trials: int, years: float) -> float:
    """Return the best Sharpe ratio a year to be expected of so many trials that have none in truth.

    Notes
    -----
    Bailey and Lopez de Prado, The Deflated Sharpe Ratio (2014), equation 6, with the deviation of a yearly ratio
    that is nothing in truth: one by the square root of the years. NaN for fewer than two trials.
    """
    if trials < 2 or years <= 0:
        return math.nan
    normal = NormalDist()
    high, higher = normal.inv_cdf(1 - 1 / trials), normal.inv_cdf(1 - 1 / (trials * math.e))
    return ((1 - _EULER) * high + _EULER * higher) / math.sqrt(years)


def search_facts(ledger: Ledger | None, story: Story) -> Iterator[Citable]:
    """Yield search.*; without a ledger only that nobody counted."""
    noun = "number of settings tried before"
    if ledger is None:
        yield cite(
            "search.trials", None, shown.Shown("not counted", "count"), noun, source=Source("run.json"),
            how="no ledger of trials lies beside the run", whole="no count of the settings tried before",
        )  # fmt: skip
        return
    source = Source(ledger.source, ledger.sha256)
    yield cite(
        "search.trials", ledger.trials, shown.count(ledger.trials), noun, source=source, how="the ledger's trials",
        whole=f"{shown.counted(ledger.trials, 'setting')} tried before",
    )  # fmt: skip
    if math.isfinite(ledger.best):
        yield cite(
            "search.best", ledger.best, shown.ratio(ledger.best), "best Sharpe ratio of the settings tried",
            source=source, how="highest of the ledger", measure="Sharpe ratio", sense="more",
        )  # fmt: skip
    years = story.daily.years if story.daily is not None else 0.0
    luck = luck_sharpe(ledger.trials, years)
    if math.isfinite(luck):
        yield cite(
            "search.luck", luck, shown.ratio(luck), "Sharpe ratio to be had by luck from so many settings",
            source=source, measure="Sharpe ratio", sense="more",
            how="expected best of as many independent settings without any skill, over the run's years",
        )  # fmt: skip
    if ledger.pbo is not None:
        yield cite(
            "search.pbo", ledger.pbo, shown.whole_percent(ledger.pbo), "probability of backtest overfitting",
            source=source, how="as the ledger has it", sense="less",
        )  # fmt: skip
