"""What the counts of calls say of each vendor: how many, how fast, how often in vain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from math import ceil
from pathlib import Path

from leanrig.providers.http.counts import Call, Counts

__all__ = ["CallSummary", "call_summaries"]


@dataclass(frozen=True, slots=True)
class CallSummary:
    """The calls of one account at one vendor; days and months are UTC's.

    `today` and `month` count what was sent, retries too, not what a copy answered. `errors` are those of the month that
    ended with no answer or a status of 400 and more, `limited` those with 429. `copied` is the fraction of the month's
    answers that came from a copy. `p50_s` and `p95_s` are seconds from departure to the last byte, None without an
    answer. `last_success` is the moment of the vendor's last good answer; `skew_s` its clock minus ours then.
    """

    vendor: str
    account: str
    today: int
    month: int
    errors: int
    limited: int
    copied: float
    stale: int
    p50_s: float | None
    p95_s: float | None
    last_success: datetime | None
    skew_s: float | None


def call_summaries(state: Path, now: datetime) -> list[CallSummary]:
    """Return one summary for each account that was asked in this month, by name; `state` is the user's state folder."""
    path = state / "http" / "calls.sqlite"
    if not path.exists():
        return []
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    calls = sorted(Counts(path).calls(day.replace(day=1)), key=_account)
    return [_summary(list(group), day) for _, group in groupby(calls, key=_account)]


def _account(call: Call) -> tuple[str, str]:
    return call.vendor, call.account


def _summary(calls: Sequence[Call], day: datetime) -> CallSummary:
    sent = [call for call in calls if call.source == "vendor"]
    good = [call for call in sent if 200 <= call.status < 300]
    copies = len(calls) - len(sent)
    times = sorted(call.latency_s for call in sent if call.status)
    last = good[-1] if good else None
    return CallSummary(
        vendor=calls[0].vendor,
        account=calls[0].account,
        today=sum(call.at >= day for call in sent),
        month=len(sent),
        errors=sum(call.status == 0 or call.status >= 400 for call in sent),
        limited=sum(call.status == 429 for call in sent),
        copied=copies / (copies + len(good)) if copies + len(good) else 0.0,
        stale=sum(call.source == "stale" for call in calls),
        p50_s=_share(times, 0.50),
        p95_s=_share(times, 0.95),
        last_success=last.at if last else None,
        skew_s=last.skew_s if last else None,
    )


def _share(ordered: Sequence[float], share: float) -> float | None:
    """The smallest value that `share` of all do not exceed (nearest rank)."""
    if not ordered:
        return None
    return ordered[ceil(share * len(ordered)) - 1]
