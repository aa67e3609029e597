"""The same grid as a command for `lean optimize`."""

import hashlib
import json
import os
import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path

from leanrig.backtest.constraints import Constraint
from leanrig.backtest.grid_search import runs_at_once
from leanrig.backtest.lean_optimize import optimizer_configuration
from leanrig.backtest.trials import Target
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.pipeline.sweep_plan import Plan

__all__ = ["lean_command"]


def lean_command(
    plan: Plan,
    target: Target,
    constraints: Sequence[Constraint],
    *,
    at_once: int | None,
    is_windows: bool = os.name == "nt",
) -> str:
    """Return the command, quoted for the user's shell, to be given in the workspace's root.

    Lean's optimizer gives a trial no parameter but those of the search. The others are handed over as ranges of one
    value; where one of them is no number that cannot be said on the command line, and a configuration with all of them
    is written below the artifacts and named instead.

    Raises
    ------
    BadInput
        If Lean could not do it: random draws, or parameters of signals that have to be made anew.
    """
    if plan.wanted.draws is not None:
        raise BadInput("Lean's optimizer knows no random draws", where="--draws", cure="leave it out")
    if any(plan.sets):
        varied = ", ".join(sorted({name for one in plan.sets if one for name in one.values}))
        raise BadInput(
            "Lean's optimizer cannot make signals anew",
            where=varied,
            cure='variant = "inline" in the recipe, or no --as-lean',
        )
    count = at_once or runs_at_once()
    held = {name: text for name, text in plan.parameters.items() if name not in _varied(plan)}
    command = ["lean", "optimize", _shown(plan.project, plan.space.root)]
    if all(_is_number(text) for text in held.values()):
        command += _options(plan, held, target, constraints)
    else:
        command += ["--optimizer-config", _written(plan, target, constraints, count)]
    command += ["--max-concurrent-backtests", str(count)]
    return subprocess.list2cmdline(command) if is_windows else shlex.join(command)


def _options(plan: Plan, held: dict[str, str], target: Target, constraints: Sequence[Constraint]) -> list[str]:
    # By their paths: the CLI's own reading of names turns Net Profit into a figure that Lean does not have.
    words = ["--strategy", "Grid Search", "--target", target.lean_path, "--target-direction", target.direction]
    for axis in plan.wanted.axes:
        words += [
            "--parameter",
            axis.name,
            *(format(number.normalize(), "f") for number in (axis.low, axis.high, axis.step)),
        ]
    for name, text in held.items():
        words += ["--parameter", name, text, text, "1"]
    for one in constraints:
        words += ["--constraint", f"{one.lean['target']} {one.sign} {one.value!r}"]
    return words


def _written(plan: Plan, target: Target, constraints: Sequence[Constraint], count: int) -> str:
    """Write the configuration of Lean's optimizer and return its path."""
    found = optimizer_configuration(plan.parameters, plan.wanted.axes, target, at_once=count)
    found["constraints"] = [one.lean for one in constraints]
    text = json.dumps(found, indent=1) + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return _shown(write_text(plan.space.artifacts / plan.name / f"lean-optimize-{digest}.json", text), plan.space.root)


def _varied(plan: Plan) -> set[str]:
    return {axis.name for axis in plan.wanted.axes}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _shown(path: Path, root: Path) -> str:
    whole = path.resolve()
    return str(whole.relative_to(root)) if whole.is_relative_to(root) else str(whole)
