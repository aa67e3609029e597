"""The cells of a recipe's notebook: they run in Lean's research image and in the workspace's own Jupyter. Pure.

Lean's image holds pandas, plotly and QuantBook, and nothing of ours: the first cell puts on the path what is mounted
there. Anywhere else it enters the workspace around.
"""

import json
from typing import Any

from generator.recipe import Recipe
from leanrig.backtest.lean_research import KIT, STORAGE

__all__ = ["LEAN_ONLY", "notebook_cells", "notebook_text"]

LEAN_ONLY = "lean"
"""The tag of a cell that asks Lean itself where it is there."""

_PATH = """\
import sys

sys.path[:0] = [{kit!r}]  # in Lean's image: leanrig, research and signals as they are in the workspace, read-only
try:
    import leanrig
except ModuleNotFoundError:
    raise SystemExit("no leanrig here: choose leanrig's kernel, or pip install 'leanrig[notebook]'") from None"""
_SIGNALS = """\
from pathlib import Path

import pandas as pd

IN_LEAN = Path({kit!r}).is_dir()
if IN_LEAN:
    STORE = Path({storage!r})
else:
    from leanrig.notebook import start

    study = start({recipe!r})
    STORE = study.space.storage

from signals.frames import read_frame

FILES = {files!r}
missing = [str(STORE / key) for key in FILES.values() if not (STORE / key).is_file()]
if missing:
    raise SystemExit(f"no signal file {{missing[0]}}: run leanrig signals {recipe}")
rows = {{
    ticker: read_frame((STORE / key).read_text(), name=key, symbol=ticker, has_sessions={has_sessions})
    for ticker, key in FILES.items()
}}
print(f"leanrig {{leanrig.__version__}}: {{sum(map(len, rows.values())):,}} rows")
pd.concat(rows.values()).groupby(["symbol", "regime"])[["confidence", "signal_strength"]].agg(["count", "mean"])"""
_BARS = """\
closes = {{}}
if IN_LEAN:
    from AlgorithmImports import *

    qb = QuantBook()
    first, last = datetime.fromisoformat({first!r}), datetime.fromisoformat({last!r})
    for ticker in FILES:
        symbol = qb.add_{kind}(ticker, Resolution.{resolution}, market={market!r}).symbol
        closes[ticker] = qb.history([symbol], first, last, Resolution.{resolution})["close"].loc[symbol]
else:
    closes = {{ticker: start({recipe!r}, ticker).closes for ticker in FILES}}"""
_PICTURE = """\
from research.plots import regimes_figure

ticker = {ticker!r}
regimes_figure(closes[ticker], rows[ticker])"""
_AUDIT = """\
from research.audit import find_leak
from signals.catalogue import make_strength


def strengths(closes):
    found = make_strength({name!r}, {parameters!r})
    return [found.update(close) for close in closes]


{{ticker: find_leak(strengths, series) for ticker, series in closes.items()}}"""
_NEXT = """\
## Next

In a workspace `study` (`leanrig.notebook.start`) has rows, fits, account and judgement of this recipe, and
`%load_ext leanrig` gives every command: `run = %leanrig run {recipe}`. The notebooks beside this folder, 01 to 06, show
what to ask: bars to signals, honest regimes, the judge, reading a backtest, sweeps, and the way to `algorithms/`."""


def notebook_cells(recipe: Recipe) -> list[dict[str, Any]]:
    """Return the cells: path, signal files, bars, a picture, and whether the strength looks ahead on these bars."""
    first, last = str(recipe.data.start), str(recipe.data.end)
    resolution, security = recipe.bar_size.name, recipe.securities[0]
    files = {symbol.ticker: recipe.signal_key(symbol) for symbol in recipe.securities}
    signals = recipe.signals
    names = {"kind": security.security_type, "market": security.market, "resolution": resolution}
    bars = _BARS.format(**names, first=first, last=last, recipe=recipe.name)
    return [
        _code("path", _PATH.format(kit=KIT)),
        _text("about", f"# {recipe.name}\n\n{recipe.description}"),
        _code(
            "signals",
            _SIGNALS.format(
                files=files, kit=KIT, storage=STORAGE, recipe=recipe.name, has_sessions=recipe.has_sessions
            ),
        ),
        _text("bars-about", "Bars: through Lean's own QuantBook where it is, out of the workspace's store where not."),
        _code("bars", bars, LEAN_ONLY),
        _code("picture", _PICTURE.format(ticker=security.ticker)),
        _text(
            "audit-about", "Does the strength look ahead on these bars? None: what it said early it never took back."
        ),
        _code("audit", _AUDIT.format(name=signals.strength, parameters=dict(signals.strength_parameters))),
        _text("next", _NEXT.format(recipe=recipe.name)),
    ]


def notebook_text(recipe: Recipe) -> str:
    """Return the notebook's file."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return (
        json.dumps(
            {"cells": notebook_cells(recipe), "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5},
            indent=1,
            ensure_ascii=False,
        )
        + "\n"
    )


def _code(name: str, source: str, *tags: str) -> dict[str, Any]:
    made = {"cell_type": "code", "id": name, "metadata": {"tags": list(tags)} if tags else {}}
    return made | {"execution_count": None, "outputs": [], "source": source}


def _text(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}
