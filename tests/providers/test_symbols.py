"""One symbol, every spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from leanrig.errors import BadInput
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.symbols import FIAT, pair_of, parse_symbol, to_alpaca, to_coinbase, to_polygon


@pytest.mark.parametrize(
    ("text", "ticker", "kind"),
    [
        ("AAPL", "AAPL", "equity"),
        ("brk.b", "BRK.B", "equity"),
        ("BRK-B", "BRK.B", "equity"),
        ("BRK/B", "BRK.B", "equity"),
        ("BTCUSD", "BTCUSD", "crypto"),
        ("X:BTCUSD", "BTCUSD", "crypto"),
        ("btc/usd", "BTCUSD", "crypto"),
        ("BTC-USD", "BTCUSD", "crypto"),
        ("ETHBTC", "ETHBTC", "crypto"),
        ("SOL/USDT", "SOLUSDT", "crypto"),
        ("EURUSD", "EURUSD", "forex"),
        ("C:EURUSD", "EURUSD", "forex"),
        ("EUR/USD", "EURUSD", "forex"),
        ("usd-jpy", "USDJPY", "forex"),
    ],
)
def test_what_people_and_vendors_write(text: str, ticker: str, kind: str) -> None:
    assert parse_symbol(text) == Symbol.parse(ticker, SecurityType(kind))


def test_a_type_that_is_given_decides() -> None:
    assert parse_symbol("EURUSD", SecurityType.CRYPTO).security_type is SecurityType.CRYPTO
    assert parse_symbol("USD", SecurityType.EQUITY).ticker == "USD"


@pytest.mark.parametrize("text", ["", "X:", "BTC USD", "A/B/C", "X:BTC\nUSD", "../AAPL", "C:BTCUSD'"])
def test_what_is_no_symbol_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_symbol(text)


def test_a_prefix_against_the_type_is_refused() -> None:
    with pytest.raises(BadInput, match="is crypto, not forex"):
        parse_symbol("X:BTCUSD", SecurityType.FOREX)


@given(some.sampled_from(["BTC", "ETH", "SOL", "DOGE", "AVAX"]), some.sampled_from(["USD", "USDT", "USDC"]))
def test_every_spelling_of_a_coin_leads_back(base: str, quote: str) -> None:
    symbol = parse_symbol(base + quote)
    assert pair_of(symbol) == (base, quote)
    assert {parse_symbol(spell(symbol)) for spell in (to_polygon, to_alpaca, to_coinbase)} == {symbol}


@given(some.lists(some.sampled_from(sorted(FIAT)), min_size=2, max_size=2, unique=True))
def test_every_spelling_of_a_currency_pair_leads_back(pair: list[str]) -> None:
    symbol = parse_symbol("".join(pair))
    assert symbol.security_type is SecurityType.FOREX
    assert {parse_symbol(spell(symbol)) for spell in (to_polygon, to_alpaca, to_coinbase)} == {symbol}


def test_a_pair_without_a_known_quote_has_a_cure() -> None:
    with pytest.raises(BadInput, match="no pair whose quote"):
        to_coinbase(Symbol.parse("BTCXYZ", SecurityType.CRYPTO))
