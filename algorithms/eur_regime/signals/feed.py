"""Hands a running algorithm the rows that are due, and never one before its time. Standard library only."""

from datetime import UTC, datetime, timedelta
from typing import Any

from signals.contract import Row, read_rows

__all__ = ["SignalFeed"]

_TICK = timedelta(microseconds=1)


class SignalFeed:
    """One symbol's rows, read from the Object Store and walked by a pointer of its own.

    Parameters
    ----------
    object_store
        The algorithm's.
    key
        Where the rows lie in it, such as `signals/aapl_regime/aapl.csv`.
    symbol
        The ticker that the rows must be of.
    has_sessions
        Whether these are daily rows of a market with sessions (see `read_rows`).
    now
        Naive UTC: a row later than this is refused. By default the wall clock, also in a backtest: what the future of
        the world holds nobody can have computed.

    Raises
    ------
    ValueError
        If there is no such key, or at its first bad row: one sentence with the key, the line and what to run.
    """

    def __init__(
        self, object_store: Any, key: str, symbol: str, *, has_sessions: bool, now: datetime | None = None
    ) -> None:
        self._object_store = object_store
        self._key = key
        self._symbol = symbol
        self._has_sessions = has_sessions
        self._text = self._read()
        self._rows = self._parsed(self._text, now)
        self._next = 0

    def read_again(self, *, now: datetime | None = None) -> None:
        """Take in what lies under the key by now: rows later than the last one that was due take the place of the rest.

        Raises
        ------
        ValueError
            If what lies there is bad, or ends earlier than what was read before. The rows stay as they are then.
        """
        text = self._read()
        if text == self._text:
            return
        if text and not text.endswith("\n"):
            raise ValueError(f"the last line of {self._key} is not ended: it may be half a file")
        rows = self._parsed(text, now)
        if rows[-1].stamp < self._rows[-1].stamp:
            raise ValueError(f"{self._key} ends at {rows[-1].stamp}, and it has ended at {self._rows[-1].stamp} before")
        used = self._rows[self._next - 1].stamp if self._next else None
        self._next = 0 if used is None else sum(row.stamp <= used for row in rows)
        self._rows, self._text = rows, text

    def due(self, utc_time: datetime, *, strictly_after: bool = False) -> Row | None:
        """Return the newest row that has become due since the last call, or None.

        The first call also hands out the last row from before the start: the regime that is in force then.

        Parameters
        ----------
        utc_time
            The algorithm's `utc_time`; its zone is dropped, as it is UTC.
        strictly_after
            Whether a row's own moment is still too early: then nothing is priced from the bar it was computed from.
        """
        now = utc_time.replace(tzinfo=None) - (_TICK if strictly_after else timedelta(0))
        found = None
        while self._next < len(self._rows) and self._rows[self._next].stamp <= now:
            found = self._rows[self._next]
            self._next += 1
        return found

    def _read(self) -> str:
        if not self._object_store.contains_key(self._key):
            raise ValueError(f"there is no {self._key} in the Object Store; make it: {_command(self._key)}")
        text: str = self._object_store.read(self._key)
        return text

    def _parsed(self, text: str, now: datetime | None) -> list[Row]:
        return read_rows(
            text,
            name=self._key,
            symbol=self._symbol,
            has_sessions=self._has_sessions,
            now=now or datetime.now(UTC).replace(tzinfo=None),
            cure=f"make it: {_command(self._key)}",
        )


def _command(key: str) -> str:
    parts = key.split("/")
    return f"leanrig signals {parts[1] if parts[0] == 'signals' and len(parts) > 2 else 'RECIPE'}"
