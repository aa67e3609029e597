"""What splits and dividends do to raw prices, bar by bar."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.model.bars import CorporateAction

__all__ = ["action_steps", "is_sound"]

Floats = npt.NDArray[np.float64]


def action_steps(days: pd.DatetimeIndex, closes: Floats, actions: Iterable[CorporateAction]) -> Floats:
    """Return by how much splits and dividends alone move the raw price into each bar, as a natural logarithm.

    Parameters
    ----------
    days
        The day that each bar belongs to, naive midnights in order.
    closes
        Raw closes; the one before a dividend is its reference where the action has none.

    Returns
    -------
    shape (n_bars,)
        0 but at the first bar of an ex date (or of the first later day that has bars). An action from before the first
        bar, or after the last, moves nothing here. Known at the open of the bar's day.
    """
    steps = np.zeros(len(days))
    for action in actions:
        row = int(days.searchsorted(pd.Timestamp(action.ex_date)))
        if 0 < row < len(days) and is_sound(action, float(closes[row - 1])):
            reference = action.reference_price or float(closes[row - 1])
            steps[row] += np.log(action.split_factor) + np.log1p(-action.dividend / reference)
    return steps


def is_sound(action: CorporateAction, close_before: float) -> bool:
    """Whether the figures of an action can be meant: a positive factor, a dividend below the price."""
    reference = action.reference_price or close_before
    return bool(
        np.isfinite(action.split_factor)
        and action.split_factor > 0
        and np.isfinite(action.dividend)
        and 0 <= action.dividend < reference
    )
