"""One side of a comparison: a result folder, leanrig's own record beside it, and the copies of its inputs."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leanrig.backtest.results import read_result
from leanrig.errors import BadInput, Missing
from leanrig.model.comparison import ComparedRun
from leanrig.model.result import Result

__all__ = ["Side", "read_side"]


@dataclass(frozen=True, slots=True)
class Side:
    """A run as it is compared.

    `record` is `run.json`, empty where there is none. `inputs` and `data` hold SHA-256 by name; `kept` is the folder
    that holds copies of the inputs.
    """

    shown: ComparedRun
    result: Result
    record: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    kept: Path | None = None


def read_side(folder: Path, name: str, *, result: Result | None = None) -> Side:
    """Return the run in `folder`, to be spoken of as `name`; its `result` is read where it is not given."""
    result = result or _result(folder)
    record = _record(folder / "run.json")
    kept = next((path for path in (folder / "inputs", folder / "code") if path.is_dir()), None)
    return Side(
        ComparedRun(name, folder, engine_of(result, record), result.equity),
        result,
        record,
        _texts(record.get("inputs")) or _hashes(kept),
        _texts(record.get("data_files")),
        kept,
    )


def engine_of(result: Result, record: dict[str, Any]) -> str:
    """Return the engine as the run's own files name it: what it was started as, and what it said that it is."""
    started_as = str(record.get("engine") or "")
    said = result.engine or (f"Lean {result.lean_version}" if result.lean_version else "")
    if not started_as or not said or started_as.startswith("embedded"):
        return started_as or said
    return f"{started_as} ({said})"


def _result(folder: Path) -> Result:
    try:
        return read_result(folder)
    except Missing as error:
        raise BadInput(error.what, where=error.where, cure=error.cure) from None


def _record(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise BadInput("the record of the run cannot be read", where=str(path), cure="run the backtest again")
    return found


def _texts(value: Any) -> dict[str, str]:
    return {str(key): str(item) for key, item in value.items()} if isinstance(value, dict) else {}


def _hashes(kept: Path | None) -> dict[str, str]:
    """Return what the Lean CLI's own snapshot of the code holds."""
    if kept is None:
        return {}
    files = (path for path in sorted(kept.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(kept).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
