"""The same bars from two vendors, or from one vendor twice: how far they differ, and whether that can be borne."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.errors import BadInput
from leanrig.model.bars import BarSet, Provenance
from leanrig.store.crosscheck_lag import lag_between
from leanrig.store.crosscheck_result import Crosscheck, CrosscheckLimits, PriceDifference, Side
from leanrig.store.wording import counted, shown

__all__ = ["crosscheck"]

_PRICES = ("open", "high", "low", "close")
_DEFAULTS = CrosscheckLimits()


def crosscheck(one: BarSet, other: BarSet, *, limits: CrosscheckLimits = _DEFAULTS) -> Crosscheck:
    """Return how two sets of bars of one symbol and resolution differ.

    Parameters
    ----------
    one, other
        Raw bars by end_time. What lies outside the time that both cover is not compared.

    Raises
    ------
    BadInput
        If symbol or resolution differ.
    """
    _refuse(one, other)
    a, b = _overlap(one.bars, other.bars)
    both = a.index.intersection(b.index)
    usable = _usable(a.loc[both]) & _usable(b.loc[both])
    pair_a, pair_b = a.loc[both[usable]], b.loc[both[usable]]
    differs = (pair_a[list(_PRICES)].to_numpy() != pair_b[list(_PRICES)].to_numpy()).any(axis=1)
    prices = tuple(_difference(column, pair_a, pair_b, limits) for column in _PRICES) if len(pair_a) else ()
    lag = lag_between(a["close"], b["close"], least_bars=limits.least_bars, gain=limits.lag_gain)
    found = Crosscheck(
        symbol=one.symbol,
        resolution=one.resolution,
        first=_moment(a.index.union(b.index).min()),
        last=_moment(a.index.union(b.index).max()),
        one=_side(one.provenance, a, b),
        other=_side(other.provenance, b, a),
        common=len(both),
        different=int(differs.sum()),
        unusable=int((~usable).sum()),
        prices=prices,
        volume_ratio=_ratio(pair_a["volume"].sum(), pair_b["volume"].sum()),
        lag=lag,
        reasons=(),
    )
    return replace(found, reasons=tuple(_reasons(found, limits)))


def _refuse(one: BarSet, other: BarSet) -> None:
    if (one.symbol, one.resolution) != (other.symbol, other.resolution):
        raise BadInput(
            f"{one.symbol} {one.resolution} cannot be compared with {other.symbol} {other.resolution}",
            cure="compare bars of one symbol and resolution",
        )


def _overlap(one: pd.DataFrame, other: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cut both to the time that both cover, each moment once."""
    clean = [frame[~frame.index.duplicated()].sort_index() for frame in (one, other)]
    clean = [frame.set_axis(pd.DatetimeIndex(frame.index).as_unit("us")) for frame in clean]
    if any(frame.empty for frame in clean):
        return clean[0].iloc[:0], clean[1].iloc[:0]
    first, last = max(f.index[0] for f in clean), min(f.index[-1] for f in clean)
    a, b = (frame[(frame.index >= first) & (frame.index <= last)] for frame in clean)
    return a, b


def _usable(bars: pd.DataFrame) -> npt.NDArray[np.bool_]:
    prices = bars[list(_PRICES)].to_numpy(dtype=np.float64)
    return np.asarray((np.isfinite(prices) & (prices > 0)).all(axis=1))


def _difference(column: str, a: pd.DataFrame, b: pd.DataFrame, limits: CrosscheckLimits) -> PriceDifference:
    x, y = a[column].to_numpy(), b[column].to_numpy()
    signed = 20_000 * (y - x) / (y + x)
    size = np.abs(signed)
    median, p95, p99 = np.quantile(size, [0.5, 0.95, 0.99])
    at = int(np.argmax(size))
    beyond = float((size > limits.p99_bps).mean())
    worst = a.index[at].to_pydatetime()
    return PriceDifference(
        column, float(median), float(p95), float(p99), float(size[at]), worst, beyond, float(signed.mean())
    )


def _side(known: Provenance, own: pd.DataFrame, other: pd.DataFrame) -> Side:
    gone = other.index.difference(own.index)
    first = _moment(gone[0]) if len(gone) else None
    return Side(known.vendor, known.feed, known.label, known.as_of, len(own), len(gone), first)


def _reasons(found: Crosscheck, limits: CrosscheckLimits) -> list[str]:
    if found.common < limits.least_bars:
        return [f"only {counted(found.common, 'bar')} in common; at least {limits.least_bars} are needed"]
    reasons = []
    if found.unusable:
        reasons.append(f"{counted(found.unusable, 'bar')} with a price that is missing, zero or negative")
    if found.lag.is_shifted:
        late = "later" if found.lag.bars > 0 else "earlier"
        reasons.append(
            f"{found.other.vendor} stamps the same bars {counted(abs(found.lag.bars), 'bar')} {late} "
            f"(correlation {found.lag.correlation:.2f} there, {found.lag.unshifted:.2f} as they are)"
        )
    if found.missing_share > limits.missing:
        reasons.append(f"{found.missing_share:.2%} of the bars stand in one only (at most {limits.missing:.0%} may)")
    for price in found.prices:
        if price.median_bps > limits.median_bps:
            reasons.append(f"median {price.column} differs by {price.median_bps:.1f} bps (limit {limits.median_bps:g})")
        if price.column == "close" and price.p99_bps > limits.p99_bps:
            reasons.append(
                f"1 of 100 closes differs by {price.p99_bps:.1f} bps or more (limit {limits.p99_bps:g}), "
                f"the worst by {price.max_bps:,.0f} bps at {shown(pd.Timestamp(price.worst))}"
            )
    return reasons


def _ratio(one: float, other: float) -> float | None:
    return float(other / one) if one > 0 else None


def _moment(found: object) -> datetime | None:
    return None if found is pd.NaT else pd.Timestamp(found).to_pydatetime()  # type: ignore[arg-type]
