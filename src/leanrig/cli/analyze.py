"""`leanrig analyze`: one symbol's prices and regimes, told, without a back-test."""

import os
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.forms import chosen_forms, day_of, described_sheet, form_options, show_files
from leanrig.cli.terminal import Terminal
from leanrig.clock import utc_now
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType
from leanrig.pipeline.vendors import VENDORS
from leanrig.providers.symbols import parse_symbol
from leanrig.settings import load_settings
from leanrig.workspace import find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.analyze import Analyzed, Asked

__all__ = ["analyze"]

_SAMPLE_DAYS = (date(2000, 3, 1), date(2013, 3, 1))
_DAYS_BACK = {Resolution.DAILY: 730, Resolution.HOUR: 90, Resolution.MINUTE: 30}
_DEFAULTS = {"mode": "quick", "resolution": "daily", "vendor": "auto"}


@click.command()
@click.argument("symbol")
@click.option(
    "--mode",
    type=click.Choice(["quick", "deep", "regime"]),
    default="quick",
    show_default=True,
    help="quick: prices and a summary; regime: regimes and what followed their changes; deep: all of it.",
)
@click.option("--resolution", type=click.Choice(["daily", "hour", "minute"]), default="daily", show_default=True)
@click.option("--vendor", type=click.Choice(VENDORS), default="auto", show_default=True, help="As in leanrig fetch.")
@click.option("--from", "start", help="First day to fetch. Default: some time before --to, or all of the sample.")
@click.option("--to", "end", help="Last day, included. Default: today, or the sample's last day.")
@click.option("--security-type", type=click.Choice([str(t) for t in SecurityType]), help="Default: as spelled.")
@click.option("--recipe", metavar="NAME", help="Take detector and strength from this recipe. Default: the sample's.")
@click.option("--benchmark", metavar="SYMBOL", help="Hold it against this symbol, where its bars are stored.")
@click.option("--seed", default=7, show_default=True, help="Of the simulator.")
@click.option("--fast", is_flag=True, help="A language model writes the summary; every sentence is checked.")
@click.option("--rules", "by_rules", is_flag=True, help="No language model, though --mode deep asks one that is set.")
@click.option("--context", is_flag=True, help="Ask for news and opinions besides: quoted, never a finding.")
@form_options
@click.pass_obj
def analyze(
    terminal: Terminal,
    *,
    symbol: str,
    mode: str,
    resolution: str,
    vendor: str,
    start: str | None,
    end: str | None,
    security_type: str | None,
    recipe: str | None,
    benchmark: str | None,
    seed: int,
    fast: bool,
    by_rules: bool,
    context: bool,
    html: bool,
    markdown: bool,
    mail: bool,
    pdf: bool,
    output: Path | None,
    as_json: bool,
) -> int:
    """Fetch SYMBOL's bars, compute its regimes, and tell what the facts say, without a back-test.

    The page always comes and says what is missing. Exit code 1 where there was no bar, or too few for a regime.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    from leanrig.pipeline.analyze import Asked
    from leanrig.pipeline.analyze import analyze as run
    from leanrig.pipeline.recipes import find_recipe  # the workspace's own rooms are importable from here on
    from leanrig.pipeline.sheets import telling_of

    settings, now, size = load_settings(space.root, os.environ), utc_now(), Resolution(resolution)
    first, last = _days(start, end, vendor, size, now)
    given = {
        "mode": mode,
        "resolution": resolution,
        "vendor": vendor,
        "from": start,
        "to": end,
        "security-type": security_type,
        "recipe": recipe,
        "benchmark": benchmark,
    }
    asked = Asked(
        symbol=parse_symbol(symbol, SecurityType(security_type) if security_type else None),
        resolution=size,
        vendor=vendor,
        start=first,
        end=last,
        mode=mode,  # type: ignore[arg-type]
        recipe=find_recipe(space, recipe) if recipe else None,
        benchmark=benchmark,
        seed=seed,
        context=context,
        command=_command(symbol, given, is_contextual=context),
    )
    with terminal.step("analyze") as (step, _):
        done = run(
            space,
            asked,
            settings,
            now=now,
            telling=telling_of(settings, deep=mode == "deep" and not by_rules, fast=fast),
            forms=chosen_forms(html=html, markdown=markdown, mail=mail, pdf=pdf),
            output=output,
            progress=step.progress,
        )
    _show(terminal, done, asked)
    return 0 if done.has_bars and done.has_regimes else 1


def _show(terminal: Terminal, done: "Analyzed", asked: "Asked") -> None:
    if terminal.as_json:
        terminal.object(
            {
                "symbol": str(asked.symbol),
                "mode": asked.mode,
                "folder": str(done.folder),
                "facts": str(done.facts_file),
                "bars": done.has_bars,
                "regimes": done.has_regimes,
            }
            | described_sheet(done.made)
        )
        return
    show_files(terminal, "analysis", done.made)


def _command(symbol: str, given: Mapping[str, str | None], *, is_contextual: bool) -> str:
    """Return the command that makes the page again; what is left at its default is left out."""
    told = [f"--{name} {text}" for name, text in given.items() if text is not None and text != _DEFAULTS.get(name)]
    return " ".join(["leanrig analyze", symbol, *told, *(["--context"] if is_contextual else [])])


def _days(start: str | None, end: str | None, vendor: str, size: Resolution, now: datetime) -> tuple[date, date]:
    first, last = _SAMPLE_DAYS if vendor == "sample" else (None, now.date())
    last = day_of(end) if end else last
    first = day_of(start) if start else first or last - timedelta(days=_DAYS_BACK[size])
    return first, last
