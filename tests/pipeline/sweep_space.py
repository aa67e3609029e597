"""A workspace whose project runs for a few days only: sweeps of many trials that take no time."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backtest.docker.optimize_space import lay_space

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.trials import Axis, Target
from leanrig.pipeline.optimize import Optimized
from leanrig.pipeline.sweep import sweep
from leanrig.pipeline.sweep_crew import Crew, LocalCrew
from leanrig.pipeline.sweep_plan import Draws, Wanted, plan_sweep
from leanrig.pipeline.sweep_slot import WarmSlot
from leanrig.workspace import Workspace

PROFIT = Target("Net Profit")
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def tiny_space(root: Path, *, days: int = 4, body: str = "") -> Workspace:
    """Lay the space with `sizes` on its first days; `body` is done first at each of them."""
    space = lay_space(root)
    main = space.root / "sizes" / "main.py"
    text = main.read_text().replace("set_end_date(2005, 3, 31)", f"set_end_date(2005, 1, {2 + days})")
    if body:
        text = text.replace("    def on_data(self, data):\n", f"    def on_data(self, data):\n        {body}\n")
    main.write_text(text)
    return space


def swept(
    space: Workspace,
    *axes: Axis,
    at_once: int = 1,
    hire: Callable[[Path], Crew] | None = None,
    draws: Draws | None = None,
    slim: bool = False,
    fixed: dict[str, str] | None = None,
    project: str = "sizes",
    target: Target = PROFIT,
    **options: Any,
) -> Optimized:
    """Sweep the space's project on warm workers of this machine, or on whom `hire` brings."""
    wanted = Wanted(axes, fixed or {}, draws, slim=slim)
    plan = plan_sweep(space, space.root / project, wanted, data=None, now=NOW)
    local = lambda folder: LocalCrew([WarmSlot() for _ in range(at_once)])  # noqa: E731
    return sweep(plan, hire or local, target, engine=EmbeddedRunner.name, now=NOW, **options)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (Path("/proc") / str(pid) / "stat").read_text().split()[2] != "Z"
