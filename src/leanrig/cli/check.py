"""`leanrig check`: whether stored bars can be trusted."""

import os
from datetime import date, datetime
from pathlib import Path

import click

from leanrig.cli.check_lines import check_lines, described
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.pipeline.check import Checked, FetchOther, draw, from_file, from_vendor
from leanrig.pipeline.check import check as check_bars
from leanrig.pipeline.vendors import VENDORS, provider_of
from leanrig.settings import load_settings
from leanrig.workspace import Workspace, find_workspace

__all__ = ["check"]


@click.command()
@click.argument("symbol")
@click.option("--resolution", type=click.Choice(["daily", "hour", "minute"]), help="Default: every stored one.")
@click.option("--against", metavar="VENDOR|FILE", help="Compare with a vendor's bars, or with a parquet file.")
@click.option("--from", "start", help="First day to look at. Default: the first bar's.")
@click.option("--to", "end", help="Last day, included. Default: now; what is not there yet is a stale tail.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw it: a .png, .svg or .pdf file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def check(
    terminal: Terminal,
    *,
    symbol: str,
    resolution: str | None,
    against: str | None,
    start: str | None,
    end: str | None,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Look for what is wrong with the stored bars of SYMBOL: gaps, outliers, missed splits, a stale tail.

    Exit code 0 when they can be used, 1 when the verdict is bad, 3 when nothing is stored.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    size = Resolution(resolution) if resolution else None
    with terminal.step("check"):
        found = check_bars(
            space.data, symbol, now=utc_now(), resolution=size, start=_day(start), end=_day(end),
            fetch_other=_other(space, against),
        )  # fmt: skip
        drawn = draw(found, plot) if plot is not None else None
    _say(terminal, found, drawn)
    raise click.exceptions.Exit(0 if all(item.is_good for item in found) else 1)


def _say(terminal: Terminal, found: list[Checked], drawn: Path | None) -> None:
    if terminal.as_json:
        good = all(item.is_good for item in found)
        plot = str(drawn) if drawn else None
        terminal.object({"good": good, "checked": [described(item) for item in found], "plot": plot})
        return
    for item in found:
        for line in check_lines(item):
            terminal.result(line)
    if drawn:
        terminal.say(f"plot   {drawn}")


def _other(space: Workspace, against: str | None) -> FetchOther | None:
    if against is None:
        return None
    if against in VENDORS and against != "auto":
        return from_vendor(provider_of(against, settings=load_settings(space.root, os.environ)))
    if Path(against).suffix == ".parquet":
        return from_file(Path(against))
    named = ", ".join(vendor for vendor in VENDORS if vendor != "auto")
    raise BadInput(f"--against {against!r} is no vendor and no parquet file", cure=f"name one of {named}, or a file")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise BadInput(f"{text!r} is no day", cure="write it as 2012-12-31") from None
