"""How shares fill: trades decide whether, quotes decide at what price, and gaps fill at the open."""

from datetime import timedelta
from typing import Any

from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import OrderDirection, OrderStatus
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.hours.zones import to_local
from leanrig.engine.models import fill_texts as texts
from leanrig.engine.models.auctions import closing_trade, opening_trade
from leanrig.engine.models.best_effort import BestEffort, best_effort, trade_bar_after
from leanrig.engine.models.fills_base import FillModel, event_of, filled, slip_of, slipped
from leanrig.engine.number import ZERO
from leanrig.engine.orders.event import OrderEvent

__all__ = ["EquityFillModel"]

_HOUR = timedelta(hours=1)


class EquityFillModel(FillModel):
    """Lean's fills for shares: only data of the user's own subscriptions is used."""

    def get_subscribed_types(self, asset: Any) -> set[type]:
        types = {config.type for config in self._users_configs(asset)}
        if not types:
            raise InvalidOperationException(texts.no_subscription(asset))
        return types

    def _users_configs(self, asset: Any) -> list[Any]:
        return [config for config in self.get_subscription_data_configs(asset) if not config.is_internal_feed]

    def _extended(self, asset: Any) -> bool:
        return any(config.extended_market_hours for config in self._users_configs(asset))

    def _best(self, asset: Any, order: Any, *, ask: bool) -> BestEffort:
        span = self.parameters.stale_price_time_span
        return best_effort(asset, order.time_us, span, self.get_subscribed_types(asset), ask=ask)

    def _trade_bar(self, asset: Any, order: Any, *, extended: bool) -> Any:
        """Trades of the bar that ends now, when it is newer than the order and the exchange is open."""
        if order.status is OrderStatus.CANCELED or not self.is_exchange_open(asset, extended):
            return None
        return trade_bar_after(asset, order.time_us, self.get_subscribed_types(asset))

    def market_fill(self, asset: Any, order: Any) -> OrderEvent:
        """At the ask or the bid; at the last trade with a warning where there are no quotes."""
        event = event_of(asset, order)
        if order.status is OrderStatus.CANCELED or not self.is_exchange_open(asset, False):
            return event
        slip, buys = slip_of(asset, order), order.direction is OrderDirection.BUY
        best = self._best(asset, order, ask=buys)
        if best.stale_end_us is not None and self.should_wait_for_fresh_data_on_stale(
            asset, best.stale_end_us, order.time_us
        ):
            return event
        event.message = best.message
        return filled(event, order, best.exact_price + slip if buys else best.exact_price - slip)

    def limit_fill(self, asset: Any, order: Any) -> OrderEvent:
        """When trades go through the limit: at the limit, or at the open when the bar began beyond it."""
        event = event_of(asset, order)
        bar = self._trade_bar(asset, order, extended=self._extended(asset))
        if bar is None:
            return event
        limit, buys, first = order.exact_limit_price, order.direction is OrderDirection.BUY, bar.exact_open
        if not (bar.exact_low < limit if buys else bar.exact_high > limit):
            return event
        if first < limit if buys else first > limit:
            event.message = texts.favorable_gap(asset, bar)
            return filled(event, order, first)
        return filled(event, order, limit)

    def stop_market_fill(self, asset: Any, order: Any) -> OrderEvent:
        """When trades reach the stop: at the stop, or at the open when the bar began beyond it."""
        event = event_of(asset, order)
        bar = self._trade_bar(asset, order, extended=False)
        if bar is None:
            return event
        stop, buys, first = order.exact_stop_price, order.direction is OrderDirection.BUY, bar.exact_open
        if not (bar.exact_high >= stop if buys else bar.exact_low <= stop):
            return event
        if first >= stop if buys else first <= stop:
            event.message = texts.unfavorable_gap(asset, bar)
            return filled(event, order, slipped(asset, order, first))
        return filled(event, order, slipped(asset, order, stop))

    def limit_if_touched_fill(self, asset: Any, order: Any) -> OrderEvent:
        """Once trades touch the trigger, when the quote is at the limit or better."""
        event = event_of(asset, order)
        bar = self._trade_bar(asset, order, extended=self._extended(asset))
        if bar is None:
            return event
        trigger, limit, buys = order.exact_trigger_price, order.exact_limit_price, order.direction is OrderDirection.BUY
        if not (order.trigger_touched or (bar.exact_low <= trigger if buys else bar.exact_high >= trigger)):
            return event
        order.trigger_touched = True
        best = self._best(asset, order, ask=buys)
        price = best.exact_price
        if price > limit if buys else price < limit:
            return event
        event.message = best.message
        return filled(event, order, min(price, limit) if buys else max(price, limit))

    def market_on_open_fill(self, asset: Any, order: Any) -> OrderEvent:
        """At the official opening trade, or at the open of the first bar of the session."""
        event = event_of(asset, order)
        if order.status is OrderStatus.CANCELED:
            return event
        hours = asset.exchange.hours
        placed = to_local(order.time_us, hours.zone)
        types = self.get_subscribed_types(asset)
        end, price = None, ZERO
        if Tick in types:
            found = opening_trade(asset)
            event.message = found.message
            if found.too_early:
                return event
            end, price = found.end, found.exact_price
        elif TradeBar in types:
            bar = asset.cache.get_data(TradeBar)
            if bar is not None:
                if bar.time < placed or (_shorter_than_hour(bar) and not hours.is_open(bar.time, False)):
                    return event
                end, price = bar.end_time, bar.exact_open
        else:
            event.message = texts.no_trade(asset)
        if end is None or placed >= end or (hours.is_open(placed, False) and placed.date() == end.date()):
            return event
        if not self.is_exchange_open(asset, False):
            return event
        return self._at_auction(asset, order, event, price)

    def market_on_close_fill(self, asset: Any, order: Any) -> OrderEvent:
        """At the official closing trade, or at the close of the session's last bar."""
        event = event_of(asset, order)
        if order.status is OrderStatus.CANCELED:
            return event
        hours = asset.exchange.hours
        close = hours.next_close(to_local(order.time_us, hours.zone), False)
        if asset.local_time < close:
            return event
        types, price = self.get_subscribed_types(asset), ZERO
        if Tick in types:
            found = closing_trade(asset, close, extended=self._extended(asset))
            event.message = found.message
            if found.too_early:
                return event
            price = found.exact_price
        elif TradeBar in types:
            bar = asset.cache.get_data(TradeBar)
            price = ZERO if bar is None else bar.exact_close
        else:
            event.message = texts.no_trade(asset)
        return self._at_auction(asset, order, event, price)

    def _at_auction(self, asset: Any, order: Any, event: OrderEvent, price: Any) -> OrderEvent:
        """Fill at a price; at the quote when there was no trade."""
        slip, buys = slip_of(asset, order), order.direction is OrderDirection.BUY
        if not price:
            best = self._best(asset, order, ask=buys)
            price = best.exact_price
            event.message += best.message
        return filled(event, order, price + slip if buys else price - slip)

    MarketFill, LimitFill, StopMarketFill = market_fill, limit_fill, stop_market_fill
    MarketOnOpenFill, MarketOnCloseFill = market_on_open_fill, market_on_close_fill
    LimitIfTouchedFill = limit_if_touched_fill


def _shorter_than_hour(bar: Any) -> bool:
    return bool(bar.end_time - bar.time < _HOUR)
