"""Lean's factor and map files, from splits, dividends and names.

A row's factors hold for all dates up to and including the row's own: the session before the event. The last row need
not be 1: where the vendor's adjusted prices know of events after the last bar, it holds what they amount to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from leanrig.model.bars import BarSet, CorporateAction, Provenance, TickerChange
from leanrig.model.sessions import bar_days, previous_session
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.closes import close_in
from leanrig.store.company_events import in_force
from leanrig.store.map_files import FOREVER, map_text, present_name

__all__ = ["FactorRow", "factor_rows", "final_ratio", "reference_texts", "texts_of"]


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

    Factors are rounded to the ten digits of the file, so that research multiplies by the same numbers as Lean. A
    dividend whose price before is not known is left out.
    """
    actions = in_force(bar_set.actions, date.max, close_in(bar_set.symbol, bar_set.bars))
    return _rows(actions, first=first_day(bar_set), final=final_ratio(bar_set.provenance))


def reference_texts(
    symbol: Symbol,
    actions: Iterable[CorporateAction],
    changes: Iterable[TickerChange],
    *,
    first: date,
    final: float = 1.0,
) -> dict[Path, str]:
    """Return path (below the data folder) and text of a share's factor and map file.

    Parameters
    ----------
    actions
        Those in force, with reference prices.
    first
        The first day with a bar at any resolution.
    final
        What adjusted prices are of raw ones after the last action.
    """
    folder, known = Path(symbol.security_type, symbol.market), list(changes)
    name = f"{present_name(symbol, known)}.csv"
    return {
        folder / "factor_files" / name: "".join(f"{row.text}\n" for row in _rows(actions, first=first, final=final)),
        folder / "map_files" / name: map_text(symbol, known, first),
    }


def texts_of(bar_set: BarSet) -> dict[Path, str]:
    """Return path and text of the two files for one set of bars; nothing for what is no share."""
    if bar_set.symbol.security_type is not SecurityType.EQUITY:
        return {}
    actions = in_force(bar_set.actions, date.max, close_in(bar_set.symbol, bar_set.bars))
    final = final_ratio(bar_set.provenance)
    return reference_texts(bar_set.symbol, actions, bar_set.ticker_changes, first=first_day(bar_set), final=final)


def final_ratio(known: Provenance) -> float:
    """Return what the source's adjusted prices are of raw ones after its last action."""
    return float(known.details.get("final_ratio", "1"))


def first_day(bar_set: BarSet) -> date:
    """Return the first day with a bar."""
    return bar_days(bar_set.symbol, bar_set.bars.index[:1])[0].date()


def _rows(actions: Iterable[CorporateAction], *, first: date, final: float) -> list[FactorRow]:
    price, split = final, 1.0
    rows = [_row(FOREVER, price, split, "0")]
    for action in sorted(actions, key=lambda action: action.ex_date, reverse=True):
        if action.ex_date <= first:
            break
        split *= action.split_factor
        reference = action.reference_price or 0.0
        price *= 1 - action.dividend / reference if action.dividend else 1
        day = f"{previous_session(action.ex_date):%Y%m%d}"
        if rows[-1].date == day:  # dated to a weekend and to the Monday after: one row holds both
            rows.pop()
        rows.append(_row(day, price, split, f"{Decimal(str(reference)).normalize():f}"))
    if rows[-1].date > f"{first:%Y%m%d}":
        rows.append(_row(f"{first:%Y%m%d}", price, split, "1"))
    return rows[::-1]


def _row(day: str, price: float, split: float, reference: str) -> FactorRow:
    return FactorRow(day, float(f"{price:.10g}"), float(f"{split:.10g}"), reference)
