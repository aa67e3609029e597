"""The vendor's own SDK, in an environment of its own, sees in the stand-in what we see."""

import json
import subprocess
from datetime import date
from typing import Any

import pandas as pd
import pytest
from stacks import Stack, python_of

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.alpaca.assets import asset
from leanrig.providers.alpaca.market_days import clock, market_days
from leanrig.providers.alpaca.provider import AlpacaProvider
from leanrig.standins.server import Standin

AAPL = Symbol.parse("AAPL", SecurityType.EQUITY)
META = Symbol.parse("META", SecurityType.EQUITY)
BTC = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
SDK = Stack("alpaca-py", ("alpaca-py==0.44.0",))
SCRIPT = """
import json, sys
from datetime import date, datetime, timezone
from alpaca.common.exceptions import APIError
from alpaca.data.enums import DataFeed
from alpaca.data.historical import CryptoHistoricalDataClient, StockHistoricalDataClient
from alpaca.data.historical.corporate_actions import CorporateActionsClient
from alpaca.data.requests import CorporateActionsRequest, CryptoBarsRequest, StockBarsRequest, StockLatestBarRequest
from alpaca.data.timeframe import TimeFrame
from alpaca.trading.client import TradingClient
from alpaca.trading.enums import OrderSide, QueryOrderStatus, TimeInForce
from alpaca.trading.requests import GetCalendarRequest, GetOrdersRequest, LimitOrderRequest, MarketOrderRequest

url, key, secret = sys.argv[1:]
stocks = StockHistoricalDataClient(key, secret, url_override=url)
coins = CryptoHistoricalDataClient(url_override=url)
actions = CorporateActionsClient(key, secret, url_override=url)
trading = TradingClient(key, secret, paper=True, url_override=url)

def rows(bars, symbol):
    return [[b.timestamp.timestamp(), b.open, b.high, b.low, b.close, b.volume] for b in bars.data[symbol]]

def span(frame, *days):
    return dict(timeframe=frame, start=datetime(*days[0]), end=datetime(*days[1]))

asked = StockBarsRequest(symbol_or_symbols=["META", "AAPL"], feed=DataFeed.SIP,
                         **span(TimeFrame.Minute, (2024, 5, 28, 13, 30), (2024, 6, 7, 20)))
many = stocks.get_stock_bars(asked)
daily = stocks.get_stock_bars(StockBarsRequest(symbol_or_symbols="AAPL", feed=DataFeed.SIP,
                                               **span(TimeFrame.Day, (2023, 11, 20), (2023, 11, 29))))
hours = coins.get_crypto_bars(CryptoBarsRequest(symbol_or_symbols="BTC/USD",
                                                **span(TimeFrame.Hour, (2024, 6, 3), (2024, 6, 4))))
try:
    stocks.get_stock_bars(StockBarsRequest(symbol_or_symbols="AAPL", feed=DataFeed.SIP,
                                           **span(TimeFrame.Minute, (2024, 6, 14), (2024, 6, 15))))
    refused = ""
except APIError as error:
    refused = str(error)
wanted = CorporateActionsRequest(symbols=["AAPL"], start=date(2024, 1, 1), end=date(2024, 6, 14))
found = actions.get_corporate_actions(wanted)
order = trading.submit_order(LimitOrderRequest(symbol="AAPL", qty=2, side=OrderSide.BUY, limit_price=150.5,
                                               time_in_force=TimeInForce.GTC, client_order_id="sdk-1"))
coin = trading.submit_order(MarketOrderRequest(symbol="BTC/USD", notional=100, side=OrderSide.BUY,
                                               time_in_force=TimeInForce.IOC))
trading.cancel_order_by_id(order.id)
try:
    trading.submit_order(LimitOrderRequest(symbol="AAPL", qty=2, side=OrderSide.BUY, limit_price=150.5,
                                           time_in_force=TimeInForce.GTC, client_order_id="sdk-1"))
    again = ""
except APIError as error:
    again = str(error)
when = trading.get_clock()
latest = stocks.get_stock_latest_bar(StockLatestBarRequest(symbol_or_symbols="AAPL", feed=DataFeed.IEX))
print(json.dumps({
    "minutes": {symbol: rows(many, symbol) for symbol in many.data},
    "daily": rows(daily, "AAPL"),
    "hours": rows(hours, "BTC/USD"),
    "latest": latest["AAPL"].symbol,
    "refused": refused,
    "splits": [[str(one.ex_date), one.new_rate, one.old_rate] for one in found.data["forward_splits"]],
    "dividends": [[str(one.ex_date), one.rate] for one in found.data["cash_dividends"]],
    "asset": [getattr(trading.get_asset("AAPL"), name) for name in ("symbol", "tradable", "fractionable", "shortable")],
    "assets": len(trading.get_all_assets()),
    "clock": [when.is_open, when.next_open.timestamp(), when.next_close.timestamp()],
    "calendar": [[str(day.date), day.open.strftime("%H:%M"), day.close.strftime("%H:%M")]
                 for day in trading.get_calendar(GetCalendarRequest(start=date(2024, 7, 1), end=date(2024, 7, 8)))],
    "account": [str(trading.get_account().cash), len(trading.get_all_positions())],
    "order": [order.qty, order.limit_price, order.status.value, coin.notional],
    "again": again,
    "kept": str(trading.get_order_by_client_id("sdk-1").status.value),
    "open": len(trading.get_orders(GetOrdersRequest(status=QueryOrderStatus.OPEN))),
}))
"""


@pytest.fixture
def seen(server: Standin) -> dict[str, Any]:
    given = [server.url, "PKCANARYCANARYCANARY", "canary+secret/with=signs"]
    done = subprocess.run(
        [python_of(SDK), "-c", SCRIPT, *given], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


def ours(bars: pd.DataFrame) -> list[list[float]]:
    return [[moment.timestamp(), *row] for moment, row in zip(bars.index, bars.to_numpy().tolist(), strict=True)]


@pytest.mark.stack
def test_the_sdk_sees_the_same(seen: dict[str, Any], provider: AlpacaProvider) -> None:
    minutes = provider.bars_of_many([AAPL, META], Resolution.MINUTE, date(2024, 5, 28), date(2024, 6, 7))
    for symbol in (AAPL, META):
        by_end = {row[0] + 60: row[1:] for row in seen["minutes"][symbol.ticker]}
        assert len(minutes[symbol].bars) == 9 * 390
        assert all(by_end[row[0]] == row[1:] for row in ours(minutes[symbol].bars))
    daily = ours(provider.bars(AAPL, Resolution.DAILY, date(2023, 11, 20), date(2023, 11, 28)).bars)
    assert [row[1:] for row in seen["daily"]] == [row[1:] for row in daily]
    hours = ours(provider.bars(BTC, Resolution.HOUR, date(2024, 6, 3), date(2024, 6, 3)).bars)
    assert [[row[0] + 3600, *row[1:]] for row in seen["hours"][:-1]] == hours
    assert seen["latest"] == "AAPL"
    assert "recent SIP data" in seen["refused"]

    events = provider.events(AAPL, date(2024, 1, 1), date(2024, 6, 14)).actions
    assert seen["splits"] == [[str(one.ex_date), 1 / one.split_factor, 1] for one in events if one.split_factor != 1]
    assert seen["dividends"] == [[str(one.ex_date), one.dividend] for one in events if one.dividend]

    found = asset(provider.wire, AAPL)
    assert found is not None
    assert seen["asset"] == [found.symbol, found.tradable, found.fractionable, found.shortable]
    now = clock(provider.wire)
    assert seen["clock"] == [now.is_open, now.next_open.timestamp(), now.next_close.timestamp()]
    days = market_days(provider.wire, date(2024, 7, 1), date(2024, 7, 8))
    zone = "America/New_York"
    assert seen["calendar"] == [
        [str(one.day), *(f"{pd.Timestamp(at).tz_convert(zone):%H:%M}" for at in (one.open, one.close))] for one in days
    ]
    assert seen["account"] == ["100000", 0]
    assert seen["order"] == ["2", "150.5", "accepted", "100"]
    assert "client_order_id must be unique" in seen["again"]
    assert (seen["kept"], seen["open"]) == ("canceled", 1)
