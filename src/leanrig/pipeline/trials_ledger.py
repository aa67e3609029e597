"""What the ledger of trials says to a report: how many settings were tried before the run that it is about."""

import hashlib
import json
import math
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from leanrig.errors import BadInput
from leanrig.report.cite.search import Ledger

__all__ = ["ledger_for", "overfitting_of_search"]


def ledger_for(run_folder: Path) -> Ledger | None:
    """Return the trials of the run's recipe from before it began, its own setting not among them.

    None where nobody counted: a run without a recipe, a folder outside a workspace's artifacts, a workspace from before
    there was a ledger, or a ledger that cannot be read.
    """
    record, parents = _record(run_folder / "run.json"), run_folder.resolve().parents
    started = _moment(record.get("started"))
    if started is None or not record.get("recipe") or len(parents) < 3 or not _has_ledgers():
        return None
    from research.trials import FOLDER, key_of, trials_in

    artifacts, recipe = parents[2], str(record["recipe"])
    own = key_of(record.get("inputs") or {}, record.get("parameters") or {})
    try:
        known = trials_in(artifacts, recipe)
    except BadInput:
        return None
    if not known:
        return None
    before = [one for one in known if one.when < started and one.key != own]
    names = sorted(f"{recipe}-{one.key}.json" for one in before)
    sharpes = [one.sharpe for one in before if math.isfinite(one.sharpe)]
    return Ledger(
        trials=len(before),
        best=max(sharpes, default=math.nan),
        pbo=overfitting_of_search(artifacts, recipe, before=started)[0],
        source=f"{FOLDER}/{recipe}-*.json",
        sha256=_hash(artifacts / FOLDER, names),
    )


def overfitting_of_search(artifacts: Path, recipe: str, *, before: datetime | None = None) -> tuple[float | None, str]:
    """Return the probability of overfitting that the newest search of a recipe came to, and its folder.

    None where no search (that began `before`) could say.
    """
    found: list[tuple[datetime, float, str]] = []
    for path in artifacts.glob("*/*/*/optimize.json"):
        record = _record(path)
        started, luck = _moment(record.get("started")), record.get("luck") or {}
        value = luck.get("overfitting") if record.get("project") == recipe and isinstance(luck, dict) else None
        if started is not None and isinstance(value, float | int) and (before is None or started < before):
            found.append((started, float(value), path.parent.relative_to(artifacts).as_posix()))
    return max(found)[1:] if found else (None, "")


def _has_ledgers() -> bool:
    with suppress(ModuleNotFoundError):  # no workspace at all
        return find_spec("research.trials") is not None
    return False


def _hash(folder: Path, names: list[str]) -> str:
    """Return one hash of all the files: of their names and contents in order; empty for none."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes())
    return digest.hexdigest() if names else ""


def _record(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def _moment(text: object) -> datetime | None:
    with suppress(ValueError):
        found = datetime.fromisoformat(str(text))
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
