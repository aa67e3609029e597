"""The verdict's rules on data that was asked for and was not there. Pure."""

import re
from collections.abc import Iterator

from leanrig.model.result import Result
from leanrig.model.verdict import Judgement, Reason

__all__ = ["missing_data", "suspected_data", "without_data"]

_NOT_TRADED = ("alternative/interest-rate/", "/map_files/", "/factor_files/", "equity/usa/daily/spy.zip")
_PRICE_FILE = re.compile(r"/(daily|hour|minute|second|tick)/")


def without_data(result: Result) -> Iterator[Reason]:
    """Tell a run that got no price at all."""
    if result.state.status != "Completed" or result.orders:
        return
    failed = [path for path in result.requests.failed or () if _is_price(path)]
    got = [path for path in result.requests.succeeded or () if _PRICE_FILE.search(path)]
    if failed and not got:
        yield Reason(
            Judgement.NO_DATA,
            "No price came to the algorithm: {first} is not in the data folder.",
            "fetch the symbol's data (leanrig fetch SYMBOL), or point --data at the folder that has it",
            {"first": failed[0]},
        )


def missing_data(result: Result) -> Iterator[Reason]:
    """Tell files of traded symbols that were asked for in vain."""
    opened = {symbol: _resolutions_opened(result, symbol) for symbol in {order.symbol for order in result.orders}}
    there = frozenset(result.requests.succeeded or ())
    failed = [
        path
        for path in result.requests.failed or ()
        if _is_price(path)
        and (match := _PRICE_FILE.search(path))
        and not _is_quote_beside_trades(path, there)
        and any(_is_of(path, symbol) and (not some or match[1] in some) for symbol, some in opened.items())
    ]
    if failed:
        yield Reason(
            Judgement.MISSING_DATA,
            "{missing} data files of traded symbols were not there, such as {first}."
            if len(failed) > 1
            else "A data file of a traded symbol was not there: {first}.",
            "fetch them, or check that the market was closed then; Lean fills the gap with the last price",
            {"missing": len(failed), "first": failed[0]} if len(failed) > 1 else {"first": failed[0]},
        )


def suspected_data(result: Result) -> Reason | None:
    """Return why data may be to blame that nothing was traded: the lists of requests, or else Lean's data monitor."""
    absent, counted = _absent_prices(result), result.requests.failed_count
    cure = "fetch the missing data first (leanrig fetch SYMBOL), then look at the algorithm's conditions"
    if len(absent) > 1:
        text = "The algorithm sent no order, and {missing} price files it asked for were not there, such as {first}."
        return Reason(Judgement.NO_ORDERS, text, cure, {"missing": len(absent), "first": absent[0]})
    if absent:
        text = "The algorithm sent no order, and a price file it asked for was not there: {first}."
        return Reason(Judgement.NO_ORDERS, text, cure, {"first": absent[0]})
    if result.requests.failed is None and counted:
        text = "The algorithm sent no order, and Lean's data monitor counts {missing} requests in vain."
        return Reason(Judgement.NO_ORDERS, text, cure, {"missing": counted})
    return None


def _absent_prices(result: Result) -> list[str]:
    """Return the price files asked for in vain, but for those that another resolution of the symbol stands for."""
    there = frozenset(result.requests.succeeded or ())
    opened = {_symbol_and_resolution(path) for path in there if _PRICE_FILE.search(path)}
    return [
        path
        for path in result.requests.failed or ()
        if _is_price(path) and not _is_quote_beside_trades(path, there) and not _is_stood_for(path, opened)
    ]


def _is_stood_for(path: str, opened: set[tuple[str, str]]) -> bool:
    """Lean looks for minutes before days where it seeds prices, and for hours of the benchmark whatever is traded."""
    symbol, resolution = _symbol_and_resolution(path)
    resolutions = {used for _, used in opened}
    is_benchmark = resolution == "hour" and bool(resolutions) and "hour" not in resolutions
    return is_benchmark or (symbol in {name for name, _ in opened} and (symbol, resolution) not in opened)


def _is_quote_beside_trades(path: str, there: frozenset[str]) -> bool:
    """Lean asks for quotes wherever it asks for trades, and fills from trades where a vendor has no quotes."""
    return path.endswith("_quote.zip") and path.replace("_quote.zip", "_trade.zip") in there


def _resolutions_opened(result: Result, symbol: str) -> set[str]:
    """Return the resolutions of which a file of the symbol was there.

    Where prices are seeded, Lean looks for minutes first and goes on to days: none of them is missed if none is there.
    """
    paths = result.requests.succeeded or ()
    return {match[1] for path in paths if _is_of(path, symbol) and (match := _PRICE_FILE.search(path))}


def _symbol_and_resolution(path: str) -> tuple[str, str]:
    """Return the symbol and the resolution that a path names, such as `equity/usa/daily/aapl.zip`."""
    match = _PRICE_FILE.search(path)
    name = path[match.end() :].partition("/")[0] if match else ""
    return re.sub(r"(_trade|_quote)?\.zip$", "", name), match[1] if match else ""


def _is_price(path: str) -> bool:
    """Lean itself asks for rates, for factor and map files and, at the end, for SPY; none of them is a traded price."""
    return _PRICE_FILE.search(path) is not None and not any(part in path for part in _NOT_TRADED)


def _is_of(path: str, symbol: str) -> bool:
    return re.search(rf"/{re.escape(symbol.lower())}(/|\.zip$|_)", path) is not None
