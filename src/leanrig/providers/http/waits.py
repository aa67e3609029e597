"""How long to wait before trying again: what the vendor asks for, in every form of asking, else longer each time.

RFC 9110, section 10.2.3 (Retry-After); `retry-after-ms` is OpenAI's, `X-RateLimit-*` Alpaca's and Coinbase's.
"""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["asked_wait", "backoff", "http_date", "in_words"]

_EPOCH_S = 1e8
_EPOCH_MS = 1e11
_EVEN = 0.8


def asked_wait(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Return the seconds that the vendor asks to wait; None where it does not say.

    Parameters
    ----------
    headers
        Of the answer; names in any case.
    now
        Our clock. The vendor's own Date header goes first, so that a clock that is wrong here does no harm.
    """
    found = {name.lower(): value for name, value in headers.items()}
    present = http_date(found.get("date")) or now
    milliseconds = _number(found.get("retry-after-ms"))
    if milliseconds is not None:
        return max(0.0, milliseconds / 1000)
    wait = _retry_after(found.get("retry-after"), present)
    return wait if wait is not None else _reset(found, present)


def backoff(attempt: int, *, first_s: float, longest_s: float, draw: float) -> float:
    """Return the wait after failed attempt number `attempt` (from 1): doubled each time, times 0.8 to 1.

    Parameters
    ----------
    draw
        Uniform in 0 to 1: spreads those who failed together.
    """
    return float(min(longest_s, first_s * 2.0 ** min(attempt - 1, 60))) * (_EVEN + (1 - _EVEN) * draw)


def http_date(text: str | None) -> datetime | None:
    """Return the moment of an HTTP date, in UTC; None where it is none."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def in_words(seconds: float) -> str:
    """Return "in 40 s", "in 12 min" or "in 5 h"; rounded up."""
    if seconds < 120:
        return f"in {max(1, math.ceil(seconds))} s"
    if seconds < 7200:
        return f"in {math.ceil(seconds / 60)} min"
    return f"in {math.ceil(seconds / 3600)} h"


def _retry_after(text: str | None, present: datetime) -> float | None:
    number = _number(text)
    if number is not None:
        return max(0.0, number)
    moment = http_date(text)
    return None if moment is None else max(0.0, (moment - present).total_seconds())


def _reset(found: Mapping[str, str], present: datetime) -> float | None:
    remaining, reset = _number(found.get("x-ratelimit-remaining")), _number(found.get("x-ratelimit-reset"))
    if reset is None or remaining is None or remaining >= 1:
        return None
    if reset >= _EPOCH_MS:
        reset /= 1000
    return max(0.0, reset - present.timestamp() if reset >= _EPOCH_S else reset)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
