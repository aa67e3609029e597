"""What the vendor knows of a ticker: https://massive.com/docs/rest/stocks/tickers/ticker-overview."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from leanrig.providers.polygon.wire import bad

__all__ = ["Ticker", "read_ticker"]


@dataclass(frozen=True, slots=True)
class Ticker:
    """One instrument in the vendor's own words; texts are empty and days None where it says nothing.

    `market` is stocks, crypto, fx, otc or indices; `market_cap` is in dollars.
    """

    ticker: str
    name: str
    market: str
    is_active: bool
    kind: str = ""
    exchange: str = ""
    currency: str = ""
    cik: str = ""
    figi: str = ""
    listed: date | None = None
    market_cap: float | None = None


def read_ticker(body: Any, about: str) -> Ticker:
    """Return the instrument of an answer; raise `BadAnswer` where it has no ticker or market."""
    row = body.get("results") if isinstance(body, dict) else None
    if not isinstance(row, dict) or not isinstance(row.get("ticker"), str) or not isinstance(row.get("market"), str):
        raise bad("a ticker without its name or market", about)
    cap = row.get("market_cap")
    return Ticker(
        row["ticker"],
        _text(row, "name"),
        row["market"],
        row.get("active") is not False,
        kind=_text(row, "type"),
        exchange=_text(row, "primary_exchange"),
        currency=_text(row, "currency_name"),
        cik=_text(row, "cik"),
        figi=_text(row, "composite_figi"),
        listed=_day(row.get("list_date")),
        market_cap=float(cap) if isinstance(cap, int | float) else None,
    )


def _text(row: dict[str, Any], name: str) -> str:
    found = row.get(name)
    return found if isinstance(found, str) else ""


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
