"""Rows carry the moment from which they are known; the day's midnight plus a day is one of them."""

# ruff: noqa: F403, F405
from AlgorithmImports import *


class Known(PythonData):
    def get_source(self, config: SubscriptionDataConfig, date: datetime, is_live: bool) -> SubscriptionDataSource:
        return SubscriptionDataSource("known.csv", SubscriptionTransportMedium.LOCAL_FILE)

    def reader(self, config: SubscriptionDataConfig, line: str, date: datetime, is_live: bool) -> BaseData:
        fields = line.split(",")
        row = Known()
        row.symbol = config.symbol
        if len(fields[0]) > 10:
            row.time = datetime.strptime(fields[0], "%Y-%m-%d %H:%M:%S")
        else:
            row.time = datetime.strptime(fields[0], "%Y-%m-%d") + timedelta(days=1)
        row.value = float(fields[1])
        return row


class Trader(QCAlgorithm):
    def initialize(self) -> None:
        self.set_start_date(2015, 1, 1)
        self._spy = self.add_equity("SPY", Resolution.DAILY).symbol
        self.add_data(Known, "KNOWN", Resolution.DAILY)
