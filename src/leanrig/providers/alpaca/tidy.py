"""Bars in order, each moment once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leanrig.providers.alpaca.bar_page import RawBars

__all__ = ["Tidied", "joined"]


@dataclass(frozen=True, slots=True)
class Tidied:
    """Bars in order, and how many were there twice: the same, or with other figures."""

    bars: RawBars
    same: int = 0
    differing: int = 0
    was_sorted: bool = True


def joined(pieces: Sequence[RawBars]) -> Tidied:
    """Join pages into one, in order of time.

    Of two bars of one moment the later sent one stands: a vendor that sends a bar again sends its correction.
    """
    if not pieces:
        return Tidied(RawBars(np.empty(0, dtype="M8[us]"), np.empty((5, 0))))
    whole = RawBars(
        np.concatenate([piece.starts for piece in pieces]), np.concatenate([piece.values for piece in pieces], axis=1)
    )
    steps = np.diff(whole.starts)
    zero = np.timedelta64(0, "us")
    if (steps > zero).all():
        return Tidied(whole)
    was_sorted = bool((steps >= zero).all())
    whole = whole.chosen(np.argsort(whole.starts, kind="stable"))
    repeated = np.r_[whole.starts[1:] == whole.starts[:-1], False]
    equal = np.r_[(whole.values[:, 1:] == whole.values[:, :-1]).all(axis=0), False]
    same, differing = int((repeated & equal).sum()), int((repeated & ~equal).sum())
    return Tidied(whole.chosen(~repeated), same, differing, was_sorted)
