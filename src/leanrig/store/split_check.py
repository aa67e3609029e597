"""Splits and dividends against prices: what the vendor missed, and what it says that no price shows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.model.bars import CorporateAction
from leanrig.store.action_steps import action_steps, is_sound
from leanrig.store.findings import Fault, Finding, Grade
from leanrig.store.quality_limits import QualityLimits

__all__ = ["check_actions"]

Floats = npt.NDArray[np.float64]

_WHOLE = (*range(2, 21), 25, 30, 40, 50, 100)
_PARTS = ((6, 5), (5, 4), (4, 3), (3, 2), (5, 3), (5, 2), (7, 2))
_RATIOS = tuple((n, 1) for n in _WHOLE) + _PARTS
_LEAST_SCALE = 0.002
_UNKNOWN_SCALE = 0.01
_LEAST_SESSIONS = 20
_SAME_DIVIDEND_DAYS = 6


@dataclass(frozen=True, slots=True, eq=False)
class _Nights:
    """One night before each session but the first.

    `raw` is the logarithm of the open over the close before, `rest` the same without what the known actions did, and
    `listed` what the known splits alone did;
    `stays` is how far the closes of the next three sessions stand from the close before, without the known actions.
    `turnover` is the money traded over its median of the twenty sessions before (NaN where there are fewer than five).
    """

    rows: npt.NDArray[np.int64]
    days: pd.DatetimeIndex
    raw: Floats
    rest: Floats
    listed: Floats
    stays: Floats
    turnover: Floats


def check_actions(
    bars: pd.DataFrame, days: pd.DatetimeIndex, actions: tuple[CorporateAction, ...], limits: QualityLimits
) -> tuple[list[Finding], Floats]:
    """Return findings, and what the listed and the suspected actions together do to each bar's price (a logarithm).

    Parameters
    ----------
    bars
        A stock's sound bars, in order, each moment once.
    days
        The session that each bar belongs to.
    """
    findings = list(_odd(bars, days, actions, limits))
    steps = action_steps(days, bars["close"].to_numpy(), actions)
    splits = [replace(action, dividend=0.0) for action in actions]
    nights = _nights(bars, days, steps, action_steps(days, bars["close"].to_numpy(), splits))
    if not len(nights.rows):
        return findings, steps
    twice = _split_twice(actions)
    ends = pd.DatetimeIndex(bars.index)
    for night, (fault, ratio) in _suspects(nights, limits).items():
        row = int(nights.rows[night])
        steps[row] += ratio
        if nights.days[night] not in twice:
            findings.append(
                _split_finding(fault, ratio, night, nights=nights, moment=ends[row : row + 1], limits=limits)
            )
    return findings, steps


def _odd(
    bars: pd.DataFrame, days: pd.DatetimeIndex, actions: tuple[CorporateAction, ...], limits: QualityLimits
) -> Iterator[Finding]:
    """Figures that cannot be meant, or hardly; actions that stand twice."""
    closes, ends = bars["close"].to_numpy(), pd.DatetimeIndex(bars.index)
    ordered = sorted(actions, key=lambda action: action.ex_date)
    for action in ordered:
        row = int(days.searchsorted(pd.Timestamp(action.ex_date)))
        if not 0 < row < len(days):
            continue
        grade, words = _oddity(action, float(closes[row - 1]), limits)
        if grade is not None:
            yield Finding(Fault.ODD_ACTION, grade, words, 1, ends[row : row + 1])
    for first, second in pairwise(ordered):
        grade, words = _repeat(first, second)
        if grade is not None:
            row = int(days.searchsorted(pd.Timestamp(second.ex_date)))
            yield Finding(Fault.REPEATED_ACTION, grade, words, 1, ends[row : row + 1])


def _oddity(action: CorporateAction, close: float, limits: QualityLimits) -> tuple[Grade | None, str]:
    if not is_sound(action, close):
        return Grade.BAD, (
            f"split factor {action.split_factor:g} and dividend {action.dividend:g} on {action.ex_date} cannot be "
            f"meant at a price of {close:g}"
        )
    part = action.dividend / (action.reference_price or close)
    if part > limits.dividend_look:
        return Grade.LOOK, f"the dividend of {action.dividend:g} on {action.ex_date} is {part:.0%} of the price"
    return None, ""


def _repeat(first: CorporateAction, second: CorporateAction) -> tuple[Grade | None, str]:
    apart = (second.ex_date - first.ex_date).days
    if apart == 0 and first.split_factor != 1 and second.split_factor != 1:
        return Grade.BAD, f"two splits on {first.ex_date}: {_ratio(first)} and {_ratio(second)}"
    if apart <= _SAME_DIVIDEND_DAYS and first.dividend == second.dividend > 0:
        return Grade.LOOK, f"the same dividend of {first.dividend:g} on {first.ex_date} and {second.ex_date}"
    return None, ""


def _split_twice(actions: tuple[CorporateAction, ...]) -> set[pd.Timestamp]:
    days = [pd.Timestamp(action.ex_date) for action in actions if action.split_factor != 1]
    return {day for day in days if days.count(day) > 1}


def _nights(bars: pd.DataFrame, days: pd.DatetimeIndex, steps: Floats, splits: Floats) -> _Nights:
    firsts = np.flatnonzero(np.append(True, np.asarray(days[1:] != days[:-1]))) if len(days) else np.zeros(0, np.int64)
    closes, opens = np.log(bars["close"].to_numpy()), np.log(bars["open"].to_numpy())
    lasts = np.append(firsts[1:], len(bars)) - 1
    rows = firsts[1:]
    known = np.cumsum(steps)
    bare = closes - known  # closes without the known actions
    raw = opens[rows] - closes[rows - 1]
    session_closes = bare[lasts]
    later = pd.DataFrame({n: pd.Series(session_closes).shift(-n) for n in (1, 2, 3)}).median(axis=1).to_numpy()
    stays = later - session_closes
    money = np.add.reduceat((bars["close"] * bars["volume"]).to_numpy(), firsts) if len(firsts) else np.zeros(0)
    usual = pd.Series(money).shift(1).rolling(20, min_periods=5).median().to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        turnover = np.where(usual > 0, money / usual, np.nan)
    return _Nights(rows, days[rows], raw, raw - steps[rows], splits[rows], stays[:-1], turnover[1:])


def _suspects(nights: _Nights, limits: QualityLimits) -> dict[int, tuple[Fault, float]]:
    """Return night -> what is wrong there, and the logarithm that would set it right."""
    scale = _UNKNOWN_SCALE
    if len(nights.rest) >= _LEAST_SESSIONS:
        scale = max(_LEAST_SCALE, 1.4826 * float(np.median(np.abs(nights.rest - np.median(nights.rest)))))
    least = max(limits.split_least, limits.split_sigmas * scale)
    found = {}
    for night in np.flatnonzero(np.abs(nights.rest) >= least).tolist():
        rest, listed, stays = (float(part[night]) for part in (nights.rest, nights.listed, nights.stays))
        is_near = abs(rest - _nearest(rest)) <= limits.split_tolerance
        if listed != 0 and abs(nights.raw[night]) <= limits.split_tolerance:
            found[night] = (Fault.SPLIT_WITHOUT_JUMP, -listed)
        elif listed != 0:
            found[night] = (Fault.WRONG_SPLIT, _nearest(rest) if is_near else rest)
        elif is_near and (np.isnan(stays) or stays / rest >= 0.5):
            found[night] = (Fault.MISSED_SPLIT, _nearest(rest))
    return found


def _nearest(change: float) -> float:
    """Logarithm of the split ratio nearest to a change of the price."""
    sizes = np.log([p / q for p, q in _RATIOS])
    return float(np.sign(change) * sizes[np.argmin(np.abs(sizes - abs(change)))])


def _split_finding(
    fault: Fault, ratio: float, night: int, *, nights: _Nights, moment: pd.DatetimeIndex, limits: QualityLimits
) -> Finding:
    day, change = f"{nights.days[night]:%Y-%m-%d}", np.expm1(nights.raw[night])
    words = {
        Fault.MISSED_SPLIT: f"the price opens {change:+.1%} on {day}, as after a {_named(ratio)} split; none is listed",
        Fault.WRONG_SPLIT: f"the price opens {change:+.1%} on {day}, which the split listed there does not explain",
        Fault.SPLIT_WITHOUT_JUMP: f"a split is listed on {day}, but the price opens {change:+.1%}",
    }[fault]
    grade = Grade.BAD
    if fault is Fault.MISSED_SPLIT:
        turnover = float(nights.turnover[night])
        if turnover > limits.news_turnover:
            grade, words = Grade.LOOK, f"{words}; {turnover:.1f} times the usual money was traded: rather news"
        elif not _is_whole(ratio):
            grade = Grade.LOOK
    return Finding(fault, grade, words, 1, moment)


def _pair(ratio: float) -> tuple[int, int]:
    return _RATIOS[int(np.argmin([abs(np.log(p / q) - abs(ratio)) for p, q in _RATIOS]))]


def _is_whole(ratio: float) -> bool:
    return _pair(ratio)[1] == 1


def _named(ratio: float) -> str:
    """New shares for old ones: 2:1 where the price halves, 1:10 where it grows tenfold."""
    many, few = _pair(ratio)
    return f"{many}:{few}" if ratio < 0 else f"{few}:{many}"


def _ratio(action: CorporateAction) -> str:
    return f"factor {action.split_factor:g}"
