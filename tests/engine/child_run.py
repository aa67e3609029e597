"""Runs one algorithm in a child process of the engine, over the data that the tests carry."""

import json
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

BARE = Path(__file__).parents[1] / "bare"


@dataclass(frozen=True)
class Finished:
    """What a run left behind."""

    name: str
    folder: Path
    exit_code: int

    @property
    def text(self) -> str:
        return (self.folder / f"{self.name}.json").read_text(encoding="utf-8")

    @property
    def result(self) -> dict[str, Any]:
        return json.loads(self.text, parse_float=Decimal)  # type: ignore[no-any-return]

    @property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.folder / f"{self.name}-summary.json").read_text(), parse_float=Decimal)  # type: ignore[no-any-return]

    @property
    def events(self) -> list[dict[str, Any]]:
        path = self.folder / f"{self.name}-order-events.json"
        return json.loads(path.read_text(), parse_float=Decimal) if path.exists() else []

    @property
    def order_list_hash(self) -> str:
        lines = (self.folder / "log.txt").read_text().splitlines()
        return next(line.split()[-1] for line in lines if line.startswith("STATISTICS:: OrderListHash"))

    @property
    def kinds(self) -> set[str]:
        """Names of the files, with the run's name and times taken out."""
        names = (path.name.replace(self.name, "ID") for path in self.folder.iterdir())
        return {"".join(c for c in name if not c.isdigit()) for name in names}


def command(algorithm: Path, folder: Path, name: str, *, data: Path = BARE / "data") -> list[str]:
    """The child's command line for a job that is written beside its output."""
    folder.mkdir(parents=True, exist_ok=True)
    job = folder.parent / f"{name}.job.json"
    job.write_text(
        json.dumps(
            {
                "algorithm_file": str(algorithm),
                "algorithm_id": name,
                "data_folder": str(data),
                "output_folder": str(folder),
                "object_store": str(folder.parent / "store"),
            }
        )
    )
    return [sys.executable, "-P", "-m", "leanrig.engine.child", str(job)]


def run(algorithm: Path, folder: Path, name: str) -> Finished:
    """Run to the end."""
    done = subprocess.run(command(algorithm, folder, name), capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return Finished(name, folder, done.returncode)


def run_text(code: str, folder: Path, name: str) -> Finished:
    """Run an algorithm that is given as text."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    path = folder.parent / f"{name}_main.py"
    path.write_text(code)
    return run(path, folder, name)
