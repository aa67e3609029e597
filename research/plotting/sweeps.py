"""A sweep: the target over two parameters, and what luck alone would have found."""

from typing import Any

import numpy as np
import pandas as pd

from leanrig.errors import BadInput
from research.plotting.base import COLOURS, GREY, INK, bare, objects

__all__ = ["heat_map", "luck_figure"]


def heat_map(trials: pd.DataFrame, x: str, y: str, *, value: str = "target") -> Any:
    """Return `value` over two parameters; where several trials share a place, their median.

    Parameters
    ----------
    trials
        A row each, as `research.sweep.trials_of` gives them.
    """
    missing = [name for name in (x, y, value) if name not in trials.columns]
    if missing:
        raise BadInput(f"the trials have no {', '.join(missing)}", cure=f"they have {', '.join(trials.columns[:12])}")
    table = trials.pivot_table(index=y, columns=x, values=value, aggfunc="median").astype(float)
    figure = bare(f"{value} over {x} and {y}", height=420)
    texts = [[f"{cell:.2f}" if np.isfinite(cell) else "" for cell in row] for row in table.to_numpy()]
    figure.add_trace(
        objects().Heatmap(
            x=[f"{name:g}" for name in table.columns],
            y=[f"{name:g}" for name in table.index],
            z=table.to_numpy(),
            text=texts,
            texttemplate="%{text}",
            colorscale="Blues",
            colorbar={"title": {"text": value}},
        )
    )
    figure.update_layout(hovermode="closest")
    figure.update_xaxes(type="category", title={"text": x})
    figure.update_yaxes(type="category", title={"text": y})
    return figure


def luck_figure(sharpes: "pd.Series[float]", *, best: int, by_luck: float) -> Any:
    """Return all trials' Sharpe ratios in order, the chosen one marked, and the best that luck alone would give.

    Parameters
    ----------
    sharpes
        A year, indexed by the trials' numbers.
    by_luck
        `research.sweep.luck_of(...).by_luck`.
    """
    ordered = sharpes.dropna().sort_values()
    colours = [COLOURS[1] if number == best else COLOURS[0] for number in ordered.index]
    names = [f"trial {number}" for number in ordered.index]
    figure = bare("Every trial's Sharpe ratio a year, and the best that luck alone would give", height=360)
    figure.add_trace(objects().Bar(x=names, y=ordered, marker={"color": colours}))
    if np.isfinite(by_luck):
        note = {"text": "by luck", "font": {"color": GREY}}
        figure.add_hline(y=by_luck, line={"color": INK, "dash": "dash"}, annotation=note)
    figure.update_layout(hovermode="closest")
    return figure
