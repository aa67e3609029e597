"""A model that is trained every month on Lean's own history, which ends now."""

# ruff: noqa: F403, F405
from AlgorithmImports import *
from sklearn.linear_model import LinearRegression


class Learning(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2018, 1, 1)
        self._spy = self.add_equity("SPY", Resolution.DAILY).symbol
        self._model = None
        self.train(self.date_rules.month_start(), self.time_rules.at(2, 0), self._learn)

    def _learn(self) -> None:
        closes = self.history(self._spy, 252, Resolution.DAILY)["close"]
        change = closes.pct_change().dropna()
        scaled = (change - change.mean()) / change.std()
        self._model = LinearRegression().fit(scaled.iloc[:-1].to_numpy().reshape(-1, 1), change.iloc[1:])

    def on_data(self, slice: Slice) -> None:
        if self._model is None or self._spy not in slice.bars:
            return
        closes = self.history(self._spy, 2, Resolution.DAILY)["close"]
        ahead = self._model.predict([[closes.iloc[-1] / closes.iloc[0] - 1]])
        self.set_holdings(self._spy, 1 if ahead[0] > 0 else 0)
