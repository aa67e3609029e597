"""Buying power, margins, holdings and sizes against what real Lean answered (golden/orders/sizing.json)."""

import json
from datetime import datetime
from decimal import Decimal

import pytest
from engine.account import Account
from shared_reference import shared

from leanrig.engine.enums import OrderDirection, SecurityType
from leanrig.engine.models.buying_power_parameters import (
    GetMaximumOrderQuantityForTargetBuyingPowerParameters,
    InitialMarginParameters,
    MaintenanceMarginParameters,
)
from leanrig.engine.models.fee import ConstantFeeModel

HELD = "long 300 SPY"
TURNED = "short 400 SPY, long 2000 BAC"
# Recorded prices are floats without the trailing zeros that a price has in the run; a long sum shows that.
LAST_DIGIT = 1e-15
TICKERS = ("SPY", "BAC", "EURUSD")


@pytest.fixture(scope="module")
def answers():
    return json.loads(shared("lean-results", "golden", "orders", "sizing.json").read_text())


def exact(number: float) -> str:
    return str(Decimal(repr(number)))


def desk(answers: dict, moment: str) -> tuple[Account, dict]:
    """The probe's account at a recorded moment: its securities, fills and prices."""
    account = Account(datetime(2013, 10, 7, 10))
    spy, bac = account.add("SPY"), account.add("BAC")
    bac.set_leverage(4)
    euro = account.add("EURUSD", SecurityType.FOREX, "oanda")
    securities = {"SPY": spy, "BAC": bac, "EURUSD": euro}
    if moment != "flat":
        first = answers[HELD]["SPY"]
        account.price(spy, exact(first["price"]))
        account.trade(spy, 300, exact(first["average_price"]))
    if moment == TURNED:
        later = answers[TURNED]
        account.price(spy, exact(later["SPY"]["price"]))
        account.trade(spy, -700, exact(later["SPY"]["average_price"]))
        account.price(bac, exact(later["BAC"]["price"]))
        account.trade(bac, 2000, exact(later["BAC"]["average_price"]))
    for ticker, security in securities.items():
        row = answers[moment][ticker]
        account.price(security, exact(row["price"]), exact(row["bid_price"]), exact(row["ask_price"]))
    return account, securities


@pytest.mark.parametrize("moment", ["flat", HELD, TURNED])
def test_holdings_and_margins(answers, moment):
    account, securities = desk(answers, moment)
    for ticker, security in securities.items():
        row, held = answers[moment][ticker], security.holdings
        for name in ("price", "bid_price", "ask_price", "leverage"):
            assert getattr(security, name) == row[name], (ticker, name)
        for name in (
            "quantity", "average_price", "holdings_value", "holdings_cost", "unlevered_holdings_cost",
            "absolute_holdings_value", "absolute_holdings_cost", "unrealized_profit", "unrealized_profit_percent",
            "profit", "net_profit", "total_fees", "total_sale_volume", "last_trade_profit", "is_long", "is_short",
            "invested",
        ):  # fmt: skip
            assert getattr(held, name) == pytest.approx(row[name], rel=LAST_DIGIT), (ticker, name)
        assert held.total_close_profit() == row["total_close_profit()"]
        portfolio, model = account.portfolio, security.buying_power_model
        buys = portfolio.get_buying_power(security.symbol, OrderDirection.BUY)
        assert buys == pytest.approx(row["buying_power buy"], rel=LAST_DIGIT)
        sells = portfolio.get_margin_remaining(security.symbol, OrderDirection.SELL)
        assert sells == pytest.approx(row["get_margin_remaining sell"], rel=LAST_DIGIT)
        kept = model.get_maintenance_margin(MaintenanceMarginParameters.for_current_holdings(security))
        assert kept.value == row["maintenance margin"]
        opening = model.get_initial_margin_requirement(InitialMarginParameters(security, 100))
        assert opening.value == row["initial margin 100"]


@pytest.mark.parametrize("moment", ["flat", HELD, TURNED])
def test_totals(answers, moment):
    account, _ = desk(answers, moment)
    for name, value in answers[moment]["portfolio"].items():
        assert getattr(account.portfolio, name) == pytest.approx(value, rel=LAST_DIGIT), name


@pytest.mark.parametrize("moment", ["flat", HELD, TURNED])
@pytest.mark.parametrize("ticker", TICKERS)
def test_models_by_name(answers, moment, ticker):
    _, securities = desk(answers, moment)
    row = answers[moment][ticker]
    for name in (
        "buying_power_model", "fee_model", "fill_model", "slippage_model", "settlement_model", "volatility_model",
        "margin_interest_rate_model", "portfolio_model", "shortable_provider",
    ):  # fmt: skip
        assert type(getattr(securities[ticker], name)).__name__ == row[name]


def size(account: Account, security, target: float) -> float:
    """`calculate_order_quantity` by its rule: the target less the free buffer, as margin."""
    portfolio, settings = account.portfolio, account.settings
    total = portfolio.exact_total_portfolio_value
    share = Decimal(repr(target)) * portfolio.exact_total_portfolio_value_less_free_buffer / total
    parameters = GetMaximumOrderQuantityForTargetBuyingPowerParameters(
        portfolio,
        security,
        share / security.exact_leverage,
        settings.exact_minimum_order_margin_portfolio_percentage,
    )
    return security.buying_power_model.get_maximum_order_quantity_for_target_buying_power(parameters).quantity


@pytest.mark.parametrize("moment", ["flat", HELD, TURNED])
@pytest.mark.parametrize("ticker", TICKERS)
def test_sizes(answers, moment, ticker):
    account, securities = desk(answers, moment)
    for target, quantity in answers[moment][ticker]["calculate_order_quantity"].items():
        assert size(account, securities[ticker], float(target)) == quantity, target


def test_sizes_with_settings(answers):
    recorded = answers["settings"]
    account = Account(datetime(2013, 10, 8, 10))
    spy = account.add("SPY")
    account.price(spy, exact(recorded["price"]))
    account.portfolio.set_cash(exact(recorded["tpv"]))

    def check(name: str) -> None:
        for target, quantity in recorded[name].items():
            assert size(account, spy, float(target)) == quantity, (name, target)

    for share in ("0", "0.0025", "0.05"):
        account.settings.free_portfolio_value_percentage = float(share)
        check(f"free_portfolio_value_percentage={share}")
    account.settings.free_portfolio_value_percentage = 0.0025
    account.settings.free_portfolio_value = 1000
    check("free_portfolio_value=1000")
    account.settings.free_portfolio_value = None
    for leverage in (1, 2, 5):
        spy.set_leverage(leverage)
        check(f"leverage={leverage}")
    spy.set_leverage(2)
    spy.set_fee_model(ConstantFeeModel(50))
    check("constant fee 50")
    for least in ("0", "0.01"):
        account.settings.minimum_order_margin_portfolio_percentage = float(least)
        check(f"minimum_order_margin={least}")
