"""The embedded engine runs on the files that the store lays for Lean: currencies, a renamed share with its events."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import dedent

import pandas as pd
import pytest
from made import STOCK, answered, simulated
from test_forex import made, quotes_of

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.results import read_result
from leanrig.backtest.runner import BacktestJob
from leanrig.model.bars import BarSet, CorporateAction, TickerChange
from leanrig.model.resolution import Resolution
from leanrig.model.result import Result
from leanrig.store.coverage import DayRange
from leanrig.store.lean_defaults import ensure_defaults
from leanrig.store.lean_sync import sync_lean
from leanrig.store.parquet_store import ParquetStore

MINUTE, HOUR, DAILY = Resolution.MINUTE, Resolution.HOUR, Resolution.DAILY

CURRENCIES = """
from AlgorithmImports import *


class Currencies(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2024, 3, 8)
        self.set_end_date(2024, 3, 11)
        self.set_cash(100_000)
        self.set_benchmark(lambda moment: 0)
        self._pair = self.add_forex("EURUSD", Resolution.MINUTE, fill_forward=False).symbol
        self._seen = []

    def on_data(self, data):
        bar = data.quote_bars.get(self._pair)
        if bar is None:
            return
        self._seen.append([f"{bar.end_time:%Y-%m-%d %H:%M}", float(bar.bid.close), float(bar.ask.close)])
        if len(self._seen) == 10:
            self.market_order(self._pair, 1000)

    def on_end_of_algorithm(self):
        with open(self.get_parameter("seen"), "w") as file:
            file.write(json.dumps(self._seen))
"""

RENAMED = """
from AlgorithmImports import *


class Renamed(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2024, 1, 29)
        self.set_end_date(2024, 2, 16)
        self.set_cash(100_000)
        self.set_benchmark(lambda moment: 0)
        kind = getattr(Resolution, self.get_parameter("resolution").upper())
        raw = DataNormalizationMode.RAW
        self._share = self.add_equity("TEST", kind, data_normalization_mode=raw, fill_forward=False).symbol
        self._seen = {"bars": [], "events": []}

    def on_data(self, data):
        bar = data.bars.get(self._share)
        if bar is not None:
            self._seen["bars"].append([f"{bar.end_time:%Y-%m-%d %H:%M}", float(bar.close)])
            if not self.portfolio.invested:
                self.market_order(self._share, 100)
        for change in data.symbol_changed_events.values():
            self._seen["events"].append([f"{self.time:%Y-%m-%d}", "name", change.old_symbol, change.new_symbol])

    def on_splits(self, splits):
        for split in splits.values():
            if split.type == SplitType.SPLIT_OCCURRED:
                what = [float(split.split_factor), float(split.reference_price)]
                self._seen["events"].append([f"{self.time:%Y-%m-%d}", "split", *what])

    def on_dividends(self, dividends):
        for paid in dividends.values():
            self._seen["events"].append([f"{self.time:%Y-%m-%d}", "dividend", float(paid.distribution)])

    def on_end_of_algorithm(self):
        self._seen["shares"] = float(self.portfolio[self._share].quantity)
        with open(self.get_parameter("seen"), "w") as file:
            file.write(json.dumps(self._seen))
"""


def run(text: str, folder: Path, **parameters: str) -> tuple[Result, object]:
    """Run an algorithm on `folder/data`; return its result and what it wrote down."""
    (folder / "algorithm.py").write_text(dedent(text).replace("import *", "import *\nimport json", 1))
    (folder / "storage").mkdir()
    seen = folder / "seen.json"
    job = BacktestJob(
        folder / "algorithm.py", folder / "data", folder / "out", folder / "storage",
        parameters | {"seen": str(seen)},
    )  # fmt: skip
    outcome = EmbeddedRunner().run(job)
    result = read_result(folder / "out", algorithm_id=outcome.algorithm_id)
    assert result.state.runtime_error == "", outcome.console
    return result, json.loads(seen.read_text())


def lay(store: ParquetStore, found: BarSet, first: date, last: date, data: Path) -> None:
    store.put(answered(found, first, last, feed="test"), DayRange(first, last))
    sync_lean(store, found.symbol, found.resolution, data)
    ensure_defaults(data, [store.read(found.symbol, found.resolution)], last_year=2025)


@pytest.mark.parametrize("has_quotes", [False, True], ids=["prices", "quotes"])
def test_currencies_by_the_minute(has_quotes: bool, tmp_path: Path) -> None:
    first, last, data = date(2024, 3, 7), date(2024, 3, 12), tmp_path / "data"
    found = made(MINUTE, first, last)
    if has_quotes:
        found = replace(found, quotes=quotes_of(found))
    lay(ParquetStore(data), found, first, last, data)
    result, seen = run(CURRENCIES, tmp_path)
    ends = found.bars.index.tz_convert("America/New_York")  # whose midnights the run begins and ends at
    low, high = pd.Timestamp("2024-03-08", tz=ends.tz), pd.Timestamp("2024-03-12", tz=ends.tz)
    chosen = found.bars[(ends >= low) & (ends <= high)]
    spread = 0.0002 if has_quotes else 0.0
    local = chosen.index.tz_convert("America/New_York").strftime("%Y-%m-%d %H:%M")
    expected = [
        [stamp, round(close, 5), round(close + spread, 5)] for stamp, close in zip(local, chosen["close"], strict=True)
    ]
    assert seen == expected
    (order,) = result.orders
    assert order.fill_price == pytest.approx(expected[9][2], abs=1e-9)


@pytest.mark.parametrize("resolution", [DAILY, HOUR, MINUTE])
def test_a_share_that_split_paid_and_changed_its_name(resolution: Resolution, tmp_path: Path) -> None:
    first, last, data = date(2024, 1, 22), date(2024, 2, 16), tmp_path / "data"
    found, store = simulated(STOCK, resolution, first, last), ParquetStore(data)
    store.put_events(
        STOCK,
        [CorporateAction(date(2024, 2, 5), 0.5, 0.0), CorporateAction(date(2024, 2, 8), 1.0, 0.75)],
        [TickerChange(date(2020, 5, 4), "OLD"), TickerChange(date(2024, 2, 12), "TEST")],
    )
    lay(store, found, first, last, data)
    _, seen = run(RENAMED, tmp_path, resolution=str(resolution))
    local = found.bars.index.tz_convert("America/New_York")
    from_start = local >= pd.Timestamp("2024-01-29", tz=local.tz)
    expected = [
        [f"{end:%Y-%m-%d %H:%M}", close]
        for end, close in zip(local[from_start], found.bars["close"][from_start], strict=True)
    ]
    shown = [[stamp, close] for stamp, close in seen["bars"]]
    assert [close for _, close in shown] == [close for _, close in expected]
    assert [stamp for stamp, _ in shown] == [stamp for stamp, _ in expected]
    reference = found.bars["close"][local < pd.Timestamp("2024-02-05", tz=local.tz)].iloc[-1]
    assert seen["events"] == [
        ["2024-02-05", "split", 0.5, reference], ["2024-02-08", "dividend", 0.75],
        ["2024-02-12", "name", "OLD", "TEST"],
    ]  # fmt: skip
    assert seen["shares"] == 200
