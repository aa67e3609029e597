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


def grown(first: list[Row], then: str) -> tuple[SignalFeed, Store]:
    store = Store({KEY: written(first)})
    fed = SignalFeed(store, KEY, "AAPL", has_sessions=True)
    store[KEY] = then
    return fed, store


def test_rows_read_again_go_on_after_the_last_one_that_was_due() -> None:
    fed, _ = grown(rows(0, 1, 4), written(rows(0, 1, 2, 5, 7)))
    assert fed.due(FIRST + timedelta(days=1)) == rows(1)[0]
    fed.read_again()
    assert fed.due(FIRST + timedelta(days=1)) is None, "and none twice"
    assert fed.due(FIRST + timedelta(days=4)) == rows(2)[0], "the fresh file has no row of day 4 any more"
    assert fed.due(FIRST + timedelta(days=9)) == rows(7)[0]


def test_a_history_that_was_made_anew_gives_nothing_from_before_the_last_row_used() -> None:
    fed, _ = grown(rows(0, 4), written(rows(1, 2, 3, 5)))
    assert fed.due(FIRST + timedelta(days=4)) == rows(4)[0]
    fed.read_again()
    assert fed.due(FIRST + timedelta(days=4)) is None
    assert fed.due(FIRST + timedelta(days=5)) == rows(5)[0]


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("", "is empty"),
        (written(rows(0, 1, 2, 3)).replace("0.03\n", "x\n"), "line 5"),
        (written(rows(0, 1, 2, 3))[:-3], "the last line of signals/aapl_regime/aapl.csv is not ended"),
        (written(rows(0)), r"ends at 2024-03-07 21:00:00, and it has ended at 2024-03-09 21:00:00 before"),
        (HEADER + "\n", "has a header and no row"),
    ],
)
def test_bad_rows_read_again_are_refused_and_the_old_ones_stay(then: str, words: str) -> None:
    fed, store = grown(rows(0, 1, 2), then)
    assert fed.due(FIRST) == rows(0)[0]
    with pytest.raises(ValueError, match=words):
        fed.read_again()
    assert fed.due(FIRST + timedelta(days=1)) == rows(1)[0]
    del store[KEY]
    with pytest.raises(ValueError, match="there is no"):
        fed.read_again()
    assert fed.due(FIRST + timedelta(days=2)) == rows(2)[0]
    store[KEY] = written(rows(2, 3))
    fed.read_again()
    assert fed.due(FIRST + timedelta(days=3)) == rows(3)[0]


def test_rows_of_the_future_are_refused_when_read_again() -> None:
    fed, _ = grown(rows(0), written(rows(0, 5)))
    with pytest.raises(ValueError, match="lies in the future"):
        fed.read_again(now=FIRST + timedelta(days=4))
    fed.read_again(now=FIRST + timedelta(days=5))
    assert fed.due(FIRST + timedelta(days=5)) == rows(5)[0]


@given(st.sets(st.integers(0, 40), min_size=1), st.lists(st.integers(0, 45), max_size=20).map(sorted))
def test_a_file_that_grows_is_handed_out_as_one_that_was_whole(days: set[int], asked: list[int]) -> None:
    made = rows(*sorted(days))
    store, whole = Store({KEY: written(made[:1])}), feed(made)
    fed = SignalFeed(store, KEY, "AAPL", has_sessions=True)
    for day in asked:
        now = FIRST + timedelta(days=day)
        store[KEY] = written([row for row in made if row.stamp <= now] or made[:1])
        fed.read_again()
        assert fed.due(now) == whole.due(now)
