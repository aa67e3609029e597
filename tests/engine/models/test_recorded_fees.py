"""The fee of every recorded fill of real Lean, recomputed from its order, its price and its broker."""

import gzip
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
from leanrig.engine.models.fee import OrderFeeParameters
from leanrig.engine.orders.base import OrderSubmissionData
from leanrig.engine.orders.order import LimitOrder, MarketOrder

BARE = Path(__file__).resolve().parents[2] / "bare" / "results"
MARKETS = {1: (SecurityType.EQUITY, "usa"), 4: (SecurityType.FOREX, "oanda"), 7: (SecurityType.CRYPTO, "coinbase")}
# They set fee models of their own.
OWN_FEES = ("CustomModelsAlgorithm", "RawPricesUniverseRegressionAlgorithm", "SecurityCustomPropertiesAlgorithm")


def number(value: float) -> Decimal:
    return Decimal(repr(value))


def order_of(recorded: dict, symbol: Any) -> Any:
    moment = datetime.fromisoformat(recorded["createdTime"].replace("Z", "+00:00"))
    time_us = int(moment.timestamp() * 1_000_000)
    quantity = number(recorded["quantity"])
    if recorded["type"] == 1:
        order: Any = LimitOrder(symbol, quantity, number(recorded["limitPrice"]), time_us)
    else:
        order = MarketOrder(symbol, quantity, time_us)
    prices = recorded["orderSubmissionData"]
    order.order_submission_data = OrderSubmissionData(prices["bidPrice"], prices["askPrice"], prices["lastPrice"])
    return order


def fee_of(event: dict, order: dict, configuration: dict) -> tuple[float, str]:
    kind, market = MARKETS[order["securityType"]]
    quote = event["fillPriceCurrency"]
    account = Account()
    security = account.add(event["symbolValue"].split(".")[0], kind, "india" if quote == "INR" else market, quote=quote)
    security.quote_currency.set_rate(Decimal(1))
    account.price(security, repr(event["fillPrice"]))
    model = brokerage_model(BrokerageName(configuration["brokerage"]), AccountType(configuration["accountType"]))
    fees = model.get_fee_model(security).in_engine()
    value = fees.get_order_fee(OrderFeeParameters(security, order_of(order, security.symbol))).value
    return value.amount, value.currency


def compare(result: dict, events: list[dict]) -> int:
    """Compare all whole fills; the number compared."""
    recorded = result["orders"].values() if isinstance(result["orders"], dict) else result["orders"]
    orders = {order["id"]: order for order in recorded}
    compared = 0
    for event in events:
        order = orders.get(event["orderId"])
        if event["status"] != "filled" or order is None or order["securityType"] not in MARKETS:
            continue
        if "delisting" in order["tag"]:
            continue
        amount, currency = fee_of(event, order, result["algorithmConfiguration"])
        wanted = event.get("orderFeeAmount", 0.0)
        assert amount == pytest.approx(wanted, rel=1e-9, abs=1e-12), (event["id"], event["symbolValue"])
        if wanted:
            assert currency == event["orderFeeCurrency"]
        compared += 1
    return compared


def bare(folder: str) -> tuple[dict, list[dict]]:
    result = json.loads((BARE / folder / "result.json").read_text())
    return result, json.loads((BARE / folder / "order-events.json").read_text())


@pytest.mark.parametrize("folder", sorted({path.name for path in BARE.iterdir()} - {"BareCoinCash", "BareMarginShort"}))
def test_bare_strategies(folder):
    assert compare(*bare(folder)) > 0


def test_coins_cost_a_share_of_ask_or_bid():
    result, events = bare("BareCoinCash")
    orders = {order["id"]: order for order in result["orders"]}
    fills = [event for event in events if event["status"] == "filled" and orders[event["orderId"]]["type"] == 0]
    for event in fills:
        amount, currency = fee_of(event, orders[event["orderId"]], result["algorithmConfiguration"])
        assert (amount, currency) == (pytest.approx(event["orderFeeAmount"], rel=1e-12), event["orderFeeCurrency"])
    assert len(fills) == 9


def test_lean_s_own_algorithms():
    compared = algorithms = 0
    for path in sorted(shared("lean-results", "regression").glob("*.json.gz")):
        with gzip.open(path) as file:
            result = json.load(file)
        configuration = result["algorithmConfiguration"]
        if path.name.split(".")[0] in OWN_FEES or not configuration or configuration.get("brokerage") is None:
            continue
        found = compare(result, result["orderEvents"])
        compared += found
        algorithms += found > 0
    assert compared > 3000
    assert algorithms > 130
