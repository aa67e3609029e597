"""A table of daily signals, looked up by today's date while today is still trading."""

# ruff: noqa: F403, F405
from io import StringIO

from AlgorithmImports import *


class TableTrader(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2015, 1, 1)
        self._spy = self.add_equity("SPY", Resolution.MINUTE).symbol
        text = self.object_store.read("signals/daily.csv")
        self._table = pd.read_csv(StringIO(text), index_col="date", parse_dates=True)
        self.schedule.on(
            self.date_rules.every_day(self._spy), self.time_rules.after_market_open(self._spy, 5), self._trade
        )

    def _trade(self) -> None:
        today = self.time.strftime("%Y-%m-%d")
        if today in self._table.index:
            self.set_holdings(self._spy, float(self._table.loc[today, "weight"]))  # <- leak
