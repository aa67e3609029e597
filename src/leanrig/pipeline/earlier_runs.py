"""Earlier runs of the recipe that a report is about: their figures as their own `facts.json` has them."""

import hashlib
import json
import math
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leanrig.report.cite.history import EarlierRun, inputs_hash

__all__ = ["earlier_runs"]

_RECORD, _FACTS = "run.json", "facts.json"


def earlier_runs(run_folder: Path) -> tuple[EarlierRun, ...]:
    """Return the runs of the same recipe that began before this one, the oldest first.

    A run that nobody reported on yet is counted, without figures. A folder that is not one of a workspace's artifacts
    has none.
    """
    own = _object(run_folder / _RECORD)
    started, artifacts = _started(own), run_folder.resolve().parents
    if started is None or not own.get("recipe") or len(artifacts) < 3:
        return ()
    found = []
    for path in artifacts[2].glob(f"*/*/*/{_RECORD}"):
        record = _object(path)
        when = _started(record)
        if record.get("recipe") == own["recipe"] and when is not None and when < started:
            found.append(_earlier(path.parent, artifacts[2], record, when))
    return tuple(sorted(found, key=lambda run: (run.date, run.folder)))


def _earlier(folder: Path, artifacts: Path, record: dict[str, Any], when: datetime) -> EarlierRun:
    facts_file = folder / _FACTS
    facts = _object(facts_file).get("facts") or {}
    data = record.get("data") or {}
    bars = {
        str(name): str(digest)
        for origin in data.values()
        if isinstance(origin, dict)
        for name, digest in (origin.get("hashes") or {}).items()
    }
    inputs = {str(name): str(digest) for name, digest in (record.get("inputs") or {}).items()}
    return EarlierRun(
        folder=folder.relative_to(artifacts).as_posix(),
        date=when,
        sharpe=_number(facts, "figure.sharpe"),
        annual_return=_number(facts, "figure.return"),
        drawdown=_number(facts, "figure.drawdown"),
        orders=int(number) if math.isfinite(number := _number(facts, "orders.count")) else 0,
        inputs_hash=inputs_hash(inputs, bars),
        sha256=hashlib.sha256(facts_file.read_bytes()).hexdigest() if facts else "",
    )


def _number(facts: dict[str, Any], key: str) -> float:
    value = (facts.get(key) or {}).get("value")
    return float(value) if isinstance(value, int | float) else math.nan


def _started(record: dict[str, Any]) -> datetime | None:
    with suppress(ValueError):
        found = datetime.fromisoformat(str(record.get("started")))
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def _object(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}
