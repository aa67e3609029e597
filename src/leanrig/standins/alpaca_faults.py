"""How a good body of Alpaca's stand-in is spoilt on demand."""

from collections.abc import Callable
from typing import Any

from leanrig.standins.alpaca_asked import token

__all__ = ["MUTATIONS"]

Body = Any


def _wrong_schema(body: Body) -> Body:
    """The close is called something else."""
    return _each(body, lambda row: {("close" if key == "c" else key): value for key, value in row.items()})


def _text_prices(body: Body) -> Body:
    return _each(body, lambda row: {**row, "o": str(row["o"])})


def _null_prices(body: Body) -> Body:
    return _each(body, lambda row: {**row, "h": None})


def _empty(body: Body) -> Body:
    return {**body, "bars": {}, "next_page_token": None}


def _endless_next(body: Body) -> Body:
    """The next page is this one, for ever."""
    symbol = next(iter(body.get("bars") or {"AAPL": None}))
    return {**body, "next_page_token": token(symbol, 0)}


def _duplicate(body: Body) -> Body:
    return _lists(body, lambda rows: [*rows, *rows[-2:]])


def _corrected(body: Body) -> Body:
    """The last bar comes twice, with another close."""
    return _lists(
        body, lambda rows: [*rows, {**rows[-1], "c": rows[-1]["h"], "h": rows[-1]["h"], "v": rows[-1]["v"] + 1}]
    )


def _unsorted(body: Body) -> Body:
    return _lists(body, lambda rows: rows[::-1])


def _revised(body: Body) -> Body:
    """Prices of a later day's files: a hundredth higher, all of them."""
    return _each(body, lambda row: {k: round(v * 1.01, 4) if k in "ohlc" else v for k, v in row.items()})


def _lists(body: Body, change: Callable[[list[Any]], list[Any]]) -> Body:
    bars = body.get("bars")
    if not isinstance(bars, dict):
        return body
    return {**body, "bars": {symbol: change(rows) if rows else rows for symbol, rows in bars.items()}}


def _each(body: Body, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Body:
    return _lists(body, lambda rows: [change(row) for row in rows])


MUTATIONS: dict[str, Callable[[Body], Body]] = {
    "wrong_schema": _wrong_schema,
    "text_prices": _text_prices,
    "null_prices": _null_prices,
    "empty": _empty,
    "endless_next": _endless_next,
    "duplicate": _duplicate,
    "corrected": _corrected,
    "unsorted": _unsorted,
    "revised": _revised,
}
