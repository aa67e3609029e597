"""What a run's folder says, read for the memory: what is missing or broken is left empty, and the run still counts."""

import hashlib
import json
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from leanrig.backtest.results import read_result
from leanrig.backtest.verdict import judge
from leanrig.errors import LeanrigError
from leanrig.report.recall.moods import moods_of
from leanrig.report.recall.recall import WORDING
from leanrig.report.recall.run_files import RunFiles

__all__ = ["read_run_files", "run_folders", "stamp_of"]

_READ = ("run.json", "facts.json", "inputs/recipe.toml")


def run_folders(artifacts: Path) -> list[Path]:
    """Return the folders of all runs, the oldest first."""
    found = {path.parent for path in artifacts.glob("*/*/*/run.json")}
    return sorted(found, key=lambda folder: (folder.parent.name, folder.name, folder.as_posix()))


def stamp_of(folder: Path) -> str:
    """Return which state of the folder's files this is, without reading them."""
    parts = [f"wording {WORDING}"]
    for name in _READ:
        with suppress(FileNotFoundError):
            found = (folder / name).stat()
            parts.append(f"{name} {found.st_size} {found.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_run_files(folder: Path, artifacts: Path) -> RunFiles:
    """Return what lies in a run's folder; a run that nobody reported on yet is judged here."""
    facts = _json(folder / "facts.json")
    told = _part(facts, "verdict") or _judged(folder)
    signals = folder / "inputs" / "storage"
    return RunFiles(
        folder=folder.relative_to(artifacts).as_posix(),
        record=_json(folder / "run.json"),
        facts=facts,
        narration=_part(facts, "told"),
        recipe=_toml(folder / "inputs" / "recipe.toml"),
        judgement=str(told.get("word") or ""),
        verdict=str(told.get("sentence") or ""),
        looks=_sentences(told.get("looks")),
        reasons=_sentences(told.get("reasons")),
        moods=moods_of(
            _falls(facts), [path.read_text("utf-8-sig", "replace") for path in sorted(signals.rglob("*.csv"))]
        ),
    )


def _part(facts: dict[str, Any], name: str) -> dict[str, Any]:
    found = facts.get(name)
    return found if isinstance(found, dict) else {}


def _judged(folder: Path) -> dict[str, Any]:
    try:
        verdict = judge(read_result(folder))
    except LeanrigError as error:
        return {"word": "crashed", "sentence": error.what}
    reasons = [reason.sentence for reason in verdict.reasons]
    return {"word": verdict.word, "sentence": verdict.sentence, "reasons": reasons}


def _falls(facts: dict[str, Any]) -> list[tuple[str, str]]:
    rows = RunFiles("", facts=facts).rows("falls")
    return [(str(row.get("start")), str(row.get("end"))) for row in rows]


def _sentences(found: object) -> tuple[str, ...]:
    return tuple(" ".join(str(text).split()) for text in found) if isinstance(found, list) else ()


def _json(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def _toml(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    return {}
