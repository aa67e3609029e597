"""`leanrig` alone: the picture of arrows, what of it exists in this workspace, and the one command that comes next."""

from pathlib import Path

from leanrig.cli.terminal import Terminal
from leanrig.errors import Missing
from leanrig.workspace import Workspace, find_workspace

__all__ = ["overview"]

_PICTURE = """\
  vendors ─fetch→ bars ─signals→ signal files ─render→ algorithms ─backtest→ results ─report→ page
"""


def overview(terminal: Terminal) -> None:
    """Show where this workspace stands."""
    terminal.result(_PICTURE)
    try:
        space = find_workspace(Path.cwd())
    except Missing as error:
        terminal.result(f"  {error.what}\n\n  next: {error.cure}")
        return
    counts = _counts(space)
    for thing, count in counts.items():
        terminal.result(f"  {thing:<14}{count:>5}")
    terminal.result(f"\n  next: {_next(counts)}\n  all commands: leanrig --help")


def _counts(space: Workspace) -> dict[str, int]:
    return {
        "bars": len(list(space.data.glob("*/metadata.json"))),
        "recipes": len(list(space.recipes.glob("*.toml"))),
        "signal files": len(list((space.storage / "signals").glob("*/*.csv"))),
        "algorithms": len(list(space.algorithms.glob("*/main.py"))),
        "runs": len(list(space.artifacts.glob("*/*/*/run.json"))),
    }


def _next(counts: dict[str, int]) -> str:
    if not counts["recipes"]:
        return "leanrig init"
    if not counts["runs"]:
        return "leanrig demo"
    return "leanrig run generator/recipes/<name>.toml"
