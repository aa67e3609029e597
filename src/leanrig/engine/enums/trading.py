"""Orders and what becomes of them. Numbers and names as in Lean."""

from leanrig.engine.naming import DotnetEnum, spell

__all__ = [
    "FillGroupingMethod",
    "FillMatchingMethod",
    "IndiaProductType",
    "OrderDirection",
    "OrderError",
    "OrderField",
    "OrderPosition",
    "OrderRequestStatus",
    "OrderRequestType",
    "OrderResponseErrorCode",
    "OrderStatus",
    "OrderType",
    "PositionSide",
    "TradeDirection",
]


class OrderType(DotnetEnum):
    """QuantConnect.Orders.OrderType."""

    MARKET = 0
    LIMIT = 1
    STOP_MARKET = 2
    STOP_LIMIT = 3
    MARKET_ON_OPEN = 4
    MARKET_ON_CLOSE = 5
    OPTION_EXERCISE = 6
    LIMIT_IF_TOUCHED = 7
    COMBO_MARKET = 8
    COMBO_LIMIT = 9
    COMBO_LEG_LIMIT = 10
    TRAILING_STOP = 11


class OrderDirection(DotnetEnum):
    """QuantConnect.Orders.OrderDirection."""

    BUY = 0
    SELL = 1
    HOLD = 2


class OrderStatus(DotnetEnum):
    """QuantConnect.Orders.OrderStatus."""

    NEW = 0
    SUBMITTED = 1
    PARTIALLY_FILLED = 2
    FILLED = 3
    CANCELED = 5
    NONE = 6
    INVALID = 7
    CANCEL_PENDING = 8
    UPDATE_SUBMITTED = 9


class OrderPosition(DotnetEnum):
    """QuantConnect.Orders.OrderPosition."""

    BUY_TO_OPEN = 0
    BUY_TO_CLOSE = 1
    SELL_TO_OPEN = 2
    SELL_TO_CLOSE = 3


class PositionSide(DotnetEnum):
    """QuantConnect.PositionSide."""

    SHORT = -1
    NONE = 0
    LONG = 1


class OrderField(DotnetEnum):
    """QuantConnect.Orders.OrderField."""

    LIMIT_PRICE = 0
    STOP_PRICE = 1
    TRIGGER_PRICE = 2
    TRAILING_AMOUNT = 3
    TRAILING_AS_PERCENTAGE = 4


class OrderError(DotnetEnum):
    """QuantConnect.Orders.OrderError."""

    CAN_NOT_UPDATE_FILLED_ORDER = -8
    GENERAL_ERROR = -7
    TIMESTAMP_ERROR = -6
    MAX_ORDERS_EXCEEDED = -5
    INSUFFICIENT_CAPITAL = -4
    MARKET_CLOSED = -3
    NO_DATA = -2
    ZERO_QUANTITY = -1
    NONE = 0


class OrderRequestType(DotnetEnum):
    """QuantConnect.Orders.OrderRequestType."""

    SUBMIT = 0
    UPDATE = 1
    CANCEL = 2


class OrderRequestStatus(DotnetEnum):
    """QuantConnect.Orders.OrderRequestStatus."""

    UNPROCESSED = 0
    PROCESSING = 1
    PROCESSED = 2
    ERROR = 3


class OrderResponseErrorCode(DotnetEnum):
    """QuantConnect.Orders.OrderResponseErrorCode."""

    NONE = 0
    PROCESSING_ERROR = -1
    ORDER_ALREADY_EXISTS = -2
    INSUFFICIENT_BUYING_POWER = -3
    BROKERAGE_MODEL_REFUSED_TO_SUBMIT_ORDER = -4
    BROKERAGE_FAILED_TO_SUBMIT_ORDER = -5
    BROKERAGE_FAILED_TO_UPDATE_ORDER = -6
    BROKERAGE_HANDLER_REFUSED_TO_UPDATE_ORDER = -7
    BROKERAGE_FAILED_TO_CANCEL_ORDER = -8
    INVALID_ORDER_STATUS = -9
    UNABLE_TO_FIND_ORDER = -10
    ORDER_QUANTITY_ZERO = -11
    UNSUPPORTED_REQUEST_TYPE = -12
    PRE_ORDER_CHECKS_ERROR = -13
    MISSING_SECURITY = -14
    EXCHANGE_NOT_OPEN = -15
    SECURITY_PRICE_ZERO = -16
    FOREX_BASE_AND_QUOTE_CURRENCIES_REQUIRED = -17
    FOREX_CONVERSION_RATE_ZERO = -18
    SECURITY_HAS_NO_DATA = -19
    EXCEEDED_MAXIMUM_ORDERS = -20
    MARKET_ON_CLOSE_ORDER_TOO_LATE = -21
    INVALID_REQUEST = -22
    REQUEST_CANCELED = -23
    ALGORITHM_WARMING_UP = -24
    BROKERAGE_MODEL_REFUSED_TO_UPDATE_ORDER = -25
    QUOTE_CURRENCY_REQUIRED = -26
    CONVERSION_RATE_ZERO = -27
    NON_TRADABLE_SECURITY = -28
    NON_EXERCISABLE_SECURITY = -29
    ORDER_QUANTITY_LESS_THAN_LOT_SIZE = -30
    EXCEEDS_SHORTABLE_QUANTITY = -31
    INVALID_NEW_ORDER_STATUS = -32
    EUROPEAN_OPTION_NOT_EXPIRED_ON_EXERCISE = -33
    OPTION_ORDER_ON_STOCK_SPLIT = -34
    MARKET_ON_OPEN_NOT_ALLOWED_DURING_REGULAR_HOURS = -35


class IndiaProductType(DotnetEnum):
    """QuantConnect.Orders.IndiaProductType."""

    MIS = 0
    CNC = 1
    NRML = 2


class TradeDirection(DotnetEnum):
    """QuantConnect.Statistics.TradeDirection."""

    LONG = 0
    SHORT = 1


class FillGroupingMethod(DotnetEnum):
    """QuantConnect.Statistics.FillGroupingMethod."""

    FILL_TO_FILL = 0
    FLAT_TO_FLAT = 1
    FLAT_TO_REDUCED = 2


class FillMatchingMethod(DotnetEnum):
    """QuantConnect.Statistics.FillMatchingMethod."""

    FIFO = 0
    LIFO = 1


spell(IndiaProductType, MIS="MIS", CNC="CNC", NRML="NRML")
spell(FillMatchingMethod, FIFO="FIFO", LIFO="LIFO")
