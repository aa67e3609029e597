"""A workspace with one small project that has parameters, and one trial of which breaks."""

import json
from pathlib import Path

from conformance.bare import BARE

from leanrig.workspace import Workspace

READY = "the sizes are read"
SIZES = f"""from AlgorithmImports import *


class Sizes(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2005, 1, 3)
        self.set_end_date(2005, 3, 31)
        self.set_cash(50_000)
        self.set_benchmark(lambda time: 1)
        self._size = float(self.get_parameter("size"))
        self._symbol = self.add_equity(self.get_parameter("ticker"), Resolution.DAILY).symbol
        self.debug("{READY}")

    def on_data(self, data):
        if self._size > float(self.get_parameter("breaks_above")):
            raise ValueError("too much of it")
        if not self.portfolio.invested and data.bars.contains_key(self._symbol):
            self.set_holdings(self._symbol, self._size)
"""


def lay_space(root: Path, **parameters: str) -> Workspace:
    """Lay a workspace on the bare set's bars, with the project `sizes`."""
    project = root / "sizes"
    project.mkdir(parents=True)
    (project / "main.py").write_text(SIZES)
    found = {"size": "0.5", "ticker": "IBM", "breaks_above": "9"} | parameters
    (project / "config.json").write_text(json.dumps({"algorithm-language": "Python", "parameters": found}))
    (root / "lean.json").write_text(json.dumps({"data-folder": str(BARE / "data")}))
    return Workspace(root, BARE / "data")
