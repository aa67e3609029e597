"""Growth by month and year, and the long rises and falls, as facts that may be called best and worst. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from leanrig.report.cite import shown
from leanrig.report.cite.account import benchmark_name
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import cite
from leanrig.report.cite.sources import Sources
from leanrig.report.daily import Daily
from leanrig.report.fact import FactTable
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs
from leanrig.report.months import Growth, growth_by

__all__ = ["months_facts"]


def months_facts(inputs: ReportInputs, story: Story, sources: Sources) -> Iterator[Citable]:
    """Yield month.*, year.*, their counts, rise.* and fall.*."""
    daily = story.daily
    if daily is None:
        return
    for months in (True, False):
        kind = "month" if months else "year"
        own = growth_by(daily.days, daily.equity, months=months)
        yield from _growths(kind, own, "return", "the account", sources)
        if daily.benchmark is not None:
            held = growth_by(daily.days, daily.benchmark, months=months)
            yield from _growths(kind, held, "benchmark", benchmark_name(inputs), sources)
        yield from _counts(kind, own, sources)
    yield from _without_the_best(daily, sources)
    for kind, noun, table in (("rise", "rise", story.rises), ("fall", "fall", story.falls)):
        if table is not None:
            yield from _spells(kind, noun, table, sources)


def _growths(kind: str, found: list[Growth], side: str, subject: str, sources: Sources) -> Iterator[Citable]:
    for item in found:
        when = f"{item.year}-{item.month:02d}" if item.month else f"{item.year}"
        period = f"in {date(item.year, item.month, 1):%B %Y}" if item.month else f"in {item.year}"
        yield cite(
            f"{kind}.{when}.{side}", item.change, shown.signed(item.change), "return", source=sources.result,
            subject=subject, period=period, measure=f"{kind}.return",
            group=f"{kind}.return" if side == "return" else f"{kind}.benchmark", sense="more", is_change=True,
            how=f"last daily value of the {kind} by the last before it; the run may cut the first and last {kind}",
        )  # fmt: skip


def _counts(kind: str, found: list[Growth], sources: Sources) -> Iterator[Citable]:
    known = [item.change for item in found if np.isfinite(item.change)]
    for key, noun, chosen in (
        ("count", f"{kind}", known),
        ("gained", f"{kind} with a gain", [change for change in known if change > 0]),
        ("lost", f"{kind} with a loss", [change for change in known if change < 0]),
    ):
        number, plural = len(chosen), noun.replace(kind, f"{kind}s")
        yield cite(
            f"{kind}.{key}", number, shown.count(number), f"number of {plural}", source=sources.result,
            measure=f"{kind}s", how=f"{kind}s by the sign of the account's return",
            whole=shown.counted(number, noun, things=plural),
        )  # fmt: skip


def _without_the_best(daily: Daily, sources: Sources) -> Iterator[Citable]:
    changes = sorted(item.change for item in growth_by(daily.days, daily.equity, months=True))
    if len(changes) < _FEWEST_MONTHS or not np.all(np.isfinite(changes)):
        return
    left = float(np.prod(1 + np.array(changes[:-_BEST])) - 1)
    yield cite(
        "month.without_best", left, shown.signed(left), f"return over the whole run without its {_BEST} best months",
        source=sources.result, subject="the account", measure="return over the whole run", sense="more",
        is_change=True, how="all monthly returns but the best ones, compounded",
    )  # fmt: skip


_BEST = 3
_FEWEST_MONTHS = 12


def _spells(kind: str, noun: str, table: FactTable, sources: Sources) -> Iterator[Citable]:
    for place, row in enumerate(table.rows, 1):
        cells: Mapping[str, tuple[object, str]] = {
            column.key: cell for column, cell in zip(table.columns, row, strict=True)
        }
        start, end = cells["start"][0], cells["end"][0]
        length, change = cells["days"][0], cells["change"][0]
        assert isinstance(start, date) and isinstance(end, date)
        assert isinstance(length, int) and isinstance(change, float)
        period = f"from {start:%Y-%m-%d} to {end:%Y-%m-%d}"
        ranked = f"{_RANKS[place - 1]}{noun}"
        yield cite(
            f"{kind}.{place}.change", change, shown.signed(change), ranked, source=sources.result,
            subject="the account", period=period, measure=f"{kind} of the account", is_change=True, is_size=True,
            how="from turn to turn; turns smaller than a quarter of the deepest fall are passed over",
        )  # fmt: skip
        yield cite(
            f"{kind}.{place}.days", length, shown.days(length), f"length of the account's {ranked}", period=period,
            source=sources.result, measure=f"length of a {noun}", how="calendar days from turn to turn",
        )  # fmt: skip
        for key, value in (("start", start), ("end", end)):
            yield cite(
                f"{kind}.{place}.{key}", value, shown.day(value), f"{key} of the account's {ranked}",
                source=sources.result, measure=f"turn of a {noun}", how="day of the turn",
            )  # fmt: skip


# The page's tables hold some of all spells, so there is no group: the rank is in the name.
_RANKS = ("largest ", "second largest ", "third largest ", "fourth largest ", "fifth largest ")
