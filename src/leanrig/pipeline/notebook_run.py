"""A run's folder as a notebook shows it: the verdict, the six figures of its report, the account by day."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leanrig.backtest.results import read_result
from leanrig.backtest.verdict import judge
from leanrig.model.result import Result
from leanrig.pipeline.report_inputs import report_inputs
from leanrig.report.daily import Daily
from leanrig.report.facts import gather
from leanrig.report.figures import Figure

__all__ = ["RunView", "look_at_run"]


@dataclass(frozen=True, slots=True, eq=False)
class RunView:
    """What there is to show of a run; `daily` is None where it left no account.

    `label` says whose prices they are, `versus` what stands beside each figure.
    """

    folder: Path
    title: str
    subtitle: str
    label: str
    verdict: str
    is_good: bool
    figures: tuple[Figure, ...]
    versus: str
    daily: Daily | None
    result: Result


def look_at_run(folder: Path, *, now: datetime) -> RunView:
    """Return the view of the run in `folder`; nothing is written.

    Raises
    ------
    Missing
        If the folder holds no run.
    """
    result = read_result(folder)
    verdict = judge(result)
    story = gather(report_inputs(folder, result, verdict, now=now), most_rows=1)
    return RunView(
        folder=folder,
        title=story.title.text,
        subtitle=str(story.subtitle),
        label=story.label.text,
        verdict=str(story.headline),
        is_good=verdict.is_good,
        figures=story.figures,
        versus=story.versus,
        daily=story.daily,
        result=result,
    )
