"""Refusals of cash accounts in the words that real Lean used (golden/orders/crypto_orders_*.json)."""

import json
from decimal import Decimal
from typing import Any

import pytest
from engine.account import Account
from shared_reference import shared

from leanrig.engine.enums import AccountType, BrokerageName, SecurityType
from leanrig.engine.models.buying_power_parameters import (
    GetMaximumOrderQuantityForTargetBuyingPowerParameters,
    HasSufficientBuyingPowerForOrderParameters,
)
from leanrig.engine.orders.order import LimitOrder, MarketOrder, StopMarketOrder


def refusals(exchange: str) -> list[str]:
    """What was said after "Reason: ", in order."""
    path = shared("lean-results", "golden", "orders", f"crypto_orders_{exchange}.json")
    events = json.loads(path.read_text())["events"]
    return [event.partition("Reason: ")[2].removesuffix(".") for event in events if "Reason: " in event]


def wallet(broker: BrokerageName, market: str, quote: str, *, money: str, coins: str, lot: str, price: str) -> Any:
    account = Account()
    account.set_brokerage_model(broker, AccountType.CASH)
    account.portfolio.set_cash(0)
    coin = account.add(
        f"BTC{quote}", SecurityType.CRYPTO, market, quote=quote, lot_size=Decimal(lot), market_ticker=f"BTC{quote}"
    )
    account.price(coin, price)
    account.portfolio.cash_book[quote].set_rate(Decimal(1))
    account.portfolio.cash_book[quote].set_amount(money)
    account.portfolio.cash_book["BTC"].set_amount(coins)
    account.portfolio.cash_book["BTC"].set_rate(coin.exact_price)
    return account, coin


def answer(account: Account, security: Any, order: Any) -> Any:
    return security.buying_power_model.has_sufficient_buying_power_for_order(
        HasSufficientBuyingPowerForOrderParameters(account.portfolio, security, order)
    )


def test_coinbase():
    said = refusals("coinbase")
    account, coin = wallet(
        BrokerageName.COINBASE, "coinbase", "USD", money="48364.93335898196", coins="2.22355679", lot="0.00000001",
        price="7292",
    )  # fmt: skip
    # The run was in 2018, when takers paid 0.3%.
    assert answer(account, coin, MarketOrder(coin.symbol, Decimal(1000), 0)).reason == said[0]
    assert answer(account, coin, MarketOrder(coin.symbol, Decimal(-50), 0)).reason == said[1]
    account.portfolio.cash_book["USD"].set_amount("49701.7944436514386")
    resting = LimitOrder(coin.symbol, Decimal("5.624"), Decimal("6562.82"), 0)
    resting.id = 9
    account.transactions.open_orders = [resting]
    wanted = LimitOrder(coin.symbol, Decimal("5.2896"), Decimal("6562.8"), 0)
    assert answer(account, coin, wanted).reason.startswith("Your portfolio holds 49701.7944436514386 USD, 36909.")


def test_binance():
    said = refusals("binance")
    account, coin = wallet(
        BrokerageName.BINANCE, "binance", "USDT", money="47971.7421155", coins="0.22322655", lot="0.00001",
        price="9077.01",
    )  # fmt: skip
    assert answer(account, coin, MarketOrder(coin.symbol, Decimal(1000), 0)).reason == said[0]
    assert answer(account, coin, MarketOrder(coin.symbol, Decimal(-50), 0)).reason == said[1]


def test_open_orders_reserve_money_and_coins():
    account, coin = wallet(BrokerageName.COINBASE, "coinbase", "USD", money="1000", coins="2", lot="0.01", price="100")
    stop = StopMarketOrder(coin.symbol, Decimal("-1.5"), Decimal(90), 0)
    stop.id = 7
    account.transactions.open_orders = [stop]
    refused = answer(account, coin, MarketOrder(coin.symbol, Decimal(-1), 0))
    assert "1.5 BTC of which are reserved for open orders" in refused.reason
    assert answer(account, coin, MarketOrder(coin.symbol, Decimal("-0.5"), 0)).is_sufficient


def test_targets_count_coins_that_were_given():
    account, coin = wallet(BrokerageName.COINBASE, "coinbase", "USD", money="800", coins="2", lot="0.01", price="100")
    model, portfolio = coin.buying_power_model, account.portfolio

    def size(target: str) -> Any:
        parameters = GetMaximumOrderQuantityForTargetBuyingPowerParameters(portfolio, coin, Decimal(target), 0)
        return model.get_maximum_order_quantity_for_target_buying_power(parameters)

    assert size("0").quantity == -2
    assert size("-0.3").reason == "The cash model does not allow shorting."
    assert size("0.1").quantity == pytest.approx(-0.99)
    assert size("0.5").quantity == pytest.approx(2.99)
