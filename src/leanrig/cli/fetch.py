"""`leanrig fetch`: bars into the workspace."""

from datetime import date, datetime
from pathlib import Path

import click

from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.pipeline.fetch import Fetched
from leanrig.pipeline.fetch import fetch as fetch_bars
from leanrig.pipeline.vendors import VENDORS, provider_of
from leanrig.workspace import find_workspace

__all__ = ["fetch", "fetched_line"]

_FIRST, _LAST = "2000-03-01", "2013-03-01"


@click.command()
@click.argument("symbols", nargs=-1, required=True)
@click.option("--from", "start", default=_FIRST, show_default=True, help="First day.")
@click.option("--to", "end", default=_LAST, show_default=True, help="Last day, included.")
@click.option("--resolution", type=click.Choice([str(r) for r in Resolution]), default="daily", show_default=True)
@click.option("--vendor", type=click.Choice(VENDORS), default="sample", show_default=True)
@click.option("--security-type", type=click.Choice([str(t) for t in SecurityType]), default="equity", show_default=True)
@click.option("--seed", default=7, show_default=True, help="Of the simulator.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def fetch(
    terminal: Terminal,
    *,
    symbols: tuple[str, ...],
    start: str,
    end: str,
    resolution: str,
    vendor: str,
    security_type: str,
    seed: int,
    as_json: bool,
) -> None:
    """Fetch bars of SYMBOLS and keep them in data/, as they came and in Lean's layout."""
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    wanted = [Symbol.parse(text, SecurityType(security_type)) for text in symbols]
    with terminal.step("fetch") as (step, _):
        brought = fetch_bars(
            space.data,
            wanted,
            provider_of(vendor, seed=seed),
            resolution=Resolution(resolution),
            start=_day(start),
            end=_day(end),
            last_year=utc_now().year + 2,
            progress=step.progress,
        )
    if as_json:
        terminal.object({"fetched": [_described(item) for item in brought]})
        return
    for item in brought:
        terminal.result(f"fetch  {fetched_line(item)}")


def fetched_line(item: Fetched) -> str:
    """Return what was brought, in one line: never without the label of the data."""
    ends, known = item.bar_set.bars.index, item.bar_set.provenance
    gaps = f"  {len(item.gaps)} sessions missing, the first {item.gaps[0]}" if item.gaps else ""
    span = f"{ends[0]:%Y-%m-%d} … {ends[-1]:%Y-%m-%d}"
    return f"{item.bar_set.symbol} {item.bar_set.resolution} {span}  {len(ends):,} bars  {known.label}{gaps}"


def _described(item: Fetched) -> dict[str, object]:
    ends, known = item.bar_set.bars.index, item.bar_set.provenance
    return {
        "symbol": str(item.bar_set.symbol),
        "resolution": str(item.bar_set.resolution),
        "bars": len(ends),
        "first": ends[0].isoformat(),
        "last": ends[-1].isoformat(),
        "vendor": known.vendor,
        "label": known.label,
        "gaps": [str(day) for day in item.gaps],
        "files": [str(path) for path in item.files],
    }


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise BadInput(f"{text!r} is no day", cure="write it as 2012-12-31") from None
