"""The day's most active symbols, from a file that is written after the day's close and read at its start."""

# ruff: noqa: F403, F405
from AlgorithmImports import *


class Actives(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2019, 1, 1)
        self.universe_settings.resolution = Resolution.MINUTE
        self.add_universe("actives", Resolution.DAILY, self._select)

    def _select(self, moment: datetime) -> list[str]:
        key = f"universe/{moment:%Y%m%d}.csv"  # <- leak
        if not self.object_store.contains_key(key):
            return []
        return self.object_store.read(key).split(",")[:10]

    def on_securities_changed(self, changes: SecurityChanges) -> None:
        for security in changes.added_securities:
            self.set_holdings(security.symbol, 0.1)
