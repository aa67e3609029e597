"""Fills of equities, and of what trades at once: a first cut until the room models is there."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import OrderDirection, OrderStatus, OrderType, Resolution
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ONE
from leanrig.engine.thin.orders import Order, OrderEvent, OrderFee

HOUR = timedelta(hours=1)


class EquityFillModel(Dotnet):
    def fill(self, security: Any, order: Order, stage: Any) -> OrderEvent:
        self.stage, self.security, self.order = stage, security, order
        self.zone = security.exchange.hours.zone
        self.local = security.local_time
        event = OrderEvent(order, stage.now_us, OrderFee.ZERO)
        if order.status is OrderStatus.CANCELED:
            return event
        getattr(self, f"_{order.type._name_.lower()}")(event)
        return event

    def _open(self, extended: bool = False) -> bool:
        s = self.security
        if s.exchange.hours.is_open(self.local, extended):
            return True
        bar = s.get_last_data()
        if bar is None:
            return False
        span = bar.end_time - bar.time
        current = self.local.date() == bar.end_time.date() if span > HOUR else self.local <= bar.end_time
        return current and s.exchange.is_open_during_bar(bar.time, bar.end_time, extended)

    def _extended(self) -> bool:
        return any(c.extended_market_hours for c in self.stage.configs_of(self.security))

    def _done(self, event: OrderEvent, price: Decimal, message: str = "") -> None:
        event.status = OrderStatus.FILLED
        event.exact_fill_price, event.exact_fill_quantity = price, self.order.exact_quantity
        event.message = message

    @property
    def buy(self) -> bool:
        return self.order.direction is OrderDirection.BUY

    def _slip(self) -> Decimal:
        return self.security.slippage_model.approximate(self.security, self.order)  # type: ignore[no-any-return]

    def _where(self, bar: Any) -> str:
        return f"{bar.end_time:%m/%d/%Y %H:%M:%S} {self.zone}"

    def _best(self, buy: bool) -> tuple[Decimal, str, bool, int]:
        """Price, message, stale?, end of the data."""
        order_local = to_local(self.order.time_us, self.zone)
        cut = order_local - self.stage.settings.stale_price_time_span
        types = {c.type for c in self.stage.configs_of(self.security)}
        cache = self.security.cache
        found: tuple[Any, Decimal, str] | None = None
        if QuoteBar in types:
            bar = cache.get_data(QuoteBar)
            if bar is not None:
                side = bar.ask if buy else bar.bid
                price = side.exact_close if side is not None else bar.exact_close
                if bar.end_time >= cut:
                    return price, "", False, 0
                found = (bar, price, f"Warning: fill at stale price ({self._where(bar)}), using QuoteBar data.")
        if TradeBar in types:
            bar = cache.get_data(TradeBar)
            if bar is not None and (found is None or bar.end_time > found[0].end_time):
                message = f"Warning: No quote information available at {self._where(bar)}, order filled using TradeBar data"
                if bar.end_time >= cut:
                    return bar.exact_close, message, False, 0
                found = (bar, bar.exact_close, message)
        if found is None:
            raise ValueError(f"Cannot get price to fill market order for {self.security.symbol}")
        return found[1], found[2], True, to_us(found[0].end_time, self.zone)

    def _wait(self, end_us: int) -> bool:
        configs = self.stage.configs_of(self.security)
        if configs and all(c.resolution in (Resolution.HOUR, Resolution.DAILY) for c in configs):
            return True
        finest = min(configs, key=lambda c: c.resolution._value_)
        span = finest.increment // timedelta(microseconds=1)
        return bool(span) and self.order.time_us - end_us > span

    def _market(self, event: OrderEvent) -> None:
        if not self._open():
            return
        slip = self._slip()
        price, message, stale, end = self._best(self.buy)
        if stale and self._wait(end):
            return
        self._done(event, price + slip if self.buy else price - slip, message)

    def _bar(self) -> Any:
        if TradeBar not in {c.type for c in self.stage.configs_of(self.security)}:
            return None
        bar = self.security.cache.get_data(TradeBar)
        if bar is None or to_us(bar.end_time, self.zone) <= self.order.time_us:
            return None
        return bar

    def _gap(self, bar: Any, good: bool) -> str:
        kind = "a favorable" if good else "an unfavorable"
        return f"Due to {kind} gap at {self._where(bar)}, order filled using the open price of the current bar"

    def _limit(self, event: OrderEvent) -> None:
        bar = self._bar() if self._open(self._extended()) else None
        if bar is None:
            return
        limit, o = self.order.exact_limit_price, bar.exact_open
        if self.buy and bar.exact_low < limit:
            self._done(event, o, self._gap(bar, True)) if o < limit else self._done(event, limit)
        elif not self.buy and bar.exact_high > limit:
            self._done(event, o, self._gap(bar, True)) if o > limit else self._done(event, limit)

    def _stop_market(self, event: OrderEvent) -> None:
        bar = self._bar() if self._open() else None
        if bar is None:
            return
        stop, o = self.order.exact_stop_price, bar.exact_open
        if self.buy and bar.exact_high >= stop:
            slip = self._slip()
            self._done(event, o + slip, self._gap(bar, False)) if o >= stop else self._done(event, stop + slip)
        elif not self.buy and bar.exact_low <= stop:
            slip = self._slip()
            self._done(event, o - slip, self._gap(bar, False)) if o <= stop else self._done(event, stop - slip)

    def _prices(self) -> Any:
        """End, open, high, low, current of the side that fills: quotes, else trades."""
        types = {c.type for c in self.stage.configs_of(self.security)}
        cache = self.security.cache
        if QuoteBar in types:
            bar = cache.get_data(QuoteBar)
            if bar is not None:
                side = bar.ask if self.buy else bar.bid
                if side is not None and side.exact_close:
                    return to_us(bar.end_time, self.zone), side.exact_high, side.exact_low, side.exact_close
        bar = cache.get_data(TradeBar)
        if bar is None:
            s = self.security
            return self.stage.now_us, s.exact_high, s.exact_low, s.exact_close
        return to_us(bar.end_time, self.zone), bar.exact_high, bar.exact_low, bar.exact_close

    def _stop_limit(self, event: OrderEvent) -> None:
        if not self._open(self._extended()):
            return
        end, high, low, current = self._prices()
        if end <= self.order.time_us:
            return
        order = self.order
        if self.buy and (high > order.exact_stop_price or order.stop_triggered):
            order.stop_triggered = True
            if current < order.exact_limit_price:
                self._done(event, min(high, order.exact_limit_price))
        elif not self.buy and (low < order.exact_stop_price or order.stop_triggered):
            order.stop_triggered = True
            if current > order.exact_limit_price:
                self._done(event, max(low, order.exact_limit_price))

    def _limit_if_touched(self, event: OrderEvent) -> None:
        bar = self._bar() if self._open(self._extended()) else None
        if bar is None:
            return
        order = self.order
        if self.buy and (bar.exact_low <= order.exact_trigger_price or order.trigger_touched):
            order.trigger_touched = True
            price, message, _, _ = self._best(True)
            if price <= order.exact_limit_price:
                self._done(event, min(price, order.exact_limit_price), message)
        elif not self.buy and (bar.exact_high >= order.exact_trigger_price or order.trigger_touched):
            order.trigger_touched = True
            price, message, _, _ = self._best(False)
            if price >= order.exact_limit_price:
                self._done(event, max(price, order.exact_limit_price), message)

    def _trailing_stop(self, event: OrderEvent) -> None:
        if not self._open():
            return
        end, high, low, current = self._prices()
        if end <= self.order.time_us:
            return
        order, slip = self.order, self._slip()
        if self.buy and high >= order.exact_stop_price:
            self._done(event, max(order.exact_stop_price, current + slip))
        elif not self.buy and low <= order.exact_stop_price:
            self._done(event, min(order.exact_stop_price, current - slip))
        else:
            market = low if self.buy else high
            amount, stop = order.exact_trailing_amount, order.exact_stop_price
            distance = stop - market if self.buy else market - stop
            if distance > (market * amount if order.trailing_as_percentage else amount):
                order.exact_stop_price = trailed(market, amount, order.trailing_as_percentage, self.buy)

    def _market_on_open(self, event: OrderEvent) -> None:
        order_local = to_local(self.order.time_us, self.zone)
        bar = self.security.cache.get_data(TradeBar)
        if bar is None or bar.time < order_local:
            return
        hours = self.security.exchange.hours
        if bar.period < HOUR and not hours.is_open(bar.time, False):
            return
        if order_local >= bar.end_time or (hours.is_open(order_local, False) and order_local.date() == bar.end_time.date()):
            return
        if not self._open():
            return
        slip = self._slip()
        self._done(event, bar.exact_open + slip if self.buy else bar.exact_open - slip)

    def _market_on_close(self, event: OrderEvent) -> None:
        order_local = to_local(self.order.time_us, self.zone)
        close = self.security.exchange.hours.next_close(order_local, False)
        if self.local < close:
            return
        bar = self.security.cache.get_data(TradeBar)
        if bar is None:
            return
        slip = self._slip()
        self._done(event, bar.exact_close + slip if self.buy else bar.exact_close - slip)


def trailed(market: Decimal, amount: Decimal, percent: bool, buy: bool) -> Decimal:
    if percent:
        return market * (ONE + amount) if buy else market * (ONE - amount)
    return market + amount if buy else market - amount


class NullSlippageModel(Dotnet):
    def approximate(self, _: Any, __: Any) -> Decimal:
        return Decimal(0)


KINDS = OrderType
