"""Ways to spoil a good body of Polygon's, each by its name."""

import copy
from collections.abc import Callable
from itertools import count
from typing import Any

from leanrig.standins.polygon_cursor import packed

__all__ = ["mutations"]

_REST = {"adjusted": "false", "limit": "50000", "sort": "asc"}

Body = dict[str, Any]


def mutations(address: Callable[[], str]) -> dict[str, Callable[[Any], Any]]:
    """Return the mutations; `address` gives the URL, without its query, of the request that is being answered."""
    numbers = count(1)

    def endless_next(body: Body) -> Body:
        return body | {"next_url": f"{address()}?cursor={packed(_REST | {'page': str(next(numbers))})}"}

    def circular_next(body: Body) -> Body:
        return body | {"next_url": f"{address()}?cursor={packed(_REST)}"}

    def foreign_next(body: Body) -> Body:
        return body | {"next_url": "https://collector.example.com/v2/aggs?cursor=YQ"}

    changes: dict[str, Callable[[Body], Body]] = {
        "wrong_schema": lambda body: _row(body, lambda row: {k: v for k, v in row.items() if k != "c"}),
        "text_number": lambda body: _row(body, lambda row: row | {"h": str(row["h"])}),
        "null_price": lambda body: _row(body, lambda row: row | {"l": None}),
        "empty": _empty,
        "endless_next": endless_next,
        "circular_next": circular_next,
        "foreign_next": foreign_next,
        "duplicate": lambda body: _rows(body, lambda rows: [rows[0], *rows]),
        "differing_duplicate": lambda body: _rows(body, lambda rows: [rows[0] | {"c": rows[0]["l"], "v": 1.0}, *rows]),
        "unsorted": lambda body: _rows(body, lambda rows: rows[::-1]),
        "revised": lambda body: _rows(body, lambda rows: [row | {"c": row["l"]} for row in rows]),
        "error_in_200": lambda _: {"status": "ERROR", "request_id": "f" * 32, "error": "An internal error occurred."},
        "refused_in_200": lambda _: {
            "status": "NOT_AUTHORIZED",
            "request_id": "f" * 32,
            "message": "Your plan does not include this data timeframe.",
        },
    }
    return {name: _kept(change) for name, change in changes.items()}


def _kept(change: Callable[[Body], Body]) -> Callable[[Any], Any]:
    """Change a copy, and only what is an object."""

    def changed(body: Any) -> Any:
        return change(copy.copy(body)) if isinstance(body, dict) else body

    return changed


def _rows(body: Body, change: Callable[[list[Body]], list[Body]]) -> Body:
    rows = body.get("results")
    return body | {"results": change(rows)} if isinstance(rows, list) and rows else body


def _row(body: Body, change: Callable[[Body], Body]) -> Body:
    """Change the one in the middle."""

    def middle(rows: list[Body]) -> list[Body]:
        at = len(rows) // 2
        return [*rows[:at], change(rows[at]), *rows[at + 1 :]]

    return _rows(body, middle)


def _empty(body: Body) -> Body:
    rest = {name: value for name, value in body.items() if name not in ("results", "next_url")}
    return rest | {name: 0 for name in ("queryCount", "resultsCount") if name in rest}
