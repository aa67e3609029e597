"""One backtest of the cloud's stand-in: the pushed files, run by the embedded engine in a process of its own."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["CloudRun"]

_SECRET_WORDS = ("KEY", "SECRET", "TOKEN", "PASSWORD")


class CloudRun:
    """A run that goes on while the server answers.

    Parameters
    ----------
    folder
        Of this run alone: `code/` and `results/` are made in it.
    store
        The Object Store as it is now; the run gets a copy of it.
    """

    def __init__(
        self, identity: str, folder: Path, *, files: Mapping[str, str], store: Path, data: Path,
        parameters: Mapping[str, str], environment: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.identity = identity
        self.progress = 0.0
        self._ended: dict[str, Any] | None = None
        self._results = folder / "results"
        self._results.mkdir(parents=True)
        _lay(folder / "code", files)
        shutil.copytree(store, folder / "store")
        job = {
            "algorithm_file": str(folder / "code" / "main.py"),
            "algorithm_id": identity,
            "data_folder": str(data),
            "output_folder": str(self._results),
            "object_store": str(folder / "store"),
            "parameters": dict(parameters),
            "progress": True,
            "watches_parent": True,
        }
        (folder / "job.json").write_text(json.dumps(job))
        kept = {k: v for k, v in environment.items() if not any(word in k.upper() for word in _SECRET_WORDS)}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "leanrig.engine.child", str(folder / "job.json")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=self._results,
            env=kept | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": ""}, text=True, errors="replace",
        )  # fmt: skip
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def has_ended(self) -> bool:
        """Whether the process is gone and its files are whole."""
        return self._process.poll() is not None and not self._listener.is_alive()

    def stop(self) -> None:
        """End the process."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._listener.join(5)

    def result(self) -> dict[str, Any]:
        """Return Lean's result; empty where there is none."""
        if self._ended is not None:
            return self._ended
        found = dict(self._json(f"{self.identity}.json", {}))
        if self.has_ended:
            self._ended = found
        return found

    def order_events(self) -> list[dict[str, Any]]:
        """Return the events of all orders."""
        return list(self._json(f"{self.identity}-order-events.json", []))

    def log(self) -> list[str]:
        """Return what the algorithm logged."""
        path = self._results / f"{self.identity}-log.txt"
        return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []

    def _json(self, name: str, otherwise: Any) -> Any:
        path = self._results / name
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return otherwise

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("\x1eprogress "):
                self.progress = float(line.split(" ")[1])
        self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()


def _lay(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
