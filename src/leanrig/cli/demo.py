"""`leanrig demo`: the whole arrow on one share, without account, key or network."""

import click

from leanrig.cli.run import run_and_show
from leanrig.cli.terminal import Terminal

__all__ = ["RECIPE", "demo"]

RECIPE = "aapl_regime"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def demo(terminal: Terminal, *, as_json: bool) -> int:
    """Bars, regimes, signal file, algorithm, backtest, report: AAPL 2000 to 2013, from sample data.

    The same as `leanrig run aapl_regime`; needs no account, no key and no network.
    """
    terminal.as_json = as_json
    return run_and_show(terminal, RECIPE)
