"""Closed trades' profits of real Lean's runs, from its recorded fills alone."""

import gzip
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from engine.account import Account
from shared_reference import shared

from leanrig.engine.enums import OrderStatus, SecurityType
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.money import CashAmount, OrderFee
from leanrig.engine.orders.order import MarketOrder

BARE = Path(__file__).resolve().parents[2] / "bare" / "results"


def number(value: float) -> Decimal:
    return Decimal(repr(value))


def key_of(time_us: int) -> str:
    moment = datetime.fromtimestamp(time_us // 1000 / 1000, UTC)
    digits = moment.strftime("%f")[:3].rstrip("0")
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{digits}" if digits else "") + "Z"


def replay(events: list[dict], *, cash: int = 100000) -> Account:
    """An account that has had all the fills of a run."""
    account = Account()
    account.portfolio.set_cash(cash)
    securities: dict[str, Any] = {}
    for event in events:
        if not event["fillQuantity"]:
            continue
        name = event["symbol"]
        if name not in securities:
            securities[name] = account.add(event["symbolValue"].split(".")[0] + str(len(securities)))
        security = securities[name]
        account._lean_clock.now_us = int(event["time"] * 1_000_000)
        order = MarketOrder(security.symbol, number(event["fillQuantity"]), account.now_us)
        order.status = OrderStatus.FILLED
        fee = OrderFee(CashAmount(number(event.get("orderFeeAmount", 0.0)), "USD"))
        fill = OrderEvent(order, account.now_us, fee)
        fill.exact_fill_quantity, fill.exact_fill_price = order.exact_quantity, number(event["fillPrice"])
        account.price(security, repr(event["fillPrice"]))
        account.portfolio.process_fills([fill])
    return account


def same_records(account: Account, recorded: dict[str, float]) -> None:
    found = {key_of(time_us): profit for time_us, profit, _ in account.portfolio.records}
    assert set(found) == set(recorded)
    for key, profit in found.items():
        assert float(profit) == pytest.approx(recorded[key], rel=1e-9, abs=1e-6), key


@pytest.mark.parametrize("folder", ["BareBarsAndBands", "BareDailyCross", "BareMonthlyRanks", "BareOrderTypes"])
def test_bare_strategies(folder):
    result = json.loads((BARE / folder / "result.json").read_text())
    events = json.loads((BARE / folder / "order-events.json").read_text())
    account = replay(events)
    same_records(account, result["profit_loss"])
    fees = float(result["statistics"]["Total Fees"].strip("$"))
    assert account.portfolio.total_fees == pytest.approx(fees, abs=0.005)


def test_lean_s_own_equity_algorithms():
    """All runs that held only shares in USD, without splits of raw prices."""
    compared = 0
    for path in sorted(shared("lean-results", "regression").glob("*.json.gz")):
        with gzip.open(path) as file:
            result = json.load(file)
        orders = result["orders"].values() if isinstance(result["orders"], dict) else result["orders"]
        kinds = {SecurityType(order["securityType"]) for order in orders}
        if kinds != {SecurityType.EQUITY} or result["algorithmConfiguration"]["accountCurrency"] != "USD":
            continue
        if any(order["priceAdjustmentMode"] == 0 for order in orders):
            continue
        same_records(replay(result["orderEvents"]), result["profitLoss"])
        compared += 1
    assert compared > 80
