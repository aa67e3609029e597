"""Renders recipes and plays them on the stage, in this interpreter's program or another's."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from generator.recipe import Recipe, parse_recipe
from generator.render import render
from leanrig.model.bars import BarSet
from leanrig.pipeline.vendors import provider_of
from leanrig.store.lean_format import lean_frame
from research.produce import produce
from signals.contract import written

ROOT = Path(__file__).parents[2]
STAGE = Path(__file__).parent / "stage"
RECIPES = ROOT / "generator" / "recipes"


def workspace_file(name: str) -> str | None:
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


def recipe_text(name: str, /, **changes: str) -> str:
    """Return a recipe's text with lines replaced or, with a new key, added at the top: `variant='"inline"'`."""
    lines = (RECIPES / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    for key, value in changes.items():
        found = [number for number, line in enumerate(lines) if line.startswith(f"{key} = ")]
        for number in found:
            lines[number] = f"{key} = {value}"
        if not found:
            lines.insert(0, f"{key} = {value}")
    return "\n".join(lines) + "\n"


def rendered(text: str) -> tuple[Recipe, dict[str, str]]:
    recipe = parse_recipe(text)
    return recipe, render(recipe, recipe_text=text, read=workspace_file)


def bars_of(recipe: Recipe) -> dict[str, pd.DataFrame]:
    """Return open and close as Lean shows them, by ticker."""
    provider = provider_of(recipe.data.vendor, seed=recipe.data.seed)
    found = {}
    for symbol in recipe.securities:
        bar_set: BarSet = provider.bars(symbol, recipe.bar_size, recipe.data.start, recipe.data.end)
        found[symbol.ticker] = lean_frame(bar_set)[["open", "close"]]
    return found


def shaken(bars: dict[str, pd.DataFrame], size: float) -> dict[str, pd.DataFrame]:
    """Return the bars with each price moved by up to `size`, as a fraction."""
    draw = np.random.default_rng(3)
    return {ticker: frame * (1 + size * draw.uniform(-1, 1, frame.shape)) for ticker, frame in bars.items()}


def play(
    text: str, bars: dict[str, pd.DataFrame], folder: Path, *, python: str = sys.executable
) -> list[dict[str, object]]:
    """Render, lay the signal files that the recipe needs, and return the orders."""
    recipe, files = rendered(text)
    project, store = folder / recipe.variant / recipe.name, folder / "storage"
    for name, content in files.items():
        _lay(project / name, content)
    for symbol in recipe.securities if recipe.variant == "file" else ():
        rows = produce(recipe, symbol.ticker, bars[symbol.ticker]["close"]).rows
        _lay(store / recipe.signal_key(symbol), written(list(rows)))
    job = {
        "project": str(project),
        "store": str(store),
        "parameters": json.loads(files["config.json"])["parameters"],
        "bars": {
            ticker: [[end.isoformat(), o, c] for end, o, c in zip(f.index, f["open"], f["close"], strict=True)]
            for ticker, f in bars.items()
        },
    }
    _lay(folder / "job.json", json.dumps(job))
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    process = subprocess.run(
        [python, "-B", str(STAGE / "play.py"), str(folder / "job.json")],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


def stamp_of(order: dict[str, object]) -> datetime:
    """Return the moment of the row that an order's tag names."""
    return datetime.strptime(" ".join(str(order["tag"]).split()[:2]), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)


def _lay(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
