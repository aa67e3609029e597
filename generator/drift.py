"""Whether a committed project is what its recipe renders to now. Pure."""

from collections.abc import Mapping
from difflib import unified_diff

__all__ = ["drift"]


def drift(committed: Mapping[str, str], rendered: Mapping[str, str]) -> list[str]:
    """Return one difference a file that is missing, extra or other than rendered; empty where all are equal."""
    differences = []
    for name in sorted({*committed, *rendered}):
        old, new = committed.get(name, ""), rendered.get(name, "")
        if old != new:
            lines = unified_diff(
                old.splitlines(), new.splitlines(), f"{name} (committed)", f"{name} (rendered)", lineterm=""
            )
            differences.append("\n".join(lines) or f"{name}: line ends differ")
    return differences
