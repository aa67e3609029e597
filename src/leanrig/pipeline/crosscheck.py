"""A run's prices held against another vendor's, before anything rests on them; the other's bars are not kept.

Only the newest days are compared, so that it costs a few requests: 5 days of minutes, 30 of hours, 365 of days.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from leanrig.errors import BadInput, VendorFailed
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import Symbol
from leanrig.pipeline.check import FetchOther
from leanrig.store.coverage import DayRange
from leanrig.store.crosscheck import crosscheck
from leanrig.store.crosscheck_report import as_json, as_markdown
from leanrig.store.crosscheck_result import Crosscheck, CrosscheckLimits
from leanrig.store.parquet_store import ParquetStore
from leanrig.store.wording import counted

__all__ = ["CROSSCHECK", "NOT_CHECKED", "PriceCheck", "check_prices", "insist", "report_texts", "unchecked"]

CROSSCHECK = "crosscheck"
"""The report's files among a run's inputs, without their suffix."""
NOT_CHECKED = "not checked"
_DAYS = {Resolution.MINUTE: 5, Resolution.HOUR: 30, Resolution.DAILY: 365}
_BARS = {Resolution.MINUTE: "minute", Resolution.HOUR: "hour", Resolution.DAILY: "day"}
_LEAST = CrosscheckLimits().least_bars


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """One symbol's prices against those of `vendor`; `why` says why they were not compared where `found` is None."""

    symbol: Symbol
    vendor: str
    found: Crosscheck | None
    why: str = ""

    @property
    def is_good(self) -> bool:
        """Whether nothing was found to be wrong: true also where nothing could be looked at."""
        return self.found is None or self.found.is_good

    @property
    def words(self) -> str:
        """How far the two differ, or that nobody knows: "checked against coinbase: median 1.2 bps, ..."."""
        if self.found is None:
            return f"{NOT_CHECKED} against {self.vendor}: {self.why}"
        apart = next(price for price in self.found.prices if price.column == "close") if self.found.prices else None
        prices = f"median {apart.median_bps:.1f} bps, p99 {apart.p99_bps:.1f} bps, " if apart else ""
        missing = counted(self.found.one.missing + self.found.other.missing, _BARS[self.found.resolution])
        verdict = "" if self.is_good else "; they disagree"
        return f"checked against {self.vendor}: {prices}{missing} missing{verdict}"


def check_prices(
    data_folder: Path,
    bar_sets: Sequence[BarSet],
    vendor: str,
    fetch_other: FetchOther,
    *,
    within: DayRange,
    progress: Callable[[float, str], None] = lambda share, word: None,  # noqa: ARG005
) -> list[PriceCheck]:
    """Return how each symbol's newest bars compare with those of `vendor`.

    Parameters
    ----------
    bar_sets
        Stored bars, raw.
    fetch_other
        Where the same bars can be had from `vendor` alone.
    within
        The days that the run rests on. Those which `vendor` itself answered for are left out.
    """
    found = []
    for number, bar_set in enumerate(bar_sets):
        progress(number / len(bar_sets), f"{bar_set.symbol} against {vendor}")
        found.append(_checked(ParquetStore(data_folder), bar_set, vendor, fetch_other, within))
    return found


def unchecked(symbols: Sequence[Symbol], vendor: str, why: str) -> list[PriceCheck]:
    """Return for each symbol that it was not checked."""
    return [PriceCheck(symbol, vendor, None, why) for symbol in symbols]


def insist(checks: Sequence[PriceCheck], *, report: Path) -> None:
    """Raise `VendorFailed` where prices disagree; `report` is where a person can read how."""
    errors = []
    for check in checks:
        try:
            if check.found is not None:
                check.found.insist()
        except VendorFailed as error:
            errors.append(error)
    if errors:
        what = "; ".join(error.what for error in errors)
        raise VendorFailed(what, where=f"{errors[0].where}; see {report}", cure=errors[0].cure)


def report_texts(checks: Sequence[PriceCheck]) -> Mapping[str, str]:
    """Return file name -> text: all that was compared, for machines and for a person."""
    if not checks:
        return {}
    whole = {"vendor": checks[0].vendor, "checks": {check.symbol.ticker: _json(check) for check in checks}}
    page = "\n".join(_markdown(check) for check in checks)
    return {f"{CROSSCHECK}.json": json.dumps(whole, indent=1) + "\n", f"{CROSSCHECK}.md": page}


def _checked(
    store: ParquetStore, bar_set: BarSet, vendor: str, fetch_other: FetchOther, within: DayRange
) -> PriceCheck:
    symbol, size = bar_set.symbol, bar_set.resolution
    spans = _spans(store, bar_set, vendor, within)
    if not spans:
        return PriceCheck(symbol, vendor, None, f"{vendor} itself answered for the newest days")
    own = _on_days(bar_set, spans)
    if len(own.bars) < _LEAST:
        return PriceCheck(symbol, vendor, None, f"{counted(len(own.bars), 'bar')} prove nothing")
    try:
        other = _on_days(fetch_other(symbol, size, spans[0].first, spans[-1].last), spans)
    except (VendorFailed, BadInput) as error:
        return PriceCheck(symbol, vendor, None, error.where or error.what)
    if other.bars.empty:
        return PriceCheck(symbol, vendor, None, f"it has no bars from {spans[0].first} to {spans[-1].last}")
    return PriceCheck(symbol, vendor, crosscheck(own, other))


def _spans(store: ParquetStore, bar_set: BarSet, vendor: str, within: DayRange) -> list[DayRange]:
    """Return the newest days of the run that others than `vendor` answered for."""
    days = bar_days(bar_set.symbol, bar_set.bars.index)
    days = days[(days >= pd.Timestamp(within.first)) & (days <= pd.Timestamp(within.last))]
    if not len(days):
        return []
    last = days[-1].date()
    newest = DayRange(max(within.first, last - timedelta(days=_DAYS[bar_set.resolution] - 1)), last)
    segments = store.stored(bar_set.symbol, bar_set.resolution).segments
    common = [segment.days.common(newest) for segment in segments if segment.source.vendor != vendor]
    return [days for days in common if days is not None]


def _on_days(bar_set: BarSet, spans: Sequence[DayRange]) -> BarSet:
    days = bar_days(bar_set.symbol, bar_set.bars.index)
    chosen = pd.Series(data=False, index=days)
    for span in spans:
        chosen |= (days >= pd.Timestamp(span.first)) & (days <= pd.Timestamp(span.last))
    return replace(bar_set, bars=bar_set.bars[chosen.to_numpy()])


def _json(check: PriceCheck) -> dict[str, Any]:
    found = {"verdict": NOT_CHECKED, "why": check.why} if check.found is None else as_json(check.found)
    return {"words": check.words, **found}


def _markdown(check: PriceCheck) -> str:
    return f"# {check.symbol}: {check.words}\n" if check.found is None else as_markdown(check.found)
