"""What is checked before an order gets a number, in Lean's order and words."""

from typing import Any

from leanrig.engine.dotnet.time_span import dotnet_span
from leanrig.engine.enums import OrderResponseErrorCode, OrderType, Resolution, SecurityType
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.hours.zones import to_us
from leanrig.engine.number import text
from leanrig.engine.orders.order import MarketOnCloseOrder
from leanrig.engine.orders.requests import OrderResponse, SubmitOrderRequest
from leanrig.engine.portfolio.targets import zero_price_text

__all__ = ["first_refusal", "is_daily_only", "is_too_late_for_close"]

Code = OrderResponseErrorCode
_PAIRS = (SecurityType.FOREX, SecurityType.CRYPTO)


def first_refusal(algorithm: Any, request: SubmitOrderRequest) -> OrderResponse | None:
    """The first reason not to take an order; None when there is none.

    Raises
    ------
    InvalidOperationException
        For an order at the open or close of a market that never closes.
    """
    if algorithm.is_warming_up:
        return OrderResponse.warming_up(request)
    security = algorithm.securities.by_symbol(request.symbol)
    if security is None:
        return OrderResponse.missing_security(request)
    return (
        _of_size(request, security)
        or _of_price(algorithm, request, security)
        or _of_count(algorithm, request)
        or _of_session(algorithm, request, security)
    )


def _of_size(request: SubmitOrderRequest, security: Any) -> OrderResponse | None:
    size, lot = abs(request.exact_quantity), security.symbol_properties.exact_lot_size
    if not size:
        return OrderResponse.zero_quantity(request)
    if size < lot:
        return OrderResponse.error(
            request,
            Code.ORDER_QUANTITY_LESS_THAN_LOT_SIZE,
            f"Unable to submit order with id {request.order_id} which quantity ({text(size)}) is less than lot size "
            f"({text(lot)}).",
        )
    if not security.is_tradable:
        message = f"The security with symbol '{request.symbol}' is marked as non-tradable."
        return OrderResponse.error(request, Code.NON_TRADABLE_SECURITY, message)
    return None


def _of_price(algorithm: Any, request: SubmitOrderRequest, security: Any) -> OrderResponse | None:
    if not security.exact_price:
        return OrderResponse.error(request, Code.SECURITY_PRICE_ZERO, zero_price_text(request.symbol))
    refused = _of_currencies(algorithm.portfolio.cash_book, request, security)
    if refused is not None or security.has_data:
        return refused
    return OrderResponse.error(
        request,
        Code.SECURITY_HAS_NO_DATA,
        "There is no data for this symbol yet, please check the security.HasData flag to ensure there is at least one "
        "data point.",
    )


def _of_currencies(book: Any, request: SubmitOrderRequest, security: Any) -> OrderResponse | None:
    """Every currency of a pair must be known and worth something."""
    ticker, quote = request.symbol.value, security.quote_currency.symbol
    if quote not in book:
        message = f"{ticker}: requires {quote} in the cashbook to trade."
        return OrderResponse.error(request, Code.QUOTE_CURRENCY_REQUIRED, message)
    if not security.quote_currency.exact_conversion_rate:
        message = f"{ticker}: requires {quote} to have a non-zero conversion rate. This can be caused by lack of data."
        return OrderResponse.error(request, Code.CONVERSION_RATE_ZERO, message)
    if security.type not in _PAIRS:
        return None
    base = security.base_currency.symbol
    if base not in book:
        message = f"{ticker}: requires {base} and {quote} in the cashbook to trade."
        return OrderResponse.error(request, Code.FOREX_BASE_AND_QUOTE_CURRENCIES_REQUIRED, message)
    if not book[base].exact_conversion_rate:
        message = (
            f"{ticker}: requires {base} and {quote} to have non-zero conversion rates. "
            "This can be caused by lack of data."
        )
        return OrderResponse.error(request, Code.FOREX_CONVERSION_RATE_ZERO, message)
    return None


def _of_count(algorithm: Any, request: SubmitOrderRequest) -> OrderResponse | None:
    most = algorithm._lean_maximum_orders
    if algorithm.live_mode or algorithm.transactions.orders_count <= most:
        return None
    algorithm._lean_stop.end()
    return OrderResponse.error(
        request,
        Code.EXCEEDED_MAXIMUM_ORDERS,
        f"You have exceeded maximum number of orders ({most}), for unlimited orders upgrade your account.",
    )


def _of_session(algorithm: Any, request: SubmitOrderRequest, security: Any) -> OrderResponse | None:
    """Orders at the open and close have their times."""
    kind = request.order_type
    if kind not in (OrderType.MARKET_ON_OPEN, OrderType.MARKET_ON_CLOSE):
        return None
    hours = security.exchange.hours
    if hours.is_market_always_open:
        raise InvalidOperationException(
            f"Market never closes for this symbol {security.symbol}, can no submit a {kind.to_string()} order."
        )
    if kind is OrderType.MARKET_ON_OPEN:
        if not hours.is_open(security.local_time, False) or is_daily_only(algorithm, security):
            return None
        message = "Cannot submit a MarketOnOpen order while the market is open."
        return OrderResponse.error(request, Code.MARKET_ON_OPEN_NOT_ALLOWED_DURING_REGULAR_HOURS, message)
    if not is_too_late_for_close(algorithm, security):
        return None
    buffer = dotnet_span(MarketOnCloseOrder.submission_time_buffer)
    message = (
        f"MarketOnClose orders must be placed within {buffer} before market close. Override this TimeSpan buffer by "
        "setting Orders.MarketOnCloseOrder.SubmissionTimeBuffer in QCAlgorithm.Initialize()."
    )
    return OrderResponse.error(request, Code.MARKET_ON_CLOSE_ORDER_TOO_LATE, message)


def is_daily_only(algorithm: Any, security: Any) -> bool:
    """Whether the user has nothing but daily data of a security."""
    configs = algorithm.configs_of(security)
    return bool(configs) and all(config.resolution is Resolution.DAILY for config in configs)


def is_too_late_for_close(algorithm: Any, security: Any) -> bool:
    """Whether the time for orders at the next close is over."""
    hours = security.exchange.hours
    if hours.is_market_always_open:
        return False
    close = hours.next_close(security.local_time, False) - MarketOnCloseOrder.submission_time_buffer
    return bool(algorithm.now_us > to_us(close, hours.zone))
