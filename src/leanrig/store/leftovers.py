"""Half-written files of killed processes; whoever sweeps holds the folder's lock, so that nobody writes them now."""

from collections.abc import Collection
from pathlib import Path

__all__ = ["sweep_parts"]

_PART = ".part"


def sweep_parts(folder: Path, names: Collection[str] | None = None) -> None:
    """Remove the half-written files in `folder`, of the given names only where the folder is shared with others."""
    for path in folder.glob(f".*{_PART}"):
        meant = path.name[1:].removesuffix(_PART).rpartition(".")[0]
        if names is None or meant in names:
            path.unlink(missing_ok=True)
