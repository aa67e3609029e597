"""Runs a probe of the shared reference in the engine's child process; its answers are compared with real Lean's."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from shared_reference import shared

__all__ = ["answers", "recorded"]


def answers(topic: str, probe: str, folder: Path, **parameters: str) -> dict[str, Any]:
    """What the probe writes here, by the file's name."""
    out = folder / "answers"
    out.mkdir(parents=True)
    (folder / "store").mkdir()
    job = {
        "algorithm_file": str(shared("lean-results", "golden", topic) / f"{probe}.py"),
        "algorithm_id": probe,
        "data_folder": str(shared("lean-data")),
        "output_folder": str(folder / "output"),
        "object_store": str(folder / "store"),
        "parameters": {"probe-out": str(out), **parameters},
    }
    (folder / "job.json").write_text(json.dumps(job))
    command = [sys.executable, "-P", "-m", "leanrig.engine.child", str(folder / "job.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    found = {path.name: json.loads(path.read_text()) for path in out.glob("*.json")}
    assert found, (folder / "output" / "log.txt").read_text()[-3000:]
    return found


def recorded(topic: str, name: str) -> Any:
    """What real Lean answered."""
    return json.loads((shared("lean-results", "golden", topic) / name).read_text())
