"""Where the data came from and what made the result: vendors, gaps, versions, hashes. Pure."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import cite
from leanrig.report.cite.sources import Sources, slug
from leanrig.report.inputs import Origin, ReportInputs

__all__ = ["data_facts"]

_MOST_POINTS = 20_000


def data_facts(inputs: ReportInputs, sources: Sources) -> Iterator[Citable]:
    """Yield data.<symbol>.*, data.*, engine.* and recipe.*."""
    for origin in inputs.origins:
        yield from _origin(origin, inputs, sources)
    yield from _engine(inputs, sources)
    failed = inputs.result.requests.failed_count
    if failed is None and inputs.result.requests.failed is not None:
        failed = len(inputs.result.requests.failed)
    if failed is not None:
        yield cite(
            "data.missing_files", failed, shown.count(failed), "number of data files that were not found",
            source=sources.monitor, how="counted by Lean's data monitor", sense="less",
            whole=f"{shown.counted(failed, 'data file')} not found",
        )  # fmt: skip


def _origin(origin: Origin, inputs: ReportInputs, sources: Sources) -> Iterator[Citable]:
    key, record, symbol = f"data.{slug(origin.symbol)}", sources.record, origin.symbol
    for part, text, noun in (
        ("vendor", origin.vendor, "vendor"),
        ("feed", origin.feed, "feed"),
        ("label", origin.label, "data label"),
        ("adjustment", origin.adjustment, "price adjustment in the store"),
        ("checked", origin.checked, "check against a second source"),
    ):
        if text:
            yield cite(
                f"{key}.{part}", text, shown.name(text), noun, source=record, subject=symbol, how="kept with the bars"
            )
    with suppress(ValueError):
        moment = datetime.fromisoformat(origin.as_of)
        yield cite(
            f"{key}.as_of", moment, shown.day(moment), "day of the data's fetching", source=record, subject=symbol,
            how="as of when the vendor answered", measure="day of a fetch",
        )  # fmt: skip
    gaps = _gaps(origin.gaps)
    if gaps is not None:
        yield cite(
            f"{key}.gaps", gaps, shown.count(gaps), "number of missing sessions", source=sources.prices(symbol),
            subject=symbol, how="sessions of the exchange's calendar without a bar", measure="missing sessions",
            sense="less", whole=f"{shown.counted(gaps, 'missing session')} of {symbol}",
        )  # fmt: skip
    line = inputs.prices.get(symbol)
    number = len(line.times) if line is not None else 0
    if 0 < number < _MOST_POINTS:  # longer ones are thinned for the page
        yield cite(
            f"{key}.bars", number, shown.count(number), "number of bars", source=sources.prices(symbol),
            subject=symbol, how="bars of the store within the run", measure="bars",
            whole=f"{shown.counted(number, 'bar')} of {symbol}",
        )  # fmt: skip


def _gaps(text: str) -> int | None:
    if text == "none":
        return 0
    found = re.match(r"([\d,]+) sessions", text)
    return int(found[1].replace(",", "")) if found else None


def _engine(inputs: ReportInputs, sources: Sources) -> Iterator[Citable]:
    result = inputs.result
    hashes = sum(len(origin.hashes) for origin in inputs.origins)
    for key, text, noun, how in (
        ("engine.name", inputs.engine or ("LEAN" if result.lean_version else ""), "engine", "who ran the algorithm"),
        ("engine.version", result.lean_version, "version of LEAN", "as the engine wrote it"),
        ("engine.leanrig", inputs.version, "version of leanrig", "as the run's record has it"),
        ("engine.orders_hash", result.order_list_hash, "fingerprint of the orders", "Lean's OrderListHash"),
        ("recipe.name", inputs.title, "recipe", "as the run's record names it"),
    ):
        if text:
            source = sources.result if key in ("engine.version", "engine.orders_hash") else sources.record
            yield cite(key, text, shown.name(text), noun, source=source, how=how)
    if inputs.seconds is not None:
        seconds = shown.ratio(inputs.seconds, decimals=1)
        yield cite(
            "engine.seconds", inputs.seconds, shown.Shown(f"{seconds.text} s", "s", 1), "running time of the back-test",
            source=sources.record, how="wall clock", sense="less",
        )  # fmt: skip
    if hashes:
        yield cite(
            "data.files", hashes, shown.count(hashes), "number of bar files with a hash", source=sources.record,
            how="files of the store that the run saw", whole=f"{shown.counted(hashes, 'bar file')} with a hash",
        )  # fmt: skip
