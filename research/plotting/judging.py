"""A judged signal: its account beside the baselines, what it says by horizon, its confidence, its costs."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from research.judging.account import Account
from research.judging.calibration import Calibration
from research.judging.costs import Costs
from research.judging.judged import Judged
from research.plotting.base import COLOURS, GREY, INK, bare, objects

__all__ = ["costs_figure", "information_figure", "judged_figure", "reliability_figure"]


def judged_figure(judged: Judged, account: Account, ends: pd.DatetimeIndex) -> Any:
    """Return growth of 1 for the signal and for each baseline, by the same accounting; `ends` are the bars' ends."""
    lines = {"signal": account.returns} | {one.words: one.returns for one in judged.baselines}
    go, figure = objects(), bare(f"{judged.symbol}: growth of 1 after {judged.cost_bps:g} basis points a trade")
    for colour, (name, returns) in zip((INK, *COLOURS), lines.items(), strict=False):
        line = {"color": colour, "width": 1.8 if name == "signal" else 1}
        growth = np.cumprod(1 + returns)
        figure.add_trace(go.Scatter(x=ends[: len(growth)], y=growth, name=name, line=line))
    figure.update_yaxes(type="log")
    return figure


def information_figure(judged: Judged) -> Any:
    """Return the information coefficient by horizon, with two overlap-corrected standard errors either way."""
    horizons = [one for one in judged.horizons if np.isfinite(one.rank.value)]
    error = [2 * max(one.rank.newey_west, one.rank.hansen_hodrick) for one in horizons]
    figure = bare("Rank correlation of the strength with the return after it", height=340)
    figure.add_trace(
        objects().Bar(
            x=[f"{one.bars} bars" for one in horizons],
            y=[one.rank.value for one in horizons],
            error_y={"type": "data", "array": error, "color": INK, "thickness": 1},
            marker={"color": COLOURS[0]},
        )
    )
    return figure


def reliability_figure(calibration: Calibration | Mapping[str, Calibration]) -> Any:
    """Return how often what was forecast came true: on the diagonal, a chance of 0.8 is right eight times in ten."""
    found = calibration if isinstance(calibration, Mapping) else {calibration.outcome: calibration}
    go, figure = objects(), bare("Forecast against what happened", height=380)
    figure.add_trace(go.Scatter(x=[0, 1], y=[0, 1], line={"color": GREY, "dash": "dot"}, name="as it should be"))
    for colour, (name, one) in zip(COLOURS, found.items(), strict=False):
        size = [6 + 18 * row.count / one.count for row in one.table]
        x, y = [row.forecast for row in one.table], [row.happened for row in one.table]
        marker = {"size": size, "color": colour}
        line = {"color": colour, "width": 1}
        figure.add_trace(go.Scatter(x=x, y=y, mode="lines+markers", marker=marker, line=line, name=name))
    figure.update_layout(hovermode="closest")
    figure.update_xaxes(title={"text": "forecast"}, range=[0, 1.02])
    figure.update_yaxes(title={"text": "happened"}, range=[0, 1.02])
    return figure


def costs_figure(costs: Costs) -> Any:
    """Return the Sharpe ratio over what a trade costs, in basis points."""
    figure = bare("Sharpe ratio a year over the cost of a trade", height=320)
    x, y = [one.cost_bps for one in costs.points], [one.sharpe for one in costs.points]
    figure.add_trace(objects().Scatter(x=x, y=y, mode="lines+markers", line={"color": COLOURS[0]}))
    figure.update_xaxes(title={"text": "basis points of what is traded"})
    return figure
