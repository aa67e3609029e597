"""What `leanrig optimize` shows: the table on the screen, and its one object."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leanrig.backtest.trials import Target
from leanrig.cli.backtest import shown
from leanrig.workspace import Workspace

if TYPE_CHECKING:
    from leanrig.backtest.trials import Trial
    from leanrig.pipeline.optimize import Optimized

__all__ = ["aligned", "cell", "described", "lines_of"]

_SHOWN = 20


def lines_of(space: Workspace, done: "Optimized") -> list[str]:
    from leanrig.pipeline.optimize import TABLE

    names = list(done.trials[0].parameters)
    lines = [f"optimize  {done.engine}  {len(done.trials)} trials  {done.seconds:.1f} s", ""]
    rows = [["trial", *names, done.target.statistic, "orders", "verdict"]]
    ordered = sorted(done.trials, key=lambda trial: _rank(trial, done.target))
    rows += [_row(trial, names) for trial in ordered[:_SHOWN]]
    lines += aligned(rows)
    if len(ordered) > _SHOWN:
        lines.append(f"… and {len(ordered) - _SHOWN} more")
    lines += ["", *_best(done)]
    lines += [f"Failed    trial {trial.number}: {trial.told}" for trial in done.failed]
    lines += [f"Page      {shown(space, done.page)}"] if done.page else []
    return [*lines, f"Table     {shown(space, done.folder / TABLE)}"]


def _best(done: "Optimized") -> list[str]:
    if done.best is None:
        return ["Best      none: no trial traded to its end"]
    values = "  ".join(f"{name} {value}" for name, value in done.best.parameters.items())
    return [
        f"Best      trial {done.best.number}: {values}  ({done.target.statistic} {_number(done.best.value)})",
        *_luck(done),
        f"          The best of {len(done.trials)} on the same days is no promise for other days.",
    ]


def _luck(done: "Optimized") -> list[str]:
    if done.luck is None:
        return []
    said = f"deflated Sharpe {_number(done.luck.deflated)} after {done.luck.counted} trials"
    return [f"          {said}; probability of overfitting {_number(done.luck.overfitting)}"]


def _rank(trial: "Trial", target: Target) -> tuple[bool, float]:
    value = trial.value if trial.is_comparable and trial.value is not None else 0.0
    return (not trial.is_comparable, -value if target.direction == "max" else value)


def _row(trial: "Trial", names: list[str]) -> list[str]:
    values = [trial.parameters[name] for name in names]
    ended = f"breaks {trial.breaks}" if trial.breaks else str(trial.judgement)
    return [str(trial.number), *values, _number(trial.value), str(trial.orders), ended]


def _number(value: float | None) -> str:
    return "–" if value is None or math.isnan(value) else f"{value:.4g}"


def described(done: "Optimized") -> dict[str, object]:
    from dataclasses import asdict

    from leanrig.pipeline.optimize import RECORD, TABLE

    return {
        "engine": done.engine,
        "target": asdict(done.target),
        "best": asdict(done.best) if done.best else None,
        "failed": [trial.number for trial in done.failed],
        "trials": [asdict(trial) for trial in done.trials],
        "seconds": round(done.seconds, 3),
        "state": done.state,
        "luck": asdict(done.luck) if done.luck else None,
        "files": [str(done.folder / TABLE), str(done.folder / RECORD), *([str(done.page)] if done.page else [])],
    }


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines whose columns stand below each other."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) for row in rows]


def cell(value: object) -> str:
    """Return what a query found as a cell shows it."""
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
