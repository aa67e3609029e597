"""One day of an account in facts: worth, orders, fills, what it held, which regime was in force. Pure."""

from collections.abc import Iterator, Sequence

import numpy as np

from leanrig.report import formats
from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite
from leanrig.report.cite.sources import Sources, slug
from leanrig.report.inputs import SignalRow
from leanrig.report.sheet.kinds.day import Day, Position
from leanrig.report.sheet.kinds.regime_facts import words
from leanrig.report.sheet.kinds.symbol_facts import price_shown

__all__ = ["day_facts"]

_FEWEST = 10


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
