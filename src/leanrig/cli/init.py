"""`leanrig init`: make a folder, or a Lean workspace that is there already, one that leanrig works in."""

from collections import Counter
from pathlib import Path

import click

from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.pipeline.init import lay_starter, starter_changes, starter_place

__all__ = ["init"]


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--under", metavar="FOLDER", help="Lay the rooms into a folder below, where names are taken.")
@click.option("--empty", is_flag=True, help="Make a Lean workspace instead of `lean init`: no login, no download.")
@click.option("--update", is_flag=True, help="Show what this version changes in rooms laid by an older one.")
@click.option(
    "--write", is_flag=True, help="With --update: take the changes over; edited files get a .new beside them."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def init(
    terminal: Terminal, *, folder: Path, under: str | None, empty: bool, update: bool, write: bool, as_json: bool
) -> None:
    """Lay signals, research, generator and templates into FOLDER (default: here).

    In a Lean workspace they stand beside what is there, and nothing of it is touched.
    """
    terminal.as_json = as_json
    if write and not update:
        raise click.UsageError("--write goes with --update")
    if empty and (update or under):
        raise click.UsageError("--empty makes a new workspace: it goes with neither --update nor --under")
    if empty:
        _empty(terminal, folder)
    elif update:
        _update(terminal, starter_place(folder, under), write=write)
    else:
        _lay(terminal, folder, under)


def _lay(terminal: Terminal, folder: Path, under: str | None) -> None:
    place = starter_place(folder, under)
    there = _names(place)
    written = lay_starter(folder, under=under)
    if terminal.as_json:
        terminal.object({"written": [str(path) for path in written], "untouched": there})
        return
    terminal.result(f"{len(written)} files laid into {place}")
    terminal.result(f"added      {_added(place, written)}")
    if there:
        terminal.result(f"untouched  {', '.join(there)}")
    if ".gitignore" in there and "_key.txt" not in (place / ".gitignore").read_text(errors="replace"):
        terminal.warn("your .gitignore lets files with keys through: add *_key.txt, open_ai.txt and leanrig.yaml to it")
    terminal.result("next: leanrig demo" if place == folder else f"next: cd {place} && leanrig demo")


def _empty(terminal: Terminal, folder: Path) -> None:
    from leanrig.pipeline.empty import lay_empty

    written = lay_empty(folder, last_year=utc_now().year + 2)
    if terminal.as_json:
        terminal.object({"written": [str(path) for path in written]})
        return
    terminal.result(f"added      {_added(folder, written)}")
    terminal.result("`lean backtest PROJECT` works here; next: leanrig init")


def _update(terminal: Terminal, folder: Path, *, write: bool) -> None:
    changes = starter_changes(folder, write=False)
    if not terminal.as_json:
        for change in changes:
            terminal.result(change.difference)
    if write:
        starter_changes(folder, write=True)
    if terminal.as_json:
        terminal.object({"changes": [{"path": c.path, "edited": c.edited} for c in changes], "written": write})
    elif not changes:
        terminal.result("nothing has changed")
    elif write:
        kept = sum(change.edited for change in changes)
        beside = f"; {kept} that you edited stay, with a .new beside them" if kept else ""
        terminal.result(f"{len(changes) - kept} files taken over{beside}")
    else:
        terminal.result(f"{len(changes)} files differ; take them over with: leanrig init --update --write")


def _names(place: Path) -> list[str]:
    paths = sorted(place.iterdir()) if place.is_dir() else []
    return [f"{path.name}/" if path.is_dir() else path.name for path in paths]


def _added(place: Path, written: list[Path]) -> str:
    """Return the names that stand in `place` now, a folder's with the number of its files."""
    parts = [path.relative_to(place).parts for path in written]
    counts = Counter(part[0] for part in parts)
    rooms = {part[0] for part in parts if len(part) > 1}
    return ", ".join(f"{name}/ ({count} files)" if name in rooms else name for name, count in counts.items())
