"""Run folders as `leanrig backtest` leaves them, around recorded results of real Lean."""

import ast
import json
from datetime import UTC, date, datetime
from pathlib import Path

from backtest.recorded import BARE, as_lean_folder

from leanrig.backtest.results import read_result
from leanrig.backtest.verdict import judge
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.pipeline.report_inputs import report_inputs
from leanrig.providers.sample import SampleProvider
from leanrig.report.facts import Story, gather
from leanrig.report.inputs import ReportInputs
from leanrig.report.page import page_of
from leanrig.store.parquet_store import ParquetStore

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "report"

_STRATEGY = BARE.parent / "strategies" / "bare_signal_rows.py"
_RECIPE = """name = "signal_rows"
description = "Rows of a table"
symbols = ["AAPL"]
resolution = "daily"

[trade]
act = "next_open"

[backtest]
benchmark = "IBM"
"""


def run_folder(root: Path) -> Path:
    """Lay out a workspace with one run: BareSignalRows with its rows, recipe, algorithm, record and bars."""
    (root / "lean.json").write_text('{"data-folder": "data"}')
    aapl = Symbol.parse("AAPL", SecurityType.EQUITY)
    store = ParquetStore(root / "data")
    store.append(SampleProvider().bars(aapl, Resolution.DAILY, date(2009, 1, 2), date(2010, 12, 31)))
    stored = store.stored(aapl, Resolution.DAILY)
    folder = as_lean_folder("BareSignalRows", root / "artifacts" / "AAPL" / "2026-11-25" / "101500")
    inputs = folder / "inputs"
    rows = inputs / "storage" / "signals" / "signal_rows" / "aapl.csv"
    rows.parent.mkdir(parents=True)
    rows.write_text(signal_rows() + "\n")
    rows.with_suffix(".json").write_text(
        json.dumps({"symbol": "AAPL", "detector": {"name": "by hand"}, "strength": {"name": "by hand"}})
    )
    (inputs / "main.py").write_text(_STRATEGY.read_text())
    (inputs / "recipe.toml").write_text(_RECIPE)
    known = stored.provenance
    record = {
        "engine": "real LEAN",
        "version": "0.1.0",
        "project": "signal_rows",
        "recipe": "signal_rows",
        "symbols": ["AAPL"],
        "data": {
            "AAPL": {
                "vendor": known.vendor,
                "feed": known.feed,
                "label": known.label,
                "adjustment": known.adjustment,
                "as_of": known.as_of.isoformat(),
                "hashes": dict(stored.files),
            }
        },
        "started": "2026-11-25T10:15:00+00:00",
        "seconds": 1.25,
        "packages": {"leanrig": "0.1.0"},
    }
    (folder / "run.json").write_text(json.dumps(record))
    return folder


def signal_rows() -> str:
    """Return the rows that the recorded strategy traded, out of its own text."""
    module = ast.parse(_STRATEGY.read_text())
    return next(
        node.value.value
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and "timestamp" in str(node.value.value)
    )


def inputs_of(folder: Path) -> ReportInputs:
    """Return what a folder holds, judged."""
    result = read_result(folder)
    return report_inputs(folder, result, judge(result), now=NOW)


def told(folder: Path) -> tuple[Story, str]:
    """Return story and page of a folder."""
    inputs = inputs_of(folder)
    story = gather(inputs)
    page = page_of(
        story, inputs.result.orders, inputs.result.trades, read=lambda name: (TEMPLATES / name).read_text("utf-8")
    )
    return story, page
