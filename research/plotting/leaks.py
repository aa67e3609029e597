"""What seeing the future does: to probabilities, to labels, to an account."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from research.judging.leak_premium import LeakPremium
from research.plotting.base import COLOURS, GREY, INK, bare, objects, panes

__all__ = ["doubt_figure", "premium_figure", "revision_figure"]


def doubt_figure(closes: "pd.Series[float]", probabilities: Mapping[str, "pd.Series[float]"]) -> Any:
    """Return closes above, and below them the probabilities of one regime as several ways of looking have them."""
    go, figure = objects(), panes("The same days, known then and known later", [0.55, 0.45], height=480)
    figure.add_trace(go.Scatter(x=closes.index, y=closes, name="close", line={"color": INK, "width": 1}), 1, 1)
    figure.update_yaxes(type="log", title={"text": "close"}, row=1, col=1)
    for colour, (name, values) in zip(COLOURS, probabilities.items(), strict=False):
        line = {"color": colour, "width": 1.4}
        figure.add_trace(go.Scatter(x=values.index, y=values, name=name, line=line), 2, 1)
    figure.update_yaxes(title={"text": "P(volatile)"}, range=[-0.03, 1.03], row=2, col=1)
    return figure


def revision_figure(
    said: Mapping[str, "pd.Series[float]"], *, title: str = "What was said as more became known"
) -> Any:
    """Return what a signal said of the same bars at several lengths of history: lines that part were taken back."""
    go, figure = objects(), bare(title, height=320)
    for colour, (name, values) in zip(COLOURS, said.items(), strict=False):
        line = {"color": colour, "width": 1.6, "dash": "solid" if colour == COLOURS[0] else "dot"}
        figure.add_trace(go.Scatter(x=values.index, y=values, name=name, line=line))
    return figure


def premium_figure(found: LeakPremium) -> Any:
    """Return Sharpe ratios as bars: holding, the honest signal, and each leak with the interval of its premium."""
    go, figure = objects(), bare(f"Sharpe ratio a year at {found.cost_bps:g} basis points", height=380)
    plain = {"buy and hold": found.hold.sharpe, "honest": found.honest.sharpe}
    figure.add_trace(
        go.Bar(y=list(plain), x=list(plain.values()), orientation="h", marker={"color": [GREY, COLOURS[0]]}, name="")
    )
    leaks = found.leaks
    base = found.honest.sharpe
    values = [leak.figures.sharpe for leak in leaks]
    high = [base + leak.premium.high - value for leak, value in zip(leaks, values, strict=True)]
    low = [value - base - leak.premium.low for leak, value in zip(leaks, values, strict=True)]
    error = {"type": "data", "symmetric": False, "array": high, "arrayminus": low, "color": INK, "thickness": 1}
    names = [leak.name.replace("_", " ") for leak in leaks]
    figure.add_trace(go.Bar(y=names, x=values, orientation="h", marker={"color": COLOURS[1]}, error_x=error, name=""))
    figure.update_layout(showlegend=False, hovermode="y")
    figure.update_yaxes(autorange="reversed")
    return figure
