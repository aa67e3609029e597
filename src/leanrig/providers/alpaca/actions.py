"""Splits, dividends and names: `/v1/corporate-actions` in https://docs.alpaca.markets/reference

The vendor sorts and filters by the day on which it processes an event, for a dividend the day of payment; what counts
here is the ex-date. So more days are asked for than are wanted.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from leanrig.model.bars import CorporateAction, TickerChange
from leanrig.providers.alpaca.fields import Row, bad, day, number, rows_of, text, token_of
from leanrig.providers.alpaca.paging import follow, most_pages
from leanrig.providers.alpaca.wire import Query, Wire
from leanrig.providers.http.answer import Answer
from leanrig.providers.protocol import CompanyEvents

__all__ = ["ActionPage", "company_events", "read_actions"]

_PATH = "/v1/corporate-actions"
_LIMIT = 1000
_TYPES = "forward_split,reverse_split,stock_dividend,cash_dividend,name_change"
_PAID_WITHIN = timedelta(days=180)
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class _Step:
    """One event of one ticker: factor and cash of a share, at the open of `ex_date`; `id` is the vendor's."""

    id: str
    ticker: str
    ex_date: date
    factor: float = 1.0
    cash: float = 0.0


@dataclass(frozen=True, slots=True)
class _Renaming:
    first_day: date
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ActionPage:
    """Events that change a price, and names, and where the next page begins."""

    steps: tuple[_Step, ...]
    renamings: tuple[_Renaming, ...]
    next_token: str | None


def company_events(wire: Wire, ticker: str, start: date, end: date) -> CompanyEvents:
    """Return what happened from `start` to `end` to the company that is `ticker` at the end, under all its names.

    Where the name changed, the first of the names stands at `start`.
    """
    found = _asked(wire, ticker, start, end)
    spans = [_Span(ticker, start, end)]
    for _ in range(_MOST_NAMES):
        latest = spans[-1]
        before = [one for one in found.renamings if one.new == latest.ticker and start < one.first_day <= latest.last]
        if not before:
            break
        change = max(before, key=lambda one: one.first_day)
        spans[-1] = replace(latest, first=change.first_day)
        # The day itself too: a split that brings the new name stands under the old one.
        spans.append(_Span(change.old, start, change.first_day))
        found = _both(found, _asked(wire, change.old, start, end))
    steps = [step for step in found.steps if any(span.holds(step) for span in spans)]
    return CompanyEvents(_by_day(steps), _changes(spans, found, end))


@dataclass(frozen=True, slots=True)
class _Span:
    """The days in which the company had a name."""

    ticker: str
    first: date
    last: date

    def holds(self, step: _Step) -> bool:
        return step.ticker == self.ticker and self.first <= step.ex_date <= self.last


def _changes(spans: list[_Span], found: ActionPage, end: date) -> tuple[TickerChange, ...]:
    """The names of the spans, and what the last of them was renamed into."""
    ticker = spans[0].ticker
    after = [one for one in found.renamings if one.old == ticker and spans[0].first < one.first_day <= end]
    names = {span.first: span.ticker for span in spans} | {one.first_day: one.new for one in after}
    return tuple(TickerChange(day, names[day]) for day in sorted(names)) if len(names) > 1 else ()


def read_actions(answer: Answer) -> ActionPage:
    """Return one page; kinds of event that change no share's price or name are passed over."""
    body = answer.json()
    found = body.get("corporate_actions", ...) if isinstance(body, dict) else ...
    if found is not None and not isinstance(found, dict):
        raise bad("corporate_actions", "corporate actions")
    return ActionPage(_steps(found or {}), _renamings(found or {}), token_of(body, "corporate actions"))


def _asked(wire: Wire, ticker: str, start: date, end: date) -> ActionPage:
    query: Query = {
        "symbols": ticker,
        "types": _TYPES,
        "start": str(start),
        "end": str(end + _PAID_WITHIN),
        "limit": _LIMIT,
        "sort": "asc",
    }
    most = most_pages((end - start).days + 1, _LIMIT)
    pages = [got.page for got in follow(wire.data, _PATH, query, read_actions, most=most) or []]
    steps = tuple(step for page in pages for step in page.steps)
    return ActionPage(steps, tuple(one for page in pages for one in page.renamings), None)


def _both(first: ActionPage, second: ActionPage) -> ActionPage:
    steps = tuple(dict.fromkeys(first.steps + second.steps))
    return ActionPage(steps, tuple(dict.fromkeys(first.renamings + second.renamings)), None)


def _steps(found: Mapping[str, Any]) -> tuple[_Step, ...]:
    steps = []
    for kind in ("forward_splits", "reverse_splits"):
        for row, ticker in _named(found, kind):
            new = number(row, "new_rate", ticker)
            if new <= 0:
                raise bad("new_rate", ticker, "is not above zero")
            steps.append(
                _Step(_id(row, ticker), ticker, day(row, "ex_date", ticker), number(row, "old_rate", ticker) / new)
            )
    for row, ticker in _named(found, "stock_dividends"):
        # A twentieth of a share for each one held: the price falls as after a split of 21 for 20.
        steps.append(
            _Step(_id(row, ticker), ticker, day(row, "ex_date", ticker), 1 / (1 + number(row, "rate", ticker)))
        )
    for row, ticker in _named(found, "cash_dividends"):
        if text(row, "currency", ticker, default="USD") == "USD":
            steps.append(_Step(_id(row, ticker), ticker, day(row, "ex_date", ticker), cash=number(row, "rate", ticker)))
    return tuple(steps)


def _renamings(found: Mapping[str, Any]) -> tuple[_Renaming, ...]:
    changes = [
        _Renaming(day(row, "process_date", "name change"), _ticker(row, "old_symbol"), _ticker(row, "new_symbol"))
        for row in rows_of(found, "name_changes", "name changes")
    ]
    for row, ticker in _named(found, "reverse_splits"):
        new = text(row, "new_symbol", ticker, default="").upper()
        if new and new != ticker:
            changes.append(_Renaming(day(row, "ex_date", ticker), ticker, new))
    # A change of the number behind the name (CUSIP) comes with the same name twice.
    return tuple(one for one in changes if one.old != one.new)


def _named(found: Mapping[str, Any], kind: str) -> list[tuple[Row, str]]:
    return [(row, _ticker(row, "symbol")) for row in rows_of(found, kind, kind)]


def _id(row: Row, ticker: str) -> str:
    return text(row, "id", ticker, default="")


def _ticker(row: Row, field: str) -> str:
    return text(row, field, "corporate actions").upper()


def _by_day(steps: list[_Step]) -> tuple[CorporateAction, ...]:
    """One action a day: factors multiply, cash adds up; the vendor may list one event twice under two names."""
    days: dict[date, list[_Step]] = defaultdict(list)
    for step in steps:
        days[step.ex_date].append(step)
    actions = []
    for ex_date, of_day in sorted(days.items()):
        factor = 1.0
        for step in of_day:
            factor *= step.factor
        actions.append(CorporateAction(ex_date, factor, sum(step.cash for step in of_day)))
    return tuple(actions)
