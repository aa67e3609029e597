"""audit: does a signal, a recipe or an algorithm look ahead? The user's code runs in a child process, fenced in."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd

from generator.recipe import Recipe
from leanrig.errors import BadInput, Missing, OwnFault
from leanrig.pipeline.recipes import find_recipe, recipe_path
from leanrig.store.lean_format import lean_frame
from leanrig.workspace import Workspace
from research.audit.decide import by_traps
from research.audit.finding import Audit, Finding
from research.audit.lean_traps import is_algorithm
from research.audit.stamps import early_rows
from research.pull import closes_of, pull
from signals.catalogue import REGIMES, STRENGTHS
from signals.contract import read_rows

__all__ = ["Audit", "Finding", "audit"]

_ROOMS = ("signals", "research", "generator")
_LAST_BARS = 1500
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZ")


@dataclass(frozen=True, slots=True)
class _Task:
    """One file of signals: all of them, the one called `chosen`, or the class `kind` made with `parameters`."""

    path: str
    file: str
    module: str | None
    chosen: str | None = None
    kind: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)


def audit(
    space: Workspace, target: str, *, chosen: str | None = None, seconds: float = 6.0, limit_s: float = 120.0
) -> list[Audit]:
    """Return what was found in `target`, file by file.

    Parameters
    ----------
    target
        A file with signals, a Lean algorithm (file or folder), a recipe's name or file.
    chosen
        The signal to audit, where a file has several.
    seconds
        Time meant for each signal; slow ones are cut at fewer places.
    limit_s
        When the child process is ended.

    Raises
    ------
    BadInput
        If there is no such file or recipe, it does not import, holds no signal, or does not finish.
    Missing
        If a package that it imports is not here, and its text alone shows nothing.
    """
    path = Path(target)
    if path.is_dir():
        path = path / "main.py"
    if path.suffix != ".py":
        return _recipe(space, target, seconds, limit_s)
    text = _read(path)
    file = _named(space, path)
    if is_algorithm(text):
        return [by_traps(file, text)]
    found = _run(space, [_Task(str(path.resolve()), file, _module(space, path), chosen)], [], seconds, limit_s)
    for one in found:
        if not one.audited and not one.findings:
            raise Missing(
                one.notes[0], where=file, cure="install it into the environment that runs leanrig, or audit where it is"
            )
    return found


def _read(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        compile(text, str(path), "exec", dont_inherit=True)
    except FileNotFoundError:
        raise BadInput(f"there is no file {path}", cure="leanrig audit signals/regimes/trend.py") from None
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise BadInput(f"{path} is no Python: {error}", where=f"{path}:{line}", cure="mend that line") from None
    return text


def _recipe(space: Workspace, name: str, seconds: float, limit_s: float) -> list[Audit]:
    if not recipe_path(space, name).is_file():
        near = get_close_matches(name, [path.stem for path in space.recipes.glob("*.toml")], n=1)
        cure = f"did you mean {near[0]}?" if near else "name a .py file, a recipe, or a project's folder"
        raise BadInput(f"there is no file and no recipe {name}", cure=cure)
    recipe = find_recipe(space, name)
    given, notes, early = _stored(space, recipe)
    signals = recipe.signals
    tasks = [
        _class_task(space, REGIMES[signals.regime], dict(signals.regime_parameters)),
        _class_task(space, STRENGTHS[signals.strength], dict(signals.strength_parameters)),
    ]
    found = [*_run(space, tasks, given, seconds, limit_s), *early]
    main = space.algorithms / recipe.name / "main.py"
    if main.is_file():
        found.append(by_traps(_named(space, main), _read(main)))
    return [*found, Audit(recipe.name, notes=tuple(notes))] if notes else found


def _class_task(space: Workspace, known: tuple[str, str], parameters: dict[str, Any]) -> _Task:
    module, kind = known
    path = space.root / f"{module.replace('.', '/')}.py"
    return _Task(str(path), _named(space, path), module, kind=kind, parameters=parameters)


def _stored(space: Workspace, recipe: Recipe) -> tuple[list[tuple[str, pd.DataFrame]], list[str], list[Audit]]:
    """The recipe's own bars, where they are stored, and its signal files held against them."""
    given, notes, early = [], [], []
    for symbol in recipe.securities:
        try:
            bar_set = pull(space.data, recipe, symbol)
            closes = closes_of(recipe, bar_set)
        except (BadInput, Missing) as error:
            notes.append(f"{error.what}: audited on made bars only")
            continue
        bars = lean_frame(bar_set).loc[closes.index].tail(_LAST_BARS)
        given.append((f"stored bars of {symbol.ticker}", bars))
        path = space.storage / "signals" / recipe.name / f"{symbol.ticker.lower()}.csv"
        if path.is_file():
            early.append(_signal_file(space, path, symbol.ticker, pd.DatetimeIndex(closes.index)))
    return given, notes, early


def _signal_file(space: Workspace, path: Path, ticker: str, ends: pd.DatetimeIndex) -> Audit:
    file = _named(space, path)
    rows = read_rows(path.read_text(encoding="utf-8"), name=file, symbol=ticker, has_sessions=False)
    found = early_rows(file, [row.stamp for row in rows], ends)
    return Audit(file, () if found is None else (found,), (f"{len(rows):,} rows",))


def _run(
    space: Workspace, tasks: Sequence[_Task], given: Sequence[tuple[str, pd.DataFrame]], seconds: float, limit_s: float
) -> list[Audit]:
    with tempfile.TemporaryDirectory(prefix="leanrig-audit-") as place:
        folder = Path(place)
        job: dict[str, Any] = {"tasks": [asdict(task) for task in tasks], "given": [], "seconds": seconds}
        for number, (name, bars) in enumerate(given):
            bars.to_csv(folder / f"{number}.csv")
            job["given"].append({"name": name, "file": f"{number}.csv"})
        (folder / "job.json").write_text(json.dumps(job, default=str), encoding="utf-8")
        said = _child(space, folder, limit_s, tasks[0].file)
        try:
            answer = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            raise OwnFault("the audit's child process ended without an answer", where=said[-2000:]) from None
    if "error" in answer:
        raise BadInput(answer["error"], where=answer["where"], cure=answer["cure"])
    return [Audit.of(found) for found in answer["audits"]]


def _child(space: Workspace, folder: Path, limit_s: float, file: str) -> str:
    """Run the job with none of the caller's secrets, in a session of its own, so that what it starts ends with it."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {name: str(folder) for name in ("HOME", "TMPDIR", "MPLCONFIGDIR", "NUMBA_CACHE_DIR")}
    environment |= {"PYTHONPATH": str(space.root), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "research.audit.child", str(folder / "job.json")],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        return process.communicate(timeout=limit_s)[0]
    except subprocess.TimeoutExpired:
        raise BadInput(
            f"{file} did not finish within {limit_s:.0f} s",
            cure="name one signal with --signal, or give it more time with --time-limit",
        ) from None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
            process.wait()


def _module(space: Workspace, path: Path) -> str | None:
    """Return the name under which a file of the workspace's rooms is imported; None for files elsewhere."""
    try:
        inside = path.resolve().relative_to(space.root.resolve())
    except ValueError:
        return None
    return ".".join(inside.with_suffix("").parts) if inside.parts[0] in _ROOMS else None


def _named(space: Workspace, path: Path) -> str:
    try:
        return path.resolve().relative_to(space.root.resolve()).as_posix()
    except ValueError:
        return str(path)
