"""Probes of the framework and of universes in the engine's child process, compared with what they saw in real Lean."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared_reference import shared

from leanrig.engine.enums import DataNormalizationMode, Resolution

__all__ = ["differences"]

# The probe writes our enumerations as numbers, for they are a kind of int, which they are not in Lean.
_ENUMERATIONS = {"data_normalization_mode": DataNormalizationMode, "resolution": Resolution}
# A double's last digits: Lean's decimals have a 29th digit at times.
_NEAR = 4e-15


def differences(topic: str, probe: str, case: str, folder: Path, *, data: str, **parameters: str) -> list[str]:
    """Where the answers of a case differ from Lean's; empty where they agree."""
    name = f"{probe.removeprefix('probe_')}_{case}.json"
    recorded = json.loads((shared("lean-results", "golden", topic) / name).read_text())
    return list(_compare(_answer(topic, probe, folder, data, {"case": case, **parameters}, name), recorded, ""))


def _answer(topic: str, probe: str, folder: Path, data: str, parameters: dict[str, str], name: str) -> Any:
    out, store = folder / "answers", folder / "store"
    out.mkdir()
    store.mkdir()
    places = {"lean": ("lean-data",), "bare": ("lean-results", "bare", "data")}
    job = {
        "algorithm_file": str(shared("lean-results", "golden", topic) / f"{probe}.py"),
        "algorithm_id": probe,
        "data_folder": str(shared(*places[data])),
        "output_folder": str(folder / "output"),
        "object_store": str(store),
        "parameters": {"probe-out": str(out), **parameters},
    }
    (folder / "job.json").write_text(json.dumps(job))
    command = [sys.executable, "-P", "-m", "leanrig.engine.child", str(folder / "job.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert (out / name).exists(), (folder / "output" / "log.txt").read_text()[-3000:]
    return json.loads((out / name).read_text())


def _compare(ours: Any, leans: Any, path: str) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(leans, dict):
        for key in sorted({*ours, *leans}):
            if key not in ours or key not in leans:
                yield f"{path}/{key}: only on one side"
            else:
                own = str(_ENUMERATIONS[key](ours[key])) if key in _ENUMERATIONS else ours[key]
                yield from _compare(own, leans[key], f"{path}/{key}")
    elif isinstance(ours, list) and isinstance(leans, list):
        if len(ours) != len(leans):
            yield f"{path}: {len(ours)} here, {len(leans)} in Lean"
        for place, (own, other) in enumerate(zip(ours, leans, strict=False)):
            yield from _compare(own, other, f"{path}[{place}]")
    elif not _same(ours, leans):
        yield f"{path}: {ours!r} here, {leans!r} in Lean"


def _same(ours: Any, leans: Any) -> bool:
    if isinstance(ours, float) and isinstance(leans, float):
        return abs(ours - leans) <= _NEAR * max(abs(ours), abs(leans))
    if isinstance(ours, str) and isinstance(leans, str):
        # The probe cuts a type's text at its last point.
        return leans in (ours, ours.replace("'>", ""))
    return bool(ours == leans)
