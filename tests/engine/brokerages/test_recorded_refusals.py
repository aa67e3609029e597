"""Orders that brokers refuse, in Lean's words; windows for orders at the open by the real exchange's hours."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from engine.account import Account
from shared_reference import shared

from leanrig.engine.brokerages.catalogue import brokerage_model
from leanrig.engine.enums import AccountType, BrokerageName, SecurityType
from leanrig.engine.hours.database import MarketHoursDatabase
from leanrig.engine.orders.order import (
    LimitIfTouchedOrder,
    MarketOnCloseOrder,
    MarketOnOpenOrder,
    MarketOrder,
    StopMarketOrder,
    TrailingStopOrder,
)

BARE = Path(__file__).resolve().parents[2] / "bare"
HOURS = BARE / "data" / "market-hours" / "market-hours-database.json"


def share(moment: datetime, held: int = 0) -> tuple[Account, Any]:
    """A share with the real exchange's hours at a moment in New York."""
    account = Account(moment)
    stock = account.add("AAPL")
    stock.exchange.hours = MarketHoursDatabase(HOURS).entry("usa", "AAPL", SecurityType.EQUITY)[1]
    account.price(stock, "27")
    stock.holdings.hold(Decimal(27), Decimal(held))
    return account, stock


# lean-signals.md 1.4: what was run on real Lean or read from its source.
WINDOWS = [
    # broker, Friday at 16:00, 09:25, 09:29, Saturday noon
    (BrokerageName.DEFAULT, True, True, True, True),
    (BrokerageName.CHARLES_SCHWAB, True, True, True, True),
    (BrokerageName.INTERACTIVE_BROKERS_BROKERAGE, True, True, False, True),
    (BrokerageName.ALPACA, False, True, False, True),
    (BrokerageName.TRADE_STATION, False, True, False, True),
    (BrokerageName.TRADIER_BROKERAGE, False, False, False, False),
]


@pytest.mark.parametrize(("name", "close", "early", "late", "weekend"), WINDOWS)
def test_windows_at_the_open(name, close, early, late, weekend):
    moments = {
        datetime(2024, 3, 8, 16): close,
        datetime(2024, 3, 8, 9, 25): early,
        datetime(2024, 3, 8, 9, 29): late,
        datetime(2024, 3, 9, 12): weekend,
    }
    for moment, accepted in moments.items():
        _, stock = share(moment)
        taken, reason = brokerage_model(name).can_submit_order(stock, MarketOnOpenOrder(stock.symbol, 10, 0))
        assert taken is accepted, moment
        assert (reason is None) is accepted


def test_half_days_open_the_window_earlier():
    _, stock = share(datetime(2024, 7, 3, 13, 30))
    full = shared("lean-data", "market-hours", "market-hours-database.json")
    stock.exchange.hours = MarketHoursDatabase(full).entry("usa", "AAPL", SecurityType.EQUITY)[1]
    model = brokerage_model(BrokerageName.INTERACTIVE_BROKERS_BROKERAGE)
    assert model.can_submit_order(stock, MarketOnOpenOrder(stock.symbol, 10, 0))[0]


def test_the_words_of_a_missed_window():
    found = {
        line
        for path in shared("lean-results", "strategies").rglob("*.json")
        for line in path.read_text(encoding="utf-8").split('"')
        if "submission time is invalid" in line
    }
    recorded = {line[line.index("MarketOnOpen submission") :].split("\\n")[0] for line in found}
    _, stock = share(datetime(2024, 3, 8, 16))
    _, reason = brokerage_model(BrokerageName.ALPACA).can_submit_order(stock, MarketOnOpenOrder(stock.symbol, 10, 0))
    text = "MarketOnOpen submission time is invalid. Valid local times are  07:00– 09:28. "
    assert reason.message.startswith(text)
    assert not recorded or reason.message in recorded


def test_reversals_at_the_open_are_refused_in_alpaca_s_words():
    events = json.loads((BARE / "results" / "BareSignalRows" / "order-events.json").read_text())
    recorded = [event for event in events if event["status"] == "invalid"]
    assert len(recorded) == 2
    for event in recorded:
        _, stock = share(datetime(2010, 2, 1, 9, 25), held=1830)
        order = MarketOnOpenOrder(stock.symbol, Decimal(repr(event["quantity"])), 0)
        taken, reason = brokerage_model(BrokerageName.ALPACA).can_submit_order(stock, order)
        assert not taken
        assert event["message"] == f"BrokerageModel declared unable to submit order: [{event['orderId']}] {reason}"
    _, stock = share(datetime(2010, 2, 1, 9, 25), held=1830)
    assert brokerage_model(BrokerageName.ALPACA).can_submit_order(stock, MarketOnCloseOrder(stock.symbol, -1830, 0))[0]


def coin_refusals(exchange: str) -> list[str]:
    path = shared("lean-results", "golden", "orders", f"crypto_orders_{exchange}.json")
    said = [event.partition("unable to submit order: [")[2] for event in json.loads(path.read_text())["events"]]
    return [text.partition("] ")[2] for text in said if text]


def coin(broker: BrokerageName, market: str, quote: str, price: str, **properties: Any) -> tuple[Any, Any]:
    account = Account()
    security = account.add(f"BTC{quote}", SecurityType.CRYPTO, market, quote=quote, **properties)
    account.price(security, price)
    return brokerage_model(broker, AccountType.CASH), security


def refused(model: Any, security: Any, order: Any) -> str:
    taken, reason = model.can_submit_order(security, order)
    assert not taken
    return str(reason)


def test_coinbase_s_order_types():
    said = coin_refusals("coinbase")
    model, btc = coin(BrokerageName.COINBASE, "coinbase", "USD", "7292")
    assert refused(model, btc, TrailingStopOrder(btc.symbol, Decimal("-0.05"), 7219, Decimal("0.01"))) == said[0]
    assert refused(model, btc, LimitIfTouchedOrder(btc.symbol, Decimal("0.1"), 7219, 7255)) == said[1]


def test_binance_s_sizes_and_order_types():
    said = coin_refusals("binance")
    model, btc = coin(
        BrokerageName.BINANCE, "binance", "USDT", "9077.01", minimum_order_size=Decimal(5), market_ticker="BTCUSDT"
    )
    assert refused(model, btc, MarketOrder(btc.symbol, Decimal("0.0001"), 0)) == said[0]
    assert refused(model, btc, StopMarketOrder(btc.symbol, Decimal("0.1"), Decimal("9151.97"))) == said[1]
    assert refused(model, btc, LimitIfTouchedOrder(btc.symbol, Decimal("0.1"), 8970, 9016)) == said[2]


def test_bitfinex_s_sizes_and_order_types():
    said = coin_refusals("bitfinex")
    model, btc = coin(BrokerageName.BITFINEX, "bitfinex", "USD", "127", minimum_order_size=Decimal("0.00004"))
    assert refused(model, btc, MarketOrder(btc.symbol, Decimal("0.00000001"), 0)) == said[0]
    assert refused(model, btc, TrailingStopOrder(btc.symbol, Decimal("-0.05"), 126, Decimal("0.01"))) == said[1]
    assert refused(model, btc, LimitIfTouchedOrder(btc.symbol, Decimal("0.1"), 126, 127)) == said[2]
