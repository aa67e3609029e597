"""The run, its account, charts and messages. Numbers and names as in Lean."""

from leanrig.engine.naming import DotnetEnum, spell

__all__ = [
    "AccountType",
    "AlgorithmMode",
    "AlgorithmStatus",
    "BrokerageEnvironment",
    "BrokerageMessageType",
    "BrokerageName",
    "ChartType",
    "ComparisonOperatorTypes",
    "DeploymentTarget",
    "Language",
    "PerformanceTarget",
    "ScatterMarkerSymbol",
    "SeriesType",
    "ServerType",
    "StoragePermissions",
]


class AccountType(DotnetEnum):
    """QuantConnect.AccountType."""

    MARGIN = 0
    CASH = 1


class AlgorithmMode(DotnetEnum):
    """QuantConnect.AlgorithmMode."""

    LIVE = 0
    OPTIMIZATION = 1
    BACKTESTING = 2
    RESEARCH = 3


class AlgorithmStatus(DotnetEnum):
    """QuantConnect.AlgorithmStatus."""

    DEPLOY_ERROR = 0
    IN_QUEUE = 1
    RUNNING = 2
    STOPPED = 3
    LIQUIDATED = 4
    DELETED = 5
    COMPLETED = 6
    RUNTIME_ERROR = 7
    INVALID = 8
    LOGGING_IN = 9
    INITIALIZING = 10
    HISTORY = 11
    PENDING_INPUT = 12
    IDLE = 13


class DeploymentTarget(DotnetEnum):
    """QuantConnect.DeploymentTarget."""

    CLOUD_PLATFORM = 0
    LOCAL_PLATFORM = 1
    PRIVATE_CLOUD_PLATFORM = 2


class BrokerageName(DotnetEnum):
    """QuantConnect.Brokerages.BrokerageName."""

    QUANT_CONNECT_BROKERAGE = 0
    DEFAULT = 0
    INTERACTIVE_BROKERS_BROKERAGE = 1
    TRADIER_BROKERAGE = 2
    OANDA_BROKERAGE = 3
    FXCM_BROKERAGE = 4
    BITFINEX = 5
    BINANCE = 6
    GDAX = 12
    ALPACA = 13
    ALPHA_STREAMS = 14
    ZERODHA = 15
    SAMCO = 16
    ATREYU = 17
    TRADING_TECHNOLOGIES = 18
    KRAKEN = 19
    FTX = 20
    FTXUS = 21
    EXANTE = 22
    BINANCE_US = 23
    WOLVERINE = 24
    TD_AMERITRADE = 25
    BINANCE_FUTURES = 26
    BINANCE_COIN_FUTURES = 27
    RBI = 28
    BYBIT = 29
    EZE = 30
    AXOS = 31
    COINBASE = 32
    TRADE_STATION = 33
    TERMINAL_LINK = 34
    CHARLES_SCHWAB = 35
    TASTYTRADE = 36
    INTERACTIVE_BROKERS_FIX = 37
    DYDX = 38
    WEBULL = 39
    PUBLIC = 40
    BLOOMBERG_FIX = 41


class BrokerageMessageType(DotnetEnum):
    """QuantConnect.Brokerages.BrokerageMessageType."""

    INFORMATION = 0
    WARNING = 1
    ERROR = 2
    RECONNECT = 3
    DISCONNECT = 4
    ACTION_REQUIRED = 5


class BrokerageEnvironment(DotnetEnum):
    """QuantConnect.BrokerageEnvironment."""

    LIVE = 0
    PAPER = 1


class Language(DotnetEnum):
    """QuantConnect.Language."""

    C_SHARP = 0
    F_SHARP = 1
    VISUAL_BASIC = 2
    JAVA = 3
    PYTHON = 4


class ServerType(DotnetEnum):
    """QuantConnect.ServerType."""

    SERVER512 = 0
    SERVER1024 = 1
    SERVER2048 = 2


class ChartType(DotnetEnum):
    """QuantConnect.ChartType."""

    OVERLAY = 0
    STACKED = 1


class SeriesType(DotnetEnum):
    """QuantConnect.SeriesType."""

    LINE = 0
    SCATTER = 1
    CANDLE = 2
    BAR = 3
    FLAG = 4
    STACKED_AREA = 5
    PIE = 6
    TREEMAP = 7
    HEATMAP = 9
    SCATTER3D = 10


class ScatterMarkerSymbol(DotnetEnum):
    """QuantConnect.ScatterMarkerSymbol."""

    NONE = 0
    CIRCLE = 1
    SQUARE = 2
    DIAMOND = 3
    TRIANGLE = 4
    TRIANGLE_DOWN = 5


class StoragePermissions(DotnetEnum):
    """QuantConnect.StoragePermissions."""

    PUBLIC = 0
    AUTHENTICATED = 1


class PerformanceTarget(DotnetEnum):
    """QuantConnect.Util.PerformanceTarget."""

    SELECTION = 0
    SUBSCRIPTIONS = 1
    SLICE = 2
    ON_DATA = 3
    SCHEDULE = 4
    CONSOLIDATORS = 5
    SECURITIES = 6
    TRANSACTIONS = 7
    SPLITS_DIVIDENDS_DELISTING = 8


class ComparisonOperatorTypes(DotnetEnum):
    """QuantConnect.Util.ComparisonOperatorTypes."""

    EQUALS = 0
    NOT_EQUAL = 1
    GREATER = 2
    GREATER_OR_EQUAL = 3
    LESS = 4
    LESS_OR_EQUAL = 5


spell(
    BrokerageName,
    GDAX="GDAX",
    FTX="FTX",
    FTXUS="FTXUS",
    BINANCE_US="BinanceUS",
    TD_AMERITRADE="TDAmeritrade",
    RBI="RBI",
    DYDX="DYDX",
)
