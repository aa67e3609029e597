"""Margin warnings and calls against a run of real Lean with leverage 10 (golden/orders/margin_call.json)."""

import json
import re
from datetime import datetime
from decimal import Decimal

import pytest
from engine.account import Account
from shared_reference import shared


def rows() -> list[list]:
    return json.loads(shared("lean-results", "golden", "orders", "margin_call.json").read_text())


def fills_of(text: str) -> tuple[int, Decimal] | None:
    """Quantity and fee of a filled event's text."""
    quantity = re.search(r"FillQuantity: (-?\d+)", text)
    fee = re.search(r"OrderFee: ([\d.]+)", text)
    return None if quantity is None else (int(quantity[1]), Decimal(fee[1]) if fee else Decimal(0))


def test_warnings_calls_and_margins():
    account = Account(datetime(2011, 7, 25, 9))
    account.portfolio.set_cash(50000)
    spy = account.add("SPY")
    spy.set_leverage(10)
    answers = [row for row in rows() if row[0] != "orders"]
    prices = {row[0]: row[2] for row in answers if row[1] == "bar"}
    warned = called = compared = 0
    seen = ""
    for row in answers:
        moment, what = row[0], row[1]
        account.go_to(datetime.fromisoformat(moment))
        if moment in prices and moment != seen:
            seen = moment
            account.price(spy, repr(prices[moment]))
        if what == "on_margin_call_warning":
            orders, warning = account.portfolio.margin_calls()
            assert warning
            # At the close orders are wanted but not sent: the market is no longer open.
            assert not orders or moment.endswith("16:00:00")
            warned += 1
        elif what == "on_margin_call":
            orders, warning = account.portfolio.margin_calls()
            assert warning
            assert [[order.quantity, order.tag] for order in orders] == [[one[1], one[2]] for one in row[3]]
            called += 1
        elif what == "on_order_event":
            filled = fills_of(row[2])
            if filled is not None:
                event = account.trade(spy, filled[0])
                assert event.order_fee.value.exact_amount == filled[1]
        elif what == "bar":
            portfolio = account.portfolio
            found = (portfolio[spy.symbol].quantity, portfolio.margin_remaining, portfolio.total_margin_used)
            assert (*found, portfolio.total_portfolio_value) == pytest.approx(tuple(row[3:]), rel=1e-12)
            compared += 1
    assert warned > 10
    assert called > 0
    assert compared > 90


def test_calm_accounts_are_not_looked_at():
    account = Account()
    spy = account.add("SPY")
    account.price(spy, "100")
    account.trade(spy, 900)
    assert not account.portfolio.may_be_called
    assert not account.portfolio.may_be_broke
    account.trade(spy, 600)
    assert account.portfolio.may_be_called
    assert account.portfolio.may_be_broke
    account.trade(spy, -1500)
    assert not account.portfolio.may_be_called
    account.trade(spy, -10)
    assert account.portfolio.may_be_called
