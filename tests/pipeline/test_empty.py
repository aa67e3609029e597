"""A workspace made without login and download is one to the real Lean CLI."""

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docker_here import DockerWorld
from folders import fingerprint

from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.program import find_lean_program
from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.pipeline.empty import lay_empty
from leanrig.pipeline.fetch import fetch
from leanrig.providers.sample import SampleProvider

BUYS = """
from AlgorithmImports import *


class Buys(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2004, 1, 5)
        self.set_end_date(2004, 2, 27)
        self.add_equity("AAPL", Resolution.DAILY)

    def on_data(self, data):
        if not self.portfolio.invested:
            self.set_holdings("AAPL", 1)
"""


def test_the_real_lean_cli_backtests_in_it(docker_world: DockerWorld, tmp_path: Path) -> None:
    root = tmp_path / "space"
    lay_empty(root, last_year=2028)
    made = fingerprint(root)
    days = {"start": date(2004, 1, 2), "end": date(2004, 3, 1), "last_year": 2028}
    aapl = Symbol.parse("AAPL", SecurityType.EQUITY)
    fetch(root / "data", [aapl], SampleProvider(), resolution=Resolution.DAILY, **days)
    (root / "Buys").mkdir()
    (root / "Buys" / "main.py").write_text(BUYS)
    program = find_lean_program()
    environment = lean_environment(program, tmp_path / "scratch") | {"DOCKER_HOST": docker_world.host}
    done = subprocess.run(
        [*program.command, "backtest", "Buys", "--no-update", "--output", "Buys/backtests/one"],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert docker_world.runs_lean or done.returncode == 0, done.stdout + done.stderr
    out = root / "Buys" / "backtests" / "one"
    result = json.loads((out / f"{json.loads((out / 'config').read_text())['id']}.json").read_text())
    assert result["state"]["Status"] == "Completed"
    assert result["statistics"]["Total Orders"] == "1"
    hours = "data/market-hours/market-hours-database.json"
    assert fingerprint(root)[hours] == made[hours]


def test_a_workspace_is_not_made_twice(tmp_path: Path) -> None:
    lay_empty(tmp_path, last_year=2028)
    before = fingerprint(tmp_path)
    with pytest.raises(BadInput, match="already"):
        lay_empty(tmp_path, last_year=2030)
    assert fingerprint(tmp_path) == before


def test_files_that_are_there_stay(tmp_path: Path) -> None:
    (tmp_path / "data/symbol-properties").mkdir(parents=True)
    (tmp_path / "data/symbol-properties/symbol-properties-database.csv").write_text("mine\n")
    (tmp_path / ".gitignore").write_text("mine\n")
    with pytest.raises(BadInput, match="not ours to change"):
        lay_empty(tmp_path, last_year=2028)
    assert not (tmp_path / "lean.json").exists()
    assert (tmp_path / "data/symbol-properties/symbol-properties-database.csv").read_text() == "mine\n"
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
