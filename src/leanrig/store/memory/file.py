"""Opens the memory's file for a moment; waits while somebody else has it, and sets aside what cannot be used."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from leanrig.errors import Missing

__all__ = ["VERSION", "opened"]

VERSION = 1
PATIENCE_S = 15.0
_PAUSE_S = 0.05
# A file that another process has only just made is empty for a moment.
_GRACE_S = 1.0
_EMPTY = "is empty"
_SCHEMA = """
CREATE TABLE meta (version INTEGER NOT NULL);
CREATE TABLE runs (folder VARCHAR NOT NULL, stamp VARCHAR, started VARCHAR, title VARCHAR, recipe VARCHAR,
    symbols VARCHAR[], judgement VARCHAR, verdict VARCHAR, sharpe DOUBLE, growth DOUBLE, drawdown DOUBLE);
CREATE TABLE texts (folder VARCHAR NOT NULL, place INTEGER NOT NULL, kind VARCHAR, section VARCHAR, text VARCHAR,
    gist VARCHAR, hash VARCHAR NOT NULL, words VARCHAR[]);
CREATE TABLE embedders (name VARCHAR PRIMARY KEY, width INTEGER NOT NULL, number INTEGER NOT NULL);
"""


@contextmanager
def opened(path: Path, *, told: Callable[[str], None], patience_s: float = PATIENCE_S) -> Iterator[Any]:
    """Yield a connection inside one transaction, which is kept when the block ends well.

    Parameters
    ----------
    path
        The file; it is made where there is none. One that is no memory, is damaged, or is of another version of leanrig
        is renamed and said so, and a new one is made: everything in it can be worked out again.
    told
        Takes that sentence.
    patience_s
        How long to wait while another process has the file.

    Raises
    ------
    Missing
        If duckdb is not installed, the file stays in use, or the system refuses it.
    """
    connection = _connect(path, told, patience_s)
    try:
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
    except _duckdb().Error as error:
        raise Missing(
            f"the memory could not be used: {_first_line(error)}", where=str(path), cure="leanrig search --rebuild"
        ) from None
    finally:
        with suppress(_duckdb().Error):
            connection.close()  # what was not committed is rolled back


def _connect(path: Path, told: Callable[[str], None], patience_s: float) -> Any:
    path.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    while True:
        seen = _identity(path)
        connection, fault = _tried(path)
        if connection is not None:
            return connection
        waited = time.monotonic() - began
        if fault not in ("", _EMPTY) or (fault == _EMPTY and waited > _GRACE_S):
            if seen == _identity(path):  # else somebody was first
                told(f"{path.name} {fault}: it was set aside as {_set_aside(path)}, and a new one is made")
        elif waited > patience_s:
            raise Missing(
                f"another process has had {path.name} for {patience_s:g} seconds",
                where=str(path),
                cure="wait until it has ended, then run the same command again",
            )
        else:
            time.sleep(_PAUSE_S)


def _identity(path: Path) -> tuple[int, int] | None:
    with suppress(FileNotFoundError):
        return path.stat().st_ino, path.stat().st_dev
    return None


def _tried(path: Path) -> tuple[Any, str]:
    """Return a connection; or None and what is wrong with the file, nothing where it is only in use."""
    duckdb = _duckdb()
    try:
        connection = duckdb.connect(str(path), config={"autoinstall_known_extensions": False})
    except duckdb.Error as error:
        return None, _fault(error, path)
    try:
        found = _version(connection)
    except duckdb.Error:
        found = -1
    if found == VERSION:
        return connection, ""
    connection.close()
    word = (
        "is of a newer leanrig"
        if found > VERSION
        else "is of an older leanrig"
        if found > 0
        else "is no memory of leanrig"
    )
    return None, word


def _version(connection: Any) -> int:
    """Return the version of the tables; lays them out where there is nothing at all."""
    if not connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall()[0][0]:
        connection.execute(f"BEGIN; {_SCHEMA} INSERT INTO meta VALUES ({VERSION}); COMMIT;")  # noqa: S608
    return int(connection.execute("SELECT max(version) FROM meta").fetchall()[0][0])


def _fault(error: Exception, path: Path) -> str:
    words = str(error)
    if "set lock" in words or "used by another process" in words:
        return ""
    if any(refused in words for refused in ("Permission denied", "No space", "Read-only")):
        raise Missing(
            f"the memory cannot be opened: {_first_line(error)}",
            where=str(path),
            cure="check permissions and free space",
        ) from None
    if "version number" in words:
        return "was written by a newer duckdb"
    if "not a valid" in words:
        return _EMPTY if path.is_file() and path.stat().st_size == 0 else "is no database"
    return "is damaged"


def _set_aside(path: Path) -> str:
    number = 1
    while (place := path.with_name(f"{path.stem}-aside-{number}{path.suffix}")).exists():
        number += 1
    with suppress(FileNotFoundError):  # another process was first
        path.rename(place)
    with suppress(FileNotFoundError):
        path.with_name(f"{path.name}.wal").rename(place.with_name(f"{place.name}.wal"))
    return place.name


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:300]


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise Missing(
            "search needs the package duckdb", where="the extra `memory`", cure="pip install 'leanrig[memory]'"
        ) from None
    return duckdb
