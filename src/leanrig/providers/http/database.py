"""A small SQLite file that several processes share and that may be lost: it never stops a call.

Where the file is damaged it is put aside and made anew; where the disk is full or read-only, memory takes its place for
the rest of the process. Both are said once.
"""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from leanrig.providers.http.place import private_file

__all__ = ["Database", "is_busy", "is_damage", "open_private", "put_aside"]

T = TypeVar("T")
_LOG = logging.getLogger("leanrig.http")
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_SCHEMA}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_OUR_FAULT = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError)


class Database:
    """One connection a process, used by one thread at a time.

    Parameters
    ----------
    schema
        `create table if not exists` and the like.
    busy_s
        How long to wait for other processes.
    """

    def __init__(self, path: Path, schema: str, *, busy_s: float) -> None:
        self.path = path
        self._schema = schema
        self._busy_s = busy_s
        self._connection: sqlite3.Connection | None = None
        self._abandoned: sqlite3.Connection | None = None
        self._in_memory = False
        self._lock = threading.Lock()
        self._pid = os.getpid()

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `work` returns, done in one immediate transaction.

        Raises
        ------
        sqlite3.OperationalError
            If other processes held the file for longer than `busy_s`.
        """
        if self._pid != os.getpid():
            self._forget()
        with self._lock:
            for trial in range(3):
                try:
                    return _transaction(self._open(), work)
                except (sqlite3.DatabaseError, OSError) as error:
                    self._recover(error, trial)
            return _transaction(self._open(), work)

    def _forget(self) -> None:
        # A connection must not be used, nor closed, on the other side of a fork.
        self._abandoned, self._connection = self._connection, None
        self._in_memory = False
        self._pid = os.getpid()
        self._lock = threading.Lock()

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            if self._in_memory:
                self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            else:
                self._connection = open_private(self.path, busy_s=self._busy_s)
            self._connection.executescript(f"begin immediate; {self._schema}; commit;")
        return self._connection

    def _recover(self, error: Exception, trial: int) -> None:
        if isinstance(error, _OUR_FAULT) or is_busy(error) or self._in_memory:
            raise error
        self._close()
        if is_damage(error) and trial == 0:
            return  # Another process may have put the damaged file aside already.
        if is_damage(error) and put_aside(self.path):
            _LOG.warning("%s was damaged; it is kept as %s.damaged and begun anew", self.path, self.path.name)
        else:
            self._in_memory = True
            _LOG.warning("%s cannot be used (%s): this process goes on without it", self.path, error)

    def _close(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None


def open_private(path: Path, *, busy_s: float, first: str = "") -> sqlite3.Connection:
    """Return an autocommit connection in WAL mode to a file that only its user can read; `first` is run before all."""
    private_file(path)
    connection = sqlite3.connect(path, timeout=busy_s, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(first)
        _to_wal(connection, time.monotonic() + busy_s)
        connection.execute("pragma synchronous = normal")
    except BaseException:
        connection.close()
        raise
    return connection


def is_damage(error: Exception) -> bool:
    """Whether the file's content is at fault, and not its place."""
    return _code(error) in _DAMAGE


def is_busy(error: Exception) -> bool:
    """Whether another process merely holds the file."""
    return _code(error) in _BUSY


def put_aside(path: Path) -> bool:
    """Rename a damaged file to `<name>.damaged`, drop its companions; False where that is not possible."""
    try:
        path.replace(path.with_name(path.name + ".damaged"))
        for end in ("-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _transaction(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    connection.execute("begin immediate")
    try:
        result = work(connection)
        connection.execute("commit")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("rollback")
        raise
    return result


def _to_wal(connection: sqlite3.Connection, until: float) -> None:
    # The change to WAL answers "locked" at once, without the wait that other statements have.
    while True:
        try:
            if connection.execute("pragma journal_mode").fetchone()[0] != "wal":
                connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > until:
                raise
            time.sleep(0.005)


def _code(error: Exception) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
