"""A running algorithm reads its rows again: through the engine's Object Store, and whatever the store does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leanrig.engine.algorithm.object_store import ObjectStore
from signals.contract import Regime, Row, written
from signals.feed import SignalFeed
from signals.refresh import Refresh

NOW = datetime(2024, 3, 8, 12, tzinfo=UTC)
KEYS = {"AAPL": "signals/two/aapl.csv", "IBM": "signals/two/ibm.csv"}
MINUTE = timedelta(minutes=1)


def text(ticker: str, *days: int) -> str:
    return written([Row(datetime(2024, 3, day, 21), ticker, Regime.CALM, 0.9, 0.5) for day in days])


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    made = ObjectStore(tmp_path / "store")
    for ticker, key in KEYS.items():
        made.save(key, text(ticker, 6, 7))
    return made


def feeds_of(store: ObjectStore) -> dict[str, SignalFeed]:
    feeds = {ticker: SignalFeed(store, key, ticker, has_sessions=True) for ticker, key in KEYS.items()}
    for feed in feeds.values():
        feed.due(NOW)
    return feeds


def test_fresh_rows_reach_every_feed(store: ObjectStore) -> None:
    feeds = feeds_of(store)
    refresh = Refresh(store, list(feeds.values()))
    for ticker, key in KEYS.items():
        store.save(key, text(ticker, 6, 7, 8))
    assert refresh.complaints(NOW) == []
    for feed in feeds.values():
        row = feed.due(NOW + timedelta(days=1))
        assert row is not None
        assert row.stamp.day == 8


def test_a_bad_file_is_told_once_and_holds_up_no_other(store: ObjectStore) -> None:
    feeds = feeds_of(store)
    refresh = Refresh(store, list(feeds.values()))
    store.save(KEYS["AAPL"], "half a li\n")
    store.save(KEYS["IBM"], text("IBM", 7, 8))
    (complaint,) = refresh.complaints(NOW)
    assert complaint.startswith("the rows read before stay in force: signals/two/aapl.csv, line 1: ")
    assert feeds["IBM"].due(NOW + timedelta(days=1)) is not None
    assert refresh.complaints(NOW + MINUTE) == []
    store.save(KEYS["AAPL"], text("AAPL", 7, 8))
    assert refresh.complaints(NOW + 2 * MINUTE) == []
    store.delete(KEYS["AAPL"])
    (again,) = refresh.complaints(NOW + 3 * MINUTE)
    assert "there is no signals/two/aapl.csv" in again
    assert feeds["AAPL"].due(NOW + timedelta(days=1)) is not None


def test_it_is_read_once_a_minute_at_most(store: ObjectStore) -> None:
    refresh = Refresh(store, list(feeds_of(store).values()))
    assert refresh.complaints(NOW) == []
    store.save(KEYS["IBM"], "")
    assert refresh.complaints(NOW + timedelta(seconds=59)) == []
    assert len(refresh.complaints(NOW + MINUTE)) == 1


def test_a_store_that_breaks_down_ends_nothing(store: ObjectStore) -> None:
    class Broken(ObjectStore):
        broken = False

        def clear(self) -> None:
            raise ConnectionError("no answer")

        def contains_key(self, key: str) -> bool:
            if self.broken:
                raise ConnectionError("no answer")
            return super().contains_key(key)

    broken = Broken(store._root)
    feeds = feeds_of(broken)
    broken.broken = True
    found = Refresh(broken, list(feeds.values())).complaints(NOW)
    assert found[0] == "the Object Store cannot be read again: no answer"
    assert found[1:] == ["the rows read before stay in force: no answer"] * 2
