"""Fills of shares: the cases of Lean's own unit tests (EquityFillModelTests) with their figures."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import OrderStatus, Resolution
from leanrig.engine.models.fills_equity import EquityFillModel
from leanrig.engine.models.slippage import ConstantSlippageModel
from leanrig.engine.orders.order import (
    LimitIfTouchedOrder,
    LimitOrder,
    MarketOnCloseOrder,
    MarketOnOpenOrder,
    MarketOrder,
    StopLimitOrder,
    StopMarketOrder,
    TrailingStopOrder,
)

NOON = datetime(2014, 6, 24, 12)
ONE = ("101.123",) * 4


@pytest.mark.parametrize("quantity", [100, -100])
@pytest.mark.parametrize(
    ("order", "quote", "trade", "message"),
    [(11, 11, 11, ""), (12, 11, 11, ""), (12, 10, 11, "Warning: No quote information available at")],
)
def test_a_market_order_takes_the_quote_or_warns(spy, quantity, order, quote, trade, message):
    spy.subscribe(QuoteBar, TradeBar)
    spy.at(NOON)
    day = datetime(2014, 6, 24)
    close = "101.234" if quantity > 0 else "101.123"
    spy.quote(day + timedelta(hours=quote), ONE if quantity < 0 else ("1",) * 4, (close,) * 4)
    spy.trade(day + timedelta(hours=trade), close, close, close, close)
    event = spy.fill(EquityFillModel(), MarketOrder(spy.symbol, quantity, spy.us(day + timedelta(hours=order))))
    assert (event.status, event.exact_fill_price) == (OrderStatus.FILLED, Decimal(close))
    assert event.fill_quantity == quantity
    assert event.message.startswith(message)
    assert bool(event.message) is bool(message)


@pytest.mark.parametrize("quantity", [100, -100])
@pytest.mark.parametrize(
    ("ordered", "stale_end"),
    [
        (datetime(2014, 6, 24, 9, 30, 1), datetime(2014, 6, 23, 16)),
        (datetime(2014, 6, 24, 12), datetime(2014, 6, 24, 10)),
    ],
)
def test_a_market_order_waits_when_the_data_is_more_than_a_bar_old(spy, quantity, ordered, stale_end):
    spy.subscribe(TradeBar)
    spy.at(ordered)
    spy.trade(stale_end, "101", "101.2", "100.9", "101.123")
    order = MarketOrder(spy.symbol, quantity, spy.us(ordered))
    assert spy.fill(EquityFillModel(), order).status is OrderStatus.NONE
    fresh = ordered.replace(second=0) + timedelta(minutes=1)
    spy.at(fresh)
    spy.trade(fresh, "102", "102.5", "101.9", "102.345")
    event = spy.fill(EquityFillModel(), order)
    assert (event.status, event.exact_fill_price) == (OrderStatus.FILLED, Decimal("102.345"))


def test_a_market_order_fills_on_data_within_a_bar(spy):
    spy.subscribe(TradeBar)
    spy.at(NOON)
    spy.stale = timedelta(0)
    spy.trade(NOON - timedelta(seconds=30), "101", "101.2", "100.9", "101.123")
    event = spy.fill(EquityFillModel(), MarketOrder(spy.symbol, 100, spy.us(NOON)))
    assert (event.status, event.exact_fill_price) == (OrderStatus.FILLED, Decimal("101.123"))


def test_a_stale_tick_fills_with_a_warning(spy):
    spy.subscribe(Tick, resolution=Resolution.TICK)
    spy.at(NOON)
    spy.asset.set_market_price(Tick(NOON, spy.symbol, 101.123, 101.456))
    event = spy.fill(EquityFillModel(), MarketOrder(spy.symbol, -100, spy.us(NOON + timedelta(minutes=61))))
    when = "06/24/2014 12:00:00 America/New_York"
    assert event.message == f"Warning: fill at stale price ({when}), using Quote Tick data."
    assert event.exact_fill_price == Decimal("101.123")


@pytest.mark.parametrize(
    ("quantity", "bar", "price", "gap"),
    [
        (100, ("102", "103", "101.5", "102"), None, False),
        (100, ("102", "103", "101", "102"), "101.5", False),
        (100, ("101", "103", "100", "102"), "101", True),
        (-100, ("101", "101.5", "100", "101"), None, False),
        (-100, ("101", "102", "100", "101"), "101.5", False),
        (-100, ("102", "103", "100", "101"), "102", True),
    ],
)
def test_limit_orders_fill_at_their_limit_or_at_a_better_open(spy, quantity, bar, price, gap):
    spy.subscribe(TradeBar)
    spy.at(NOON + timedelta(minutes=1))
    spy.trade(NOON + timedelta(minutes=1), *bar)
    event = spy.fill(EquityFillModel(), LimitOrder(spy.symbol, quantity, "101.5", spy.us(NOON)))
    assert event.exact_fill_price == Decimal(price or 0)
    expected = (
        f"Due to a favorable gap at 06/24/2014 12:01:00 America/New_York, order filled using the open price ({price})"
    )
    assert event.message == (expected if gap else "")


@pytest.mark.parametrize(
    ("quantity", "bar", "price", "gap"),
    [
        (100, ("101", "101.4", "100", "101"), None, False),
        (100, ("101", "101.5", "100", "101"), "101.5", False),
        (100, ("102", "103", "101", "102"), "102", True),
        (-100, ("102", "103", "101.6", "102"), None, False),
        (-100, ("102", "103", "101.5", "102"), "101.5", False),
        (-100, ("101", "103", "100", "102"), "101", True),
    ],
)
def test_stop_orders_fill_at_their_stop_or_at_a_worse_open(spy, quantity, bar, price, gap):
    spy.subscribe(TradeBar)
    spy.at(NOON + timedelta(minutes=1))
    spy.trade(NOON + timedelta(minutes=1), *bar)
    event = spy.fill(EquityFillModel(), StopMarketOrder(spy.symbol, quantity, "101.5", spy.us(NOON)))
    assert event.exact_fill_price == Decimal(price or 0)
    assert event.message.startswith("Due to an unfavorable gap at 06/24/2014 12:01:00") is gap


@pytest.mark.parametrize("order", [LimitOrder, StopMarketOrder])
def test_nothing_fills_on_the_bar_that_the_order_was_placed_on(spy, order):
    spy.subscribe(TradeBar)
    spy.at(NOON)
    spy.trade(NOON, "1", "200", "1", "100")
    assert spy.fill(EquityFillModel(), order(spy.symbol, 100, "101.5", spy.us(NOON))).status is OrderStatus.NONE


def test_stops_are_made_worse_by_slippage(spy):
    spy.subscribe(TradeBar)
    spy.at(NOON + timedelta(minutes=1))
    spy.asset.slippage_model = ConstantSlippageModel(Decimal("0.01"))
    spy.trade(NOON + timedelta(minutes=1), "101", "102", "100", "100")
    buy = spy.fill(EquityFillModel(), StopMarketOrder(spy.symbol, 100, "101.5", spy.us(NOON)))
    sell = spy.fill(EquityFillModel(), StopMarketOrder(spy.symbol, -100, "100.5", spy.us(NOON)))
    assert (buy.exact_fill_price, sell.exact_fill_price) == (Decimal("102.5"), Decimal("99.5"))


@pytest.mark.parametrize(
    ("quantity", "trigger", "limit", "steps"),
    [
        # Trades touch, the quote is not there yet, trades alone do not fill, the quote does.
        (-100, "101.5", "105", [("102", "103", "102", "102", "100", "102"), ("100", "100", "99", "99", "105", "105")]),
        (100, "101.5", "100", [("101", "101", "100.5", "101", "101", "101"), ("100", "100", "99", "99", "100", "100")]),
    ],
)
def test_limit_if_touched_waits_for_touch_and_quote(spy, quantity, trigger, limit, steps):
    spy.subscribe(TradeBar, QuoteBar)
    spy.at(NOON + timedelta(minutes=1))
    order = LimitIfTouchedOrder(spy.symbol, quantity, trigger, limit, spy.us(NOON))
    model = EquityFillModel()
    end = NOON + timedelta(minutes=1)
    for first in (True, False):
        *bar, bid, ask = steps[0 if first else 1]
        spy.trade(end, *bar)
        if first:
            spy.quote(end, (bid,) * 4, (ask,) * 4)
        assert spy.fill(model, order).status is OrderStatus.NONE
        assert order.trigger_touched
    spy.quote(end, (steps[1][4],) * 4, (steps[1][5],) * 4)
    event = spy.fill(model, order)
    assert (event.status, event.exact_fill_price) == (OrderStatus.FILLED, Decimal(limit))


@pytest.mark.parametrize(
    ("quantity", "stop", "limit", "bars", "price"),
    [
        (100, "101.5", "101.75", [("100",) * 4, ("102",) * 4, ("101.66",) * 4], "101.66"),
        (-100, "101.75", "101.50", [("102",) * 4, ("101",) * 4, ("101.66",) * 4], "101.66"),
    ],
)
def test_a_stop_limit_is_triggered_and_then_fills(spy, quantity, stop, limit, bars, price):
    spy.subscribe(TradeBar)
    order = StopLimitOrder(spy.symbol, quantity, stop, limit, spy.us(NOON))
    model = EquityFillModel()
    events = []
    for number, bar in enumerate(bars, 1):
        spy.at(NOON + timedelta(minutes=number))
        spy.trade(NOON + timedelta(minutes=number), *bar)
        events.append(spy.fill(model, order))
    assert [event.status for event in events[:2]] == [OrderStatus.NONE] * 2
    assert order.stop_triggered
    assert events[2].exact_fill_price == Decimal(price)


def test_a_trailing_stop_follows_and_fills(spy):
    spy.subscribe(TradeBar)
    order = TrailingStopOrder(spy.symbol, -100, "95", "0.05", spy.us(NOON))
    order.trailing_as_percentage = True
    model = EquityFillModel()
    stops = []
    bars = [("100", "110", "99", "109"), ("109", "109", "105", "106"), ("106", "106", "104", "105")]
    for number, bar in enumerate(bars, 1):
        spy.at(NOON + timedelta(minutes=number))
        spy.trade(NOON + timedelta(minutes=number), *bar)
        event = spy.fill(model, order)
        stops.append(order.exact_stop_price)
    # 110 x 0.95 = 104.5, and stays; the low of 104 passes it and the order sells at the worse of stop and close.
    assert stops == [Decimal("104.5")] * 3
    assert (event.status, event.exact_fill_price) == (OrderStatus.FILLED, Decimal("104.5"))


@pytest.mark.parametrize(
    ("resolution", "ordered", "reference", "fills"),
    [
        (Resolution.MINUTE, (4, 9, 30), (9, 29), False),
        (Resolution.MINUTE, (4, 9, 30), (9, 31), False),
        (Resolution.HOUR, (3, 17, 0), (8, 0), True),
        (Resolution.HOUR, (4, 8, 0), (8, 0), True),
        (Resolution.HOUR, (4, 9, 30), (8, 0), False),
        (Resolution.HOUR, (4, 9, 30), (11, 0), False),
        (Resolution.DAILY, (3, 17, 0), (0, 0), True),
        (Resolution.DAILY, (4, 9, 30), (0, 0), True),
    ],
)
def test_an_order_at_the_open_takes_the_first_bar_of_a_later_session(spy, resolution, ordered, reference, fills):
    spy.subscribe(TradeBar, resolution=resolution)
    period = {2: timedelta(minutes=1), 3: timedelta(hours=1), 4: timedelta(days=1)}[int(resolution)]
    day, hour, minute = ordered
    order = MarketOnOpenOrder(spy.symbol, 100, spy.us(datetime(2015, 6, day, hour, minute)))
    start = datetime(2015, 6, 4, *reference)
    spy.at(start)
    spy.trade(start + period, "1", "2", "0.5", "1.33", period=period)
    assert spy.fill(EquityFillModel(), order).fill_quantity == 0
    end = start + 2 * period
    spy.at(end)
    spy.trade(end, "1.45", "2.75", "1.15", "1.45", period=period)
    event = spy.fill(EquityFillModel(), order)
    assert (event.fill_quantity, event.fill_price) == ((100, 1.45) if fills else (0, 0))


def test_an_order_at_the_close_takes_the_last_price_of_the_session(spy):
    spy.subscribe(TradeBar)
    order = MarketOnCloseOrder(spy.symbol, -100, spy.us(NOON))
    last = NOON.replace(hour=15, minute=59)
    spy.at(last)
    spy.trade(last, "1", "2", "0.5", "1.33")
    assert spy.fill(EquityFillModel(), order).status is OrderStatus.NONE
    spy.at(NOON.replace(hour=16))
    spy.trade(NOON.replace(hour=16), "1.45", "2.75", "1.15", "1.46")
    event = spy.fill(EquityFillModel(), order)
    assert (event.status, event.fill_price) == (OrderStatus.FILLED, 1.46)


@pytest.mark.parametrize(("extended", "status"), [(False, OrderStatus.NONE), (True, OrderStatus.FILLED)])
def test_limits_fill_outside_the_session_only_with_extended_hours(spy, extended, status):
    spy.subscribe(TradeBar, extended=extended)
    early = datetime(2014, 6, 24, 8)
    spy.at(early + timedelta(minutes=1))
    spy.trade(early + timedelta(minutes=1), "100", "100", "99", "100")
    assert spy.fill(EquityFillModel(), LimitOrder(spy.symbol, 1, "101", spy.us(early))).status is status
    stop = StopMarketOrder(spy.symbol, 1, "99", spy.us(early))
    assert spy.fill(EquityFillModel(), stop).status is OrderStatus.NONE
