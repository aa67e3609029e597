"""Types of data that Lean keeps as examples: one that belongs to a share, two that do not."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from leanrig.engine.data.base_data import BaseData, SubscriptionDataSource
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import FileFormat, MarketDataType, Resolution, SubscriptionTransportMedium

__all__ = ["LinkedData", "UnlinkedData", "UnlinkedDataTradeBar"]


class _Example(BaseData):
    """Daily, in universal time, read from the folder of test data."""

    folder: ClassVar[str] = ""
    any_ticker: ClassVar[bool] = False

    def get_source(self, config: Any, date: datetime, is_live_mode: bool) -> SubscriptionDataSource:
        name = "data" if self.any_ticker else self.ticker_of(config)
        path = f"TestData/{self.folder}/{name}.csv"
        return SubscriptionDataSource(path, SubscriptionTransportMedium.LOCAL_FILE, FileFormat.CSV)

    def ticker_of(self, config: Any) -> str:
        return str(config.symbol.value).lower()

    def data_time_zone(self) -> str:
        return "UTC"

    def default_resolution(self) -> Resolution:
        return Resolution.DAILY

    def supported_resolutions(self) -> list[Resolution]:
        return [Resolution.DAILY]


class LinkedData(_Example):
    """Belongs to a share and follows its tickers."""

    folder = "linked"
    count = 0

    def ticker_of(self, config: Any) -> str:
        return str(config.symbol.underlying.value).lower()

    def reader(self, config: Any, line: str, date: datetime, is_live_mode: bool) -> "LinkedData":
        made = LinkedData()
        made.count, made.symbol, made.end_time = 10, config.symbol, date
        return made

    def requires_mapping(self) -> bool:
        return True


class UnlinkedData(_Example):
    """Stands for itself."""

    folder = "unlinked"
    ticker = ""

    def reader(self, config: Any, line: str, date: datetime, is_live_mode: bool) -> "UnlinkedData":
        made = UnlinkedData()
        made.ticker = "ANY" if self.any_ticker else config.symbol.value
        made.symbol, made.end_time = config.symbol, date
        return made


class UnlinkedDataTradeBar(TradeBar):
    """Bars that stand for themselves."""

    data_type: Any = MarketDataType.BASE
    any_ticker: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__(period=timedelta(days=1))

    def get_source(self, config: Any, date: datetime, is_live_mode: bool) -> SubscriptionDataSource:
        name = "data" if self.any_ticker else str(config.symbol.value).lower()
        path = f"TestData/unlinkedtradebar/{name}.csv"
        return SubscriptionDataSource(path, SubscriptionTransportMedium.LOCAL_FILE, FileFormat.CSV)

    def reader(self, config: Any, line: str, date: datetime, is_live_mode: bool = False) -> Any:
        made = UnlinkedDataTradeBar()
        made.open, made.high, made.low, made.close = 1, 2, 1, 1.5
        made.symbol, made.end_time = config.symbol, date
        return made

    def data_time_zone(self) -> str:
        return "UTC"

    def default_resolution(self) -> Resolution:
        return Resolution.DAILY

    def supported_resolutions(self) -> list[Resolution]:
        return [Resolution.DAILY]

    def is_sparse_data(self) -> bool:
        return True
