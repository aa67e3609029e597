"""Which regime it is now, since when and how surely; the last changes with their dates. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite
from leanrig.report.cite.sources import Sources, slug
from leanrig.report.daily import Daily
from leanrig.report.facts import Story
from leanrig.report.inputs import ReportInputs, SignalRow

__all__ = ["regime_history_facts", "switches_of"]

_LAST = 5


def regime_history_facts(inputs: ReportInputs, story: Story, sources: Sources) -> Iterator[Citable]:
    """Yield regime.now.*, regime.switches and regime.switch.<n>.*, 1 the last; of several symbols regime.<symbol>.*."""
    for symbol, rows in inputs.signals.items():
        if not rows:
            continue
        first = "regime" if len(inputs.signals) == 1 else f"regime.{slug(symbol)}"
        of = _Of(first, "" if len(inputs.signals) == 1 else f" of {symbol}", sources.signals(symbol))
        yield from _now(of, rows)
        yield from _count(of, rows, story.daily)
        for place, (before, row) in enumerate(reversed(switches_of(rows)[-_LAST:]), 1):
            yield from _switch(of, place, before, row)


def switches_of(rows: Sequence[SignalRow]) -> list[tuple[SignalRow, SignalRow]]:
    """Return each row that changed the regime, with the row before it."""
    return [(before, row) for before, row in pairwise(rows) if before.regime != row.regime]


@dataclass(frozen=True, slots=True)
class _Of:
    key: str
    suffix: str
    source: Source


def _now(of: _Of, rows: Sequence[SignalRow]) -> Iterator[Citable]:
    last, changed = rows[-1], switches_of(rows)
    since = changed[-1][1].stamp if changed else rows[0].stamp
    yield cite(
        f"{of.key}.now", last.regime, shown.name(last.regime.replace("_", " ")), f"last regime{of.suffix}",
        source=of.source, how="regime of the last signal row",
    )  # fmt: skip
    for key, value, noun, how in (
        ("asof", last.stamp, "day of the last signal row", "moment from which the last row could be acted on, UTC"),
        ("since", since, "start of the last regime", "first row of the last spell, UTC"),
    ):
        yield cite(
            f"{of.key}.now.{key}", value, shown.day(value), f"{noun}{of.suffix}", source=of.source, how=how,
            measure="day of a signal row",
        )  # fmt: skip
    yield cite(
        f"{of.key}.now.confidence", last.confidence, shown.ratio(last.confidence),
        f"confidence in the last regime{of.suffix}", source=of.source, how="confidence of the last row, 0 to 1",
        measure="confidence of a row",
    )  # fmt: skip


def _count(of: _Of, rows: Sequence[SignalRow], daily: Daily | None) -> Iterator[Citable]:
    first, last = (daily.times[0], daily.times[-1]) if daily is not None else (0, float("inf"))
    number = sum(first < row.stamp.timestamp() <= last for _, row in switches_of(rows))
    yield cite(
        f"{of.key}.switches", number, shown.count(number), f"number of regime changes{of.suffix}", source=of.source,
        how="rows of the run whose regime is not that of the row before",
        whole=f"{shown.counted(number, 'regime change')}{of.suffix}",
    )  # fmt: skip


def _switch(of: _Of, place: int, before: SignalRow, row: SignalRow) -> Iterator[Citable]:
    old, new = (item.regime.replace("_", " ") for item in (before, row))
    noun = f"change from the {old} to the {new} regime{of.suffix}"
    yield cite(
        f"{of.key}.switch.{place}.date", row.stamp, shown.day(row.stamp), noun, source=of.source,
        measure="day of a signal row", how="first row of the new regime, UTC",
    )  # fmt: skip
    yield cite(
        f"{of.key}.switch.{place}.confidence", row.confidence, shown.ratio(row.confidence), "confidence",
        source=of.source, period=f"at the {noun} on {row.stamp:%Y-%m-%d}", measure="confidence of a row",
        how="confidence of the new regime's first row, 0 to 1",
    )  # fmt: skip
