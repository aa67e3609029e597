"""Does a signal look ahead? What it said of the first bars must not change when later bars are added. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

__all__ = ["Leak", "find_leak", "spread_cuts"]


@dataclass(frozen=True, slots=True)
class Leak:
    """What was said differently of bar number `bar` once the bars from `cut` on were known."""

    bar: int
    cut: int
    before: Any
    after: Any


def find_leak(
    signal: Callable[[pd.Series], Iterable[Any]], closes: pd.Series, *, cuts: Iterable[int] | None = None
) -> Leak | None:
    """Return where `signal(closes[:t])` is not exactly the beginning of `signal(closes)`, or None.

    Parameters
    ----------
    signal
        From closes to one answer a bar (None where there is none yet). Answers are compared without any tolerance:
        those of a function of the past do not differ at all.
    closes : indexed by end_time
    cuts
        Lengths to try; by default a spread of them.
    """
    whole = list(signal(closes))
    for cut in cuts if cuts is not None else spread_cuts(len(closes)):
        short = signal(closes.iloc[:cut])
        for bar, (before, after) in enumerate(zip(short, whole[:cut], strict=True)):
            if before != after:
                return Leak(bar, cut, before, after)
    return None


def spread_cuts(bars: int, *, count: int = 12) -> list[int]:
    """Return lengths from short to just below the whole, unevenly spaced so that no schedule's step is always met."""
    return sorted({max(1, int(bars * (step / count) ** 0.9) - step % 3) for step in range(1, count)} | {bars - 1})
