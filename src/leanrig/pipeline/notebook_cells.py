"""The cells of a recipe's notebook in Lean's research image. Pure.

The image holds pandas and Lean's QuantBook, and nothing of ours: the first cell puts on the path what is mounted there.
"""

import json
from typing import Any

from generator.recipe import Recipe
from leanrig.backtest.lean_research import KIT, STORAGE

__all__ = ["LEAN_ONLY", "notebook_cells", "notebook_text"]

LEAN_ONLY = "lean"
"""The tag of a cell that needs Lean itself."""

_PATH = """\
import sys

sys.path[:0] = [{kit!r}]  # leanrig, research and signals as they are in the workspace, read-only"""
_SIGNALS = """\
from pathlib import Path

import pandas as pd

from leanrig import __version__
from signals.frames import read_frame

FILES = {files!r}
rows = {{
    ticker: read_frame(Path({storage!r}, key).read_text(), name=key, symbol=ticker, has_sessions={has_sessions})
    for ticker, key in FILES.items()
}}
print(f"leanrig {{__version__}}: {{sum(map(len, rows.values())):,}} rows")
pd.concat(rows.values()).groupby(["symbol", "regime"])[["confidence", "signal_strength"]].agg(["count", "mean"])"""
_BARS = """\
from AlgorithmImports import *

qb = QuantBook()
closes = {{}}
for ticker in FILES:
    symbol = qb.add_{kind}(ticker, Resolution.{resolution}, market={market!r}).symbol
    first, last = datetime.fromisoformat({first!r}), datetime.fromisoformat({last!r})
    closes[ticker] = qb.history([symbol], first, last, Resolution.{resolution})["close"].loc[symbol]"""
_AUDIT = """\
from research.audit import find_leak
from signals.catalogue import make_strength


def strengths(closes):
    found = make_strength({name!r}, {parameters!r})
    return [found.update(close) for close in closes]


{{ticker: find_leak(strengths, series) for ticker, series in closes.items()}}"""


def notebook_cells(recipe: Recipe) -> list[dict[str, Any]]:
    """Return the cells: path, signal files, bars through Lean, and whether the strength looks ahead on these."""
    first, last = str(recipe.data.start), str(recipe.data.end)
    resolution, security = recipe.bar_size.name, recipe.securities[0]
    files = {symbol.ticker: recipe.signal_key(symbol) for symbol in recipe.securities}
    signals = recipe.signals
    return [
        _code("path", _PATH.format(kit=KIT)),
        _text("about", f"# {recipe.name} in Lean's research environment\n\n{recipe.description}"),
        _code("signals", _SIGNALS.format(files=files, storage=STORAGE, has_sessions=recipe.has_sessions)),
        _text("bars-about", "Bars as Lean's own QuantBook reads them from the workspace's data folder."),
        _code(
            "bars",
            _BARS.format(
                kind=security.security_type, market=security.market, resolution=resolution, first=first, last=last
            ),
            LEAN_ONLY,
        ),
        _text(
            "audit-about", "Does the strength look ahead on these bars? None: what it said early it never took back."
        ),
        _code("audit", _AUDIT.format(name=signals.strength, parameters=dict(signals.strength_parameters))),
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
