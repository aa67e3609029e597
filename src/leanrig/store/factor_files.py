"""Lean's factor and map files, from splits and dividends.

A row's factors hold for all dates up to and including the row's own. The last row need not be 1: where the vendor's
adjusted prices know of events after the last bar, it holds what they amount to.
"""

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from leanrig.model.bars import BarSet

__all__ = ["FactorRow", "factor_rows", "map_rows"]

_FOREVER = "20501231"


@dataclass(frozen=True, slots=True)
class FactorRow:
    """Up to `date` prices are multiplied by `price * split`; `reference` is that date's raw close."""

    date: str
    price: float
    split: float
    reference: str

    @property
    def text(self) -> str:
        """The line of the file, ten significant digits a factor."""
        return f"{self.date},{self.price:.10g},{self.split:.10g},{self.reference}"


def factor_rows(bar_set: BarSet) -> list[FactorRow]:
    """Return the rows of the factor file, oldest first.

    Factors are rounded to the ten digits of the file, so that research multiplies by the same numbers as Lean.
    """
    price = float(bar_set.provenance.details.get("final_ratio", "1"))
    split = 1.0
    rows = [_row(_FOREVER, price, split, "0")]
    sessions = _session_dates(bar_set)
    for action in sorted(bar_set.actions, key=lambda a: a.ex_date, reverse=True):
        at = bisect_left(sessions, f"{action.ex_date:%Y%m%d}") - 1
        if at < 0:
            continue
        split *= action.split_factor
        assert action.reference_price is not None
        price *= 1 - action.dividend / action.reference_price
        rows.append(_row(sessions[at], price, split, f"{Decimal(str(action.reference_price)).normalize():f}"))
    rows.append(_row(sessions[0], price, split, "1"))
    return rows[::-1]


def map_rows(bar_set: BarSet) -> str:
    """Return the text of a map file for a ticker that never changed."""
    name = bar_set.symbol.ticker.lower()
    return f"{_session_dates(bar_set)[0]},{name},Q\n{_FOREVER},{name},Q\n"


def _row(date: str, price: float, split: float, reference: str) -> FactorRow:
    return FactorRow(date, float(f"{price:.10g}"), float(f"{split:.10g}"), reference)


def _session_dates(bar_set: BarSet) -> list[str]:
    ends = pd.DatetimeIndex(bar_set.bars.index).tz_convert("America/New_York")
    return sorted(set(ends.strftime("%Y%m%d")))
