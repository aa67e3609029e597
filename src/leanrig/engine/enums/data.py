"""Data, time and securities. Numbers and names as in Lean."""

from leanrig.engine.naming import DotnetEnum

__all__ = [
    "BarDirection",
    "CashBookUpdateType",
    "DataFeedEndpoint",
    "DataMappingMode",
    "DataNormalizationMode",
    "DayOfWeek",
    "DelistingType",
    "FileFormat",
    "MarketDataType",
    "MarketHoursState",
    "OptionRight",
    "OptionStyle",
    "Period",
    "RenkoType",
    "Resolution",
    "SecurityType",
    "SettlementType",
    "SplitType",
    "SubscriptionTransportMedium",
    "TickType",
    "TradingDayType",
    "WritePolicy",
]


class SecurityType(DotnetEnum):
    """QuantConnect.SecurityType."""

    BASE = 0
    EQUITY = 1
    OPTION = 2
    COMMODITY = 3
    FOREX = 4
    FUTURE = 5
    CFD = 6
    CRYPTO = 7
    FUTURE_OPTION = 8
    INDEX = 9
    INDEX_OPTION = 10
    CRYPTO_FUTURE = 11


class Resolution(DotnetEnum):
    """QuantConnect.Resolution."""

    TICK = 0
    SECOND = 1
    MINUTE = 2
    HOUR = 3
    DAILY = 4


class TickType(DotnetEnum):
    """QuantConnect.TickType."""

    TRADE = 0
    QUOTE = 1
    OPEN_INTEREST = 2


class MarketDataType(DotnetEnum):
    """QuantConnect.MarketDataType."""

    BASE = 0
    TRADE_BAR = 1
    TICK = 2
    AUXILIARY = 3
    QUOTE_BAR = 4
    OPTION_CHAIN = 5
    FUTURES_CHAIN = 6


class DataNormalizationMode(DotnetEnum):
    """QuantConnect.DataNormalizationMode."""

    RAW = 0
    ADJUSTED = 1
    SPLIT_ADJUSTED = 2
    TOTAL_RETURN = 3
    FORWARD_PANAMA_CANAL = 4
    BACKWARDS_PANAMA_CANAL = 5
    BACKWARDS_RATIO = 6
    SCALED_RAW = 7


class DataMappingMode(DotnetEnum):
    """QuantConnect.DataMappingMode."""

    LAST_TRADING_DAY = 0
    FIRST_DAY_MONTH = 1
    OPEN_INTEREST = 2
    OPEN_INTEREST_ANNUAL = 3


class DelistingType(DotnetEnum):
    """QuantConnect.DelistingType."""

    WARNING = 0
    DELISTED = 1


class SplitType(DotnetEnum):
    """QuantConnect.SplitType."""

    WARNING = 0
    SPLIT_OCCURRED = 1


class SubscriptionTransportMedium(DotnetEnum):
    """QuantConnect.SubscriptionTransportMedium."""

    LOCAL_FILE = 0
    REMOTE_FILE = 1
    REST = 2
    STREAMING = 3
    OBJECT_STORE = 4


class FileFormat(DotnetEnum):
    """QuantConnect.Data.FileFormat."""

    CSV = 0
    BINARY = 1
    ZIP_ENTRY_NAME = 2
    UNFOLDING_COLLECTION = 3
    INDEX = 4
    FOLDING_COLLECTION = 5


class OptionRight(DotnetEnum):
    """QuantConnect.OptionRight."""

    CALL = 0
    PUT = 1


class OptionStyle(DotnetEnum):
    """QuantConnect.OptionStyle."""

    AMERICAN = 0
    EUROPEAN = 1


class SettlementType(DotnetEnum):
    """QuantConnect.SettlementType."""

    PHYSICAL_DELIVERY = 0
    CASH = 1


class TradingDayType(DotnetEnum):
    """QuantConnect.TradingDayType."""

    BUSINESS_DAY = 0
    PUBLIC_HOLIDAY = 1
    WEEKEND = 2
    OPTION_EXPIRATION = 3
    FUTURE_EXPIRATION = 4
    FUTURE_ROLL = 5
    SYMBOL_DELISTING = 6
    EQUITY_DIVIDENDS = 7
    ECONOMIC_EVENT = 8


class MarketHoursState(DotnetEnum):
    """QuantConnect.Securities.MarketHoursState."""

    CLOSED = 0
    PRE_MARKET = 1
    MARKET = 2
    POST_MARKET = 3


class Period(DotnetEnum):
    """QuantConnect.Period."""

    TEN_SECONDS = 10
    THIRTY_SECONDS = 30
    ONE_MINUTE = 60
    TWO_MINUTES = 120
    THREE_MINUTES = 180
    FIVE_MINUTES = 300
    TEN_MINUTES = 600
    FIFTEEN_MINUTES = 900
    TWENTY_MINUTES = 1200
    THIRTY_MINUTES = 1800
    ONE_HOUR = 3600
    TWO_HOURS = 7200
    FOUR_HOURS = 14400
    SIX_HOURS = 21600


class BarDirection(DotnetEnum):
    """QuantConnect.Data.Market.BarDirection."""

    RISING = 0
    NO_DELTA = 1
    FALLING = 2


class RenkoType(DotnetEnum):
    """QuantConnect.Data.Market.RenkoType."""

    CLASSIC = 0
    WICKED = 1


class DataFeedEndpoint(DotnetEnum):
    """QuantConnect.DataFeedEndpoint."""

    BACKTESTING = 0
    FILE_SYSTEM = 1
    LIVE_TRADING = 2
    DATABASE = 3


class WritePolicy(DotnetEnum):
    """QuantConnect.WritePolicy."""

    OVERWRITE = 0
    MERGE = 1
    APPEND = 2


class CashBookUpdateType(DotnetEnum):
    """QuantConnect.CashBookUpdateType."""

    ADDED = 0
    REMOVED = 1
    UPDATED = 2


class DayOfWeek(DotnetEnum):
    """System.DayOfWeek."""

    SUNDAY = 0
    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
