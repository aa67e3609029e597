"""What a folder holds, for tests that nothing in it may change or be torn."""

import hashlib
import json
from pathlib import Path

_CACHES = {"build", "__pycache__"}


def fingerprint(root: Path) -> dict[str, str]:
    """Return path -> hash of everything that a user would miss; caches and locks are left out."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not _CACHES & set(path.parts) and not path.name.endswith(".lock")
    }


def torn_files(root: Path) -> list[Path]:
    """Return the JSON files below `root` that do not parse; what has not taken its place yet is left out."""
    found = (path for path in sorted(root.rglob("*.json")) if path.name != "lean.json")  # that one holds comments
    return [path for path in found if not _is_staged(path) and not _parses(path)]


def _is_staged(path: Path) -> bool:
    return any(part.startswith(".") and part.endswith((".part", ".old")) for part in path.parts)


def _parses(path: Path) -> bool:
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return True
