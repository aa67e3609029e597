"""How good the signals were: rows as they were known, judged by the close that came next. Pure.

A row is held against prices from its own moment on: the last close at or before its stamp is what its reader knew, the
next one is the outcome. Nothing of the outcome goes into the row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite, reading
from leanrig.report.cite.regime_history import switches_of
from leanrig.report.cite.sources import Sources, slug
from leanrig.report.inputs import PriceLine, ReportInputs, SignalRow

__all__ = ["Judged", "correlation", "judged_rows", "ranks", "signals_facts"]

Floats = NDArray[np.float64]

_FEWEST = 20
_ERRORS = 2.0
_YEAR = 365.25 * 86_400
_HOW = "each row against the change from the last close known at its stamp to the next close: only the outcome is later"


@dataclass(frozen=True, slots=True)
class Judged:
    """Rows whose next bar is known: strength as it was known, regime, and the change that followed."""

    regimes: tuple[str, ...]
    strengths: Floats
    changes: Floats

    def of(self, regime: str) -> "Judged":
        """Return the rows of one regime."""
        kept = np.array([name == regime for name in self.regimes], dtype=bool)
        return Judged(tuple(name for name in self.regimes if name == regime), self.strengths[kept], self.changes[kept])

    @property
    def hits(self) -> tuple[int, int]:
        """How often the sign of the strength was that of the change, and how often both had a sign."""
        told = (self.strengths != 0) & (self.changes != 0)
        return int(np.sum(np.sign(self.strengths[told]) == np.sign(self.changes[told]))), int(told.sum())


def signals_facts(inputs: ReportInputs, sources: Sources) -> Iterator[Citable]:
    """Yield signal.*; with several symbols signal.<symbol>.*."""
    for symbol, rows in inputs.signals.items():
        if not rows:
            continue
        is_single = len(inputs.signals) == 1
        of = _Of("signal" if is_single else f"signal.{slug(symbol)}", "" if is_single else f" of {symbol}",
                 sources.signals(symbol))  # fmt: skip
        yield from _rows(of, rows)
        line = inputs.prices.get(symbol)
        if line is not None:
            both = _Of(of.key, of.suffix, sources.both(of.source, sources.prices(symbol)))
            yield from _judgement(both, judged_rows(rows, line))


def judged_rows(rows: Sequence[SignalRow], line: PriceLine) -> Judged:
    """Return the rows with what came next; of several rows between two closes the last one counts."""
    times, closes = np.array(line.times, dtype=np.int64), np.array(line.closes)
    stamps = np.array([int(row.stamp.timestamp()) for row in rows], dtype=np.int64)
    known = np.searchsorted(times, stamps, side="right") - 1
    last = {int(place): number for number, place in enumerate(known) if 0 <= place < len(times) - 1}
    places, chosen = np.array(list(last), dtype=np.int64), [rows[number] for number in last.values()]
    return Judged(
        tuple(row.regime for row in chosen),
        np.array([row.strength for row in chosen]),
        closes[places + 1] / closes[places] - 1 if len(places) else np.array([]),
    )


def correlation(left: Floats, right: Floats) -> float:
    """Return the rank correlation (Spearman's); NaN where one of them does not vary."""
    if len(left) < 2:
        return float("nan")
    one, other = ranks(left), ranks(right)
    spread = float(np.std(one) * np.std(other))
    return float(np.mean((one - one.mean()) * (other - other.mean()))) / spread if spread > 0 else float("nan")


def ranks(values: Floats) -> Floats:
    """Return ranks from 1, equal values sharing their mean."""
    order = np.argsort(values, kind="stable")
    found, place = np.empty(len(values)), 0
    for _, group in groupby(order, key=lambda number: values[number]):
        members = list(group)
        found[members] = place + (len(members) + 1) / 2
        place += len(members)
    return found


@dataclass(frozen=True, slots=True)
class _Of:
    key: str
    suffix: str
    source: Source


def _rows(of: _Of, rows: Sequence[SignalRow]) -> Iterator[Citable]:
    years = (rows[-1].stamp - rows[0].stamp).total_seconds() / _YEAR
    yield cite(
        f"{of.key}.rows", len(rows), shown.count(len(rows)), f"number of signal rows{of.suffix}", source=of.source,
        how="rows of the signal file", measure="signal rows", whole=shown.counted(len(rows), "signal row") + of.suffix,
    )  # fmt: skip
    confidence = float(np.mean([row.confidence for row in rows]))
    yield cite(
        f"{of.key}.confidence", confidence, shown.ratio(confidence), f"mean confidence of the signal rows{of.suffix}",
        source=of.source, how="mean over all rows, 0 to 1", measure="confidence of a row",
    )  # fmt: skip
    if years > 0:
        rate = len(switches_of(rows)) / years
        yield cite(
            f"{of.key}.switches_a_year", rate, shown.ratio(rate, decimals=1),
            f"mean number of regime changes a year{of.suffix}", source=of.source,
            how="changes of regime from row to row by the years from first to last row",
        )  # fmt: skip


def _judgement(of: _Of, judged: Judged) -> Iterator[Citable]:
    if len(judged.changes) < _FEWEST:
        return
    yield from _hits(of, judged, "", "")
    for regime in dict.fromkeys(judged.regimes):
        part = judged.of(regime)
        if part.hits[1] >= _FEWEST:
            yield from _hits(of, part, f".{slug(regime)}", f" in the {regime.replace('_', ' ')} regime")
    found, count = correlation(judged.strengths, judged.changes), len(judged.changes)
    yield cite(
        f"{of.key}.ic", found, shown.ratio(found, decimals=3), f"information coefficient over one bar{of.suffix}",
        source=of.source, how=f"rank correlation of strength and next change; {_HOW}", sense="more",
    )  # fmt: skip
    error = (count - 1) ** -0.5
    yield cite(
        f"{of.key}.ic_error", error, shown.ratio(error, decimals=3),
        f"standard error of the information coefficient{of.suffix}", source=of.source,
        how="one by the square root of the rows less one: what chance alone gives",
    )  # fmt: skip
    yield cite(
        f"{of.key}.ic_ratio", found / error, shown.ratio(found / error, decimals=1),
        f"information coefficient in standard errors{of.suffix}", source=of.source, sense="more",
        how="below two (in size) chance alone is a fair explanation",
    )  # fmt: skip

    if np.isfinite(found):
        yield reading(
            f"{of.key}.reading",
            f"a signal{of.suffix} that chance alone may explain" if abs(found) < _ERRORS * error
            else f"a signal{of.suffix} that chance alone would rarely give",
            source=of.source, how="information coefficient against two standard errors",
        )  # fmt: skip


def _hits(of: _Of, judged: Judged, key: str, where: str) -> Iterator[Citable]:
    hits, told = judged.hits
    if told < _FEWEST:
        return
    yield cite(
        f"{of.key}{key}.hit_rate", hits / told, shown.percent(hits / told),
        f"hit rate of the next bar's direction{of.suffix}", source=of.source, period=where.strip(), measure="hit rate",
        sense="more", how=f"rows whose strength has the sign of the change, by rows where both have one; {_HOW}",
    )  # fmt: skip
    error = 0.5 / told**0.5
    yield cite(
        f"{of.key}{key}.hit_error", error, shown.percent(error), f"standard error of the hit rate{of.suffix}",
        source=of.source, period=where.strip(), measure="standard error of a hit rate",
        how="half by the square root of the rows: what a fair coin gives",
    )  # fmt: skip
