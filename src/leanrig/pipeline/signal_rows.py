"""The signal files of a workspace as they lie in storage/signals: rows, hashes, and what cannot be read."""

import hashlib
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from leanrig.report.inputs import SignalRow
from leanrig.workspace import Workspace
from signals.contract import read_rows

__all__ = ["SignalFile", "signal_files"]


@dataclass(frozen=True, slots=True)
class SignalFile:
    """One file: the recipe's folder, the symbol, its rows (none where `trouble` says why), its place and hash."""

    recipe: str
    symbol: str
    rows: tuple[SignalRow, ...]
    name: str
    sha256: str
    trouble: str = ""


def signal_files(space: Workspace, recipe: str = "") -> tuple[SignalFile, ...]:
    """Return the files of a recipe, or all there are, in the order of their names."""
    folder = space.storage / "signals"
    found = sorted(folder.glob(f"{recipe or '*'}/*.csv"))
    return tuple(_read(path, path.relative_to(space.root).as_posix()) for path in found)


def _read(path: Path, name: str) -> SignalFile:
    data = path.read_bytes()
    digest, recipe = hashlib.sha256(data).hexdigest(), path.parent.name
    try:
        text = data.decode()
        symbol = _symbol(text) or path.stem.upper()
        rows = read_rows(text, name=name, symbol=symbol, has_sessions=False)
    except ValueError as error:
        return SignalFile(recipe, path.stem.upper(), (), name, digest, _said(error, name))
    told = tuple(
        SignalRow(row.stamp.replace(tzinfo=UTC), str(row.regime), row.confidence, row.strength) for row in rows
    )
    return SignalFile(recipe, symbol, told, name, digest)


def _symbol(text: str) -> str:
    first = text.removeprefix("\ufeff").splitlines()[1:2]
    fields = first[0].split(",") if first else []
    return fields[1] if len(fields) > 1 else ""


def _said(error: ValueError, name: str) -> str:
    return f"{name} is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
