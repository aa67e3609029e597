"""Which tape is asked for which part of a range, and what a person must be told of it.

SIP is all exchanges, IEX one of them. Accounts without a data plan may read SIP older than 15 minutes only:
https://docs.alpaca.markets/docs/about-market-data-api
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from leanrig.providers.alpaca.ends import NEW_YORK

__all__ = ["Feed", "Part", "Plan", "delayed", "feed_label", "feed_name", "other_end", "parts_of", "stamp"]

Feed = Literal["auto", "sip", "iex"]
Plan = Literal["basic", "plus"]

DELAY = timedelta(minutes=15)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Part:
    """One request's share of a range.

    `end` of None lets the vendor stop where the account's rights stop, by its own clock; `delay` is how far that is
    behind. An address without the present moment in it is the same all day, so that copies can be found again.
    """

    feed: Literal["sip", "iex"]
    start: datetime
    end: datetime | None
    delay: timedelta = timedelta(0)


def parts_of(
    start: date, end: date, *, feed: Feed, plan: Plan, recent: Literal["iex"] | None, now: datetime
) -> list[Part]:
    """Return what to ask for New York's days from `start` to `end`, in order; nothing where all of it is too recent."""
    first, last = _midnight(start), _midnight(end + timedelta(days=1)) - _SECOND
    if feed == "iex":
        return [Part("iex", first, last)]
    if feed == "sip" or plan == "plus" or last + DELAY < now:
        return [Part("sip", first, last)]
    parts = [Part("sip", first, None, DELAY)] if first + DELAY < now else []
    if recent == "iex" and first <= now:
        parts.append(Part("iex", max(first, _midnight(now.astimezone(NEW_YORK).date())), last))
    return parts


def delayed(part: Part) -> Part:
    """Return the part as an account without a data plan may ask for it."""
    return replace(part, end=None, delay=DELAY)


def other_end(part: Part, last: date) -> Part:
    """Return the part as it was asked when the range's end was still to come, or the other way round."""
    if part.end is not None:
        return delayed(part)
    return replace(part, end=_midnight(last + timedelta(days=1)) - _SECOND, delay=timedelta(0))


def feed_name(parts: Sequence[Part]) -> str:
    """`sip`, `iex` or `sip+iex`."""
    return "+".join(dict.fromkeys(part.feed for part in parts)) or "sip"


def feed_label(parts: Sequence[Part]) -> str:
    """Return what stands beside every figure made from these bars."""
    words = []
    for part in parts:
        sip = "SIP, 15 min delayed" if part.delay else "SIP"
        words.append(sip if part.feed == "sip" else "IEX only (about 2.5 % of volume)")
    return "; then ".join(dict.fromkeys(words)) or "SIP, 15 min delayed"


def stamp(moment: datetime) -> str:
    """Return a moment as the vendor takes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), NEW_YORK)
