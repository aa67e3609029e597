"""A sweep's page: what the trials say, put into the form that the page is made of."""

import math
import shlex
from datetime import datetime
from pathlib import Path

from jinja2 import TemplateError

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.sensitivity import around, effects
from leanrig.backtest.trials import STATISTICS, Axis, Trial, plain
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.pipeline.optimize import Optimized
from leanrig.pipeline.sheets import sheet_templates
from leanrig.pipeline.sweep_plan import Plan
from leanrig.report.check import UntracedNumber
from leanrig.report.sweep.inputs import Best, Effect, Row, SweepInputs
from leanrig.report.sweep.page import sweep_page

__all__ = ["PAGE", "write_page"]

PAGE = "sweep.html"
_SHOWN = ("Sharpe Ratio", "Compounding Annual Return", "Drawdown", "Portfolio Turnover")


def write_page(
    path: Path, done: Optimized, plan: Plan, constraints: tuple[Constraint, ...], *, started: datetime
) -> None:
    """Write the page; raise `BadInput` where a template of the workspace cannot show it."""
    inputs = _inputs(done, plan, constraints, started)
    try:
        page = sweep_page(inputs, read=sheet_templates(plan.space.root))
    except (TemplateError, UntracedNumber) as error:
        raise BadInput(
            f"the sweep's page cannot be written: {error}",
            where="templates/report/sweep.html.j2",
            cure="leanrig init --update brings the templates up to date; the trials are kept",
        ) from error
    write_text(path, page)


def _inputs(done: Optimized, plan: Plan, constraints: tuple[Constraint, ...], started: datetime) -> SweepInputs:
    shown = tuple(name for name in _SHOWN if name != done.target.statistic)
    return SweepInputs(
        name=plan.recipe.name if plan.recipe else plan.name,
        engine=done.engine,
        target=done.target.statistic,
        direction="more is better" if done.target.direction == "max" else "less is better",
        state=done.state,
        points=done.points,
        seconds=done.seconds,
        started=started,
        rows=tuple(_row(trial, shown) for trial in _ordered(done)),
        figures=shown,
        best=_best(done),
        effects=tuple(
            Effect(one.name, {float(value): mean for value, mean in one.means.items()}, one.spread, one.explained)
            for one in effects(done.trials)
        ),
        luck=done.luck,
        constraints=tuple(str(one) for one in constraints),
        command=_command(done, plan, constraints),
    )


def _ordered(done: Optimized) -> list[Trial]:
    sign = -1.0 if done.target.direction == "max" else 1.0
    return sorted(done.trials, key=lambda one: (not one.is_comparable, sign * (one.value or 0.0), one.number))


def _row(trial: Trial, shown: tuple[str, ...]) -> Row:
    return Row(
        trial.number,
        {name: float(value) for name, value in trial.parameters.items()},
        trial.value,
        trial.is_comparable,
        str(trial.judgement),
        trial.orders,
        f"breaks {trial.breaks}" if trial.breaks else trial.told,
        {name: trial.figures.get(STATISTICS[name]) for name in shown},
    )


def _best(done: Optimized) -> Best | None:
    if done.best is None or done.best.value is None:
        return None
    found = around(done.best, done.trials, direction=done.target.direction)
    mean, worst = (value if math.isfinite(value) else math.nan for value in (found.mean, found.worst))
    return Best(done.best.number, done.best.value, len(found.neighbours), mean, worst)


def _command(done: Optimized, plan: Plan, constraints: tuple[Constraint, ...]) -> str:
    """Return the command that runs the same sweep, in the workspace."""
    place = plan.project.resolve()
    project = place.relative_to(plan.space.root) if place.is_relative_to(plan.space.root) else place
    words = ["leanrig", "optimize", plan.recipe.name if plan.recipe else str(project)]
    for axis in plan.wanted.axes:
        words += ["--parameter", axis.name, *_range(axis)]
    for name, value in plan.wanted.fixed.items():
        words += ["--fixed", name, value]
    if plan.wanted.draws is not None:
        words += ["--draws", str(plan.wanted.draws.count), "--seed", str(plan.wanted.draws.seed)]
    for one in constraints:
        words += ["--constraint", str(one)]
    words += ["--target", done.target.statistic, "--target-direction", done.target.direction]
    return shlex.join(words)


def _range(axis: Axis) -> list[str]:
    return [plain(number) for number in (axis.low, axis.high, axis.step)]
