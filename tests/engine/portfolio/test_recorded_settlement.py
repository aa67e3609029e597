"""A cash account's settled and unsettled money against real Lean (golden/orders/settlement_*.json)."""

import json
from datetime import datetime
from decimal import Decimal

import pytest
from engine.account import Account
from shared_reference import shared

from leanrig.engine.enums import AccountType, BrokerageName
from leanrig.engine.models.buying_power_parameters import HasSufficientBuyingPowerForOrderParameters
from leanrig.engine.orders.order import MarketOrder

HOUR_US = 3_600_000_000


def cash_account() -> tuple[Account, object]:
    account = Account(datetime(2014, 6, 2))
    account.set_brokerage_model(BrokerageName.INTERACTIVE_BROKERS_BROKERAGE, AccountType.CASH)
    account.set_cash(20000)
    return account, account.add("SPY")


@pytest.mark.parametrize("year", ["2014", "2018"])
def test_proceeds_wait_for_the_next_trading_day(year):
    recorded = json.loads(shared("lean-results", "golden", "orders", f"settlement_{year}.json").read_text())
    account, spy = cash_account()
    assert type(spy.settlement_model).__name__ == recorded["settlement_model"]
    assert recorded["default_settlement_days"] == spy.DEFAULT_SETTLEMENT_DAYS
    held, scanned = 0, 0
    for moment, _, cash, unsettled, total, remaining, quantity in recorded["changes"]:
        account.go_to(datetime.fromisoformat(moment))
        if account.now_us // HOUR_US > scanned:
            scanned = account.now_us // HOUR_US
            account.portfolio.scan_models(account.now_us)
        if quantity != held:
            # The price of a fill follows from the money that moved, less a fee of one dollar.
            moved = (
                Decimal(repr(cash + unsettled)) - account.portfolio.exact_cash - account.portfolio.exact_unsettled_cash
            )
            price = (moved + 1) / (held - int(quantity))
            account.price(spy, str(price))
            account.trade(spy, int(quantity) - held, price)
            held = int(quantity)
        elif held:
            account.price(spy, str((Decimal(repr(total)) - Decimal(repr(cash + unsettled))) / held))
        portfolio = account.portfolio
        assert (portfolio.cash, portfolio.unsettled_cash) == pytest.approx((cash, unsettled), rel=1e-9), moment
        found = (portfolio.total_portfolio_value, portfolio.margin_remaining)
        assert found == pytest.approx((total, remaining), rel=1e-9), moment


def test_unsettled_money_buys_nothing():
    account, spy = cash_account()
    account.portfolio.set_cash("2191.86972788")
    account.price(spy, "168.0966")
    spy.holdings.hold(Decimal("167.9918"), Decimal(106))
    account.trade(spy, -50, "168.0965825")
    account.price(spy, "168.04418876")
    order = MarketOrder(spy.symbol, Decimal(60), account.now_us)
    order.id = 3
    answer = spy.buying_power_model.has_sufficient_buying_power_for_order(
        HasSufficientBuyingPowerForOrderParameters(account.portfolio, spy, order)
    )
    assert not answer.is_sufficient
    assert answer.reason == "Id: 3, Initial Margin: 10083.6513256, Free Margin: 2190.86972788"
