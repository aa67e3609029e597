"""One day of a run: values of the account, orders, positions by the fills so far. Pure.

A day is one of UTC for orders; a sample taken at midnight of the exchange tells of the day that has ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from leanrig.model.result import Order, Result
from leanrig.report.daily import daily_of
from leanrig.report.inputs import ReportInputs
from leanrig.report.risk import drawdowns

__all__ = ["Day", "Position", "day_of_run", "last_day"]

_USUAL_DAYS = 60
_HALF_A_DAY = 43_200


@dataclass(frozen=True, slots=True)
class Position:
    """What was held at the day's end by the fills so far; `price` is that of the last fill."""

    symbol: str
    quantity: float
    price: float


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a run.

    `before` and `after` are the account's value at the end of the day before and of this day, NaN where no sample
    tells; `earlier` are changes of earlier days on which the account moved.
    """

    inputs: ReportInputs
    date: date
    before: float
    after: float
    below_peak: float
    earlier: tuple[float, ...]
    orders: tuple[Order, ...]
    positions: tuple[Position, ...]

    @property
    def change(self) -> float:
        """The account's change as a fraction."""
        return self.after / self.before - 1 if self.before > 0 else float("nan")

    @property
    def currency(self) -> str:
        """The account's currency."""
        configuration = self.inputs.result.configuration
        return (configuration.currency if configuration else "") or "USD"

    @property
    def end(self) -> datetime:
        """The day's last moment."""
        return datetime.combine(self.date, time.max, UTC)


def last_day(result: Result) -> date | None:
    """Return the last day of which anything is known: of an order, or else of a sample."""
    moments = [moment for order in result.orders for moment in (order.created, order.filled) if moment is not None]
    equity = result.equity
    days = [moment.date() for moment in moments]
    if not days and equity is not None and equity.times:
        days = [datetime.fromtimestamp(equity.times[-1] - _HALF_A_DAY, UTC).date()]
    return max(days) if days else None


def day_of_run(inputs: ReportInputs, day: date) -> Day:
    """Return what is known of a day."""
    result = inputs.result
    before, after, below, earlier = _values(result, day)
    return Day(
        inputs=inputs,
        date=day,
        before=before,
        after=after,
        below_peak=below,
        earlier=earlier,
        orders=tuple(order for order in result.orders if day in _days(order)),
        positions=_positions(result.orders, day),
    )


def _days(order: Order) -> set[date]:
    moments = (order.created, order.filled, order.cancelled, *(event.time for event in order.events))
    return {moment.date() for moment in moments if moment is not None}


def _values(result: Result, day: date) -> tuple[float, float, float, tuple[float, ...]]:
    nothing = float("nan")
    days, values = _samples(result)
    if day not in days:
        return nothing, nothing, nothing, ()
    place = len(days) - 1 - days[::-1].index(day)
    moves = np.diff(values[: place + 1]) / values[:place] if place else np.zeros(0)
    earlier = tuple(float(move) for move in moves[:-1] if move != 0 and np.isfinite(move))[-_USUAL_DAYS:]
    before = float(values[place - 1]) if place else nothing
    return before, float(values[place]), float(drawdowns(values[: place + 1])[-1]), earlier


def _samples(result: Result) -> tuple[list[date], NDArray[np.float64]]:
    """Return the days with the account's value at their ends; a day that still runs stands at its last sample.

    The first sample of a deployment is what its first day began with.
    """
    daily, equity = daily_of(result), result.equity
    if equity is None:
        return [], np.zeros(0)
    if daily is None:
        first, last = (datetime.fromtimestamp(equity.times[place] - 1, UTC).date() for place in (0, -1))
        return [first - timedelta(days=1), last], np.array([equity.values[0], equity.values[-1]])
    days, values = daily.days, daily.equity
    if equity.times[-1] > int(daily.times[-1]):
        days = [*days, datetime.fromtimestamp(equity.times[-1] - 1, UTC).date()]
        values = np.append(values, equity.values[-1])
    return days, values


def _positions(orders: Sequence[Order], day: date) -> tuple[Position, ...]:
    held: dict[str, float] = {}
    price: dict[str, float] = {}
    last = datetime.combine(day, time.max, UTC)
    fills = [(event.time, order.symbol, event) for order in orders for event in order.fills if event.time <= last]
    for _, symbol, event in sorted(fills, key=lambda item: item[0]):
        held[symbol] = held.get(symbol, 0.0) + event.fill_quantity
        price[symbol] = event.fill_price
    return tuple(Position(name, amount, price[name]) for name, amount in held.items() if abs(amount) > 1e-9)
