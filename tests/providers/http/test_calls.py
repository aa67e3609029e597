"""Every call is counted, cheaply, and the summary says what the calls were."""

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from leanrig.health.calls import call_summaries
from leanrig.providers.failures import UnknownSymbol, Unreachable
from leanrig.providers.http.client import Http
from leanrig.providers.http.counts import Call, Counts

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_what_was_asked_is_what_is_counted(vendor: Any, client: Callable[..., Http], tmp_path: Path) -> None:
    vendor.says((200, {}, {}), (404, {}, {}), (429, {}, {}), (500, {}, {}))
    http = client()
    http.get(vendor.url + "/v2/a", {"limit": 5})
    http.get(vendor.url + "/v2/a", {"limit": 5})
    with pytest.raises(UnknownSymbol):
        http.get(vendor.url + "/v2/b")
    with pytest.raises(Unreachable):
        http.get(vendor.url + "/v2/c")
    with pytest.raises(Unreachable):
        http.get("http://127.0.0.1:9/v2/d")
    calls = Counts(tmp_path / "state" / "http" / "calls.sqlite").calls(datetime(2026, 1, 1, tzinfo=UTC))
    assert [(call.path, call.status, call.source) for call in calls] == [
        ("/v2/a", 200, "vendor"),
        ("/v2/a", 200, "cache"),
        ("/v2/b", 404, "vendor"),
        ("/v2/c", 429, "vendor"),
        ("/v2/c", 500, "vendor"),
        ("/v2/c", 500, "vendor"),
        *[("/v2/d", 0, "vendor")] * 3,
    ]
    assert {(call.vendor, call.account, call.method) for call in calls} == {("polygon", "public", "GET")}
    (summary,) = call_summaries(tmp_path / "state", datetime.now(UTC))
    assert (summary.today, summary.month, summary.errors, summary.limited) == (8, 8, 7, 1)
    assert summary.copied == 0.5
    assert summary.last_success == calls[0].at


def test_the_summary_keeps_accounts_days_and_months_apart(tmp_path: Path) -> None:
    counts = Counts(tmp_path / "http" / "calls.sqlite")
    for n in range(1, 101):
        counts.add(Call(NOW - timedelta(hours=20), "v", "a", "GET", "/", 200, "vendor", n / 100, 0.0, -1.5))
    counts.add(Call(NOW, "v", "a", "GET", "/", 429, "vendor", 5.0))
    counts.add(Call(NOW, "v", "a", "GET", "/", 200, "stale"))
    counts.add(Call(NOW - timedelta(days=40), "v", "a", "GET", "/", 200))
    counts.add(Call(NOW, "v", "b", "GET", "/", 0))
    first, second = call_summaries(tmp_path, NOW)
    assert (first.account, first.today, first.month, first.errors, first.limited, first.stale) == ("a", 1, 101, 1, 1, 1)
    assert (first.p50_s, first.p95_s, first.skew_s) == (0.51, 0.96, -1.5)
    assert first.last_success == NOW - timedelta(hours=20)
    assert first.copied == pytest.approx(1 / 101)
    assert (second.account, second.errors, second.p50_s, second.last_success, second.copied) == ("b", 1, None, None, 0)


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    assert call_summaries(tmp_path, NOW) == []
    assert list(tmp_path.iterdir()) == []


def test_counting_is_cheap_and_never_fails(tmp_path: Path) -> None:
    counts = Counts(tmp_path / "calls.sqlite")
    call = Call(NOW, "v", "a", "GET", "/", 200)
    times = []
    for _ in range(200):
        began = time.perf_counter()
        counts.add(call)
        times.append(time.perf_counter() - began)
    assert median(times) < 0.001
    holder = sqlite3.connect(tmp_path / "calls.sqlite", isolation_level=None)
    holder.execute("begin immediate")
    counts.add(call)
    holder.execute("rollback")
    assert len(counts.calls(NOW)) == 200
    (tmp_path / "folder").mkdir()
    Counts(tmp_path / "folder").add(call)


def test_counts_of_long_ago_go(tmp_path: Path) -> None:
    old = Call(datetime(2020, 1, 1, tzinfo=UTC), "v", "a", "GET", "/", 200)
    Counts(tmp_path / "calls.sqlite").add(old)
    counts = Counts(tmp_path / "calls.sqlite")
    counts.add(Call(datetime.now(UTC), "v", "a", "GET", "/", 200))
    assert len(counts.calls(datetime(2019, 1, 1, tzinfo=UTC))) == 1
