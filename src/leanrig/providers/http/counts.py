"""Every call, counted: who was asked for what, how it ended, how long it took, and who really answered."""

import logging
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from leanrig.clock import utc_now
from leanrig.providers.http.database import Database

__all__ = ["Call", "Counts"]

_LOG = logging.getLogger("leanrig.http")
_KEEP = timedelta(days=62)
_SCHEMA = """
create table if not exists calls (
    at real, vendor text, account text, method text, path text, status integer, source text,
    latency_s real, waited_s real, skew_s real
);
create index if not exists calls_in_order on calls (at);
"""


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt, or one answer out of a copy.

    `status` is 0 where nobody answered. `latency_s` runs from departure to the last byte; `waited_s` is the wait for a
    turn before it; `skew_s` the vendor's clock minus ours, None where the vendor has no Date header.
    """

    at: datetime
    vendor: str
    account: str
    method: str
    path: str
    status: int
    source: Literal["vendor", "cache", "stale"] = "vendor"
    latency_s: float = 0.0
    waited_s: float = 0.0
    skew_s: float | None = None


class Counts:
    """The calls of the last two months, in one file for all processes; a call never fails for it."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, _SCHEMA, busy_s=0.5)
        self._is_clean = False

    def add(self, call: Call) -> None:
        """Keep one call."""
        row = (
            call.at.timestamp(), call.vendor, call.account, call.method, call.path, call.status, call.source,
            call.latency_s, call.waited_s, call.skew_s,
        )  # fmt: skip
        with suppress(sqlite3.Error, OSError):
            self._database.run(lambda connection: self._add(connection, row))

    def calls(self, since: datetime) -> list[Call]:
        """Return the calls since a moment, oldest first; none where they cannot be read."""
        query = "select * from calls where at >= ? order by at"
        try:
            rows = self._database.run(lambda connection: connection.execute(query, (since.timestamp(),)).fetchall())
        except (sqlite3.Error, OSError) as error:
            _LOG.warning("the counts of calls cannot be read: %s", error)
            return []
        return [Call(datetime.fromtimestamp(at, UTC), *rest) for at, *rest in rows]

    def _add(self, connection: sqlite3.Connection, row: tuple[object, ...]) -> None:
        if not self._is_clean:
            oldest = (utc_now() - _KEEP).timestamp()
            connection.execute("delete from calls where at < ?", (oldest,))
            self._is_clean = True
        connection.execute("insert into calls values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
