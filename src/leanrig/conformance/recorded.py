"""Answers that somebody recorded from real Lean: one `<Name>.json` or `<Name>.json.gz` an algorithm."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leanrig.errors import BadInput, Missing

__all__ = ["Recorded", "read_recorded"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What real Lean said of one algorithm; `statistics` holds the order-list hash under `OrderListHash`."""

    name: str
    statistics: dict[str, str]
    status: str
    tier: str | None


def read_recorded(folder: Path, name: str) -> Recorded | None:
    """Return the answer recorded for `name`; None where the folder has none.

    Raises
    ------
    Missing
        If there is no such folder.
    BadInput
        If the file is torn or holds no statistics.
    """
    if not folder.is_dir():
        raise Missing("there is no folder of recorded answers", where=str(folder), cure="name it with --results")
    for path in (folder / f"{name}.json.gz", folder / f"{name}.json"):
        if path.exists():
            return _parsed(name, _read(path), path)
    return None


def _read(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
        found = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
    except (OSError, EOFError, ValueError) as error:
        raise BadInput(
            f"the recorded answer cannot be read: {error}", where=str(path), cure="copy the file again"
        ) from None
    if not isinstance(found, dict) or not isinstance(found.get("statistics"), dict):
        raise BadInput("the recorded answer holds no statistics", where=str(path), cure="record it again")
    return found


def _parsed(name: str, found: dict[str, Any], path: Path) -> Recorded:
    state = found.get("state") or {}
    digest = found.get("order_list_hash")
    statistics = {str(key): str(value) for key, value in found["statistics"].items()}
    if isinstance(digest, str):
        statistics["OrderListHash"] = digest
    if not isinstance(state, dict):
        raise BadInput("the recorded answer's state is no object", where=str(path), cure="record it again")
    return Recorded(name, statistics, str(state.get("Status", "Completed")), found.get("tier"))
