"""Backtests side by side: their accounts, and how far each stands below its peak."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from leanrig.errors import BadInput
from research.plotting.base import COLOURS, GREY, objects, panes

__all__ = ["runs_figure"]


def runs_figure(accounts: Mapping[str, "pd.Series[float]"], *, benchmark: "pd.Series[float] | None" = None) -> Any:
    """Return growth of 1 and drawdown of each account.

    Parameters
    ----------
    accounts
        Name -> account value by day.
    benchmark
        Its value by day; drawn grey.
    """
    if not accounts:
        raise BadInput("there is no account to draw", cure="give one run at least")
    go, figure = objects(), panes("Growth of 1, and the fall from the peak", [0.68, 0.32], height=500)
    lines = dict(accounts) | ({} if benchmark is None else {"benchmark": benchmark})
    for place, (name, values) in enumerate(lines.items()):
        colour = GREY if name == "benchmark" else COLOURS[place % len(COLOURS)]
        known = values.dropna().astype(float)
        growth = known / known.iloc[0]
        fall: pd.Series[float] = growth / growth.cummax() - 1
        line = {"color": colour, "width": 1.4}
        figure.add_trace(go.Scatter(x=growth.index, y=growth, name=name, line=line), 1, 1)
        figure.add_trace(go.Scatter(x=fall.index, y=fall, name=name, line=line, showlegend=False), 2, 1)
    figure.update_yaxes(type="log", row=1, col=1)
    figure.update_yaxes(tickformat=".0%", row=2, col=1)
    return figure
