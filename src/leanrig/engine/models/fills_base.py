"""When orders fill and at what price: Lean's basic fill model, which users may override method by method."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import FIRST_TIME, micros
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import OrderDirection, OrderStatus, OrderType, Resolution
from leanrig.engine.errors import InvalidOperationException, NotThereYet
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.models import fill_texts as texts
from leanrig.engine.models.fill_parameters import Fill, FillModelParameters, Prices
from leanrig.engine.models.latest_sides import latest_ask, latest_bid
from leanrig.engine.naming import Dotnet, override
from leanrig.engine.number import ZERO, exact
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.order import Order

__all__ = ["FillModel", "ImmediateFillModel"]

_HOUR = timedelta(hours=1)
_COARSE = (Resolution.HOUR, Resolution.DAILY)
_METHODS = {
    OrderType.MARKET: "market_fill",
    OrderType.LIMIT: "limit_fill",
    OrderType.STOP_MARKET: "stop_market_fill",
    OrderType.STOP_LIMIT: "stop_limit_fill",
    OrderType.MARKET_ON_OPEN: "market_on_open_fill",
    OrderType.MARKET_ON_CLOSE: "market_on_close_fill",
    OrderType.LIMIT_IF_TOUCHED: "limit_if_touched_fill",
    OrderType.TRAILING_STOP: "trailing_stop_fill",
}


class FillModel(Dotnet):
    """Fills with the prices of the side that trades: quotes where there are any, else trades."""

    parameters: FillModelParameters
    python_wrapper: Any = None

    def set_python_wrapper(self, wrapper: Any) -> None:
        self.python_wrapper = wrapper

    SetPythonWrapper = set_python_wrapper

    def fill(self, parameters: FillModelParameters) -> Fill:
        """Try to fill an order; the event says by its status whether it filled."""
        self.parameters = parameters
        name = _METHODS.get(parameters.order.type)
        if name is None:
            raise NotThereYet(f"FillModel for OrderType.{parameters.order.type}")
        return Fill(self._own(name)(parameters.security, parameters.order))

    def _own(self, name: str) -> Any:
        """The user's method in either casing, else ours."""
        return override(self, name) or getattr(self, name)

    # -- by order type

    def market_fill(self, asset: Any, order: Any) -> OrderEvent:
        """At once at the current price, or at the open of the bar that the order waited for."""
        event = event_of(asset, order)
        if order.status is OrderStatus.CANCELED or not self.is_exchange_open(asset, False):
            return event
        prices = self._prices(asset, order.direction)
        configs: list[Any] | None = None
        end_us = utc_us(asset, prices.end_time)
        if end_us + span_us(self.parameters.stale_price_time_span) < order.time_us:
            configs = self.get_subscription_data_configs(asset)
            if self.should_wait_for_fresh_data_on_stale(asset, end_us, order.time_us, configs):
                return event
            event.message = texts.stale_prices(asset, prices)
        price = self.get_market_fill_price(asset, order, prices, configs)
        return filled(event, order, slipped(asset, order, price))

    def limit_fill(self, asset: Any, order: Any) -> OrderEvent:
        """When the price goes through the limit; at the worse of the limit and the bar's far end."""
        event = event_of(asset, order)
        prices = self._fresh_prices(asset, order, extended=None)
        if prices is None:
            return event
        limit = order.exact_limit_price
        if order.direction is OrderDirection.BUY:
            return filled(event, order, min(prices.exact_high, limit)) if prices.exact_low < limit else event
        return filled(event, order, max(prices.exact_low, limit)) if prices.exact_high > limit else event

    def stop_market_fill(self, asset: Any, order: Any) -> OrderEvent:
        """When the price goes through the stop; at the worse of the stop and the current price."""
        event = event_of(asset, order)
        prices = self._fresh_prices(asset, order, extended=False)
        if prices is None:
            return event
        stop, slip = order.exact_stop_price, slip_of(asset, order)
        if order.direction is OrderDirection.SELL and prices.exact_low < stop:
            return filled(event, order, min(stop, prices.exact_current - slip))
        if order.direction is OrderDirection.BUY and prices.exact_high > stop:
            return filled(event, order, max(stop, prices.exact_current + slip))
        return event

    def trailing_stop_fill(self, asset: Any, order: Any) -> OrderEvent:
        """As a stop that is touched; the stop follows the price only when the order did not fill."""
        event = event_of(asset, order)
        prices = self._fresh_prices(asset, order, extended=False)
        if prices is None:
            return event
        stop, slip, sells = order.exact_stop_price, slip_of(asset, order), order.direction is OrderDirection.SELL
        if sells and prices.exact_low <= stop:
            return filled(event, order, min(stop, prices.exact_current - slip))
        if not sells and prices.exact_high >= stop:
            return filled(event, order, max(stop, prices.exact_current + slip))
        moved = order.moved_stop(prices.exact_high if sells else prices.exact_low)
        if moved is not None:
            order.exact_stop_price = moved
            self.parameters.on_order_updated(order)
        return event

    def stop_limit_fill(self, asset: Any, order: Any) -> OrderEvent:
        """Once the stop is passed, when the current price is better than the limit."""
        event = event_of(asset, order)
        prices = self._fresh_prices(asset, order, extended=None)
        if prices is None:
            return event
        stop, limit, buys = order.exact_stop_price, order.exact_limit_price, order.direction is OrderDirection.BUY
        passed = prices.exact_high > stop if buys else prices.exact_low < stop
        if not (passed or order.stop_triggered):
            return event
        if not order.stop_triggered:
            order.stop_triggered = True
            self.parameters.on_order_updated(order)
        if buys:
            return filled(event, order, min(prices.exact_high, limit)) if prices.exact_current < limit else event
        return filled(event, order, max(prices.exact_low, limit)) if prices.exact_current > limit else event

    def limit_if_touched_fill(self, asset: Any, order: Any) -> OrderEvent:
        """Once the trigger is touched, at the limit when the other side of the quote allows it."""
        event = event_of(asset, order)
        if order.status is OrderStatus.CANCELED or not self.is_exchange_open(asset, self._extended(asset)):
            return event
        high, low, end = self._touched(asset, order)
        if utc_us(asset, end) <= order.time_us:
            return event
        types, buys = self.get_subscribed_types(asset), order.direction is OrderDirection.BUY
        touched = low <= order.exact_trigger_price if buys else high >= order.exact_trigger_price
        if not (touched or order.trigger_touched):
            return event
        order.trigger_touched = True
        limit = order.exact_limit_price
        reached = latest_bid(asset, types) <= limit if buys else latest_ask(asset, types) >= limit
        return filled(event, order, limit) if reached else event

    def _touched(self, asset: Any, order: Any) -> tuple[Decimal, Decimal, datetime]:
        """Highest and lowest trade of the last data point, and its end."""
        types = self.get_subscribed_types(asset)
        if Tick in types:
            prices = self._prices(asset, order.direction)
            return prices.exact_current, prices.exact_current, prices.end_time
        bar = asset.cache.get_data(TradeBar) if TradeBar in types else None
        return (ZERO, ZERO, FIRST_TIME) if bar is None else (bar.exact_high, bar.exact_low, bar.end_time)

    def market_on_open_fill(self, asset: Any, order: Any) -> OrderEvent:
        """At the open of the first bar of a session that starts after the order came."""
        hours = asset.exchange.hours
        if hours.is_market_always_open:
            raise InvalidOperationException(texts.never_closes(asset))
        event = event_of(asset, order)
        bar = asset.get_last_data()
        placed = to_local(order.time_us, hours.zone)
        if order.status is OrderStatus.CANCELED or bar is None or placed >= bar.end_time:
            return event
        if hours.is_open(placed, False) and placed.date() == asset.local_time.date():
            return event
        if not self.is_exchange_open(asset, False):
            return event
        return filled(event, order, slipped(asset, order, self._prices(asset, order.direction).exact_open))

    def market_on_close_fill(self, asset: Any, order: Any) -> OrderEvent:
        """At the last price when the session that follows the order has closed."""
        hours = asset.exchange.hours
        if hours.is_market_always_open:
            raise InvalidOperationException(texts.never_closes(asset))
        event = event_of(asset, order)
        if order.status is OrderStatus.CANCELED:
            return event
        if asset.local_time < hours.next_close(to_local(order.time_us, hours.zone), False):
            return event
        return filled(event, order, slipped(asset, order, self._prices(asset, order.direction).exact_close))

    def combo_market_fill(self, *_: Any) -> Any:
        raise NotThereYet("FillModel.combo_market_fill")

    def combo_limit_fill(self, *_: Any) -> Any:
        raise NotThereYet("FillModel.combo_limit_fill")

    def combo_leg_limit_fill(self, *_: Any) -> Any:
        raise NotThereYet("FillModel.combo_leg_limit_fill")

    # -- what the rules above rest on

    def _fresh_prices(self, asset: Any, order: Any, *, extended: bool | None) -> Prices | None:
        """Prices that are newer than the order, while the exchange is open; None otherwise.

        `extended` None asks the subscriptions whether hours before and after the session count.
        """
        if order.status is OrderStatus.CANCELED:
            return None
        if not self.is_exchange_open(asset, self._extended(asset) if extended is None else extended):
            return None
        prices = self._prices(asset, order.direction)
        return prices if utc_us(asset, prices.end_time) > order.time_us else None

    def _prices(self, asset: Any, direction: OrderDirection) -> Prices:
        prices: Prices = self._own("get_prices")(asset, direction)
        return prices

    def get_prices(self, asset: Any, direction: OrderDirection) -> Prices:
        """The newest prices of the side that trades: a tick's, else a quote bar's, else a trade bar's."""
        if direction is not OrderDirection.HOLD:
            types = self.get_subscribed_types(asset)
            found = tick_prices(asset, direction, types) or _bar_prices(asset, direction, types)
            if found is not None:
                return found
        return own_prices(asset)

    def get_subscription_data_configs(self, asset: Any) -> list[Any]:
        """All subscriptions of a security, the engine's own included."""
        found: list[Any] = self.parameters.config_provider.get_subscription_data_configs(asset.symbol, True)
        return found

    def get_subscribed_types(self, asset: Any) -> set[type]:
        """The types of data that a fill may use."""
        types = {config.type for config in self.get_subscription_data_configs(asset)}
        if not types:
            raise InvalidOperationException(texts.no_subscription(asset))
        return types

    def _extended(self, asset: Any) -> bool:
        """Whether the user's subscriptions, or the engine's when there are no others, have extended hours."""
        configs = self.get_subscription_data_configs(asset)
        if not configs:
            raise InvalidOperationException(texts.no_subscription(asset))
        users = [config for config in configs if not config.is_internal_feed]
        return any(config.extended_market_hours for config in users or configs)

    def is_exchange_open(self, asset: Any, is_extended_market_hours: bool = False) -> bool:
        """Whether the exchange is open now, or was during the bar that ends now."""
        local = asset.local_time
        if asset.exchange.hours.is_open(local, is_extended_market_hours):
            return True
        bar = asset.get_last_data()
        if bar is None:
            return False
        start, end = bar.time, bar.end_time
        current = local.date() == end.date() if end - start > _HOUR else local <= end
        return current and bool(asset.exchange.is_open_during_bar(start, end, is_extended_market_hours))

    def should_wait_for_fresh_data(self, asset: Any, configs: list[Any] | None = None) -> bool:
        """Whether all of the user's subscriptions are hourly or daily."""
        every = self.get_subscription_data_configs(asset) if configs is None else configs
        users = [config for config in every if not config.is_internal_feed]
        return bool(users) and all(config.resolution in _COARSE for config in users)

    def should_wait_for_fresh_data_on_stale(
        self, asset: Any, data_end_us: int, order_us: int, configs: list[Any] | None = None
    ) -> bool:
        """Whether an order had better wait: the data is more than one bar behind it."""
        every = self.get_subscription_data_configs(asset) if configs is None else configs
        if self.should_wait_for_fresh_data(asset, every):
            return True
        span = span_us(min(every, key=lambda config: int(config.resolution)).increment)
        return span > 0 and order_us - data_end_us > span

    def get_market_fill_price(
        self, asset: Any, order: Any, prices: Prices, configs: list[Any] | None = None
    ) -> Decimal:
        """The current price; the bar's open when the order was there before an hourly or daily bar began."""
        waits = bool(prices.exact_open) and self.should_wait_for_fresh_data(asset, configs)
        return prices.exact_open if waits and order.time_us <= utc_us(asset, prices.time) else prices.exact_current

    # Python's super() does not find the other casing by itself.
    MarketFill, LimitFill, StopMarketFill, StopLimitFill = market_fill, limit_fill, stop_market_fill, stop_limit_fill
    MarketOnOpenFill, MarketOnCloseFill = market_on_open_fill, market_on_close_fill
    LimitIfTouchedFill, TrailingStopFill, GetPrices = limit_if_touched_fill, trailing_stop_fill, get_prices


FillModel.Fill = FillModel.fill  # type: ignore[attr-defined]  # the other casing; the name is taken in the class


class ImmediateFillModel(FillModel):
    """The basic model under its older name."""


def tick_prices(asset: Any, direction: OrderDirection, types: set[type]) -> Prices | None:
    """Prices of the last tick: the side that trades, else its price."""
    tick = asset.cache.get_data(Tick) if Tick in types else None
    if tick is None:
        return None
    side = tick.exact_bid_price if direction is OrderDirection.SELL else tick.exact_ask_price
    price = side or tick.exact_value
    return Prices(tick.time, tick.end_time, price, ZERO, ZERO, ZERO, ZERO) if price else None


def _bar_prices(asset: Any, direction: OrderDirection, types: set[type]) -> Prices | None:
    """Prices of the side of the last quote bar, else of the last trade bar."""
    quote = asset.cache.get_data(QuoteBar) if QuoteBar in types else None
    if quote is not None:
        side = quote.bid if direction is OrderDirection.SELL else quote.ask
        if side is not None:
            return Prices.of_bar(quote, side)
    trade = asset.cache.get_data(TradeBar) if TradeBar in types else None
    return None if trade is None else Prices.of_bar(trade)


def own_prices(asset: Any) -> Prices:
    """The security's own last prices."""
    last = asset.cache.get_data()
    start, end = (FIRST_TIME, FIRST_TIME) if last is None else (last.time, last.end_time)
    return Prices(start, end, asset.exact_price, asset.exact_open, asset.exact_high, asset.exact_low, asset.exact_close)


def utc_us(asset: Any, moment: datetime) -> int:
    """UTC microseconds of a time of the exchange; the first of all times has no zone."""
    return micros(moment) if moment.year == 1 else to_us(moment, asset.exchange.hours.zone)


def event_of(asset: Any, order: Order) -> OrderEvent:
    return OrderEvent(order, to_us(asset.local_time, asset.exchange.hours.zone))


def span_us(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def slip_of(asset: Any, order: Order) -> Decimal:
    model = asset.slippage_model
    ours = getattr(model, "exact_slippage", None)
    return exact(model.get_slippage_approximation(asset, order)) if ours is None else ours(asset, order)


def slipped(asset: Any, order: Order, price: Decimal) -> Decimal:
    """A price made worse by the slippage."""
    slip = slip_of(asset, order)
    if order.direction is OrderDirection.BUY:
        return price + slip
    return price - slip if order.direction is OrderDirection.SELL else price


def filled(event: OrderEvent, order: Order, price: Decimal) -> OrderEvent:
    event.status = OrderStatus.FILLED
    event.exact_fill_price = price
    event.exact_fill_quantity = order.exact_quantity
    return event
