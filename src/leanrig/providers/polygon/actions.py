"""Splits and dividends, as the vendor lists them: raw, each under the ticker of its day.

https://massive.com/docs/rest/stocks/corporate-actions
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from leanrig.model.bars import CorporateAction
from leanrig.providers.polygon.wire import bad, next_url_of, rows_of

__all__ = ["merged", "read_dividends", "read_splits"]

_OURS = "usd"


def read_splits(body: Any, about: str) -> tuple[list[CorporateAction], str]:
    """Return a page's splits and its `next_url`."""
    found = []
    for row in rows_of(body, about):
        old, new = _number(row, "split_from", about), _number(row, "split_to", about)
        if old <= 0 or new <= 0:
            raise bad("a split that is not of whole shares", about)
        found.append(CorporateAction(_day(row, "execution_date", about), old / new, 0.0))
    return found, next_url_of(body, about)


def read_dividends(body: Any, about: str) -> tuple[list[CorporateAction], str]:
    """Return a page's dividends and its `next_url`; those paid in another currency than the quotes' are left out."""
    rows = [row for row in rows_of(body, about) if str(row.get("currency") or _OURS).lower() == _OURS]
    found = [
        CorporateAction(_day(row, "ex_dividend_date", about), 1.0, _number(row, "cash_amount", about)) for row in rows
    ]
    return found, next_url_of(body, about)


def merged(actions: Iterable[CorporateAction]) -> tuple[CorporateAction, ...]:
    """Return one action a day, oldest first: the vendor lists a special dividend beside the regular one."""
    by_day: dict[date, CorporateAction] = {}
    for action in sorted(actions, key=lambda one: one.ex_date):
        held = by_day.get(action.ex_date)
        if held is not None:
            factor, cash = held.split_factor * action.split_factor, held.dividend + action.dividend
            by_day[action.ex_date] = CorporateAction(action.ex_date, factor, cash)
        else:
            by_day[action.ex_date] = action
    return tuple(action for action in by_day.values() if action.split_factor != 1 or action.dividend)


def _number(row: dict[str, Any], name: str, about: str) -> float:
    found = row.get(name)
    if not isinstance(found, int | float):
        raise bad(f"{name!r} that is no number", about)
    return float(found)


def _day(row: dict[str, Any], name: str, about: str) -> date:
    try:
        return date.fromisoformat(row[name])
    except (KeyError, TypeError, ValueError):
        raise bad(f"{name!r} that is no day", about) from None
