"""One queue for all processes of a user: a turn is reserved in the file, then waited for.

The moments are those of the system's monotonic clock, which all processes of a machine share and nobody can set. After
a restart it begins anew: then what was taken before counts as taken just now, which is never too early.
"""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from leanrig.clock import utc_now
from leanrig.errors import OwnFault
from leanrig.providers.failures import RateLimited
from leanrig.providers.http.database import Database
from leanrig.providers.http.rates import Budget, Rate
from leanrig.providers.http.schedule import earliest, paced, seconds_for
from leanrig.providers.http.waits import in_words

__all__ = ["Limiter", "Standing", "WindowLeft"]

T = TypeVar("T")
_LONGEST_PENALTY_S = 60.0
_RESTARTED_S = 1.0
_KEEP_S = 60.0
_GONE = float("inf")
_SCHEMA = """
create table if not exists queues (name text primary key, seen real not null, until real not null);
create table if not exists turns (id integer primary key autoincrement, name text, at real, is_left integer);
create index if not exists turns_in_order on turns (name, at);
create index if not exists turns_left on turns (name, at) where is_left;
create table if not exists months (name text, month text, used integer, primary key (name, month));
"""


@dataclass(frozen=True, slots=True)
class WindowLeft:
    """How many more requests one window allows at this moment."""

    rate: Rate
    left: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the limits leave at this moment.

    `next_in_s` is the wait before one more request, in seconds. `budget_left` is for the calendar month (UTC), None
    where there is no budget.
    """

    windows: tuple[WindowLeft, ...] = ()
    next_in_s: float = 0.0
    budget_left: int | None = None


@dataclass(frozen=True, slots=True)
class _Turn:
    id: int
    at: float | None


class Limiter:
    """The limits of one account at one vendor.

    Parameters
    ----------
    vendor, account
        Name the queue together.
    margin_s
        By how much windows are kept longer than asked, at most 1.5 % of them: what left in time may arrive late.
    clock, sleep
        Seconds that all processes share; how to wait.
    """

    def __init__(
        self,
        path: Path,
        *,
        vendor: str,
        account: str,
        rates: tuple[Rate, ...],
        budget: Budget | None = None,
        margin_s: float = 0.03,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        today: Callable[[], datetime] = utc_now,
    ) -> None:
        self._vendor = vendor
        self._name = f"{vendor}/{account}"
        self._rates = rates
        self._paced = tuple(paced(rate, margin_s) for rate in rates)
        self._budget = budget
        self._clock, self._sleep, self._today = clock, sleep, today
        self._database = Database(path, _SCHEMA, busy_s=60)

    def take(self, *, until: float) -> None:
        """Wait for a turn and take it.

        Raises
        ------
        RateLimited
            At once, where the turn would come later than now and than `until` (of the clock), or the month's budget is
            used up.
        """
        at: float | None = _GONE
        while at == _GONE:
            turn = self._run(lambda connection: self._reserve(connection, until))
            at = turn.at
            while at is not None and at != _GONE:
                self._sleep(max(0.0, at - self._clock()))
                at = self._run(lambda connection, id=turn.id: self._leave(connection, id))  # type: ignore[misc]

    def hold_off(self, seconds: float) -> None:
        """Let nobody leave for `seconds`, at most for a minute: the vendor said 429."""
        wait = min(seconds, _LONGEST_PENALTY_S)
        self._run(lambda connection: self._penalise(connection, wait))

    def standing(self) -> Standing:
        """Return what is left at this moment."""
        return self._run(self._standing)

    def seconds_for(self, requests: int, *, each_s: float = 0.0) -> float:
        """Return how long `requests` more take at least, one after the other, `each_s` by themselves."""
        return self._run(lambda connection: self._estimate(connection, requests, each_s))

    def _reserve(self, connection: sqlite3.Connection, until: float) -> _Turn:
        now, penalty = self._present(connection)
        self._require_budget(connection)
        at = earliest(self._newest(connection), self._paced, now=now, not_before=penalty)
        if at > max(now, until):
            raise self._too_late(at - now)
        oldest = now - max((rate.seconds for rate in self._paced), default=0.0) - _KEEP_S
        connection.execute("delete from turns where name = ? and at < ?", (self._name, oldest))
        row = connection.execute("insert into turns (name, at, is_left) values (?, ?, 0)", (self._name, at))
        turn = row.lastrowid or 0
        return _Turn(turn, at if at > now else self._leave(connection, turn))

    def _leave(self, connection: sqlite3.Connection, turn: int) -> float | None:
        """Take the turn and return None, or return the moment to come again; `_GONE` where its place is lost.

        Sleepers wake late. Held against the moments at which the others truly left, a late one delays those behind it
        instead of meeting them inside a window.
        """
        now, penalty = self._present(connection)
        if penalty > now:
            connection.execute("delete from turns where id = ?", (turn,))
            return _GONE
        at = earliest(self._newest(connection, "and is_left"), self._paced, now=now)
        if at <= now:
            self._spend(connection)
        connection.execute("update turns set at = ?, is_left = ? where id = ?", (at, at <= now, turn))
        return at if at > now else None

    def _present(self, connection: sqlite3.Connection) -> tuple[float, float]:
        """Return now and the end of the penalty; both tables are brought to this start of the machine."""
        now = self._clock()
        row = connection.execute("select seen, until from queues where name = ?", (self._name,)).fetchone()
        seen, until = row or (now, 0.0)
        if seen > now + _RESTARTED_S:
            shift = seen - now
            connection.execute("update turns set at = at - ? where name = ?", (shift, self._name))
            until -= shift
        until = min(until, now + _LONGEST_PENALTY_S)
        connection.execute("replace into queues values (?, ?, ?)", (self._name, now, until))
        return now, until

    def _newest(self, connection: sqlite3.Connection, more: str = "") -> Callable[[int], float | None]:
        query = f"select at from turns where name = ? {more} order by at desc limit 1 offset ?"  # noqa: S608

        def newest(number: int) -> float | None:
            row = connection.execute(query, (self._name, number - 1)).fetchone()
            return None if row is None else float(row[0])

        return newest

    def _penalise(self, connection: sqlite3.Connection, wait: float) -> None:
        now, until = self._present(connection)
        connection.execute("update queues set until = ? where name = ?", (max(until, now + wait), self._name))

    def _standing(self, connection: sqlite3.Connection) -> Standing:
        now, penalty = self._present(connection)
        query = "select count(*) from turns where name = ? and at > ?"
        windows = []
        for rate in self._rates:
            taken = connection.execute(query, (self._name, now - rate.seconds)).fetchone()[0]
            windows.append(WindowLeft(rate, max(0, rate.count - taken)))
        at = earliest(self._newest(connection), self._paced, now=now, not_before=penalty)
        return Standing(tuple(windows), at - now, self._budget_left(connection))

    def _estimate(self, connection: sqlite3.Connection, requests: int, each_s: float) -> float:
        now, penalty = self._present(connection)
        most = max((rate.count for rate in self._rates), default=1)
        query = "select at from turns where name = ? order by at desc limit ?"
        taken = [row[0] for row in connection.execute(query, (self._name, most))][::-1]
        return seconds_for(requests, taken, self._paced, now=now, not_before=penalty, each_s=each_s)

    def _budget_left(self, connection: sqlite3.Connection) -> int | None:
        if self._budget is None:
            return None
        query = "select used from months where name = ? and month = ?"
        row = connection.execute(query, (self._name, self._month())).fetchone()
        return max(0, self._budget.count - (row[0] if row else 0))

    def _spend(self, connection: sqlite3.Connection) -> None:
        self._require_budget(connection)
        if self._budget is not None:
            query = "insert into months values (?, ?, 1) on conflict do update set used = used + 1"
            connection.execute(query, (self._name, self._month()))

    def _require_budget(self, connection: sqlite3.Connection) -> None:
        if self._budget is not None and self._budget_left(connection) == 0:
            raise RateLimited(
                f"the budget of {self._budget.count:,} requests to {self._vendor} in {self._month()} is used up",
                cure=f"it begins anew on {_next_month(self._today()):%Y-%m-%d} (UTC)",
            )

    def _too_late(self, seconds: float) -> RateLimited:
        limits = " and ".join(str(rate) for rate in self._rates) or "a pause after 429"
        return RateLimited(
            f"the limit of {self._vendor} ({limits}) leaves no turn within the time of this call",
            cure=f"try again {in_words(seconds)}",
        )

    def _month(self) -> str:
        return f"{self._today():%Y-%m}"

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return self._database.run(work)
        except sqlite3.OperationalError as error:
            raise OwnFault(
                f"the file of the limits cannot be used: {error}",
                where=str(self._database.path),
                cure="end the process that holds it, or delete the file",
            ) from error


def _next_month(day: datetime) -> datetime:
    return datetime(day.year + day.month // 12, day.month % 12 + 1, 1, tzinfo=UTC)
