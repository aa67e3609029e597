"""Lean's data folder: zipped and plain CSV files, read as bytes."""

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from leanrig.engine.files.requests import DataRequests

__all__ = ["DataFolder"]


class DataFolder:
    """Reads files and records what was asked for.

    Parameters
    ----------
    root
        The folder.
    report
        Takes Lean's error lines.
    """

    def __init__(self, root: Path, *, report: Callable[[str], None] = lambda _: None) -> None:
        self.root = Path(root)
        self.monitor = DataRequests()
        self.report = report
        self._absent: set[str] = set()

    def zipped(self, relative: str) -> bytes | None:
        """Content of the only entry of a zip; None where there is no file or it cannot be unpacked.

        An entry may be named after `#`.
        """
        name, _, entry = relative.partition("#")
        path = self.root / name
        try:
            with zipfile.ZipFile(path) as archive:
                content = archive.read(entry or archive.namelist()[0])
        except FileNotFoundError:
            self.monitor.note(name, found=False)
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, IndexError, KeyError, OSError) as err:
            self.monitor.note(name, found=True)
            self.report(f"Corrupt zip file/entry: {path} Error: {err}")
            return None
        self.monitor.note(name, found=True)
        return content

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
