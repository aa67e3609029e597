"""Each vendor: where its key was found (never the key), whether it answers, what its limit leaves, its newest bar."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from leanrig.errors import LeanrigError, VendorFailed
from leanrig.health.calls import CallSummary
from leanrig.health.finding import Finding, State
from leanrig.providers.failures import KeyRefused, NotEntitled, Unreachable
from leanrig.providers.protocol import VendorProvider

__all__ = ["Look", "vendors"]


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to look at: a vendor that can be asked, or why it cannot be.

    `keys` says where its key was found, `calls` are the month's, by account. `newest` is the end of the newest bar in
    the store that this vendor answered for, None where there is none.
    """

    title: str
    keys: str
    provider: VendorProvider | None
    trouble: str = ""
    cure: str = ""
    newest: datetime | None = None
    calls: Sequence[CallSummary] = ()


def vendors(looks: Sequence[Look], *, now: datetime, reach: bool = True) -> list[Finding]:
    """Look at all vendors at once; without `reach` nobody is called.

    A vendor that does not answer is absent and not broken: the main job has other ways.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(looks))) as pool:
        return list(pool.map(lambda look: _finding(look, now, reach=reach), looks))


def _finding(look: Look, now: datetime, *, reach: bool) -> Finding:
    if look.provider is None:
        return Finding(look.title, State.ABSENT, look.trouble or "not set", look.cure)
    state, word, cure = _reached(look.provider) if reach else (State.GOOD, "not called", "")
    parts = [look.keys, word, _left(look.provider), _called(look.calls), _age(look.newest, now)]
    return Finding(look.title, state, "; ".join(part for part in parts if part), cure)


def _reached(provider: VendorProvider) -> tuple[State, str, str]:
    began = time.monotonic()
    try:
        provider.ping()
    except KeyRefused as error:
        return State.ABSENT, "the key is refused", error.cure or "make a new key at the vendor's site"
    except NotEntitled as error:
        return State.ABSENT, "the plan does not include this", error.cure
    except Unreachable as error:
        return State.ABSENT, error.what, error.cure
    except (VendorFailed, LeanrigError) as error:
        return State.ABSENT, error.what, error.cure
    return State.GOOD, f"answers in {time.monotonic() - began:.2f} s", ""


def _left(provider: VendorProvider) -> str:
    """What the tightest window leaves, and the month's budget where there is one."""
    standing = provider.standing()
    parts = [f"{window.left} of {window.rate.count} left in {window.rate.seconds:g} s" for window in standing.windows]
    if standing.budget_left is not None:
        parts.append(f"{standing.budget_left:,} left this month")
    return ", ".join(parts) or "no limit here"


def _called(calls: Sequence[CallSummary]) -> str:
    """How often the vendor was asked this month before this look, and how often in vain."""
    if not calls:
        return ""
    errors, limited = sum(c.errors for c in calls), sum(c.limited for c in calls)
    vain = f", {errors:,} in vain" + (f" ({limited:,} over the limit)" if limited else "") if errors else ""
    return f"{sum(c.month for c in calls):,} calls this month{vain}"


def _age(newest: datetime | None, now: datetime) -> str:
    if newest is None:
        return "no bars of it yet"
    return f"data to {newest:%Y-%m-%d %H:%M} UTC ({_spoken(now - newest)})"


def _spoken(age: timedelta) -> str:
    hours = max(age.total_seconds(), 0) / 3600
    return f"{hours:.0f} h old" if hours < 48 else f"{hours / 24:,.0f} days old"
