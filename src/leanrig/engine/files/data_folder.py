"""Lean's data folder: zipped and plain CSV files, read as bytes."""

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from leanrig.engine.files.requests import DataRequests

__all__ = ["DataFolder", "only_entry"]

# Marks of a zip file: its first entry, the end of its list of entries, and compression by deflate.
_HEADER, _END, _DEFLATED = b"PK\x03\x04", b"PK\x05\x06", b"\x08\x00"


class DataFolder:
    """Reads files and records what was asked for.

    Parameters
    ----------
    root
        The folder.
    report
        Takes Lean's error lines.
    warn
        Takes our own of what Lean would pass over.
    """

    def __init__(
        self,
        root: Path,
        *,
        report: Callable[[str], None] = lambda _: None,
        warn: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.root = Path(root)
        self.monitor = DataRequests()
        self.report = report
        self.warn = warn

    def zipped(self, relative: str) -> bytes | None:
        """Content of the only entry of a zip; None where there is no file or it cannot be unpacked."""
        return self.unpacked(self.root / relative, relative, "")

    def unpacked(self, path: Path, name: str | None, entry: str) -> bytes | None:
        """Content of an entry of a zip anywhere, the first one where none is named.

        Parameters
        ----------
        name
            How the request is recorded; None for not at all.
        """
        try:
            content = path.read_bytes()
        except OSError:
            self._note(name, found=False)
            return None
        self._note(name, found=True)
        try:
            return only_entry(content) if not entry else _entry(content, entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, IndexError, KeyError, NotImplementedError) as err:
            self.report(f"Corrupt zip file/entry: {path} Error: {err}")
            self.warn(f"{path.name} is no whole zip file, so that its rows are missing: {err}")
            return None

    def _note(self, name: str | None, *, found: bool) -> None:
        if name is not None:
            self.monitor.note(name, found=found)

    def plain(self, relative: str) -> bytes | None:
        """Content of a plain file; None where there is none."""
        try:
            content = (self.root / relative).read_bytes()
        except OSError:
            self.monitor.note(relative, found=False)
            return None
        self.monitor.note(relative, found=True)
        return content

    def lines(self, relative: str) -> list[str] | None:
        """Lines of a plain text file that are not blank; None where there is no file."""
        content = self.plain(relative)
        if content is None:
            return None
        return [line for line in content.decode("utf-8-sig", errors="replace").splitlines() if line.strip()]

    def names(self, folder: str, suffix: str) -> list[str] | None:
        """Names of a folder's files without the suffix, sorted; None where there is no such folder."""
        path = self.root / folder
        if not path.is_dir():
            return None
        return sorted(name.name[: -len(suffix)] for name in path.iterdir() if name.name.endswith(suffix))


def only_entry(content: bytes) -> bytes:
    """The first entry of a zip file's bytes; zips with one deflated entry by the short way."""
    name, extra = int.from_bytes(content[26:28], "little"), int.from_bytes(content[28:30], "little")
    single = content[-22:-18] == _END and content[-12:-10] == b"\x01\x00"
    if single and content[:4] == _HEADER and content[8:10] == _DEFLATED and not content[6] & 1:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        found = inflater.decompress(content[30 + name + extra :]) + inflater.flush()
        place = int.from_bytes(content[-6:-2], "little")
        if inflater.eof and zlib.crc32(found) == int.from_bytes(content[place + 16 : place + 20], "little"):
            return found
    return _entry(content, "")


def _entry(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name or archive.namelist()[0])
