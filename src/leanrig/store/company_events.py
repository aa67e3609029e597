"""Splits, dividends and names of one company: joined, and completed with the closes that a vendor left out."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from leanrig.model.bars import CorporateAction, TickerChange
from leanrig.store.coverage import DayRange

__all__ = ["by_day", "in_force", "joined_actions", "joined_changes", "with_references"]


def by_day(actions: Iterable[CorporateAction]) -> tuple[CorporateAction, ...]:
    """Return one action a day, oldest first: dividends of one day add up, splits multiply."""
    found: dict[date, CorporateAction] = {}
    for action in actions:
        there = found.get(action.ex_date)
        found[action.ex_date] = action if there is None else _both(there, action)
    return tuple(found[day] for day in sorted(found))


def joined_actions(
    kept: Iterable[CorporateAction], new: Iterable[CorporateAction], days: DayRange | None
) -> tuple[CorporateAction, ...]:
    """Return the actions after `new` was answered: what was kept for the same day, or for any of `days`, gives way."""
    latest = {action.ex_date: action for action in by_day(new)}
    old = {a.ex_date: a for a in kept if days is None or a.ex_date not in days}
    both = old | latest
    return tuple(both[day] for day in sorted(both))


def joined_changes(
    kept: Iterable[TickerChange], new: Iterable[TickerChange], days: DayRange | None
) -> tuple[TickerChange, ...]:
    """Return the names after `new` was answered, oldest first."""
    old = {c.first_day: c for c in kept if days is None or c.first_day not in days}
    both = old | {change.first_day: change for change in new}
    return tuple(both[day] for day in sorted(both))


def with_references(
    actions: Iterable[CorporateAction], close_before: Callable[[date], float | None]
) -> tuple[CorporateAction, ...]:
    """Return the actions with the raw close before each, where the source left it out and `close_before` knows it."""
    return tuple(a if a.reference_price else replace(a, reference_price=close_before(a.ex_date)) for a in actions)


def in_force(
    actions: Iterable[CorporateAction], known_to: date, close_before: Callable[[date], float | None]
) -> tuple[CorporateAction, ...]:
    """Return the actions to adjust prices for: past ones, and of dividends those whose price before is known.

    Parameters
    ----------
    known_to
        Actions of later days are announced and have not happened.
    """
    full = with_references((action for action in by_day(actions) if action.ex_date <= known_to), close_before)
    return tuple(action for action in full if action.reference_price or not action.dividend)


def _both(one: CorporateAction, two: CorporateAction) -> CorporateAction:
    return CorporateAction(
        one.ex_date,
        one.split_factor * two.split_factor,
        one.dividend + two.dividend,
        one.reference_price or two.reference_price,
    )
