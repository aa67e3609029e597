"""Hands a running algorithm the rows that are due, and never one before its time. Standard library only."""

from datetime import UTC, datetime, timedelta
from typing import Any

from signals.contract import Row, read_rows

__all__ = ["SignalFeed"]

_TICK = timedelta(microseconds=1)


class SignalFeed:
    """One symbol's rows, read once from the Object Store and walked by a pointer of its own.

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
        cure = f"make it: {_command(key)}"
        if not object_store.contains_key(key):
            raise ValueError(f"there is no {key} in the Object Store; {cure}")
        self._rows = read_rows(
            object_store.read(key),
            name=key,
            symbol=symbol,
            has_sessions=has_sessions,
            now=now or datetime.now(UTC).replace(tzinfo=None),
            cure=cure,
        )
        self._next = 0

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


def _command(key: str) -> str:
    parts = key.split("/")
    return f"leanrig signals {parts[1] if parts[0] == 'signals' and len(parts) > 2 else 'RECIPE'}"
