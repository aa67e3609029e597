"""Which regime it is, since when, how surely; how long regimes last; what prices did in each. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite
from leanrig.report.cite.regime_history import switches_of
from leanrig.report.cite.sources import slug
from leanrig.report.inputs import PriceLine, SignalRow
from leanrig.report.regimes import InRegime, summed_by_regime
from leanrig.report.sheet.kinds.prices import bars_a_year

__all__ = ["Watched", "by_regime", "regime_facts", "spans", "words"]

_YEAR = 365.25 * 86_400
_FEWEST = 20
_HOW = "a bar counts to the regime that was known before it began"


@dataclass(frozen=True, slots=True)
class Watched:
    """One symbol's rows with its closes, where those are stored.

    `is_single` leaves the symbol out of keys and names: a report on one symbol needs not repeat it.
    """

    symbol: str
    rows: tuple[SignalRow, ...]
    line: PriceLine | None
    source: Source
    is_single: bool = True

    @property
    def key(self) -> str:
        """First part of its facts' keys."""
        return "regime" if self.is_single else f"regime.{slug(self.symbol)}"

    @property
    def switch_key(self) -> str:
        """First part of the keys of its latest change and of what followed such ones."""
        return "pattern.switch" if self.is_single else f"pattern.{slug(self.symbol)}.switch"

    @property
    def suffix(self) -> str:
        """What tells its names from those of other symbols."""
        return "" if self.is_single else f" of {self.symbol}"

    @property
    def both(self) -> Source:
        """Rows and closes as one source."""
        return Source(f"{self.source.name}, {self.line.source}") if self.line is not None else self.source


def words(regime: str) -> str:
    """Return a regime's name as it is read."""
    return regime.replace("_", " ")


def regime_facts(watched: Watched) -> Iterator[Citable]:
    """Yield <key>.now.*, <key>.switches, <key>.<regime>.*; nothing where there is no row."""
    if not watched.rows:
        return
    yield from _now(watched)
    yield from _pace(watched)
    for item in by_regime(watched):
        yield from _regime(watched, item)


def by_regime(watched: Watched) -> list[InRegime]:
    """Return sums over each regime; none where there are no closes over the rows."""
    line = watched.line
    if line is None or len(line.times) < 2 or not watched.rows:
        return []
    closes = np.array(line.closes)
    return summed_by_regime(watched.rows, np.array(line.times), equity=closes, market=None, exposure=None)


def _now(of: Watched) -> Iterator[Citable]:
    last, changed = of.rows[-1], switches_of(of.rows)
    start = changed[-1][1].stamp if changed else of.rows[0].stamp
    yield cite(
        f"{of.key}.now", last.regime, shown.name(words(last.regime)), f"last regime{of.suffix}", source=of.source,
        how="regime of the last signal row", measure="regime of a row",
    )  # fmt: skip
    for key, value, noun, how in (
        ("asof", last.stamp, "day of the last signal row", "end of the bar that the row was computed from, UTC"),
        ("since", start, "start of the last regime", "first row of the last spell, UTC"),
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
    age = (last.stamp - start).days
    yield cite(
        f"{of.key}.now.days", age, shown.days(age), f"age of the last regime{of.suffix}", source=of.source,
        how="calendar days from its first row to the last one", measure="regime mean length",
    )  # fmt: skip


def _pace(of: Watched) -> Iterator[Citable]:
    number = len(switches_of(of.rows))
    yield cite(
        f"{of.key}.switches", number, shown.count(number), f"number of regime changes{of.suffix}", source=of.source,
        how="rows whose regime is not that of the row before",
        whole=f"{shown.counted(number, 'regime change')}{of.suffix}",
    )  # fmt: skip
    years = (of.rows[-1].stamp - of.rows[0].stamp).total_seconds() / _YEAR
    if years > 0:
        yield cite(
            f"{of.key}.switches_a_year", number / years, shown.ratio(number / years, decimals=1),
            f"mean number of regime changes a year{of.suffix}", source=of.source,
            how="changes of regime by the years from first to last row",
        )  # fmt: skip


def _regime(of: Watched, item: InRegime) -> Iterator[Citable]:
    key, named = f"{of.key}.{slug(item.regime)}", f"the {words(item.regime)} regime{of.suffix}"
    for part, value, text, noun in (
        ("share", item.share, shown.whole_percent(item.share), "share of time"),
        ("dwell", item.mean_days, shown.days(item.mean_days), "mean length"),
        ("spells", item.spells, shown.count(item.spells), "number of spells"),
        ("bars", item.days, shown.count(item.days), "number of bars"),
    ):
        yield cite(
            f"{key}.{part}", value, text, noun, source=of.both, subject=named, how=_HOW, measure=f"regime {noun}",
            group=f"{of.key}.{part}",
            whole=f"{shown.counted(item.days, 'bar')} in {named}" if part == "bars" else "",
        )  # fmt: skip
    yield from _moves(of, item, key, named)


def _moves(of: Watched, item: InRegime, key: str, named: str) -> Iterator[Citable]:
    assert of.line is not None
    a_year, is_thin = bars_a_year(of.line), item.days < _FEWEST
    grown = float("nan") if is_thin or item.growth <= -1 else (1 + item.growth) ** (a_year / item.days) - 1
    spread = float("nan") if is_thin else float(np.std(item.returns, ddof=1)) * a_year**0.5
    how = f"{_HOW}; without a value where they are fewer than a month"
    yield cite(
        f"{key}.return", grown, shown.signed(grown), "return a year", source=of.both, subject=of.symbol,
        period=f"in {named.removesuffix(of.suffix)}", measure="regime return a year", group=f"{of.key}.return",
        sense="more", is_change=True, how=f"growth over its bars, scaled to a year of such bars; {how}",
    )  # fmt: skip
    yield cite(
        f"{key}.volatility", spread, shown.percent(spread), "volatility a year", source=of.both, subject=of.symbol,
        period=f"in {named.removesuffix(of.suffix)}", measure="volatility a year", group=f"{of.key}.volatility",
        sense="less", how=f"deviation of the changes over its bars, scaled to a year; {how}",
    )  # fmt: skip


def spans(rows: Sequence[SignalRow]) -> list[tuple[SignalRow, SignalRow]]:
    """Return each spell's first row with the row that ended it (or the last of all)."""
    starts = [0, *(number for number in range(1, len(rows)) if rows[number].regime != rows[number - 1].regime)]
    ends = [*starts[1:], len(rows) - 1]
    return [(rows[start], rows[end]) for start, end in zip(starts, ends, strict=True)]
