"""What a request to Alpaca's stand-in asks for, read as strictly as the vendor reads it."""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from werkzeug.wrappers import Request

from leanrig.standins.server import Reply

__all__ = [
    "NEW_YORK",
    "Frame",
    "Wrong",
    "day_of",
    "from_token",
    "limit_of",
    "moment_of",
    "sort_of",
    "symbols_of",
    "timeframe_of",
    "token",
]

NEW_YORK = ZoneInfo("America/New_York")
_FRAME = re.compile(r"(\d+)(Min|T|Hour|H|Day|D)")
_UNITS = {"Min": "min", "T": "min", "Hour": "hour", "H": "hour", "Day": "day", "D": "day"}
_MOST = {"min": 59, "hour": 23, "day": 1}
_SYMBOL = re.compile(r"[A-Z0-9.]+(/[A-Z0-9]+)?")


class Wrong(Exception):
    """The request is not as the vendor's description says; becomes 400."""

    @property
    def reply(self) -> Reply:
        """The vendor's form of it."""
        return Reply({"message": str(self)}, 400)


@dataclass(frozen=True, slots=True)
class Frame:
    """A bar's length: `count` of "min", "hour" or "day"."""

    count: int
    unit: str

    @property
    def ms(self) -> int:
        """Its length in milliseconds."""
        return self.count * {"min": 60_000, "hour": 3_600_000, "day": 86_400_000}[self.unit]


def symbols_of(request: Request) -> list[str]:
    """Return the symbols, sorted, as the vendor answers them."""
    symbols = [one for one in request.args.get("symbols", "").split(",") if one]
    if not symbols:
        raise Wrong("symbols is required")
    for symbol in symbols:
        if not _SYMBOL.fullmatch(symbol):
            raise Wrong(f"invalid symbol: {symbol}")
    return sorted(set(symbols))


def timeframe_of(request: Request) -> Frame:
    """Return the length of the bars."""
    found = _FRAME.fullmatch(request.args.get("timeframe", ""))
    if not found or not 1 <= int(found[1]) <= _MOST[_UNITS[found[2]]]:
        raise Wrong("invalid timeframe; the sandbox has minutes, hours and days")
    return Frame(int(found[1]), _UNITS[found[2]])


def moment_of(request: Request, name: str) -> datetime | None:
    """Return a moment, or the midnight in New York that begins a date; None where it is not given."""
    text = request.args.get(name)
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"invalid {name}: {text}") from None
    if len(text) == len("2024-01-02"):
        return found.replace(tzinfo=NEW_YORK).astimezone(UTC)
    if found.tzinfo is None:
        raise Wrong(f"invalid {name}: {text} has no zone")
    return found.astimezone(UTC)


def limit_of(request: Request, *, default: int = 1000, most: int = 10_000) -> int:
    """Return how many points a page may hold."""
    text = request.args.get("limit", str(default))
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise Wrong(f"invalid limit: larger than max limit of {most} or below 1")
    return int(text)


def sort_of(request: Request) -> bool:
    """Return whether the newest comes first."""
    text = request.args.get("sort", "asc")
    if text not in ("asc", "desc"):
        raise Wrong("invalid sort")
    return text == "desc"


def token(symbol: str, at_ms: int) -> str:
    """Return the token of a page that begins there."""
    return base64.urlsafe_b64encode(f"{symbol}|{at_ms}".encode()).decode()


def from_token(request: Request) -> tuple[str, int] | None:
    """Return where the asked page begins; None for the first one."""
    text = request.args.get("page_token")
    if not text:
        return None
    try:
        symbol, at = base64.urlsafe_b64decode(text).decode().split("|")
        return symbol, int(at)
    except ValueError:
        raise Wrong("invalid page token") from None


def day_of(request: Request, name: str, default: date) -> date:
    """Return a date."""
    text = request.args.get(name)
    try:
        return date.fromisoformat(text[:10]) if text else default
    except ValueError:
        raise Wrong(f"invalid {name}: {text}") from None
