"""The histories that signals are run on, and the shapes in which they are given them. Pure."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from research.audit.made import half_hours, made_bars, made_panel, random_walk
from research.audit.subjects import each_bar

__all__ = ["History", "histories", "view", "walk"]


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Bars and what to call them."""

    name: str
    bars: pd.DataFrame


def histories(kind: str, *, longer: bool = False) -> list[History]:
    """Return made histories for signals of a kind; longer ones for those that need many bars before they speak."""
    if kind == "panel":
        return [History("made closes of eight symbols", made_panel(1500 if longer else 500))]
    splits = kind == "bars"
    return [
        History("made daily bars", made_bars(3000 if longer else 700, splits=splits)),
        History("made half hours", half_hours(220 if longer else 50, splits=splits)),
    ]


def walk(kind: str) -> History | None:
    """Return a random walk for signals of a kind; None for panels."""
    return None if kind == "panel" else History("a random walk", random_walk())


def view(bars: pd.DataFrame, kind: str) -> Any:
    """Return a fresh copy of the bars in the shape of a kind, so that a signal may write on it."""
    if kind in ("bars", "panel"):
        return bars.copy()
    if kind == "stream":
        return bars["close"].copy(), each_bar(bars)
    closes = bars["close"].copy()
    if kind == "array":
        return closes.to_numpy(copy=True)
    return np.log(closes).diff().fillna(0.0) if kind == "returns" else closes
