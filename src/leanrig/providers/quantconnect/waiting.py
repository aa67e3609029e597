"""How answers that take their time are asked for again."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from leanrig.errors import VendorFailed

__all__ = ["Pace", "poll", "when_ready"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pace:
    """Waits between two looks: `first_s`, then each half as long again, up to `longest_s`; `limit_s` for all."""

    first_s: float = 0.5
    longest_s: float = 10
    limit_s: float = 24 * 3600


def poll(look: Callable[[], T], is_done: Callable[[T], bool], pace: Pace) -> T | None:
    """Return the first look that is done; None where the limit came before."""
    end, wait = time.monotonic() + pace.limit_s, pace.first_s
    while True:
        seen = look()
        if is_done(seen):
            return seen
        left = end - time.monotonic()
        if left <= 0:
            return None
        time.sleep(min(wait, left))
        wait = min(wait * 1.5, pace.longest_s)


def when_ready(ask: Callable[[], dict[str, Any]], pace: Pace, *, what: str) -> dict[str, Any]:
    """Return an answer once it is no longer "loading": charts, orders and logs are prepared when first asked for."""
    found = poll(ask, lambda answer: answer.get("status") != "loading", pace)
    if found is None:
        raise VendorFailed(
            f"quantconnect still prepares {what}",
            cure="the run is kept in the cloud: ask for its results later with --backtest ID",
        )
    return found
