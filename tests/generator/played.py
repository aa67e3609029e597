"""Renders recipes and plays them in the embedded engine, in this interpreter's program or another's."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from pipeline.vendor_world import running_vendors
from pytest import MonkeyPatch

from generator.recipe import Recipe, parse_recipe
from generator.render import render
from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.runner import BacktestJob
from leanrig.model.bars import BarSet
from leanrig.model.symbol import SecurityType
from leanrig.pipeline.check import from_vendor
from leanrig.pipeline.vendors import provider_of
from leanrig.providers.chain import Chain
from leanrig.providers.protocol import BarProvider
from leanrig.providers.simulator import SimulatedProvider
from leanrig.store.lean_defaults import ensure_defaults
from leanrig.store.lean_format import lean_frame, write_lean
from research.produce import produce
from research.pull import closes_of
from signals.contract import written

ROOT = Path(__file__).parents[2]
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


def rendered(text: str, rows: Mapping[str, str] | None = None) -> tuple[Recipe, dict[str, str]]:
    """Render a recipe; `rows` has signal files by their path in the workspace, else there are none."""
    recipe, laid = parse_recipe(text), rows or {}

    def read(name: str) -> str | None:
        return laid.get(name) if name.startswith("storage/") else workspace_file(name)

    return recipe, render(recipe, recipe_text=text, read=read)


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a result file, with its only fill; the times are aware."""

    created: datetime
    ticker: str
    quantity: float
    tag: str
    status: int
    filled: datetime | None
    price: float | None

    @property
    def stamp(self) -> datetime:
        """The moment of the row that the tag names."""
        return datetime.strptime(" ".join(self.tag.split()[:2]), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)

    @property
    def asked(self) -> tuple[object, ...]:
        """What is asked of the broker; a strength in the tag may differ in its last digit."""
        return self.created, self.ticker, round(self.quantity, 4), self.tag.split()[:3]


def bars_of(recipe: Recipe) -> dict[str, BarSet]:
    """Return the recipe's raw bars, by ticker; a vendor's are those of the stand-ins."""
    if recipe.data.vendor == "auto":
        with TemporaryDirectory() as folder, MonkeyPatch.context() as patch, running_vendors(Path(folder)) as vendors:
            patch.setenv("LEANRIG_STATE", f"{folder}/state")
            vendors.moment = datetime(2024, 8, 1, tzinfo=UTC)
            return _asked(recipe, vendors.chain())
    return _asked(recipe, provider_of(recipe.data.vendor, seed=recipe.data.seed))


def _asked(recipe: Recipe, provider: BarProvider | Chain) -> dict[str, BarSet]:
    ask = from_vendor(provider)
    return {
        symbol.ticker: ask(symbol, recipe.bar_size, recipe.data.start, recipe.data.end) for symbol in recipe.securities
    }


def thinned(bars: Mapping[str, BarSet], share: float) -> dict[str, BarSet]:
    """Return the bars without some, which differ from symbol to symbol."""
    draw = np.random.default_rng(5)
    return {
        ticker: replace(found, bars=found.bars[draw.random(len(found.bars)) > share]) for ticker, found in bars.items()
    }


def with_earlier(bars: Mapping[str, BarSet], recipe: Recipe) -> dict[str, BarSet]:
    """Return the bars with two weeks of others before the recipe's first day."""
    first, last = recipe.data.start - timedelta(days=14), recipe.data.start - timedelta(days=1)
    longer = {}
    for ticker, found in bars.items():
        if found.symbol.security_type is SecurityType.FOREX:  # the simulator has none: the last two weeks, earlier
            weeks = (found.bars.index[-1].date() - first).days // 7 * 7
            moved = found.bars.set_axis(found.bars.index - pd.Timedelta(days=weeks))
            before = moved[moved.index < found.bars.index[0]].iloc[::2]
        else:
            before = SimulatedProvider(seed=1).bars(found.symbol, found.resolution, first, last).bars
        longer[ticker] = replace(found, bars=pd.concat([before, found.bars]))
    return longer


def lay_data(bars: Mapping[str, BarSet], folder: Path) -> Path:
    """Write a data folder in Lean's layout, as `leanrig fetch` does, and return it."""
    for found in bars.values():
        write_lean(found, folder)
    ensure_defaults(folder, list(bars.values()), last_year=2030)
    return folder


def lay_project(text: str, bars: Mapping[str, BarSet], folder: Path, *, shake: float = 0.0) -> BacktestJob:
    """Render, lay the signal files that the recipe needs, and return the job; its data folder is `folder/data`.

    The module variant gets the rows of files that lie there already, and an Object Store that is empty.

    Parameters
    ----------
    shake
        Closes are moved by up to this fraction before signals are made of them, as another machine might.
    """
    recipe = parse_recipe(text)
    project, store = folder / recipe.variant / recipe.name, folder / f"storage-{shake:g}"
    keys = {symbol.ticker: recipe.signal_key(symbol) for symbol in recipe.securities if recipe.rests_on_rows}
    draw = np.random.default_rng(3)
    for ticker, key in keys.items():
        if recipe.variant == "module" and (store / key).exists():
            continue
        closes = closes_of(recipe, bars[ticker])
        shaken = closes * (1 + shake * draw.uniform(-1, 1, len(closes)))
        _lay(store / key, written(list(produce(recipe, ticker, shaken).rows)))
    rows = {f"storage/{key}": (store / key).read_text() for key in keys.values()}
    for name, content in rendered(text, rows)[1].items():
        _lay(project / name, content)
    if recipe.variant == "module":
        store = folder / "no-store"
    store.mkdir(exist_ok=True)
    return BacktestJob(project, folder / "data", folder / "out" / recipe.variant, store)


def play(text: str, bars: Mapping[str, BarSet], folder: Path, *, shake: float = 0.0) -> list[Order]:
    """Run a recipe in the embedded engine and return its orders; `folder` holds its data already, or gets them."""
    job = lay_project(text, bars, folder, shake=shake)
    if not job.data.exists():
        lay_data(bars, job.data)
    outcome = EmbeddedRunner().run(job)
    return orders_of(job, outcome.algorithm_id, outcome.console)


def play_on(python: str, job: BacktestJob) -> list[Order]:
    """Run a project in another interpreter, which sees the engine and its own packages and nothing else of ours."""
    name = job.project.name
    description = {
        "algorithm_file": str(job.project / "main.py"),
        "algorithm_id": name,
        "data_folder": str(job.data),
        "output_folder": str(job.output),
        "object_store": str(job.object_store),
        "parameters": json.loads((job.project / "config.json").read_text())["parameters"],
    }
    job.output.mkdir(parents=True, exist_ok=True)
    _lay(job.output / "job.json", json.dumps(description))
    done = subprocess.run(
        [python, "-B", "-P", "-m", "leanrig.engine.child", str(job.output / "job.json")],
        cwd=job.output,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    return orders_of(job, name, done.stdout + done.stderr)


def orders_of(job: BacktestJob, name: str, console: str) -> list[Order]:
    """Return the orders of a run that completed."""
    path = job.output / f"{name}.json"
    assert path.exists(), console
    result = json.loads(path.read_text())
    assert result["state"]["Status"] == "Completed", result["state"]["RuntimeError"] + console
    events = json.loads((job.output / f"{name}-order-events.json").read_text())
    fills = {event["orderId"]: event for event in events if event["status"] == "filled"}
    assert not [event for event in events if event["status"] == "partiallyFilled"]
    return [_order(found, fills.get(found["id"])) for found in result["orders"].values()]


def shown(bars: Mapping[str, BarSet]) -> dict[str, pd.DataFrame]:
    """Return the bars as Lean shows them."""
    return {ticker: lean_frame(found) for ticker, found in bars.items()}


def _order(found: dict[str, object], fill: dict[str, object] | None) -> Order:
    return Order(
        created=datetime.fromisoformat(str(found["createdTime"])),
        ticker=found["symbol"]["value"],  # type: ignore[index]
        quantity=float(found["quantity"]),  # type: ignore[arg-type]
        tag=str(found["tag"]),
        status=int(found["status"]),  # type: ignore[call-overload]
        filled=datetime.fromtimestamp(fill["time"], UTC) if fill else None,  # type: ignore[arg-type]
        price=float(fill["fillPrice"]) if fill else None,  # type: ignore[arg-type]
    )


def _lay(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
