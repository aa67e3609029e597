"""Is a signal worth anything? Its rows held against what prices did after them. Pure.

    trials = trials_of(artifacts, recipe)
    judged = judge(rows, prices, cost_bps=10, counted=Counted(trials.count, trials.variance))
    print(verdict_of(judged).words)

A row known at the close of bar t is judged by what came after: its weight earns the return from that close to the next.
Baselines stand beside every result, by the same accounting over the same bars.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leanrig.errors import BadInput
from research.judging.account import account_of, figures_of
from research.judging.baselines import baselines_of
from research.judging.calibration import Calibration, calibration_of
from research.judging.capacity import capacity_of
from research.judging.costs import costs_of
from research.judging.counted import Counted, luck_of
from research.judging.history import Floats, History, history_of
from research.judging.information import HORIZONS, decay_of, horizons_of
from research.judging.judged import Judged, Remark, Series
from research.judging.regimes import in_regimes, switching_of
from research.judging.remarks import remarks_of
from research.judging.verdict import Grade, Verdict, verdict_of
from research.judging.weights import weights_of
from signals.contract import Row
from signals.sizing import Limits

__all__ = ["Counted", "Grade", "Judged", "Remark", "Verdict", "judge", "verdict_of"]


def judge(
    rows: pd.DataFrame | Sequence[Row],
    prices: pd.Series | pd.DataFrame,
    *,
    limits: Limits | None = None,
    weights: Floats | None = None,
    cost_bps: float = 10.0,
    counted: Counted | None = None,
    horizons: Sequence[int] = HORIZONS,
    truth: NDArray[np.bool_] | None = None,
    bars_per_year: float | None = None,
) -> Judged:
    """Return all that can be said of one symbol's signal rows.

    Parameters
    ----------
    rows
        As a frame of `signals.frames` or a list; each known at its timestamp.
    prices : closes, or a frame with `close` and, where known, `volume`; indexed by end_time in UTC
        They may begin before the first row (baselines warm up on them) and go on after the last.
    limits
        The recipe's: the sizer of the algorithms turns rows into weights. By default the weight is the strength.
    weights : (bars,)
        Weights known at each close from the first row on, in place of those.
    cost_bps
        Fee and slippage together, in basis points of what is traded.
    truth : (bars with a row,)
        Whether the regime named was the true one, where somebody knows: in a simulation. By default the confidence is
        held against whether the regime lasted to the next row.
    bars_per_year
        By default from the prices' own dates.

    Raises
    ------
    BadInput
        If rows or prices cannot be judged at all: too few, unsorted, no numbers, of more than one symbol.
    """
    history = history_of(rows, prices, bars_per_year=bars_per_year)
    counted = counted or Counted()
    held = _weights(history, limits, weights, cost_bps)
    account = account_of(held, history.ahead, cost_bps=cost_bps)
    baselines = baselines_of(history, account, cost_bps=cost_bps)
    informed = horizons_of(history, horizons)
    regime, per_year = history.regime[: history.outcomes], history.bars_per_year
    luck, is_spread_known = luck_of(account.returns, history.ends[: history.outcomes], counted, bars_per_year=per_year)
    return Judged(
        symbol=history.symbol,
        first=history.ends[0],
        last=history.ends[-1],
        rows=int(history.is_fresh.sum()),
        bars=history.outcomes,
        bars_per_year=per_year,
        cost_bps=cost_bps,
        figures=figures_of(account, bars_per_year=per_year),
        baselines=baselines,
        horizons=informed,
        decay=decay_of(history),
        capacity=capacity_of(held, history.closes, history.volumes),
        costs=costs_of(held, history.ahead, bars_per_year=per_year),
        regimes=in_regimes(regime, history.ahead, account, bars_per_year=per_year),
        switching=switching_of(regime, bars_per_year=per_year),
        calibration=_calibration(history, truth),
        luck=luck,
        remarks=tuple(
            remarks_of(history, account, baselines, informed, trials=counted.trials, is_spread_known=is_spread_known)
        ),
        series=Series(
            history.ends[: history.outcomes], held, account.returns, {one.name: one.returns for one in baselines}
        ),
    )


def _weights(history: History, limits: Limits | None, weights: Floats | None, cost_bps: float) -> Floats:
    if weights is None:
        return weights_of(history, limits=limits, cost_bps=cost_bps)
    if len(weights) < history.outcomes:
        raise BadInput(
            f"{len(weights)} weights for {history.outcomes} bars", cure="one for each bar from the first row"
        )
    return np.asarray(weights, dtype=float)[: history.outcomes]


def _calibration(history: History, truth: NDArray[np.bool_] | None) -> Calibration:
    if truth is not None:
        return calibration_of(history.confidence, np.asarray(truth, dtype=bool), outcome="the regime is the true one")
    lasted = history.regime[1:] == history.regime[:-1]
    return calibration_of(history.confidence[:-1], lasted, outcome="the regime lasts to the next bar")
