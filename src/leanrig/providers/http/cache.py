"""Copies of answers: requests-cache's SQLite storage, with our own idea of what is kept and for how long.

Its session's hooks are not used: they keep request headers and keys in the address, let Vary: Authorization defeat the
cache, serve old data after 401 or 404, and count an old copy's age from its expiry.
"""

import hashlib
import logging
import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import orjson
from requests_cache.backends.sqlite import SQLiteDict
from requests_cache.serializers import SerializerPipeline, Stage

from leanrig.providers.http.database import is_busy, is_damage, open_private, put_aside

__all__ = ["HELD", "Cache", "Copy", "cache_key"]

HELD = timedelta(hours=24)
"""How long a copy may stand in for a vendor that does not answer, from its fetch."""

T = TypeVar("T")
_LOG = logging.getLogger("leanrig.http")
_BUSY_S = 10.0
_CLEAN_S = 600.0
_DROP_OLDEST = """
delete from responses where key in
    (select key from responses order by expires limit (select count(*) / 4 from responses))
"""
_SCHEMA = "create table if not exists responses (key text primary key, value blob, expires integer)"


@dataclass(frozen=True)  # no slots: the storage tries to hang its key on what it reads
class Copy:
    """What is kept of an answer: nothing of the request, no cookie."""

    received_at: datetime
    vendor_time: datetime | None
    headers: Mapping[str, str]
    content: bytes


def cache_key(vendor: str, account: str, url: str) -> str:
    """Return the name of a copy; one account's copies never answer another's questions."""
    return hashlib.sha256("\n".join((vendor, account, url)).encode()).hexdigest()


class Cache:
    """The copies of a user, shared by all processes.

    Parameters
    ----------
    largest
        Bytes; the oldest copies make room.

    Notes
    -----
    What goes wrong with the file (full, read-only, damaged) is said once, and costs copies, never an answer.
    """

    def __init__(self, path: Path, *, largest: int = 1 << 28) -> None:
        self._path = path
        self._largest = largest
        self._store: SQLiteDict | None = None
        self._abandoned: SQLiteDict | None = None
        self._cleaned_at = -_CLEAN_S
        self._is_off = False
        self._said = False
        self._lock = threading.Lock()
        self._pid = os.getpid()

    def get(self, key: str, *, now: datetime) -> Copy | None:
        """Return the copy, if there is one of at most 24 h; one from the future has no known age and is none."""
        copy = self._try(lambda store: store.get(key))
        if not isinstance(copy, Copy) or not timedelta(0) <= now - copy.received_at <= HELD:
            return None
        return copy

    def put(self, key: str, copy: Copy) -> None:
        """Keep the copy; one of the same name before it goes."""
        self._try(lambda store: self._write(store, key, copy))

    def _write(self, store: SQLiteDict, key: str, copy: Copy) -> None:
        # The storage's own way of writing waits for ever on a read-only file and swallows a full disk.
        now = copy.received_at.timestamp()
        row = (key, store.serialize(copy), round(now + HELD.total_seconds()))
        with store.connection() as connection:
            connection.execute("insert or replace into responses (key, value, expires) values (?, ?, ?)", row)
            self._make_room(connection, round(now))

    def _make_room(self, connection: sqlite3.Connection, now: int) -> None:
        pages, size = (connection.execute(f"pragma {name}").fetchone()[0] for name in ("page_count", "page_size"))
        is_large = pages * size > self._largest
        if is_large:
            connection.execute(_DROP_OLDEST)
        if is_large or time.monotonic() - self._cleaned_at > _CLEAN_S:
            self._cleaned_at = time.monotonic()
            connection.execute("delete from responses where expires < ?", (now,))
            connection.executescript("pragma incremental_vacuum")  # execute() would give back one page

    def _try(self, work: Callable[[SQLiteDict], T]) -> T | None:
        if self._pid != os.getpid():
            self._forget()
        with self._lock:
            for trial in range(3):
                try:
                    return None if self._is_off else work(self._open())
                except (sqlite3.Error, OSError) as error:
                    if not self._recover(error, trial):
                        return None
        return None

    def _open(self) -> SQLiteDict:
        if self._store is None:
            first = "pragma auto_vacuum = incremental"
            with closing(open_private(self._path, busy_s=_BUSY_S, first=first)) as connection:
                connection.execute(_SCHEMA)
            self._store = SQLiteDict(
                self._path, table_name="responses", serializer=_PACKED, wal=True, busy_timeout=round(_BUSY_S * 1000)
            )
        return self._store

    def _recover(self, error: Exception, trial: int) -> bool:
        """Return whether another try makes sense."""
        was_open = self._store is not None
        if is_busy(error):
            return False
        if not is_damage(error):
            self._say(f"{self._path} cannot be used ({error}): answers are not kept")
            self._is_off = not was_open
            return False
        self._close()
        if trial and put_aside(self._path):
            self._say(f"{self._path} was damaged; it is kept as {self._path.name}.damaged and begun anew")
        return True

    def _say(self, text: str) -> None:
        if not self._said:
            _LOG.warning("%s", text)
        self._said = True

    def _close(self) -> None:
        if self._store is not None:
            with suppress(sqlite3.Error):
                self._store.close()  # type: ignore[no-untyped-call]
        self._store = None

    def _forget(self) -> None:
        # A connection must not be used, nor closed, on the other side of a fork.
        self._abandoned, self._store = self._store, None
        self._is_off = False
        self._lock = threading.Lock()
        self._pid = os.getpid()


def _pack(copy: Copy) -> bytes:
    """One line of JSON, then the body; nothing that could run when it is read."""
    head = {"at": copy.received_at, "vendor_time": copy.vendor_time, "headers": dict(copy.headers)}
    return orjson.dumps(head) + b"\n" + zlib.compress(copy.content, 1)


def _unpack(data: bytes) -> Copy:
    head, _, body = data.partition(b"\n")
    found = orjson.loads(head)
    vendor_time = found["vendor_time"] and datetime.fromisoformat(found["vendor_time"])
    try:
        content = zlib.decompress(body)
    except zlib.error as error:
        raise ValueError("the body is damaged") from error
    return Copy(datetime.fromisoformat(found["at"]), vendor_time, found["headers"], content)


_PACKED = SerializerPipeline([Stage(dumps=_pack, loads=_unpack)], is_binary=True)
