"""One day of an account: what it was worth, what was ordered and filled, what it held and which regime was in force.

A day is one of UTC for orders; a sample taken at midnight of the exchange tells of the day that has ended. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from leanrig.model.result import Order, Result
from leanrig.report import formats
from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite
from leanrig.report.cite.sources import Sources, slug
from leanrig.report.daily import Daily, daily_of
from leanrig.report.inputs import ReportInputs, SignalRow
from leanrig.report.risk import drawdowns
from leanrig.report.sheet.kinds.regime_facts import words
from leanrig.report.sheet.kinds.symbol_facts import price_shown

__all__ = ["Day", "Position", "day_facts", "day_of_run", "last_day"]

_USUAL_DAYS = 60
_FEWEST = 10
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
    daily = daily_of(result) or _live(result)
    if daily is None:
        return nothing, nothing, nothing, ()
    days = daily.days
    upto = [place for place, there in enumerate(days) if there <= day]
    if not upto or days[upto[-1]] != day:
        return nothing, nothing, nothing, ()
    place = upto[-1]
    moves = np.diff(daily.equity[: place + 1]) / daily.equity[:place] if place else np.zeros(0)
    earlier = tuple(float(move) for move in moves[:-1] if move != 0 and np.isfinite(move))[-_USUAL_DAYS:]
    before = float(daily.equity[place - 1]) if place else nothing
    return before, float(daily.equity[place]), float(drawdowns(daily.equity[: place + 1])[-1]), earlier


def _live(result: Result) -> Daily | None:
    """Return first and last sample of a deployment that has not seen two midnights."""
    equity = result.equity
    if equity is None or len(equity.times) < 2:
        return None
    times = np.array([equity.times[0] - 86_400, equity.times[-1]], dtype=np.int64)
    return Daily(times, np.array([equity.values[0], equity.values[-1]]), None)


def _positions(orders: Sequence[Order], day: date) -> tuple[Position, ...]:
    held: dict[str, float] = {}
    price: dict[str, float] = {}
    last = datetime.combine(day, time.max, UTC) + timedelta(0)
    fills = [(event.time, order.symbol, event) for order in orders for event in order.fills if event.time <= last]
    for _, symbol, event in sorted(fills, key=lambda item: item[0]):
        held[symbol] = held.get(symbol, 0.0) + event.fill_quantity
        price[symbol] = event.fill_price
    return tuple(Position(name, amount, price[name]) for name, amount in held.items() if abs(amount) > 1e-9)


def day_facts(day: Day) -> Iterator[Citable]:
    """Yield day.*, position.* and regime.*; what the run does not tell has no value or is not there."""
    sources = Sources(day.inputs)
    on = f"on {day.date:%Y-%m-%d}"
    yield cite(
        "day.date", day.date, shown.day(day.date), "day of the report", source=sources.result, how="as asked for",
        measure="day",
    )  # fmt: skip
    yield from _account(day, on, sources)
    yield from _orders(day, on, sources)
    for position in day.positions:
        yield from _position(day, position, on, sources)
    for symbol, rows in day.inputs.signals.items():
        yield from _regime(day, symbol, rows, sources.signals(symbol))


def _account(day: Day, on: str, sources: Sources) -> Iterator[Citable]:
    source, money = sources.result, day.currency
    for key, value, noun in (("before", day.before, "value at the end of the day before"),
                             ("after", day.after, "value at the day's end")):  # fmt: skip
        yield cite(
            f"day.{key}", value, shown.money(value, money), noun, source=source, subject="the account", period=on,
            how="last sample of the account that tells of that day", measure="account value",
        )  # fmt: skip
    gain = day.after - day.before
    yield cite(
        "day.gain", gain, shown.money(gain, money), "change in money", source=source, subject="the account", period=on,
        how="value at the day's end less that of the day before", measure="change in money", sense="more",
        is_change=True,
    )  # fmt: skip
    yield cite(
        "day.change", day.change, shown.signed(day.change, decimals=2), "change", source=source, subject="the account",
        period=on, how="value at the day's end by that of the day before, less one", measure="change a day",
        sense="more", is_change=True,
    )  # fmt: skip
    yield cite(
        "day.below_peak", day.below_peak, shown.percent(day.below_peak), "distance from its highest value",
        source=source, subject="the account", period=on, how="value by the highest so far, less one",
        measure="fall of the account", is_size=True, sense="less",
    )  # fmt: skip
    if len(day.earlier) >= _FEWEST:
        sizes = np.abs(np.array(day.earlier))
        for key, value, noun in (("size", abs(day.change), "absolute change"),
                                 ("usual", float(np.median(sizes)), "median absolute change")):  # fmt: skip
            yield cite(
                f"day.{key}", value, shown.percent(value, decimals=2), noun, source=source, subject="the account",
                period=on if key == "size" else f"over the {len(sizes)} days with a change before",
                how="without its sign" if key == "size" else "median without signs", measure="size of a change a day",
            )  # fmt: skip


def _orders(day: Day, on: str, sources: Sources) -> Iterator[Citable]:
    orders = day.orders
    filled = [event for order in orders for event in order.fills if event.time.date() == day.date]
    fees = sum(event.fee for event in filled)
    counts = (
        ("orders", len(orders), "order", "sent, filled or ended on that day"),
        ("fills", len(filled), "fill", "fills of that day"),
        ("refused", sum(order.is_refused for order in orders), "refused order", "orders that Lean did not take"),
    )
    for key, number, thing, how in counts:
        yield cite(
            f"day.{key}", number, shown.count(number), f"number of {thing}s", source=sources.events, period=on,
            how=how, measure=f"{thing}s a day", whole=f"{shown.counted(number, thing)} {on}",
        )  # fmt: skip
    yield cite(
        "day.fees", fees, shown.money(fees, day.currency), "fees", source=sources.events, subject="the account",
        period=on, how="fees of the day's fills", measure="fees", sense="less",
    )  # fmt: skip
    traded = sum(abs(event.fill_price * event.fill_quantity) for event in filled)
    yield cite(
        "day.traded", traded, shown.money(traded, day.currency, decimals=0), "traded value", source=sources.events,
        subject="the account", period=on, how="price by quantity of the day's fills, without signs", measure="traded",
    )  # fmt: skip
    number = len(day.positions)
    yield cite(
        "day.positions", number, shown.count(number), "number of positions", source=sources.events, period=on,
        how="symbols whose fills so far do not cancel out", measure="positions",
        whole=f"{shown.counted(number, 'position')} at the end of {day.date:%Y-%m-%d}",
    )  # fmt: skip


def _position(day: Day, position: Position, on: str, sources: Sources) -> Iterator[Citable]:
    key = f"position.{slug(position.symbol)}"
    yield cite(
        f"{key}.quantity", position.quantity, shown.Shown(formats.amount(position.quantity), "units"), "quantity held",
        source=sources.events, subject=position.symbol, period=on, how="sum of all fills so far", measure="quantity",
    )  # fmt: skip
    yield cite(
        f"{key}.price", position.price, price_shown(position.price, day.currency), "price of the last fill",
        source=sources.events, subject=position.symbol, period=f"up to {day.date:%Y-%m-%d}", how="as Lean wrote it",
        measure="price",
    )  # fmt: skip


def _regime(day: Day, symbol: str, rows: Sequence[SignalRow], source: Source) -> Iterator[Citable]:
    known = [row for row in rows if row.stamp <= day.end]
    if not known:
        return
    is_single = len(day.inputs.signals) == 1
    key, suffix = ("regime", "") if is_single else (f"regime.{slug(symbol)}", f" of {symbol}")
    row = known[-1]
    start = next((after.stamp for before, after in zip(known[-2::-1], known[:0:-1], strict=True)
                  if before.regime != after.regime), known[0].stamp)  # fmt: skip
    yield cite(
        f"{key}.day", row.regime, shown.name(words(row.regime)), f"regime in force at the day's end{suffix}",
        source=source, how="regime of the last row before the day's end", measure="regime of a row",
    )  # fmt: skip
    yield cite(
        f"{key}.day.confidence", row.confidence, shown.ratio(row.confidence), f"confidence in it{suffix}",
        source=source, how="confidence of that row, 0 to 1", measure="confidence of a row",
    )  # fmt: skip
    yield cite(
        f"{key}.day.since", start, shown.day(start), f"start of that regime{suffix}", source=source,
        how="first row of its spell, UTC", measure="day of a signal row",
    )  # fmt: skip
