"""One field of one row at a time, read strictly: what is wrong is named with its field and its symbol."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from leanrig.providers.failures import BadAnswer

__all__ = ["Row", "bad", "day", "flag", "moment", "number", "rows_of", "text", "token_of"]

Row = Mapping[str, Any]


def bad(field: str, of: str, what: str = "is missing or of another kind") -> BadAnswer:
    """Return the error that names the vendor, the field and whose it is."""
    return BadAnswer(
        f"alpaca's answer cannot be read: {field!r} {what}",
        where=of,
        cure="try again; if it stays so, the vendor changed its answers and leanrig needs an update",
    )


def text(row: Row, field: str, of: str, default: str | None = None) -> str:
    """Return a text; null and absent are the `default` where there is one."""
    found = row.get(field)
    if found is None and default is not None:
        return default
    if not isinstance(found, str):
        raise bad(field, of)
    return found


def number(row: Row, field: str, of: str) -> float:
    """Return a number that JSON wrote as one."""
    found = row.get(field)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise bad(field, of)
    return float(found)


def flag(row: Row, field: str, of: str, default: bool | None = None) -> bool:
    """Return true or false; null and absent are the `default` where there is one."""
    found = row.get(field)
    if found is None and default is not None:
        return default
    if not isinstance(found, bool):
        raise bad(field, of)
    return found


def day(row: Row, field: str, of: str) -> date:
    """Return a date written as `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(text(row, field, of))
    except ValueError:
        raise bad(field, of, "is no date") from None


def moment(row: Row, field: str, of: str) -> datetime:
    """Return a moment with its zone, to the microsecond."""
    try:
        found = datetime.fromisoformat(text(row, field, of))
    except ValueError:
        raise bad(field, of, "is no moment in time") from None
    if found.tzinfo is None:
        raise bad(field, of, "has no zone")
    return found


def rows_of(body: Any, field: str, of: str) -> list[Row]:
    """Return a list of objects; null and absent are an empty one."""
    found = body.get(field) if isinstance(body, dict) else None
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise bad(field, of, "is no list of objects")
    return found


def token_of(body: Row, of: str) -> str | None:
    """Return where the next page begins, None after the last one."""
    if "next_page_token" not in body:
        raise bad("next_page_token", of)
    return text(body, "next_page_token", of, default="") or None
