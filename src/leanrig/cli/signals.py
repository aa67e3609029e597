"""`leanrig signals`: make a recipe's signal files."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.workspace import find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.signals import MadeSignals

__all__ = ["made_line", "signals", "standing_line"]


@click.command()
@click.argument("recipe")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def signals(terminal: Terminal, *, recipe: str, as_json: bool) -> None:
    """Compute regimes and strengths of RECIPE (a name or a .toml file) and write its signal files."""
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.recipes import find_recipe  # the workspace's own rooms are importable from here on
    from leanrig.pipeline.signals import make_signals

    with terminal.step("signals") as (step, _):
        made = make_signals(space, find_recipe(space, recipe), now=utc_now(), progress=step.progress)
    if as_json:
        terminal.object(
            {
                "signals": [
                    {"symbol": str(item.kept.symbol), "file": str(item.kept.path), "rows": len(item.produced.rows)}
                    for item in made
                ]
            }
        )
        return
    for item in made:
        terminal.result(f"signals  {item.kept.path.relative_to(space.root)}  {len(item.produced.rows):,} rows")
        terminal.result(f"         {standing_line(item)}")


def made_line(item: "MadeSignals") -> str:
    """Return what was made for one symbol, in one line."""
    chosen = item.recipe.signals
    fits = f", fitted {len(item.produced.fits)} times" if item.produced.fits else ""
    return f"{item.kept.symbol} {chosen.regime} and {chosen.strength}{fits}  {len(item.produced.rows):,} rows"


def standing_line(item: "MadeSignals") -> str:
    """Return where a symbol's regime stands at its last row."""
    from leanrig.pipeline.signals import standing

    where = standing(item.produced.rows)
    return (
        f"now: {where.last.regime} {where.last.confidence:.2f}   in force {where.bars} bars   "
        f"{where.switches_a_year:.0f} switches a year"
    )
