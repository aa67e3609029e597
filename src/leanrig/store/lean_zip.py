"""A zip with one CSV in it, as Lean reads it; the same text gives the same bytes."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from leanrig.errors import BadInput

__all__ = ["TRADE_COLUMNS", "read_zip", "text_in", "zipped"]

# A fifth of the default level's time for a ninth more bytes.
_LEVEL = 2
_EPOCH = (1980, 1, 1, 0, 0, 0)
TRADE_COLUMNS = ("time", "open", "high", "low", "close", "volume")


def zipped(entry: str, text: str | bytes) -> bytes:
    """Return a zip that holds `text` under the name `entry`, without any trace of when it was made."""
    info = zipfile.ZipInfo(entry, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, text, compresslevel=_LEVEL)
    return buffer.getvalue()


def text_in(path: Path) -> bytes:
    """Return the one CSV in `path`; a torn zip is refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(archive.namelist()[0]).removeprefix(b"\xef\xbb\xbf")
    except (zipfile.BadZipFile, zlib.error, EOFError, IndexError, OSError, ValueError, RuntimeError) as error:
        raise BadInput(
            f"the zip cannot be read: {error}", where=str(path), cure="delete it and fetch the symbol again"
        ) from None


def read_zip(path: Path, columns: Sequence[str] = TRADE_COLUMNS) -> pd.DataFrame:
    """Return the rows of the one CSV in `path` as texts; a torn zip or a row with other columns is refused."""
    try:
        text = text_in(path).decode()
    except UnicodeDecodeError as error:
        raise BadInput(
            f"the zip cannot be read: {error}", where=str(path), cure="delete it and fetch the symbol again"
        ) from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.count(",") != len(columns) - 1:
            raise BadInput(
                f"a row has {line.count(',') + 1} fields instead of {len(columns)}",
                where=f"{path}, line {number}",
                cure="delete the file and fetch the symbol again",
            )
    return pd.read_csv(io.StringIO(text), header=None, names=list(columns), dtype=str)
