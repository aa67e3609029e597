"""Lean's factor and map files, from splits, dividends and names.

A row's factors hold for all dates up to and including the row's own: the session before the event. The last row need
not be 1: where the vendor's adjusted prices know of events after the last bar, it holds what they amount to.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leanrig.model.bars import BarSet, CorporateAction
from leanrig.model.sessions import bar_days, previous_session
from leanrig.store.closes import close_in
from leanrig.store.company_events import by_day, with_references
from leanrig.store.map_files import FOREVER, map_text

__all__ = ["FactorRow", "factor_rows", "factor_text", "map_rows"]


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


def factor_rows(bar_set: BarSet, *, first: date | None = None) -> list[FactorRow]:
    """Return the rows of the factor file, oldest first.

    Factors are rounded to the ten digits of the file, so that research multiplies by the same numbers as Lean. Actions
    after the moment that the bars are known as of are left out, as are dividends whose price before is not known.

    Parameters
    ----------
    first
        The first day of the file, where bars of another resolution begin earlier than these.
    """
    days = bar_days(bar_set.symbol, bar_set.bars.index[[0, -1]])
    start = min(first or days[0].date(), days[0].date())
    price = float(bar_set.provenance.details.get("final_ratio", "1"))
    split = 1.0
    rows = [_row(FOREVER, price, split, "0")]
    for action in reversed(_usable(bar_set, start, days[-1].date())):
        split *= action.split_factor
        reference = action.reference_price or 0.0
        price *= 1 - action.dividend / reference if action.dividend else 1
        day = previous_session(action.ex_date)
        rows.append(_row(f"{day:%Y%m%d}", price, split, f"{Decimal(str(reference)).normalize():f}"))
    if rows[-1].date > f"{start:%Y%m%d}":
        rows.append(_row(f"{start:%Y%m%d}", price, split, "1"))
    return rows[::-1]


def factor_text(bar_set: BarSet, *, first: date | None = None) -> str:
    """Return the text of the factor file."""
    return "".join(f"{row.text}\n" for row in factor_rows(bar_set, first=first))


def map_rows(bar_set: BarSet, *, first: date | None = None) -> str:
    """Return the text of the map file."""
    start = bar_days(bar_set.symbol, bar_set.bars.index[:1])[0].date()
    return map_text(bar_set.symbol, bar_set.ticker_changes, min(first or start, start))


def _usable(bar_set: BarSet, first: date, last: date) -> list[CorporateAction]:
    """Return the actions that prices are adjusted for, oldest first, each with its reference price."""
    known_to = max(last, bar_set.provenance.as_of.date())
    chosen = [action for action in by_day(bar_set.actions) if first < action.ex_date <= known_to]
    full = with_references(chosen, close_in(bar_set.symbol, bar_set.bars))
    return [action for action in full if action.reference_price or not action.dividend]


def _row(day: str, price: float, split: float, reference: str) -> FactorRow:
    return FactorRow(day, float(f"{price:.10g}"), float(f"{split:.10g}"), reference)
