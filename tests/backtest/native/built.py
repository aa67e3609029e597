"""A built Lean that is a stand-in, and projects to run in it."""

from dataclasses import dataclass
from pathlib import Path

from leanrig.backtest.native import NativeRunner
from leanrig.backtest.native.process import Patience
from leanrig.backtest.runner import BacktestJob
from leanrig.standins.lean_launcher_place import Ending, PlacedLean, place_lean

BARE = Path(__file__).resolve().parents[2] / "bare"

ALGORITHM = """\
import os
from AlgorithmImports import *


class Asking(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2010, 1, 4)
        self.set_end_date(2010, 3, 31)
        self._aapl = self.add_equity("AAPL", Resolution.DAILY).symbol
        self.set_benchmark("IBM")
        {initialize}

    def on_data(self, data):
        {on_data}
        if not self.portfolio.invested:
            self.market_order(self._aapl, 10)
"""


@dataclass(frozen=True)
class Built:
    """The stand-in, and where runs of it go."""

    root: Path
    placed: PlacedLean

    def runner(self, *, patience: Patience | None = None, **environment: str) -> NativeRunner:
        return NativeRunner(self.placed.home, environment=self.placed.environment() | environment, patience=patience)

    def job(self, project: Path, name: str = "out", **options: object) -> BacktestJob:
        return BacktestJob(project, BARE / "data", self.root / name, self.root / "storage", **options)  # type: ignore[arg-type]

    def project(self, name: str = "asking", **bodies: str) -> Path:
        folder = self.root / name
        folder.mkdir(exist_ok=True)
        filled = {body: bodies.get(body, "pass") for body in ("initialize", "on_data")}
        (folder / "main.py").write_text(ALGORITHM.format(**filled))
        return folder


def built(root: Path, **options: object) -> Built:
    """Lay a stand-in below `root`; options are those of `place_lean`."""
    return Built(root, place_lean(root / "built", **options))  # type: ignore[arg-type]


__all__ = ["BARE", "Built", "Ending", "built"]
