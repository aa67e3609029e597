"""A table of daily signals: the row of the last finished day before the open, today's only after the close."""

# ruff: noqa: F403, F405
from io import StringIO

from AlgorithmImports import *


class TableTrader(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2015, 1, 1)
        self._spy = self.add_equity("SPY", Resolution.MINUTE).symbol
        text = self.object_store.read("signals/daily.csv")
        self._table = pd.read_csv(StringIO(text), index_col="date", parse_dates=True)
        every_day = self.date_rules.every_day(self._spy)
        self.schedule.on(every_day, self.time_rules.after_market_open(self._spy, 5), self._trade)
        self.schedule.on(every_day, self.time_rules.after_market_close(self._spy, 5), self._note)

    def _trade(self) -> None:
        known = self._table.loc[: self.time.date() - timedelta(days=1)]
        if len(known):
            self.set_holdings(self._spy, float(known["weight"].iloc[-1]))

    def _note(self) -> None:
        today = self.time.strftime("%Y-%m-%d")
        if today in self._table.index:
            self.log(f"the row of today: {self._table.loc[today, 'weight']}")
