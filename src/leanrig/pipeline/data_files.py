"""Which data files a run opened, with their hashes: a bar that was changed afterwards shows in the next run's."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

__all__ = ["opened_data", "opened_names", "sha256_of"]

_ALWAYS = ("market-hours/market-hours-database.json", "symbol-properties/symbol-properties-database.csv")
_EQUITY_DEPTH = 4  # equity/usa/daily/aapl.zip


def opened_data(data: Path, output: Path) -> dict[str, str]:
    """Return name -> SHA-256 of the files below `data` that a run's own list in `output` says it opened.

    Lean's list leaves out what it reads without being asked: the factor and map files of equities, its two databases.
    They are added here.
    """
    return {name: sha256_of(data / name) for name in opened_names(output) if (data / name).is_file()}


def opened_names(output: Path) -> list[str]:
    """Return the names alone, also of such as are not there."""
    names = {name for path in output.glob("succeeded-data-requests-*.txt") for name in _listed(path)}
    return sorted(names.union(_ALWAYS, *(_beside(name) for name in names))) if names else []


def _listed(path: Path) -> Iterable[str]:
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    return (line.strip().lstrip("/").partition("#")[0] for line in lines if line.strip())


def _beside(name: str) -> set[str]:
    """Return the factor and map file that belong to an equity's bars."""
    parts = name.split("/")
    if parts[0] != "equity" or len(parts) < _EQUITY_DEPTH:
        return set()
    ticker = parts[3].removesuffix(".zip")
    return {f"equity/{parts[1]}/{kind}/{ticker}.csv" for kind in ("factor_files", "map_files")}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file; empty where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
