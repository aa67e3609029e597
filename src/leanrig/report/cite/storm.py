"""The benchmark's deepest fall, and where the account was meanwhile: lived through, or passed by elsewhere. Pure."""

from collections.abc import Iterator

import numpy as np

from leanrig.report.cite import shown
from leanrig.report.cite.account import benchmark_name
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import cite
from leanrig.report.cite.sources import Sources
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs
from leanrig.report.risk import worst_drawdown
from leanrig.report.stack import exposure_at

__all__ = ["storm_facts"]


def storm_facts(inputs: ReportInputs, story: Story, sources: Sources) -> Iterator[Citable]:
    """Yield storm.*: the benchmark's deepest fall, and the account's return and exposure over the same days."""
    daily = story.daily
    if daily is None or daily.benchmark is None:
        return
    fall = worst_drawdown(daily.benchmark)
    if fall.peak >= fall.trough:
        return
    start, end, source = daily.days[fall.peak], daily.days[fall.trough], sources.result
    during = f"from {start:%Y-%m-%d} to {end:%Y-%m-%d}"
    held = fall.depth
    own = float(daily.equity[fall.trough] / daily.equity[fall.peak] - 1) if daily.equity[fall.peak] > 0 else np.nan
    how = "over the days of the benchmark's deepest fall, peak to lowest"
    for key, subject, value in (("benchmark", benchmark_name(inputs), held), ("account", "the account", own)):
        yield cite(
            f"storm.{key}", value, shown.signed(value), "return", source=source, subject=subject, period=during,
            measure="return over the benchmark's deepest fall", sense="more", is_change=True, how=how,
        )  # fmt: skip
    for key, day in (("start", start), ("end", end)):
        yield cite(
            f"storm.{key}", day, shown.day(day), f"{key} of {benchmark_name(inputs)}'s deepest fall", source=source,
            measure="day of a fall", how="day of the peak and of the lowest value of the benchmark",
        )  # fmt: skip
    exposure = exposure_at(inputs, daily.times)
    if exposure is not None:
        mean = float(np.mean(np.abs(exposure[fall.peak + 1 : fall.trough + 1])))
        yield cite(
            "storm.exposure", mean, shown.whole_percent(mean), "mean exposure", source=source, subject="the account",
            period=during, measure="mean size of the exposure", how=f"mean size of the net exposure, {how}",
        )  # fmt: skip
