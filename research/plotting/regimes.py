"""A price with its regimes behind it, the confidence and the strength below."""

from typing import Any

import pandas as pd

from leanrig.errors import BadInput
from research.plotting.base import INK, REGIME_COLOURS, objects, panes, spells

__all__ = ["regimes_figure"]

_MOST_SPELLS = 400


def regimes_figure(closes: "pd.Series[float]", rows: pd.DataFrame, *, title: str = "") -> Any:
    """Return the picture of one symbol's signal rows over its closes.

    Parameters
    ----------
    closes : indexed by end_time, UTC
    rows
        As a frame of `signals.frames`: each known at its timestamp.

    Raises
    ------
    BadInput
        If the rows are of more than one symbol, or there are none.
    """
    symbols = sorted({str(name) for name in rows["symbol"]})
    if len(symbols) != 1:
        raise BadInput("a picture shows one symbol's rows", where=", ".join(symbols), cure="choose those of one symbol")
    figure = panes(title or f"{symbols[0]}: adjusted close and regime", [0.6, 0.2, 0.2], height=560)
    go, words = objects(), rows.set_index("timestamp")["regime"]
    figure.add_trace(go.Scatter(x=closes.index, y=closes, name="close", line={"color": INK, "width": 1}), 1, 1)
    for place, (name, column) in enumerate((("confidence", "confidence"), ("strength", "signal_strength")), 2):
        line = {"color": INK, "width": 0.8}
        figure.add_trace(
            go.Scatter(x=rows["timestamp"], y=rows[column], name=name, line=line, showlegend=False), place, 1
        )
        figure.update_yaxes(title={"text": name}, row=place, col=1)
    figure.update_yaxes(type="log", title={"text": "close"}, row=1, col=1)
    _shade(figure, words)
    return figure


def _shade(figure: Any, words: "pd.Series[Any]") -> None:
    """Colour the ground of the first pane; each regime stands in the legend once."""
    found = spells(words)
    longest = sorted(sorted(found, key=lambda spell: spell[2] - spell[1])[-_MOST_SPELLS:], key=lambda spell: spell[1])
    shapes = [
        {
            "type": "rect", "xref": "x", "yref": "y domain", "x0": start, "x1": end, "y0": 0, "y1": 1,
            "fillcolor": REGIME_COLOURS.get(word, INK), "opacity": 0.18, "line": {"width": 0}, "layer": "below",
        }
        for word, start, end in longest
    ]  # fmt: skip
    figure.update_layout(shapes=shapes)
    for word in sorted({word for word, _, _ in found}):
        mark = {"color": REGIME_COLOURS.get(word, INK), "size": 12, "symbol": "square", "opacity": 0.4}
        figure.add_trace(objects().Scatter(x=[None], y=[None], mode="markers", marker=mark, name=word), 1, 1)
