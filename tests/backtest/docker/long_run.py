"""A strategy that says when it has started, and then takes minutes: to be stopped on the way."""

from pathlib import Path

from conformance.bare import BARE

from leanrig.backtest.runner import BacktestJob

SAYS = "it has started"

_STRATEGY = f"""from time import sleep

from AlgorithmImports import *


class Slow(QCAlgorithm):
    def initialize(self):
        self.set_start_date(2005, 1, 3)
        self.set_end_date(2012, 12, 31)
        self.set_benchmark(lambda time: 1)
        self.add_equity("AAPL", Resolution.DAILY)
        self.debug("{SAYS}")
        print("{SAYS}", flush=True)  # the embedded engine shows nothing else before its end

    def on_data(self, data):
        sleep(0.2)
"""


def lay_long(folder: Path) -> Path:
    """Lay the strategy in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "slow.py"
    path.write_text(_STRATEGY)
    return path


def long_job(folder: Path, *, time_limit_s: float | None = None) -> BacktestJob:
    """Return the job that runs the strategy from below `folder`, and leaves results there."""
    strategy = lay_long(folder / "strategy")
    return BacktestJob(strategy, BARE / "data", folder / "out", folder / "storage", time_limit_s=time_limit_s)
