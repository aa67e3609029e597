"""Where Lean is silent and a user would lose a day, the engine does as Lean does and says so besides."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BARE = Path(__file__).parents[2] / "bare"
SOURCE = Path(__file__).parents[3] / "src"

HEAD = """from AlgorithmImports import *
from datetime import timezone


class Probe(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2010, 1, 11)
        self.set_end_date(2010, 1, 29)
        self._aapl = self.add_equity("AAPL", Resolution.DAILY).symbol
"""
CASES = {
    "a benchmark without data": ("        self.set_benchmark('MSFT')\n", "the benchmark MSFT has no data"),
    "a zone in a date": (
        "        self.set_benchmark('IBM')\n        self.set_end_date(datetime(2010, 1, 28, tzinfo=timezone.utc))\n",
        "the zone of 2010-01-28 00:00:00+00:00 is ignored",
    ),
    "a zone in history": (
        "        self.set_benchmark('IBM')\n"
        "    def on_data(self, data):\n"
        "        self.history(self._aapl, datetime(2010, 1, 4, tzinfo=timezone.utc), self.time, Resolution.DAILY)\n",
        "given to history() is ignored",
    ),
    "a broker's window": (
        "        self.set_benchmark('IBM')\n"
        "        self.set_brokerage_model(BrokerageName.ALPACA, AccountType.MARGIN)\n"
        "    def on_data(self, data):\n"
        "        self.market_order(self._aapl, 1)\n",
        "orders at the open are refused by the broker's model at 16:00",
    ),
    "two algorithms in a file": (
        "        self.set_benchmark('IBM')\n\n\nclass Another(QCAlgorithm):\n    pass\n",
        "Keep one class a project",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_warns(case: str, tmp_path: Path) -> None:
    body, warning = CASES[case]
    (tmp_path / "probe.py").write_text(HEAD + body)
    (tmp_path / "store").mkdir()
    job = {
        "algorithm_file": str(tmp_path / "probe.py"),
        "algorithm_id": "probe",
        "data_folder": str(BARE / "data"),
        "output_folder": str(tmp_path / "out"),
        "object_store": str(tmp_path / "store"),
    }
    (tmp_path / "job.json").write_text(json.dumps(job))
    subprocess.run(
        [sys.executable, "-P", "-m", "leanrig.engine.child", str(tmp_path / "job.json")],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdin=subprocess.PIPE,
        capture_output=True,
        check=False,
    )
    log = (tmp_path / "out" / "log.txt").read_text()
    lines = [line for line in log.splitlines() if "WARNING:: leanrig: " in line and warning in line]
    assert len(lines) == 1, log
