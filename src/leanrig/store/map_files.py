"""Which ticker a share had on which days, and Lean's map file that says so.

A row holds a ticker's last day; the first row is the first day of all. Lean reads a renamed share's prices under the
name of the time: they are written there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from leanrig.model.bars import TickerChange
from leanrig.model.sessions import previous_session
from leanrig.model.symbol import SecurityType, Symbol

__all__ = ["NameSpan", "map_text", "name_spans", "present_name"]

FOREVER = "20501231"
_EXCHANGE = "Q"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """The share is called `ticker` from `first` to `last`, both included."""

    ticker: str
    first: date = date.min
    last: date = date.max


def name_spans(symbol: Symbol, changes: Iterable[TickerChange]) -> list[NameSpan]:
    """Return the spans, oldest first, without gaps; the first name is taken to hold for all days before it.

    Names among which the symbol's own is missing are another company's.
    """
    names: list[TickerChange] = []
    for change in sorted(changes, key=lambda change: change.first_day):
        if not names or names[-1].ticker != change.ticker:
            names.append(change)
    if symbol.security_type is not SecurityType.EQUITY or symbol.ticker not in {name.ticker for name in names}:
        return [NameSpan(symbol.ticker)]
    firsts = [date.min, *(change.first_day for change in names[1:])]
    lasts = [*(day - _DAY for day in firsts[1:]), date.max]
    return [NameSpan(name.ticker, *span) for name, *span in zip(names, firsts, lasts, strict=True)]


def present_name(symbol: Symbol, changes: Iterable[TickerChange]) -> str:
    """Return the name that Lean's factor and map files go by: the last one."""
    return name_spans(symbol, changes)[-1].ticker.lower()


def map_text(symbol: Symbol, changes: Iterable[TickerChange], first_session: date) -> str:
    """Return the text of the map file.

    Parameters
    ----------
    first_session
        The first day with a bar; the first day of the oldest name stands in the file where that is earlier.
    """
    told = list(changes)
    known = told if symbol.ticker in {change.ticker for change in told} else []
    first = min([first_session, *(change.first_day for change in known)])
    spans = [span for span in name_spans(symbol, known) if span.last >= first]
    rows = [(f"{first:%Y%m%d}", spans[0].ticker)]
    rows += [(f"{previous_session(after.first):%Y%m%d}", span.ticker) for span, after in pairwise(spans)]
    rows.append((FOREVER, spans[-1].ticker))
    return "".join(f"{day},{ticker.lower()},{_EXCHANGE}\n" for day, ticker in rows)
