"""The basic fill model, what users override in it, and its choice of prices, as in Lean's own unit tests."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import OrderDirection, OrderStatus, Resolution
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.models.fill_parameters import FillModelParameters
from leanrig.engine.models.fills_base import FillModel, ImmediateFillModel
from leanrig.engine.models.fills_latest import LatestPriceFillModel
from leanrig.engine.orders.order import LimitOrder, MarketOnOpenOrder, MarketOrder, StopMarketOrder

NOON = datetime(2014, 6, 24, 12)


@pytest.mark.parametrize(("quantity", "price"), [(1, "21"), (-1, "11")])
def test_the_side_of_the_quote_fills(coin, quantity, price):
    coin.subscribe(QuoteBar, TradeBar)
    coin.at(NOON)
    coin.trade(NOON, "291", "291", "291", "291")
    coin.quote(NOON, ("11",) * 4, ("21",) * 4)
    event = coin.fill(ImmediateFillModel(), MarketOrder(coin.symbol, quantity, coin.us(NOON)))
    assert event.exact_fill_price == Decimal(price)


@pytest.mark.parametrize(("quantity", "limit", "price"), [(100, "101.5", "101.5"), (-100, "101.5", "102")])
def test_limits_fill_at_the_worse_of_limit_and_far_end(coin, quantity, limit, price):
    coin.subscribe(TradeBar)
    coin.at(NOON + timedelta(minutes=1))
    coin.trade(NOON + timedelta(minutes=1), "102", "103", "101" if quantity > 0 else "102", "102.3")
    event = coin.fill(ImmediateFillModel(), LimitOrder(coin.symbol, quantity, limit, coin.us(NOON)))
    assert event.exact_fill_price == Decimal(price)


@pytest.mark.parametrize(("quantity", "stop", "price"), [(-100, "101.5", "101"), (100, "101.5", "102.5")])
def test_stops_fill_at_the_worse_of_stop_and_close(coin, quantity, stop, price):
    coin.subscribe(TradeBar)
    coin.at(NOON + timedelta(minutes=1))
    close = price
    coin.trade(NOON + timedelta(minutes=1), "102", "102.5", "101", close)
    event = coin.fill(ImmediateFillModel(), StopMarketOrder(coin.symbol, quantity, stop, coin.us(NOON)))
    assert event.exact_fill_price == Decimal(price)


def test_a_waiting_market_order_takes_the_open_of_the_next_coarse_bar(coin):
    coin.subscribe(TradeBar, resolution=Resolution.HOUR)
    hour = timedelta(hours=1)
    coin.at(NOON)
    coin.trade(NOON - 3 * hour, "1", "2", "0.5", "1.5", period=hour)
    order = MarketOrder(coin.symbol, 1, coin.us(NOON))
    assert coin.fill(ImmediateFillModel(), order).status is OrderStatus.NONE
    coin.at(NOON + hour)
    coin.trade(NOON + hour, "1.6", "2", "0.5", "1.9", period=hour)
    assert coin.fill(ImmediateFillModel(), order).exact_fill_price == Decimal("1.6")


def test_markets_that_never_close_have_no_open(coin):
    coin.subscribe(TradeBar)
    with pytest.raises(InvalidOperationException, match="Market never closes for this symbol BTCUSD"):
        coin.fill(ImmediateFillModel(), MarketOnOpenOrder(coin.symbol, 1, 0))


@pytest.mark.parametrize(("trade_later", "price"), [(True, "5"), (False, "21")])
def test_the_newest_of_trade_and_quote_is_the_price_of_coins(coin, trade_later, price):
    coin.subscribe(QuoteBar, TradeBar)
    coin.at(NOON)
    coin.quote(NOON - timedelta(minutes=1 if trade_later else 0), ("11",) * 4, ("21",) * 4)
    coin.trade(NOON, "5", "5", "5", "5")
    model = LatestPriceFillModel()
    model.parameters = FillModelParameters(coin.asset, None, coin, coin.stale, {})
    assert model.get_prices(coin.asset, OrderDirection.BUY).exact_current == Decimal(price)


class OnlyMarket(FillModel):
    def market_fill(self, asset, order):
        fill = super().market_fill(asset, order)
        fill.fill_price = 99.5
        return fill


class OtherCasing(FillModel):
    def MarketFill(self, asset, order):
        fill = super().MarketFill(asset, order)
        fill.FillPrice = 99.5
        return fill


class WholeFill(FillModel):
    def fill(self, parameters):
        return super().fill(parameters)


@pytest.mark.parametrize(("model", "price"), [(OnlyMarket, "99.5"), (OtherCasing, "99.5"), (WholeFill, "21")])
def test_users_override_one_method_in_either_casing(coin, model, price):
    coin.subscribe(QuoteBar)
    coin.at(NOON)
    coin.quote(NOON, ("11",) * 4, ("21",) * 4)
    event = coin.fill(model(), MarketOrder(coin.symbol, 1, coin.us(NOON)))
    assert (event.status, event.exact_fill_price) == (OrderStatus.FILLED, Decimal(price))
