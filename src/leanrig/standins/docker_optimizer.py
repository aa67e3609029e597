"""Plays Lean's optimizer in the Docker stand-in: goes through the grid that it is told, with the embedded engine.

`python -m leanrig.standins.docker_optimizer JOB.json` is what runs in the container. It leaves what Lean's optimizer
leaves: a folder for each trial, named by an identifier, and a log that says what was launched.
"""

import json
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

from leanrig.standins.docker_programs import Inside, Started, embedded_lean

__all__ = ["embedded_optimizer", "main"]

_OPTIMIZER = "/Lean/Optimizer.Launcher/bin/Debug"


def embedded_optimizer(inside: Inside) -> Started:
    """The embedded engine at each point of the grid, in the place of Lean's optimizer."""
    one = embedded_lean(inside)
    wanted = json.loads(inside.here(f"{_OPTIMIZER}/config.json").read_text(encoding="utf-8"))
    job = {"optimizer": wanted, "trial": json.loads(Path(one.job).read_text(encoding="utf-8"))}
    Path(one.job).unlink()
    handle, path = tempfile.mkstemp(prefix="leanrig-container-", suffix=".json")
    with os.fdopen(handle, "w") as file:
        json.dump(job, file)
    command = [sys.executable, "-P", "-u", "-m", "leanrig.standins.docker_optimizer", path]
    return Started(command, inside.here(wanted["results-destination-folder"]), one.environment, path)


def main(arguments: list[str]) -> int:
    """Run the search of the file named first; always 0, as Lean's optimizer, whatever came of its trials."""
    job = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    results = Path(job["trial"]["output_folder"])
    with (results / "log.txt").open("w", encoding="utf-8") as log:

        def say(text: str) -> None:
            line = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%f}0Z TRACE:: {text}"
            print(line, flush=True)
            log.write(line + "\n")
            log.flush()

        best: tuple[Decimal, str, str] | None = None
        for point in _points(job["optimizer"]["parameters"]):
            name, shown = str(uuid.uuid4()), ",".join(f"{key}:{point[key]}" for key in sorted(point))
            say(f"LeanOptimizer.LaunchLeanForParameterSet(): launched backtest '{name}' with parameters '{shown}'")
            _run(job["trial"], results / name, point)
            value = _value(results / name / f"{name}.json", job["optimizer"]["optimization-criterion"]["target"])
            is_max = job["optimizer"]["optimization-criterion"]["extremum"] == "max"
            if value is not None and (best is None or (value > best[0] if is_max else value < best[0])):
                best = (value, shown, name)
        reached = f"was reached using ParameterSet: ({best[1]}) backtestId '{best[2]}'." if best else "was not reached"
        say(f"LeanOptimizer.TriggerOnEndEvent(): Optimization has ended. Result {reached}")
    return 0


def _points(parameters: list[dict[str, Any]]) -> Iterator[dict[str, str]]:
    names = [item["name"] for item in parameters]
    for values in product(*(_values(item) for item in parameters)):
        yield dict(zip(names, values, strict=True))


def _values(parameter: Mapping[str, Any]) -> list[str]:
    if "value" in parameter:
        return [str(parameter["value"])]
    low, high, step = (Decimal(str(parameter[key])) for key in ("min", "max", "step"))
    count = int((high - low) / step) + 1
    return [str(low + number * step) for number in range(count)]


def _run(trial: Mapping[str, Any], folder: Path, point: Mapping[str, str]) -> None:
    folder.mkdir()
    job = {**trial, "output_folder": str(folder), "algorithm_id": folder.name, "parameters": point}
    with tempfile.NamedTemporaryFile("w", suffix=".json", prefix="leanrig-container-") as file:
        json.dump(job, file)
        file.flush()
        _wait([sys.executable, "-P", "-u", "-m", "leanrig.engine.child", file.name], folder)


def _wait(command: list[str], folder: Path) -> None:
    # Its input is a pipe that nobody writes to: its end tells the engine that nobody waits any more.
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        process.wait()
    finally:
        process.kill()


def _value(path: Path, target: str) -> Decimal | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for name in target.split("."):
            found = found[name[0].lower() + name[1:]]
        return Decimal(found)
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError):
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
