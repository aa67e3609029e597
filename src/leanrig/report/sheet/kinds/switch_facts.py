"""The latest change of regime, and what followed earlier changes of that kind. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import cite, reading
from leanrig.report.cite.regime_history import switches_of
from leanrig.report.inputs import SignalRow
from leanrig.report.sheet.kinds.followed import Followed, followed_by
from leanrig.report.sheet.kinds.regime_facts import Watched, words

__all__ = ["HORIZONS", "Switch", "latest_switch", "switch_facts"]

HORIZONS = (5, 21)
_LUCK = 0.05


@dataclass(frozen=True, slots=True)
class Switch:
    """The latest change: the row before, the row that changed, and earlier changes from and to the same regimes."""

    before: SignalRow
    row: SignalRow
    earlier: tuple[SignalRow, ...]

    @property
    def kind(self) -> str:
        """How it is called."""
        return f"change {self._ends}"

    @property
    def kinds(self) -> str:
        """How several are called."""
        return f"changes {self._ends}"

    @property
    def _ends(self) -> str:
        return f"from the {words(self.before.regime)} to the {words(self.row.regime)} regime"


def latest_switch(rows: tuple[SignalRow, ...]) -> Switch | None:
    """Return the latest change; None where the regime never changed."""
    changed = switches_of(rows)
    if not changed:
        return None
    before, row = changed[-1]
    alike = [after for old, after in changed[:-1] if (old.regime, after.regime) == (before.regime, row.regime)]
    return Switch(before, row, tuple(alike))


def switch_facts(watched: Watched, *, tests: int = 1) -> Iterator[Citable]:
    """Yield pattern.switch.* (pattern.<symbol>.switch.* of several) and what followed over five and twenty-one bars.

    Parameters
    ----------
    tests
        How many such tests the whole report makes: p-values are multiplied by it.
    """
    found = latest_switch(watched.rows)
    if found is None:
        return
    yield from _latest(watched, found)
    line = watched.line
    if line is None:
        return
    stamps = [int(row.stamp.timestamp()) for row in found.earlier]
    places = np.searchsorted(np.array(line.times), stamps, side="right") - 1
    for horizon in HORIZONS:
        followed = followed_by(np.array(line.closes), places.tolist(), horizon=horizon)
        yield from _followed(watched, found, followed, tests * len(HORIZONS))


def _latest(of: Watched, found: Switch) -> Iterator[Citable]:
    key, noun = of.switch_key, f"latest {found.kind}{of.suffix}"
    yield cite(
        f"{key}.date", found.row.stamp, shown.day(found.row.stamp), f"day of the {noun}", source=of.source,
        measure="day of a signal row", how="first row of the new regime, UTC",
    )  # fmt: skip
    for part, row, side in (("confidence", found.row, "at"), ("confidence_before", found.before, "before")):
        yield cite(
            f"{key}.{part}", row.confidence, shown.ratio(row.confidence), "confidence", source=of.source,
            period=f"{side} the {noun}", measure="confidence of a row", how="confidence of that row",
        )  # fmt: skip
    count = len(found.earlier)
    yield cite(
        f"{key}.earlier", count, shown.count(count), f"number of earlier changes of that kind{of.suffix}",
        source=of.source, measure="earlier changes", how="changes from and to the same regimes before the latest one",
        whole=shown.counted(count, f"earlier {found.kind}", things=f"earlier {found.kinds}") + of.suffix,
    )  # fmt: skip


def _followed(of: Watched, found: Switch, followed: Followed, tests: int) -> Iterator[Citable]:
    bars, key = followed.horizon, f"{of.switch_key}.next_{followed.horizon}"
    period, measure = f"over the {bars} bars after a {found.kind}", f"mean return over {bars} bars"
    how = f"close {bars} bars on by the close at the change, less one; the latest change is left out"
    yield cite(
        f"{key}.count", followed.count, shown.count(followed.count), "number of cases", source=of.both, period=period,
        measure="cases", how=how, whole=f"{shown.counted(followed.count, 'known case')}{of.suffix} {period}",
    )  # fmt: skip
    yield cite(
        f"{key}.mean", followed.mean, shown.signed(followed.mean, decimals=2), "mean return", source=of.both,
        subject=of.symbol, period=period, measure=measure, sense="more", is_change=True, how=how,
    )  # fmt: skip
    yield cite(
        f"{key}.any", followed.overall, shown.signed(followed.overall, decimals=2), "mean return", source=of.both,
        subject=of.symbol, period=f"over any {bars} bars", measure=measure, sense="more", is_change=True,
        how=f"close {bars} bars on by each close, less one",
    )  # fmt: skip
    yield cite(
        f"{key}.gains", followed.gains, shown.whole_percent(followed.gains), "share of gains", source=of.both,
        subject=of.symbol, period=period, measure="share of gains", sense="more", how=how,
    )  # fmt: skip
    if not np.isfinite(followed.p):
        return
    p = min(1.0, followed.p * tests)
    yield cite(
        f"{key}.p", p, shown.chance(p), f"p-value of the difference to any bars{of.suffix}", source=of.both,
        period=period, measure="p-value of a pattern",
        how=f"share of all shifts of the cases round the history as far from the mean, by {tests} tests, at most 1",
    )  # fmt: skip
    odds = "may explain" if p >= _LUCK else "would rarely give"
    yield reading(
        f"{key}.reading", f"a difference{of.suffix} that chance alone {odds}", source=of.both,
        how=f"p-value after the number of tests against {_LUCK}",
    )  # fmt: skip
