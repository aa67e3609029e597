"""Currencies, their rates, dividends and splits."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from engine.account import Account

from leanrig.engine.data.auxiliary import Dividend, Split
from leanrig.engine.enums import DataNormalizationMode, SecurityType
from leanrig.engine.errors import ArgumentException, InvalidOperationException, KeyNotFoundException
from leanrig.engine.portfolio.cash import Cash
from leanrig.engine.portfolio.pairs import Pair, chain

RAW = DataNormalizationMode.RAW
LISTED = {
    ("oanda", SecurityType.FOREX): [("EURUSD", "USD"), ("USDJPY", "JPY"), ("EURNZD", "NZD")],
    ("coinbase", SecurityType.CRYPTO): [("BTCUSD", "USD"), ("ETHBTC", "BTC")],
}


def listed(market: str, kind: SecurityType) -> list[tuple[str, str]]:
    return LISTED.get((market, kind), [])


def ensure(account: Account) -> tuple[list[str], list[Any]]:
    made = []

    def make(symbol: Any) -> Any:
        quote = dict(listed(symbol.id.market, symbol.security_type))[symbol.value]
        security = account.add(symbol.value, symbol.security_type, symbol.id.market, quote=quote)
        made.append(security)
        return security

    markets = account.brokerage_model.default_markets
    errors = account.portfolio.cash_book.ensure_conversions(account.securities.total, markets, listed, make)
    return errors, made


def test_text_of_cash():
    # As printed by real Lean (golden/objects).
    assert str(Cash("USD", "98548.85", 1)) == "USD: $       98548.85 @       1.00 = $98548.85"


def test_a_pair_gives_the_rate():
    account = Account()
    account.set_cash("EUR", 1000)
    errors, made = ensure(account)
    assert errors == []
    assert [security.symbol.value for security in made] == ["EURUSD"]
    euro = account.portfolio.cash_book["EUR"]
    assert euro.conversion_rate == 0
    account.price(made[0], "0", "1.10", "1.12")
    account.portfolio.cash_book.update_conversion_rates()
    assert euro.conversion_rate == 1.11
    assert account.portfolio.cash == pytest.approx(100000 + 1110)
    assert account.portfolio.unsettled_cash_book["EUR"].conversion_rate == 1.11


def test_two_pairs_and_inverted_ones():
    account = Account()
    account.set_cash("ETH", 2)
    account.set_cash("JPY", 1000)
    _, made = ensure(account)
    by_ticker = {security.symbol.value: security for security in made}
    assert set(by_ticker) == {"ETHBTC", "BTCUSD", "USDJPY"}
    account.price(by_ticker["ETHBTC"], "0.05")
    account.price(by_ticker["BTCUSD"], "10000")
    account.price(by_ticker["USDJPY"], "0", "100", "100")
    book = account.portfolio.cash_book
    book.update_conversion_rates()
    assert book["ETH"].conversion_rate == 500
    assert book["JPY"].conversion_rate == 0.01
    assert book.convert(1, "ETH", "JPY") == pytest.approx(50000)


def test_currencies_without_a_pair():
    account = Account()
    account.set_cash("XYZ", 1)
    account.set_cash("USDC", 5)
    errors, _ = ensure(account)
    assert len(errors) == 1
    assert errors[0].startswith("No tradeable pair was found for currency XYZ")
    assert account.portfolio.cash_book["USDC"].conversion_rate == 1
    with pytest.raises(ArgumentException, match="The conversion rate for XYZ is not available"):
        account.portfolio.cash_book.convert(1, "XYZ", "USD")


def test_no_chain_over_a_third_currency_when_there_is_a_direct_pair():
    pairs = [
        Pair("EURUSD", SecurityType.FOREX, "oanda", "EUR", "USD"),
        Pair("EURNZD", SecurityType.FOREX, "oanda", "EUR", "NZD"),
    ]
    assert [(pair.ticker, inverted) for pair, inverted in chain("NZD", "EUR", pairs) or ()] == [("EURNZD", True)]
    assert chain("CHF", "EUR", pairs) is None


def test_account_currency():
    account = Account()
    account.set_account_currency("eur")
    assert account.account_currency == "EUR"
    assert account.portfolio.cash_book["EUR"].amount == 100000
    assert "USD" not in account.portfolio.cash_book
    assert account.lines == ["Changing account currency from USD to eur..."]
    late = Account()
    late.add("SPY")
    with pytest.raises(InvalidOperationException, match="after adding a Security"):
        late.portfolio.set_account_currency("EUR")


def test_cash_set_by_name_stays_when_the_account_currency_changes():
    account = Account()
    account.set_cash("USD", 500)
    account.set_account_currency("EUR", 300)
    book = account.portfolio.cash_book
    assert (book["EUR"].amount, book["USD"].amount) == (300, 500)


def test_unknown_currency():
    with pytest.raises(KeyNotFoundException, match=r"This cash symbol \(XXX\) was not found in your cash book\."):
        Account().portfolio.cash_book["XXX"]


@pytest.mark.parametrize(
    ("mode", "paid"),
    [(RAW, 164.5), (DataNormalizationMode.SPLIT_ADJUSTED, 164.5), (DataNormalizationMode.ADJUSTED, 0)],
)
def test_dividends_are_cash_where_prices_do_not_hold_them(mode, paid):
    account = Account()
    stock = account.add("AAPL")
    account.price(stock, "592.33")
    stock.holdings.hold(Decimal("590"), Decimal(50))
    account.portfolio.apply_dividend(Dividend(stock.symbol, datetime(2014, 5, 8), "3.29", "592.33"), mode)
    assert account.portfolio.cash == 100000 + paid
    assert stock.holdings.total_dividends == paid


def test_splits_keep_whole_shares_and_pay_the_rest():
    # lean-golden.md, 13: 54 shares become 377 by the file's factor; the fraction is paid at the new price.
    account = Account()
    stock = account.add("AAPL")
    account.price(stock, "645.57")
    stock.holdings.hold(Decimal("600"), Decimal(54))
    split = Split(stock.symbol, datetime(2014, 6, 9), "645.57", "0.1428572")
    account.portfolio.apply_split(split, RAW)
    assert stock.holdings.quantity == 377
    fraction = Decimal(54) / Decimal("0.1428572") - 377
    price = Decimal("645.57") * Decimal("0.1428572")
    assert account.portfolio.exact_cash == 100000 + fraction * price
    assert stock.exact_price == price
    assert stock.get_last_data().exact_value == price
    assert stock.holdings.average_price == pytest.approx(85.71432)


def test_eleven_shares_leave_92_dollars():
    # lean-golden.md, 4: 11 shares became 76 plus cash 92.22.
    account = Account()
    stock = account.add("AAPL")
    account.price(stock, "645.57")
    stock.holdings.hold(Decimal("600"), Decimal(11))
    account.portfolio.apply_split(Split(stock.symbol, datetime(2014, 6, 9), "645.57", "0.1428572"), RAW)
    assert stock.holdings.quantity == 76
    assert round(account.portfolio.cash - 100000, 2) == 92.22
