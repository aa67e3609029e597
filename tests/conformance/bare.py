"""The bare set: strategies with real Lean's answers, and which of them the engine must equal."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.runner import BacktestJob

BARE = Path(__file__).parents[1] / "bare"

EXACT = (
    "BareDailyCross",
    "BareRawSplits",
    "BareMonthlyRanks",
    "BareSignalRows",
    "BareOrderTypes",
    "BareBarsAndBands",
    "BareCoinCash",
    "BareMarginShort",
    "BareFramework",
)
"""Strategies whose every figure must be real Lean's."""

NOT_YET: dict[str, str] = {}
"""Strategies that are carried but not held against the engine, each with the reason."""


@dataclass(frozen=True)
class Run:
    """What real Lean answered, and the files of our run beside it."""

    name: str
    answer: dict[str, Any]
    lean_events: list[dict[str, Any]]
    result: dict[str, Any]
    events: list[dict[str, Any]]
    engine_log: str
    log: list[str]
    console: str


def manifest() -> dict[str, dict[str, Any]]:
    """Return name -> entry of the manifest."""
    return {entry["name"]: entry for entry in json.loads((BARE / "manifest.json").read_text())}


def job_of(name: str, output: Path, store: Path) -> BacktestJob:
    """Return the job that runs a bare strategy; the file's name is the algorithm's id."""
    entry = manifest()[name]
    return BacktestJob(BARE / entry["file"], BARE / "data", output, store, entry["parameters"])


def run_bare(name: str, folder: Path) -> Run:
    """Run a strategy in the embedded engine and read what it left."""
    store, output = folder / "storage", folder / "output"
    store.mkdir()
    outcome = EmbeddedRunner().run(job_of(name, output, store))
    left = output / f"{outcome.algorithm_id}.json"
    assert left.exists(), f"no result file; the console says:\n{outcome.console}"
    answers = BARE / "results" / name
    return Run(
        name,
        json.loads((answers / "result.json").read_text()),
        json.loads((answers / "order-events.json").read_text()),
        json.loads(left.read_text()),
        json.loads((output / f"{outcome.algorithm_id}-order-events.json").read_text()),
        (output / "log.txt").read_text(),
        (output / f"{outcome.algorithm_id}-log.txt").read_text().splitlines(),
        outcome.console,
    )


def order_list_hash(run: Run) -> str:
    """Return the hash over all orders that our engine's log ends with."""
    found = re.findall(r"STATISTICS:: OrderListHash (\w+)", run.engine_log)
    return found[-1] if found else ""
