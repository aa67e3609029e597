"""The child process: `python -m research.audit.child JOB.json` runs the signals of files and writes what was found."""

import json
import sys
import traceback
import warnings
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from research.audit.decide import audit_by_text, audit_signals
from research.audit.finding import Audit
from research.audit.guard import fence
from research.audit.histories import History
from research.audit.subjects import Subject, subjects_of, use_parameters

__all__ = ["main"]


def main(arguments: list[str]) -> int:
    """Do the job of the file named first; the answer is `result.json` beside it."""
    job_file = Path(arguments[0]).resolve()
    job = json.loads(job_file.read_text(encoding="utf-8"))
    given = [History(item["name"], _bars(job_file.parent / item["file"])) for item in job["given"]]
    fence(job_file.parent)
    warnings.simplefilter("ignore")
    try:
        answer: dict[str, Any] = {"audits": [_audit(task, given, job["seconds"]).plain() for task in job["tasks"]]}
    except _Refused as error:
        answer = {"error": str(error), "where": error.where, "cure": error.cure}
    (job_file.parent / "result.json").write_text(json.dumps(answer, default=str), encoding="utf-8")
    return 0


def _bars(path: Path) -> pd.DataFrame:
    bars = pd.read_csv(path, index_col=0, float_precision="round_trip")
    return bars.set_axis(pd.to_datetime(bars.index, utc=True, format="ISO8601"), axis=0)


class _Refused(Exception):
    def __init__(self, what: str, *, where: str, cure: str) -> None:
        super().__init__(what)
        self.where, self.cure = where, cure


def _audit(task: dict[str, Any], given: list[History], seconds: float) -> Audit:
    path, file = Path(task["path"]), task["file"]
    text = path.read_text(encoding="utf-8")
    try:
        module = _imported(path, task["module"])
    except ModuleNotFoundError as error:
        return audit_by_text(file, text, reason=f"not run: there is no package {error.name} here")
    except BaseException as error:  # a module may raise anything, SystemExit too
        raise _refused(f"{file} does not import: {_told(error)}", error, path) from None
    subjects, notes = _subjects(module, task)
    try:
        audit = audit_signals(file, text, subjects, given=given, notes=notes, seconds=seconds, path=str(path))
    except ValueError as error:
        raise _Refused(str(error), where=file, cure=_HOW) from None
    if not audit.audited and not audit.findings:
        raise _Refused("no signal was found", where=file, cure=_HOW)
    return audit


_HOW = (
    "a signal is a public function from closes (Series), bars (DataFrame) or a panel to one value a bar,"
    " or a class with update(close); name one with --signal"
)


def _subjects(module: ModuleType, task: dict[str, Any]) -> tuple[list[Subject], list[str]]:
    if task["kind"]:
        return use_parameters(getattr(module, task["kind"]), task["parameters"]), []
    chosen = task["chosen"]
    if chosen and not hasattr(module, chosen):
        raise _Refused(f"there is no {chosen} in it", where=task["file"], cure=_HOW)
    return subjects_of(module, chosen)


def _imported(path: Path, name: str | None) -> ModuleType:
    if name:
        return import_module(name)
    sys.path.insert(0, str(path.parent))
    spec = spec_from_file_location(f"audited_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError("it is no Python file")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _refused(what: str, error: BaseException, path: Path) -> _Refused:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else 1
    return _Refused(
        what, where=f"{path}:{line}", cure="mend that line; a signal's file does nothing but define when it is imported"
    )


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".strip().splitlines()[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
