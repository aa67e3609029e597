from bisect import bisect_right
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.contract import HEADER, Regime, Row, written
from signals.feed import SignalFeed

KEY = "signals/aapl_regime/aapl.csv"
FIRST = datetime(2024, 3, 7, 21)


class Store(dict[str, str]):
    """As much of Lean's Object Store as is asked of it."""

    def contains_key(self, key: str) -> bool:
        return key in self

    def read(self, key: str) -> str:
        return self[key]


def rows(*days: int) -> list[Row]:
    return [Row(FIRST + timedelta(days=day), "AAPL", Regime.CALM, 0.9, day / 100) for day in days]


def feed(made: list[Row]) -> SignalFeed:
    return SignalFeed(Store({KEY: written(made)}), KEY, "AAPL", has_sessions=True)


def test_the_last_row_before_the_start_is_carried_in_once() -> None:
    made = rows(0, 1, 2, 9)
    fed = feed(made)
    assert fed.due(FIRST + timedelta(days=5)) == made[2]
    assert fed.due(FIRST + timedelta(days=6)) is None
    assert fed.due(FIRST + timedelta(days=9)) == made[3]
    assert fed.due(FIRST + timedelta(days=900)) is None


def test_a_row_is_due_at_its_stamp_and_not_before() -> None:
    fed = feed(rows(0))
    assert fed.due(FIRST - timedelta(microseconds=1)) is None
    assert fed.due(FIRST) == rows(0)[0]


def test_strictly_after_lets_the_stamps_own_moment_pass() -> None:
    fed = feed(rows(0))
    assert fed.due(FIRST, strictly_after=True) is None
    assert fed.due(FIRST + timedelta(microseconds=1), strictly_after=True) == rows(0)[0]


def test_leans_aware_time_is_taken_as_utc() -> None:
    assert feed(rows(0)).due(FIRST.replace(tzinfo=UTC)) == rows(0)[0]


@given(st.sets(st.integers(0, 60), min_size=1), st.lists(st.integers(-5, 70), min_size=1).map(sorted))
def test_each_answer_is_the_newest_row_that_has_become_due(days: set[int], asked: list[int]) -> None:
    made = rows(*sorted(days))
    fed, before = feed(made), 0
    for day in asked:
        known = bisect_right(sorted(days), day)
        assert fed.due(FIRST + timedelta(days=day)) == (made[known - 1] if known > before else None)
        before = max(before, known)


def test_a_missing_key_names_the_command() -> None:
    with pytest.raises(ValueError, match=r"^there is no signals/aapl_regime/aapl.csv .*leanrig signals aapl_regime$"):
        SignalFeed(Store(), KEY, "AAPL", has_sessions=True)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "is empty"),
        (f"{HEADER}\n2024-03-07 05:00:00,AAPL,calm,0.9,0.1\n", "line 2: 2024-03-07 05:00:00 is a midnight"),
        (f"{HEADER}\n2024-03-07 21:00:00,AAPL,sideways,0.9,0.1\n", "line 2: 'sideways' is no regime"),
        (f"{HEADER}\n2024-03-07 21:00:00,AAPL,calm,0.9,0.1\n2024-03", "line 3: 1 fields instead of 5"),
    ],
)
def test_a_bad_file_stops_before_the_first_bar(body: str, said: str) -> None:
    with pytest.raises(
        ValueError, match=r"^signals/aapl_regime/aapl\.csv.*; make it: leanrig signals aapl_regime$"
    ) as e:
        SignalFeed(Store({KEY: body}), KEY, "AAPL", has_sessions=True)
    assert said in str(e.value)


def test_rows_of_the_future_are_refused_by_the_wall_clock() -> None:
    later = datetime.now(UTC).replace(tzinfo=None, microsecond=0) + timedelta(days=2)
    with pytest.raises(ValueError, match="lies in the future"):
        feed([Row(later.replace(hour=21), "AAPL", Regime.CALM, 0.9, 0.1)])
