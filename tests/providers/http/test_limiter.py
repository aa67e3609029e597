"""The queue in the file: with a clock of the test's own for the law, with real processes for the sharing."""

import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leanrig.providers.failures import RateLimited
from leanrig.providers.http.limiter import Limiter, Standing, WindowLeft
from leanrig.providers.http.rates import Budget, Rate

NOON = datetime(2026, 12, 15, 12, tzinfo=UTC)


class Clock:
    """Time that passes by sleeping; sleepers wake late by up to `late`."""

    def __init__(self, now: float = 1000.0, late: float = 0.0, seed: int = 0) -> None:
        self.now, self.late, self.draw = now, late, Random(seed)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds + self.late * self.draw.random()


def limiter(path: Path, clock: Clock, *rates: Rate, **options: Any) -> Limiter:
    return Limiter(
        path / "limits.sqlite",
        vendor="alpaca",
        account="a1",
        rates=rates,
        margin_s=0,
        clock=clock,
        sleep=clock.sleep,
        **options,
    )


def departures(limits: Limiter, clock: Clock, count: int) -> list[float]:
    moments = []
    for _ in range(count):
        limits.take(until=clock.now + 1e6)
        moments.append(clock.now)
    return moments


def fullest(moments: list[float], seconds: float) -> int:
    """The most departures in any window (t - seconds, t]; a nanosecond for the rounding of sums."""
    return max(sum(end - seconds + 1e-9 < moment <= end for moment in moments) for end in moments)


def test_a_burst_and_then_one_window_later(tmp_path: Path) -> None:
    clock = Clock()
    moments = departures(limiter(tmp_path, clock, Rate(3, 1), Rate(5, 10)), clock, 7)
    assert moments == [1000, 1000, 1000, 1001, 1001, 1010, 1010]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rates=st.lists(st.builds(Rate, st.integers(1, 5), st.integers(1, 8)), min_size=1, max_size=2),
    late=st.floats(0, 3),
    seed=st.integers(0, 999),
)
def test_no_window_is_exceeded_however_late_sleepers_wake(
    tmp_path_factory: pytest.TempPathFactory, rates: list[Rate], late: float, seed: int
) -> None:
    clock = Clock(late=late, seed=seed)
    limits = limiter(tmp_path_factory.mktemp("limits"), clock, *rates)
    moments = departures(limits, clock, 15)
    assert all(fullest(moments, rate.seconds) <= rate.count for rate in rates)


def test_a_turn_beyond_the_time_is_refused_at_once_and_takes_no_place(tmp_path: Path) -> None:
    clock = Clock()
    limits = limiter(tmp_path, clock, Rate(1, 60))
    limits.take(until=clock.now)
    with pytest.raises(RateLimited, match="alpaca \\(1 a minute\\) leaves no turn") as told:
        limits.take(until=clock.now + 59)
    assert told.value.cure == "try again in 60 s"
    assert clock.now == 1000
    limits.take(until=clock.now + 60)
    assert clock.now == 1060


def test_names_do_not_share_and_two_objects_of_one_name_do(tmp_path: Path) -> None:
    clock = Clock()
    limiter(tmp_path, clock, Rate(1, 60)).take(until=clock.now)
    Limiter(tmp_path / "limits.sqlite", vendor="alpaca", account="a2", rates=(Rate(1, 60),), clock=clock).take(
        until=1e9
    )
    with pytest.raises(RateLimited):
        limiter(tmp_path, clock, Rate(1, 60)).take(until=clock.now)


def test_after_429_everybody_holds_off_for_a_minute_at_most(tmp_path: Path) -> None:
    clock = Clock()
    limits = limiter(tmp_path, clock, Rate(5, 1))
    limits.hold_off(7)
    limits.hold_off(2)
    assert limits.standing().next_in_s == 7
    assert departures(limiter(tmp_path, clock, Rate(5, 1)), clock, 1) == [1007]
    limits.hold_off(3600)
    assert departures(limits, clock, 1) == [1067]


def test_a_waiter_that_meets_a_penalty_queues_anew(tmp_path: Path) -> None:
    clock = Clock()
    limits = limiter(tmp_path, clock, Rate(1, 10))
    limits.take(until=clock.now)

    def sleep(seconds: float) -> None:
        if clock.now == 1000:
            limits.hold_off(30)
        clock.now += seconds

    other = Limiter(
        tmp_path / "limits.sqlite",
        vendor="alpaca",
        account="a1",
        rates=(Rate(1, 10),),
        margin_s=0,
        clock=clock,
        sleep=sleep,
    )
    other.take(until=clock.now + 100)
    assert clock.now == 1030


def test_a_budget_is_the_calendar_months_and_says_when_it_begins_anew(tmp_path: Path) -> None:
    clock, days = Clock(), [NOON]
    limits = limiter(tmp_path, clock, budget=Budget(2), today=lambda: days[0])
    assert limits.standing() == Standing(budget_left=2)
    departures(limits, clock, 2)
    with pytest.raises(RateLimited, match="budget of 2 requests to alpaca in 2026-12 is used up") as told:
        limits.take(until=clock.now)
    assert told.value.cure == "it begins anew on 2027-01-01 (UTC)"
    days[0] = datetime(2027, 1, 1, tzinfo=UTC)
    limits.take(until=clock.now)
    assert limits.standing().budget_left == 1


def test_standing_and_estimate(tmp_path: Path) -> None:
    clock = Clock()
    limits = limiter(tmp_path, clock, Rate(3, 1), Rate(5, 10))
    departures(limits, clock, 2)
    assert limits.standing() == Standing((WindowLeft(Rate(3, 1), 1), WindowLeft(Rate(5, 10), 3)), 0, None)
    assert limits.seconds_for(1) == 0
    assert limits.seconds_for(4) == 10
    assert limits.seconds_for(3, each_s=2) == 6
    departures(limits, clock, 1)
    assert limits.standing().next_in_s == 1


def test_after_a_restart_of_the_machine_what_was_taken_counts_as_taken_now(tmp_path: Path) -> None:
    clock = Clock(now=900_000)
    limits = limiter(tmp_path, clock, Rate(2, 60))
    departures(limits, clock, 2)
    limits.hold_off(50)
    clock.now = 30.0
    limits = limiter(tmp_path, clock, Rate(2, 60))
    assert limits.standing().next_in_s == 60
    assert departures(limits, clock, 3) == [90, 90, 150]


def test_old_turns_are_cleared_away(tmp_path: Path) -> None:
    clock = Clock()
    limits = limiter(tmp_path, clock, Rate(1, 10))
    departures(limits, clock, 40)
    with sqlite3.connect(tmp_path / "limits.sqlite") as connection:
        assert connection.execute("select count(*) from turns").fetchone()[0] < 10


def test_a_damaged_file_is_put_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "limits.sqlite").write_bytes(b"this is no database" * 100)
    clock = Clock()
    departures(limiter(tmp_path, clock, Rate(1, 10)), clock, 2)
    assert clock.now == 1010
    assert "begun anew" in caplog.text
    assert (tmp_path / "limits.sqlite.damaged").read_bytes()[:4] == b"this"


def test_where_no_file_can_be_made_the_process_keeps_its_own_limits(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "limits.sqlite").mkdir()
    clock = Clock()
    departures(limiter(tmp_path, clock, Rate(1, 10)), clock, 3)
    assert clock.now == 1020
    assert caplog.text.count("goes on without it") == 1


def test_threads_share_one_limiter(tmp_path: Path) -> None:
    limits = Limiter(tmp_path / "limits.sqlite", vendor="v", account="a", rates=(Rate(4, 0.2),))
    moments: list[float] = []

    def work() -> None:
        for _ in range(4):
            limits.take(until=time.monotonic() + 60)
            moments.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = sorted(row[0] for row in _turns(tmp_path / "limits.sqlite"))
    assert len(moments) == len(left) == 16
    assert fullest(left, 0.2) <= 4
    assert left[-1] - left[0] >= 0.6 - 1e-9


_WORKER = """
import json, sys, time
from pathlib import Path
from leanrig.providers.http.client import Http, Rate
url, state, name = sys.argv[1:4]
http = Http("v", account="a", state=Path(state), rates=(Rate(4, 0.2), Rate(16, 1.2)))
print("ready", flush=True)
begin = float(input())
time.sleep(max(0, begin - time.monotonic()))
while time.monotonic() < begin + 2.3:
    http.get(f"{url}/{name}", cache=False)
"""


@pytest.mark.slow
def test_four_processes_share_fairly_and_keep_both_windows(tmp_path: Path, vendor: Any) -> None:
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = [
        subprocess.Popen([sys.executable, "-c", _WORKER, vendor.url, str(tmp_path), f"w{n}"], **pipes) for n in range(4)
    ]
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    begin = time.monotonic() + 0.2
    for worker in workers:
        worker.stdin.write(f"{begin}\n")
        worker.stdin.flush()
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0, 0]
    left = sorted(row[0] for row in _turns(tmp_path / "http" / "limits.sqlite"))
    assert fullest(left, 0.2) <= 4
    assert fullest(left, 1.2) <= 16
    shares = Counter(seen.path for seen in vendor.seen)
    assert 28 <= len(vendor.seen) <= 36
    assert max(shares.values()) - min(shares.values()) <= 3
    assert fullest([seen.at for seen in vendor.seen], 1.1) <= 16


def test_a_process_killed_while_it_waits_leaves_one_unused_turn(
    tmp_path: Path, vendor: Any, client: Callable[..., Any]
) -> None:
    code = """
import sys
from pathlib import Path
from leanrig.providers.http.client import Http, Rate
http = Http("polygon", account="public", state=Path(sys.argv[2]), rates=(Rate(1, 0.8),))
http.get(sys.argv[1], cache=False)
print("first", flush=True)
http.get(sys.argv[1], cache=False)
"""
    state = tmp_path / "state"
    worker = subprocess.Popen([sys.executable, "-c", code, vendor.url, str(state)], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None and worker.stdout.readline() == "first\n"
    time.sleep(0.1)
    worker.kill()
    worker.wait()
    client(rates=(Rate(1, 0.8),)).get(vendor.url, cache=False)
    assert len(vendor.seen) == 2
    assert 1.5 <= vendor.seen[1].at - vendor.seen[0].at < 3
    assert json.dumps([row[0] for row in _turns(state / "http" / "limits.sqlite")])


def _turns(path: Path) -> list[tuple[float]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("select at from turns where is_left").fetchall()
