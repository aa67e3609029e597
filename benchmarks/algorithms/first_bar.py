# ruff: noqa: F403, F405
from AlgorithmImports import *

import time as clock


class FirstBar(QCAlgorithm):
    """Says when its first bar comes, and ends."""

    def initialize(self) -> None:
        self.set_start_date(2014, 1, 2)
        self.set_end_date(2014, 3, 1)
        self.set_benchmark(lambda moment: 1)
        self.add_equity("S00", Resolution.DAILY)

    def on_data(self, data: Slice) -> None:
        print(f"first {clock.monotonic_ns()} {clock.process_time_ns()}", flush=True)
        self.quit()
