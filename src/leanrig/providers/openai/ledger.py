"""What language models cost: every call, kept over processes; a call is paid for in advance, at its worst, or not made.

A limit that cannot be kept is no limit: where the file is damaged or cannot be written, no paid call is made.
"""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from leanrig.clock import utc_now
from leanrig.errors import VendorFailed
from leanrig.providers.http.database import open_private
from leanrig.providers.http.waits import in_words

__all__ = ["Ledger", "LedgerBroken", "LedgerLine", "SpendingLimit", "Spent"]

T = TypeVar("T")
_NANO = 1_000_000_000
_BUSY_S = 30.0
# Nanodollars, so that sums are exact. `counted` is what stands against the limit, `cost` what is known of the price.
_SCHEMA = """
create table if not exists calls (
    id integer primary key, at real not null, writer text, role text, model text,
    sent integer default 0, received integer default 0, counted integer not null, cost integer, is_open integer not null
);
create index if not exists calls_in_order on calls (at);
"""
_SUM = (
    "select count(*), total(sent), total(received), total(counted), total(is_open) from calls where at >= ? and at < ?"
)


class SpendingLimit(VendorFailed):
    """The day's money is spent, or the next call might cost more than is left of it."""


class LedgerBroken(VendorFailed):
    """The ledger cannot be read or written: nobody knows what is left."""


@dataclass(frozen=True, slots=True)
class Spent:
    """The calls of a day or a month (UTC). `dollars` is what counts: calls whose end nobody saw at their worst."""

    calls: int
    sent: int
    received: int
    dollars: float
    unsettled: int


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One call; `cost` is None where nobody has said what the model costs, or how the call ended."""

    at: datetime
    writer: str
    role: str
    model: str
    sent: int
    received: int
    counted: float
    cost: float | None
    is_open: bool


class Ledger:
    """One user's spending.

    Parameters
    ----------
    state
        The user's state folder.
    limit_usd
        For one day of UTC; 0 forbids every call that costs.
    name
        Another file than the real one, for stand-ins.
    """

    def __init__(
        self, state: Path, *, limit_usd: float, now: Callable[[], datetime] = utc_now, name: str = "ledger"
    ) -> None:
        self.path = state / "openai" / f"{name}.sqlite"
        self.limit_usd = limit_usd
        self._now = now

    def reserve(self, *, writer: str, role: str, model: str, worst: float) -> int:
        """Put aside what a call may cost at its worst, and return the number to settle it by.

        Raises
        ------
        SpendingLimit
            If less than that is left of today.
        LedgerBroken
            If the ledger cannot be read or written.
        """
        now, worst_nano = self._now(), _nano(worst)
        row = (now.timestamp(), writer, role, model, worst_nano)

        def work(connection: sqlite3.Connection) -> int | float:
            spent = int(connection.execute(_SUM, _day(now)).fetchone()[3])
            if spent + worst_nano > _nano(self.limit_usd):
                return spent / _NANO
            insert = "insert into calls (at, writer, role, model, counted, is_open) values (?, ?, ?, ?, ?, 1)"
            return connection.execute(insert, row).lastrowid or 0

        found = self._run(work)
        if isinstance(found, float):
            raise self._spent_out(found, worst, now)
        return found

    def settle(self, number: int, *, sent: int, received: int, counted: float, cost: float | None) -> None:
        """Write what a call really took in place of its worst."""
        row = (sent, received, _nano(counted), None if cost is None else _nano(cost), number)
        update = "update calls set sent = ?, received = ?, counted = ?, cost = ?, is_open = 0 where id = ?"
        self._run(lambda connection: connection.execute(update, row))

    def release(self, number: int) -> None:
        """Give back what was put aside: the call was refused and costs nothing."""
        self.settle(number, sent=0, received=0, counted=0, cost=0)

    def note(self, *, writer: str, role: str, model: str, sent: int, received: int) -> None:
        """Write down a call that costs nothing."""
        row = (self._now().timestamp(), writer, role, model, sent, received)
        insert = (
            "insert into calls (at, writer, role, model, sent, received, counted, cost, is_open)"
            " values (?, ?, ?, ?, ?, ?, 0, 0, 0)"
        )
        self._run(lambda connection: connection.execute(insert, row))

    def today(self) -> Spent:
        """Return what this day took so far."""
        return self._spent(_day(self._now()))

    def month(self) -> Spent:
        """Return what this calendar month took so far."""
        first = self._now().astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return self._spent((first.timestamp(), (first + timedelta(days=32)).replace(day=1).timestamp()))

    def lines(self, since: datetime) -> list[LedgerLine]:
        """Return every call since a moment, oldest first."""
        names = "at, writer, role, model, sent, received, counted, cost, is_open"
        query = f"select {names} from calls where at >= ? order by id"  # noqa: S608 (no outside text)
        rows = self._run(lambda connection: connection.execute(query, (since.timestamp(),)).fetchall())
        return [_line(row) for row in rows]

    def _spent(self, span: tuple[float, float]) -> Spent:
        if not self.path.exists():
            return Spent(0, 0, 0, 0.0, 0)
        calls, sent, received, counted, unsettled = self._run(lambda c: c.execute(_SUM, span).fetchone())
        return Spent(calls, int(sent), int(received), counted / _NANO, int(unsettled))

    def _spent_out(self, spent: float, worst: float, now: datetime) -> SpendingLimit:
        ends = datetime.fromtimestamp(_day(now)[1], UTC)
        return SpendingLimit(
            f"the day's spending limit for language models holds this call back: {spent:.2f} of "
            f"{self.limit_usd:.2f} USD are spent or put aside, and it may cost {worst:.2f}",
            where=str(self.path),
            cure=f"a new day begins at 00:00 UTC, {in_words((ends - now).total_seconds())}; "
            "or raise openai.daily_limit_usd in leanrig.yaml",
        )

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            with closing(open_private(self.path, busy_s=_BUSY_S)) as connection:
                connection.execute("pragma synchronous = full")
                connection.executescript(f"begin immediate; {_SCHEMA}; commit;")
                connection.execute("begin immediate")
                found = work(connection)
                connection.execute("commit")
                return found
        except (sqlite3.Error, OSError) as error:
            failure = LedgerBroken(
                f"the ledger of spending cannot be kept ({error}), so no paid call is made",
                where=str(self.path),
                cure="make its folder writable; a damaged ledger may be deleted, and forgets what was spent",
            )
        raise failure


def _day(now: datetime) -> tuple[float, float]:
    """The UTC day's first moment and the next one's."""
    first = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return first.timestamp(), (first + timedelta(days=1)).timestamp()


def _line(row: Sequence[Any]) -> LedgerLine:
    at, writer, role, model, sent, received, counted, cost, is_open = row
    known = None if cost is None else cost / _NANO
    moment = datetime.fromtimestamp(at, UTC)
    return LedgerLine(moment, writer, role, model, sent, received, counted / _NANO, known, bool(is_open))


def _nano(dollars: float) -> int:
    return round(dollars * _NANO)
