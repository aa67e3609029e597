"""`leanrig fetch`: bars into the workspace."""

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType
from leanrig.pipeline.fetch import Fetched
from leanrig.pipeline.fetch import fetch as fetch_bars
from leanrig.pipeline.vendors import VENDORS, provider_of
from leanrig.providers.symbols import parse_symbol
from leanrig.settings import load_settings
from leanrig.workspace import find_workspace

__all__ = ["fetch", "fetched_line", "fetched_notes"]

_SAMPLE_DAYS = (date(2000, 3, 1), date(2013, 3, 1))
_DAYS_BACK = {Resolution.DAILY: 730, Resolution.HOUR: 90, Resolution.MINUTE: 30}


@click.command()
@click.argument("symbols", nargs=-1, required=True)
@click.option("--from", "start", help="First day. Default: what the sample has, or some time before --to.")
@click.option("--to", "end", help="Last day, included. Default: today, or the sample's last day.")
@click.option("--resolution", type=click.Choice(["daily", "hour", "minute"]), default="daily", show_default=True)
@click.option(
    "--vendor",
    type=click.Choice(VENDORS),
    default="auto",
    show_default=True,
    help="auto: the vendors of leanrig.yaml in their order.",
)
@click.option("--security-type", type=click.Choice([str(t) for t in SecurityType]), help="Default: as spelled.")
@click.option("--seed", default=7, show_default=True, help="Of the simulator.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def fetch(
    terminal: Terminal,
    *,
    symbols: tuple[str, ...],
    start: str | None,
    end: str | None,
    resolution: str,
    vendor: str,
    security_type: str | None,
    seed: int,
    as_json: bool,
) -> None:
    """Fetch bars of SYMBOLS and keep them in data/, as they came and in Lean's layout.

    AAPL is a stock, BTCUSD a coin, EURUSD a currency pair; X:BTCUSD, BTC/USD and BTC-USD are understood too. Only what
    is missing is asked for: run it again after a stop, or every day.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    settings = load_settings(space.root, os.environ)
    kind = SecurityType(security_type) if security_type else None
    wanted = [parse_symbol(text, kind) for text in symbols]
    now, size = utc_now(), Resolution(resolution)
    first, last = _days(start, end, vendor, size, now)
    skipped: list[str] = []
    with terminal.step("fetch") as (step, _):
        brought = fetch_bars(
            space.data,
            wanted,
            provider_of(vendor, settings=settings, seed=seed),
            resolution=size,
            start=first,
            end=last,
            last_year=now.year + 2,
            now=now,
            progress=step.progress,
            warn=skipped.append,
        )
    for words in skipped:
        terminal.warn(words)
    if as_json:
        terminal.object({"fetched": [_described(item) for item in brought], "skipped": skipped})
        return
    for item in brought:
        terminal.result(f"fetch  {fetched_line(item)}")
        for words in fetched_notes(item):
            terminal.say(f"       {words}")


def fetched_line(item: Fetched) -> str:
    """Return what is there now, in one line: never without the label of the data."""
    ends, known = item.bar_set.bars.index, item.bar_set.provenance
    gaps = f"  {len(item.gaps)} sessions missing, the first {item.gaps[0]}" if item.gaps else ""
    span = f"{ends[0]:%Y-%m-%d} … {ends[-1]:%Y-%m-%d}"
    return f"{item.bar_set.symbol} {item.bar_set.resolution} {span}  {len(ends):,} bars  {known.label}{gaps}"


def fetched_notes(item: Fetched) -> list[str]:
    """Return what should be said besides: corrections, and who answered instead of whom."""
    brought = item.brought
    counts = ((brought.revised, "corrected by the vendor"), (brought.gone, "no longer at the vendor"))
    return [f"{count:,} bars {words} (revisions.csv)" for count, words in counts if count] + list(brought.notes)


def _described(item: Fetched) -> dict[str, object]:
    ends, known, brought = item.bar_set.bars.index, item.bar_set.provenance, item.brought
    return {
        "symbol": str(item.bar_set.symbol),
        "resolution": str(item.bar_set.resolution),
        "bars": len(ends),
        "first": ends[0].isoformat(),
        "last": ends[-1].isoformat(),
        "vendor": known.vendor,
        "label": known.label,
        "new": brought.new,
        "revised": brought.revised,
        "gone": brought.gone,
        "answered": list(brought.vendors),
        "notes": list(brought.notes),
        "gaps": [str(day) for day in item.gaps],
        "files": [str(path) for path in item.files],
    }


def _days(start: str | None, end: str | None, vendor: str, resolution: Resolution, now: datetime) -> tuple[date, date]:
    """Return the days asked for; what is left out is all of the sample, or the time up to today."""
    if vendor == "sample":
        first, last = _SAMPLE_DAYS
    else:
        last = _day(end) if end else now.date()
        first = last - timedelta(days=_DAYS_BACK[resolution])
    return _day(start) if start else first, _day(end) if end else last


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise BadInput(f"{text!r} is no day", cure="write it as 2012-12-31") from None
