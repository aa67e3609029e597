"""Sentiment of each day, from a file of dates. Kind: Lean #5424: a row of a date is known at that date's midnight."""

# ruff: noqa: F403, F405
from AlgorithmImports import *


class Sentiment(PythonData):
    def get_source(self, config: SubscriptionDataConfig, date: datetime, is_live: bool) -> SubscriptionDataSource:
        return SubscriptionDataSource("sentiment.csv", SubscriptionTransportMedium.LOCAL_FILE)

    def reader(self, config: SubscriptionDataConfig, line: str, date: datetime, is_live: bool) -> BaseData:
        if not line[0].isdigit():
            return None
        fields = line.split(",")
        row = Sentiment()
        row.symbol = config.symbol
        row.time = datetime.strptime(fields[0], "%Y-%m-%d")  # <- leak
        row.value = float(fields[1])
        return row


class SentimentTrader(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2015, 1, 1)
        self._spy = self.add_equity("SPY", Resolution.DAILY).symbol
        self._mood = self.add_data(Sentiment, "MOOD", Resolution.DAILY).symbol

    def on_data(self, slice: Slice) -> None:
        if slice.contains_key(self._mood):
            self.set_holdings(self._spy, 1 if slice[self._mood].value > 0 else 0)
