"""What to do about bars that are missing: say so, repeat the last one, or draw a line, which uses the future."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.errors import BadInput
from leanrig.model.bars import BAR_COLUMNS, BarSet, Provenance
from leanrig.model.sessions import bar_days
from leanrig.store.action_steps import action_steps
from leanrig.store.due import due_bars

__all__ = ["FilledBars", "GapPolicy", "fill_gaps", "is_interpolated", "refuse_interpolated"]

_PRICES = ["open", "high", "low", "close"]
_DETAIL = "gaps"
_MARKS = {"forward_fill": "gaps filled forward", "interpolate": "interpolated"}


class GapPolicy(StrEnum):
    """`FLAG` makes no bar; `FORWARD_FILL` knows only the past; `INTERPOLATE` looks ahead and is for pictures alone."""

    FLAG = "flag"
    FORWARD_FILL = "forward_fill"
    INTERPOLATE = "interpolate"


@dataclass(frozen=True, slots=True, eq=False)
class FilledBars:
    """Bars after a gap policy.

    `is_made` has the bars' index and is true where a bar was made; `missing` are the ends at which the vendor had none,
    whatever was done about them.
    """

    bar_set: BarSet
    is_made: "pd.Series[bool]"
    missing: pd.DatetimeIndex


def fill_gaps(bar_set: BarSet, policy: GapPolicy, *, until: datetime | None = None) -> FilledBars:
    """Return the bars with those made that the policy makes, within exchange hours.

    Parameters
    ----------
    bar_set
        In order, each moment once.
    until
        Gaps are looked for from the first bar to this moment; to the last bar where it is None. To interpolate, the
        last bar ends it in any case.

    Returns
    -------
    FilledBars
        A forward-filled bar is what Lean's fill-forward gives: the four prices of the last bar, and volume 0. Where a
        split or dividend lies in between, the raw price is moved by it, so that the adjusted price stands still. It
        is known at its own end. An interpolated close lies on the straight line, in bars, from the last close to the
        next one, and is known only when the gap is over. Both are named in the provenance's label and details.
    """
    bars, symbol = bar_set.bars, bar_set.symbol
    if bars.empty:
        return FilledBars(bar_set, pd.Series(dtype=bool, index=bars.index), pd.DatetimeIndex(bars.index))
    missing = _missing(bar_set, until if policy is not GapPolicy.INTERPOLATE else None)
    if policy is GapPolicy.FLAG or not len(missing):
        return FilledBars(bar_set, pd.Series(data=False, index=bars.index), missing)
    whole = bars.reindex(bars.index.union(missing))
    made = np.asarray(whole.index.isin(missing))
    days = bar_days(symbol, pd.DatetimeIndex(whole.index))
    closes = whole["close"].ffill().to_numpy()
    steps = np.cumsum(action_steps(days, closes, bar_set.actions))
    filled = _forward(whole, made, steps) if policy is GapPolicy.FORWARD_FILL else _line(whole, made, steps)
    marked = replace(bar_set, bars=filled, provenance=_marked(bar_set.provenance, policy, int(made.sum())))
    return FilledBars(marked, pd.Series(made, index=filled.index), missing)


def is_interpolated(provenance: Provenance) -> bool:
    """Whether some of the bars were drawn between earlier and later ones."""
    return provenance.details.get(_DETAIL) == GapPolicy.INTERPOLATE or _MARKS["interpolate"] in provenance.label


def refuse_interpolated(bar_set: BarSet) -> None:
    """Raise `BadInput` where some of the bars were made from later ones: no signal may rest on them."""
    if is_interpolated(bar_set.provenance):
        raise BadInput(
            f"bars of {bar_set.symbol} are interpolated: they use prices from after their own moment",
            where=f"{bar_set.symbol} {bar_set.resolution}, {bar_set.provenance.label}",
            cure='use the bars as fetched, with data.gaps = "flag" or "forward_fill" in the recipe',
        )


def _missing(bar_set: BarSet, until: datetime | None) -> pd.DatetimeIndex:
    ends = pd.DatetimeIndex(bar_set.bars.index)
    first, last = ends[0], ends[-1] if until is None else pd.Timestamp(until)
    days = bar_days(bar_set.symbol, pd.DatetimeIndex([first, max(last, first)]))
    due = due_bars(bar_set.symbol, bar_set.resolution, days[0].date(), days[1].date()).between(first, last)
    return due.ends.difference(ends).rename(ends.name)


def _forward(whole: pd.DataFrame, made: npt.NDArray[np.bool_], steps: npt.NDArray[np.float64]) -> pd.DataFrame:
    """Repeat the last bar, moved by what splits and dividends have done since."""
    source = np.maximum.accumulate(np.where(made, 0, np.arange(len(whole))))
    factor = np.exp(steps - steps[source])
    prices = whole[_PRICES].to_numpy()[source] * np.where(made, factor, 1.0)[:, None]
    volume = np.where(made, 0.0, whole["volume"].to_numpy())
    return _frame(whole, prices, volume)


def _line(whole: pd.DataFrame, made: npt.NDArray[np.bool_], steps: npt.NDArray[np.float64]) -> pd.DataFrame:
    """Draw closes on the line from the close before to the one after, splits aside; a bar opens at the close before."""
    at, known = np.arange(len(whole)), ~made
    bare = whole["close"].to_numpy() * np.exp(-steps)
    closes = np.interp(at, at[known], bare[known])
    opens = np.append(closes[0], closes[:-1])
    drawn = np.column_stack([opens, np.maximum(opens, closes), np.minimum(opens, closes), closes])
    prices = np.where(made[:, None], drawn * np.exp(steps)[:, None], whole[_PRICES].to_numpy())
    return _frame(whole, prices, np.where(made, 0.0, whole["volume"].to_numpy()))


def _frame(whole: pd.DataFrame, prices: npt.NDArray[np.float64], volume: npt.NDArray[np.float64]) -> pd.DataFrame:
    frame = pd.DataFrame(prices, index=whole.index, columns=_PRICES)
    frame["volume"] = volume
    return frame[list(BAR_COLUMNS)]


def _marked(known: Provenance, policy: GapPolicy, count: int) -> Provenance:
    details = known.details | {_DETAIL: str(policy), "made_bars": str(count)}
    return replace(known, label=f"{known.label} · {_MARKS[policy]}", details=details)
