"""Under which tickers a company traded: the vendor keeps bars, splits and dividends under the ticker of their day.

`META` before June 2022 is another company there; its owner's bars are under `FB`. The vendor's list of ticker changes
(experimental, https://massive.com/docs/rest/stocks/corporate-actions/ticker-events) gives days that may be some
sessions off, so the first day of a new name is taken from the old one's last bar.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from leanrig.model.bars import TickerChange

__all__ = ["AROUND", "Span", "corrected", "first_day_after", "read_changes", "spans"]

AROUND = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Span:
    """From `first` to `last`, both included, the company traded as `ticker`."""

    ticker: str
    first: date
    last: date


def read_changes(body: Any, ticker: str) -> tuple[TickerChange, ...]:
    """Return the names in an answer, oldest first; none where there is but one, or where the last is not `ticker`.

    A list that ends in another name is of another company, or wrong; both happen.
    """
    found = body.get("results") if isinstance(body, dict) else None
    events = found.get("events") if isinstance(found, dict) else None
    changes = sorted(filter(None, map(_change, events or ())), key=lambda change: change.first_day)
    kept = [one for n, one in enumerate(changes) if n == 0 or one.ticker != changes[n - 1].ticker]
    return tuple(kept) if len(kept) > 1 and kept[-1].ticker == ticker else ()


def spans(changes: Sequence[TickerChange], ticker: str, start: date, end: date) -> list[Span]:
    """Return the names from `start` to `end`; the first known one holds for all days before it."""
    if not changes:
        return [Span(ticker, start, end)]
    firsts = [date.min, *(change.first_day for change in changes[1:])]
    lasts = [*(day - timedelta(days=1) for day in firsts[1:]), date.max]
    every = [
        Span(change.ticker, max(first, start), min(last, end))
        for change, first, last in zip(changes, firsts, lasts, strict=True)
    ]
    return [span for span in every if span.first <= span.last]


def first_day_after(traded: Sequence[date], sessions: Sequence[date], *, said: date) -> date:
    """Return the session after the old name's last bar.

    Parameters
    ----------
    traded
        Days around the change on which the old name has a bar.
    sessions
        All sessions around the change.
    said
        The vendor's day: it stays where the old name has no bar, or trades on.
    """
    later = [day for day in sessions if traded and day > traded[-1]]
    return later[0] if later else said


def corrected(
    changes: Sequence[TickerChange], start: date, end: date, find: Callable[[str, date], date]
) -> tuple[TickerChange, ...]:
    """Return the changes; those near the range with the first day that `find(old name, day)` gives."""
    result = list(changes[:1])
    for old, new in pairwise(changes):
        near = start - AROUND <= new.first_day <= end + AROUND
        result.append(TickerChange(find(old.ticker, new.first_day), new.ticker) if near else new)
    return tuple(result)


def _change(event: Any) -> TickerChange | None:
    try:
        return TickerChange(date.fromisoformat(event["date"]), str(event["ticker_change"]["ticker"]).upper())
    except (KeyError, TypeError, ValueError):
        return None  # another kind of event, or one without a day: it renames nothing
