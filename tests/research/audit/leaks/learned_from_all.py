"""A model that is trained before the first bar, on a file that reaches to the last."""

# ruff: noqa: F403, F405
from io import StringIO

from AlgorithmImports import *
from sklearn.linear_model import LogisticRegression


class Learned(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2018, 1, 1)
        self.set_end_date(2022, 12, 31)
        self._spy = self.add_equity("SPY", Resolution.DAILY).symbol
        frame = pd.read_csv(StringIO(self.object_store.read("features.csv")), index_col=0, parse_dates=True)
        self._model = LogisticRegression().fit(frame[["carry", "value"]], frame["rises"])  # <- leak
        self._window = RollingWindow(2)

    def on_data(self, slice: Slice) -> None:
        bar = slice.bars.get(self._spy)
        if bar is None:
            return
        self._window.add(bar.close)
        if self._window.is_ready:
            change = self._window[0] / self._window[1] - 1
            self.set_holdings(self._spy, float(self._model.predict([[change, change]])[0]))
