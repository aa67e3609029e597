"""A workspace with recipes that are quick to judge."""

from pathlib import Path

from leanrig.pipeline.init import lay_starter
from leanrig.workspace import Workspace, find_workspace

_RECIPE = """\
name = "{name}"
description = "made for a test"
symbols = [{symbols}]
resolution = "daily"

[data]
vendor = "sample"
start = {start}
end = {end}

[signals]
regime = "volatility"
strength = "momentum"

[trade]
act = "next_open"
regime_weights = {{calm = 1.0, volatile = 0.0}}
minimum_confidence = 0.5
maximum_drawdown = 1.0

[backtest]
start = {start}
end = {end}
benchmark = "AAPL"
brokerage = "interactive_brokers"
"""


def judge_space(root: Path) -> Workspace:
    """Lay a workspace."""
    lay_starter(root)
    return find_workspace(root)


def recipe(space: Workspace, name: str, *symbols: str, start: str = "2000-03-01", end: str = "2006-03-01") -> Path:
    """Write a recipe into the workspace and return its path."""
    path = space.recipes / f"{name}.toml"
    told = ", ".join(f'"{symbol}"' for symbol in symbols or ("AAPL",))
    path.write_text(_RECIPE.format(name=name, symbols=told, start=start, end=end), encoding="utf-8")
    return path
