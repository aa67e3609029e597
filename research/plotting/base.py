"""What all pictures share: plotly or a clear word, one look, one colour for one thing."""

import sys
from typing import Any

import pandas as pd

from leanrig.errors import BadInput, Missing

__all__ = ["COLOURS", "GREY", "INK", "REGIME_COLOURS", "bare", "objects", "panes", "spells"]

INK = "#1f2933"
GREY = "#9aa5b1"
COLOURS = ("#1f5fa8", "#c2571a", "#3a7d44", "#7a4fa3", "#a8871f")
REGIME_COLOURS = {"calm": "#3a7d44", "trending": "#1f5fa8", "mean_reverting": "#a8871f", "volatile": "#c2571a"}

_LINE = "rgba(31,41,51,0.12)"


def objects() -> Any:
    """Return `plotly.graph_objects`; raise `Missing` where this kernel has no plotly."""
    try:
        import plotly.graph_objects as found
    except ModuleNotFoundError:
        raise Missing(
            "this kernel has no plotly", where=sys.executable, cure="pip install 'leanrig[notebook]', and start again"
        ) from None
    return found


def bare(title: str, *, height: int = 420) -> Any:
    """Return an empty figure in our look."""
    return _dressed(objects().Figure(), title, height)


def panes(title: str, shares: list[float], *, height: int) -> Any:
    """Return a figure with panes below each other over one time axis, of these shares of the height."""
    objects()
    from plotly.subplots import make_subplots

    figure = make_subplots(rows=len(shares), cols=1, shared_xaxes=True, row_heights=shares, vertical_spacing=0.04)
    return _dressed(figure, title, height)


def spells(words: "pd.Series[Any]") -> list[tuple[str, Any, Any]]:
    """Return each unbroken stay in `words` as its word, first label and the label at which the next one begins."""
    if words.empty:
        raise BadInput("there is no row to draw", cure="give rows of one symbol")
    starts = words.index[(words != words.shift()).to_numpy()]
    ends = [*starts[1:], words.index[-1]]
    return [(str(words.loc[start]), start, end) for start, end in zip(starts, ends, strict=True)]


def _dressed(figure: Any, title: str, height: int) -> Any:
    figure.update_layout(
        title={"text": title, "x": 0, "xref": "paper", "font": {"size": 16}},
        height=height,
        margin={"l": 60, "r": 20, "t": 60, "b": 40},
        template="plotly_white",
        font={"family": "system-ui, sans-serif", "color": INK, "size": 13},
        legend={"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 1, "xanchor": "right"},
        hovermode="x unified",
    )
    figure.update_xaxes(gridcolor=_LINE, zeroline=False)
    figure.update_yaxes(gridcolor=_LINE, zerolinecolor=GREY)
    return figure
