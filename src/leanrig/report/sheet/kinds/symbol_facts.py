"""What a symbol's prices came to: last close, returns, volatility, falls, and beside a benchmark. Pure."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from leanrig.report import formats
from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import Source, cite
from leanrig.report.cite.sources import slug
from leanrig.report.inputs import PriceLine
from leanrig.report.sheet.kinds.prices import (
    day_of,
    deepest_fall,
    moved_together,
    return_over,
    volatility,
)
from leanrig.report.sheet.kinds.symbol_inputs import SymbolInputs

__all__ = ["MONTHS", "price_shown", "symbol_facts"]

MONTHS = (1, 3, 12)
_TOGETHER = 12


def symbol_facts(inputs: SymbolInputs) -> Iterator[Citable]:
    """Yield symbol.*, bench.* and data.*; nothing but data.* where there is no bar."""
    source = Source(inputs.source, inputs.sha256)
    if inputs.line.times:
        yield from _last(inputs, source)
        yield from _over(inputs.symbol, "symbol", inputs.line, source)
        yield from _falls(inputs, source)
        if inputs.benchmark is not None and inputs.benchmark.times:
            yield from _over(inputs.benchmark_name, "bench", inputs.benchmark, Source(inputs.benchmark.source))
            yield from _together(inputs, inputs.benchmark)
    yield from _data(inputs, source)


def price_shown(value: float, currency: str) -> shown.Shown:
    """Return a price with as many decimals as its size asks for, and its currency."""
    text = formats.price(value)
    sign = formats.money(0.0, currency, decimals=0).replace("0", "").strip()
    told = f"{sign}{text}" if len(sign) == 1 else f"{text}\u202f{currency}"
    return shown.Shown(told, currency, len(text.partition(".")[2]))


def _last(inputs: SymbolInputs, source: Source) -> Iterator[Citable]:
    line, subject = inputs.line, inputs.symbol
    yield cite(
        "symbol.last", line.closes[-1], price_shown(line.closes[-1], inputs.currency), "last close", source=source,
        subject=subject, how="close of the last stored bar, adjusted as Lean shows it", measure="price",
    )  # fmt: skip
    for key, place, noun in (("first_day", 0, "first bar"), ("asof", -1, "last bar")):
        yield cite(
            f"symbol.{key}", day_of(line.times[place]), shown.day(day_of(line.times[place])), f"day of the {noun}",
            source=source, subject=subject, how="end of the bar, UTC", measure="day of a bar",
        )  # fmt: skip
    count = len(line.times)
    yield cite(
        "symbol.bars", count, shown.count(count), "number of bars", source=source, subject=subject, measure="bars",
        how="stored bars within the days asked for", whole=f"{shown.counted(count, f'{inputs.resolution} bar')}",
    )  # fmt: skip


def _over(subject: str, key: str, line: PriceLine, source: Source) -> Iterator[Citable]:
    for months in MONTHS:
        period = _period(months, day_of(line.times[-1]))
        change = return_over(line, months)
        yield cite(
            f"{key}.return.{months}m", change, shown.signed(change), "return", source=source, subject=subject,
            period=period, measure=f"return over {months} months", sense="more", is_change=True,
            how="last close by the last close at or before the same day so many months earlier, less one",
        )  # fmt: skip
    for months in (1, 12):
        found = volatility(line, months)
        yield cite(
            f"{key}.volatility.{months}m", found, shown.percent(found), "volatility a year", source=source,
            subject=subject, period=_period(months, day_of(line.times[-1])), measure="volatility a year", sense="less",
            how="deviation of the changes from close to close, scaled to a year by the bars that a year has here",
        )  # fmt: skip


def _period(months: int, last: datetime) -> str:
    return f"over the month to {last:%Y-%m-%d}" if months == 1 else f"over the {months} months to {last:%Y-%m-%d}"


def _falls(inputs: SymbolInputs, source: Source) -> Iterator[Citable]:
    line, subject = inputs.line, inputs.symbol
    closes = np.array(line.closes)
    top = int(np.argmax(closes))
    below = float(closes[-1] / closes[top] - 1)
    first = day_of(line.times[0])
    yield cite(
        "symbol.below_high", below, shown.percent(below), "distance from its highest close", source=source,
        subject=subject, period=f"since {first:%Y-%m-%d}", measure="fall of a price", is_size=True, sense="less",
        how="last close by the highest one of the history, less one",
    )  # fmt: skip
    yield cite(
        "symbol.high_day", day_of(line.times[top]), shown.day(day_of(line.times[top])), "day of the highest close",
        source=source, subject=subject, how="end of that bar, UTC", measure="day of a bar",
    )  # fmt: skip
    for key, months, period in (
        ("12m", 12, _period(12, day_of(line.times[-1]))),
        ("all", None, f"since {first:%Y-%m-%d}"),
    ):
        fall = deepest_fall(line, months)
        yield cite(
            f"symbol.fall.{key}", fall, shown.percent(fall), "deepest fall", source=source, subject=subject,
            period=period, how="lowest close by the highest before it, less one", measure="fall of a price",
            is_size=True, sense="less",
        )  # fmt: skip
    whole = volatility(line)
    yield cite(
        "symbol.volatility.all", whole, shown.percent(whole), "volatility a year", source=source, subject=subject,
        period=f"since {first:%Y-%m-%d}", measure="volatility a year", sense="less",
        how="deviation of all changes from close to close, scaled to a year",
    )  # fmt: skip


def _together(inputs: SymbolInputs, benchmark: PriceLine) -> Iterator[Citable]:
    beta, correlation, count = moved_together(inputs.line, benchmark, _TOGETHER)
    source = Source(f"{inputs.source}, {benchmark.source}")
    period = _period(_TOGETHER, day_of(inputs.line.times[-1]))
    how = f"changes between bars that both have ({count})"
    for key, value, noun in (("beta", beta, "beta"), ("correlation", correlation, "correlation")):
        yield cite(
            f"symbol.{key}", value, shown.ratio(value), f"{noun} to {inputs.benchmark_name}", source=source,
            subject=inputs.symbol, period=period, how=how, measure=noun,
        )  # fmt: skip


def _data(inputs: SymbolInputs, source: Source) -> Iterator[Citable]:
    origin = inputs.origin
    if origin is None:
        return
    key = f"data.{slug(inputs.symbol)}"
    for part, text, noun in (
        ("vendor", origin.vendor, "vendor"),
        ("feed", origin.feed, "feed"),
        ("label", origin.label, "data label"),
    ):
        if text:
            yield cite(
                f"{key}.{part}", text, shown.name(text), noun, source=source, subject=inputs.symbol,
                how="kept with the bars",
            )  # fmt: skip
    if origin.gaps.isdigit():
        gaps = int(origin.gaps)
        yield cite(
            f"{key}.gaps", gaps, shown.count(gaps), "number of missing sessions", source=source, subject=inputs.symbol,
            how="sessions of the exchange's calendar between first and last bar that have none",
            measure="missing sessions", sense="less",
            whole=f"{shown.counted(gaps, 'missing session')} of {inputs.symbol}",
        )  # fmt: skip
