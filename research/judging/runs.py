"""Backtests and searches that lie below `artifacts/`, taken into the ledger of trials."""

import hashlib
import json
import math
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from leanrig.backtest.results import read_result
from leanrig.backtest.verdict import judge
from leanrig.errors import BadInput, LeanrigError
from leanrig.model.result import Result
from leanrig.model.verdict import Judgement
from research.judging.account import sharpe_of
from research.judging.history import Floats
from research.judging.judged import Judged
from research.trials import Kind, Trial, count, key_of, returns_hash

__all__ = ["count_judged", "count_result", "count_run", "count_search", "daily_returns", "hashes_of", "take_in"]

_SHOWED_NOTHING = {
    Judgement.CRASHED,
    Judgement.UNFINISHED,
    Judgement.INITIALIZE_ERROR,
    Judgement.RUNTIME_ERROR,
    Judgement.NO_DATA,
}
_YEAR_S = 365.25 * 86_400
_PAPER = ", paper"  # days that nobody has seen yet: no choice was made by them
_LEFT_OUT = 2  # Lean counts neither the first sample nor the first day


def daily_returns(result: Result) -> Floats:
    """Return an account's daily changes as fractions, (n,), those that Lean's statistics count.

    Lean samples every calendar day: those without trading are 0.
    """
    return _sampled(result)[0]


def _sampled(result: Result) -> tuple[Floats, float]:
    """Daily changes, and how many of them a year has by their own times."""
    chart = result.charts.get("Strategy Equity")
    series = chart.series.get("Return") if chart is not None else None
    if series is None:
        return np.empty(0), math.nan
    points = dict(zip(series.times, series.values, strict=True))  # of two at one time the later counts
    found = np.array(list(points.values())[_LEFT_OUT:], dtype=float) / 100
    seconds = max(points, default=0) - min(points, default=0)
    per_year = (len(points) - 1) / seconds * _YEAR_S if seconds > 0 else math.nan
    return found[np.isfinite(found)], per_year


def count_result(
    artifacts: Path,
    recipe: str,
    result: Result | None,
    *,
    inputs: Mapping[str, str],
    parameters: Mapping[str, str],
    when: datetime,
    kind: Kind = "backtest",
    source: str = "",
) -> bool:
    """Count what a run showed and return whether it is a new trial; a run that failed showed nothing.

    Parameters
    ----------
    result
        None where it cannot be read: somebody may have seen it, so it counts, without a Sharpe ratio.
    inputs
        Name -> SHA-256 of the project's files and signal files, as in `run.json` and `optimize.json`.
    parameters
        All that were in force.
    """
    if result is not None and judge(result).judgement in _SHOWED_NOTHING:
        return False
    returns, per_year = _sampled(result) if result is not None else (np.empty(0), math.nan)
    sharpe = sharpe_of(returns) * per_year**0.5
    key = key_of(inputs, parameters)
    trial = Trial(recipe, key, kind, when, dict(parameters), sharpe, len(returns), returns_hash(returns), source)
    return count(artifacts, trial)


def count_run(artifacts: Path, folder: Path, result: Result | None = None) -> bool:
    """Count the backtest in `folder` by its `run.json`; that of a project without a recipe is nobody's trial."""
    record = _object(folder / "run.json")
    if not record.get("recipe") or record.get("seconds") is None or str(record.get("engine")).endswith(_PAPER):
        return False
    return count_result(
        artifacts,
        str(record["recipe"]),
        result if result is not None else _result(folder),
        inputs=record.get("inputs") or {},
        parameters=record.get("parameters") or {},
        when=_when(record, folder),
        source=_source(artifacts, folder),
    )


def count_search(artifacts: Path, folder: Path, recipe: str) -> int:
    """Count the trials of the search in `folder` by its `optimize.json` and return how many are new.

    A trial that has kept its account beside it (`returns.parquet`) is read from there, in a hundredth of the time.
    """
    record = _object(folder / "optimize.json")
    trials = [trial for trial in record.get("trials") or [] if trial.get("folder")]
    return sum(_count_point(artifacts, folder, recipe, record, trial) for trial in trials)


def _count_point(
    artifacts: Path, folder: Path, recipe: str, record: Mapping[str, Any], trial: Mapping[str, Any]
) -> bool:
    if trial.get("judgement") in _SHOWED_NOTHING:
        return False
    place = folder / trial["folder"]
    parameters = {**(record.get("parameters") or {}), **trial["parameters"]}
    when, source, inputs = _when(record, folder), _source(artifacts, place), record.get("inputs") or {}
    kept = _kept(place)
    if kept is None:
        given: dict[str, Any] = {"inputs": inputs, "parameters": parameters, "when": when, "source": source}
        return count_result(artifacts, recipe, _result(place), kind="sweep", **given)
    returns, per_year = kept
    sharpe, key = sharpe_of(returns) * per_year**0.5, key_of(inputs, parameters)
    shown = sharpe, len(returns), returns_hash(returns)
    return count(artifacts, Trial(recipe, key, "sweep", when, parameters, *shown, source))


def count_judged(
    artifacts: Path,
    recipe: str,
    judged: Judged,
    *,
    inputs: Mapping[str, str],
    parameters: Mapping[str, str],
    when: datetime,
) -> bool:
    """Count what a judge showed and return whether it is a new trial; the backtest of the same files is the same one.

    Parameters
    ----------
    inputs
        `hashes_of` the rendered project's files and the signal files.
    """
    returns, key = judged.series.returns, key_of(inputs, parameters)
    sharpe, told = judged.figures.sharpe, f"judge of {judged.symbol}"
    trial = Trial(recipe, key, "judge", when, dict(parameters), sharpe, len(returns), returns_hash(returns), told)
    return count(artifacts, trial)


def take_in(artifacts: Path, recipe: str) -> int:
    """Count what was run before anybody counted and return how many trials are new; again and again is no harm."""
    new = 0
    for path in sorted(artifacts.glob("*/*/*/run.json")):
        if _object(path).get("recipe") == recipe:
            new += count_run(artifacts, path.parent)
    for path in sorted(artifacts.glob("*/*/*/optimize.json")):
        if _object(path).get("project") == recipe:
            new += count_search(artifacts, path.parent, recipe)
    return new


def hashes_of(files: Mapping[str, Path]) -> dict[str, str]:
    """Return name -> SHA-256, so that a judge's key is that of the backtest of the same project and signal files."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def _kept(folder: Path) -> tuple[Floats, float] | None:
    """Daily changes that a sweep has kept, and how many a year; None where there are none."""
    path = folder / "returns.parquet"
    if not path.is_file():
        return None
    frame = pd.read_parquet(path, columns=["time", "return"]).iloc[_LEFT_OUT:]
    returns = frame["return"].to_numpy(dtype=float)
    years = (frame["time"].iloc[-1] - frame["time"].iloc[0]) / pd.Timedelta(seconds=_YEAR_S) if len(frame) else 0.0
    return returns[np.isfinite(returns)], (len(frame) - 1) / years if years > 0 else math.nan


def _result(folder: Path) -> Result | None:
    try:
        return read_result(folder)
    except LeanrigError:
        return None


def _object(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def _when(record: Mapping[str, Any], folder: Path) -> datetime:
    try:
        found = datetime.fromisoformat(str(record.get("started")))
    except ValueError:
        raise BadInput(
            "the record does not say when its run began", where=str(folder), cure="restore it, or delete that folder"
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _source(artifacts: Path, folder: Path) -> str:
    with suppress(ValueError):
        return folder.resolve().relative_to(artifacts.resolve()).as_posix()
    return str(folder)
