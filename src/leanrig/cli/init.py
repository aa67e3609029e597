"""`leanrig init`: make a folder, or a Lean workspace that is there already, one that leanrig works in."""

from pathlib import Path

import click

from leanrig.cli.terminal import Terminal
from leanrig.pipeline.init import lay_starter, starter_changes

__all__ = ["init"]


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--under", metavar="FOLDER", help="Lay the rooms into a folder below, where names are taken.")
@click.option("--update", is_flag=True, help="Show what this version changes in rooms laid by an older one.")
@click.option(
    "--write", is_flag=True, help="With --update: take the changes over; edited files get a .new beside them."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def init(terminal: Terminal, *, folder: Path, under: str | None, update: bool, write: bool, as_json: bool) -> None:
    """Lay signals, research, generator and templates into FOLDER (default: here)."""
    terminal.as_json = as_json
    if update:
        _update(terminal, folder, write=write)
        return
    written = lay_starter(folder, under=under)
    if as_json:
        terminal.object({"written": [str(path) for path in written]})
        return
    terminal.result(f"{len(written)} files laid into {folder / (under or '')}")
    terminal.result("next: leanrig demo")


def _update(terminal: Terminal, folder: Path, *, write: bool) -> None:
    changes = starter_changes(folder, write=write)
    if terminal.as_json:
        terminal.object({"changes": [{"path": c.path, "edited": c.edited} for c in changes], "written": write})
        return
    for change in changes:
        terminal.result(change.difference)
    if not changes:
        terminal.result("nothing has changed")
    elif not write:
        terminal.result(f"{len(changes)} files differ; take them over with: leanrig init --update --write")
