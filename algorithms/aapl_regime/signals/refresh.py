"""A running algorithm reads its rows again, so that fresh ones reach it without a stop. Standard library only."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from signals.feed import SignalFeed

__all__ = ["Refresh"]

_EVERY = timedelta(minutes=1)


class Refresh:
    """Reads the keys of all feeds again, once a minute at most.

    Parameters
    ----------
    object_store
        The algorithm's.
    """

    def __init__(self, object_store: Any, feeds: Sequence[SignalFeed]) -> None:
        self._object_store = object_store
        self._feeds = feeds
        self._next: datetime | None = None
        self._told: set[str] = set()

    def complaints(self, utc_time: datetime) -> list[str]:
        """Read again, and return what is wrong with the new rows; a feed whose new rows are bad keeps its old ones.

        Every complaint is made once, until it was gone in between: a log has a limit.
        """
        now = utc_time.replace(tzinfo=None)
        if self._next is not None and now < self._next:
            return []
        self._next = now + _EVERY
        found = self._read()
        fresh = [words for words in found if words not in self._told]
        self._told = set(found)
        return fresh

    def _read(self) -> list[str]:
        found = []
        try:
            self._object_store.clear()  # what a running algorithm has read once it would else be given again
        except Exception as error:
            found.append(f"the Object Store cannot be read again: {error}")
        for feed in self._feeds:
            try:
                feed.read_again()
            except Exception as error:
                found.append(f"the rows read before stay in force: {error}")
        return found
