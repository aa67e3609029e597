"""Good recipes parse; every bad one is refused with file, key and cure."""

from pathlib import Path

import pytest
from played import RECIPES, recipe_text

from generator.recipe import load_recipe, parse_recipe
from leanrig.errors import BadInput, Missing

COIN, STOCK, STOCKS, PAIR = "btc_regime", "aapl_regime", "three_stocks", "eur_regime"
BAD = [
    (STOCK, {"name": '"Aapl"'}, "name 'Aapl' must be small letters"),
    (STOCK, {"name": '"../evil"'}, "name '../evil' must be small letters"),
    (STOCK, {"name": '"backtests"'}, "taken by Lean"),
    (STOCK, {"name": '"it\'s"'}, "must be small letters"),
    (STOCK, {"symbol": '["AAPL"]'}, "did you mean symbols?"),
    (STOCK, {"benchmark": '"SPY"'}, "backtest.benchmark 'SPY' must be one of the symbols"),
    (STOCK, {"symbols": '["AAPL", "aapl"]'}, "stands twice"),
    (STOCK, {"symbols": "[]"}, "symbols:"),
    (STOCK, {"symbols": '["AA PL"]'}, "'AA PL' is not a ticker"),
    (STOCK, {"security_type": '"stock"'}, "security_type:"),
    (STOCK, {"market": '"coinbase"'}, "market 'coinbase' is not known for equity"),
    (STOCK, {"resolution": '"weekly"'}, "resolution:"),
    (STOCK, {"resolution": '"hour"'}, "data.vendor 'sample' has daily bars"),
    (STOCK, {"template": '"fancy"'}, "template:"),
    (STOCK, {"vendor": '"nasdaq"'}, "data.vendor:"),
    (STOCK, {"regime": '"markow"'}, "did you mean 'markov'?"),
    (STOCK, {"regime_parameters": "{train_bar = 252}"}, "did you mean 'train_bars'?"),
    (STOCK, {"regime_parameters": '{train_bars = "many"}'}, "of the wrong kind"),
    (STOCK, {"regime_parameters": "{train_bars = 5}"}, "train_bars >= 60"),
    (STOCK, {"act": '"next_slice"'}, "trade.act must be 'next_open'"),
    (STOCK, {"act": '"same_close"'}, "trade.act must be 'next_open'"),
    (COIN, {"act": '"next_open"'}, "'next_open' is for daily stocks only"),
    (STOCK, {"brokerage": '"tradier"'}, "could never trade"),
    (STOCK, {"brokerage": '"alpacca"'}, "backtest.brokerage:"),
    (STOCK, {"brokerage": '"coinbase"'}, "does not trade equity: use default"),
    (COIN, {"brokerage": '"interactive_brokers"'}, "does not trade crypto"),
    (COIN, {"account": '"margin"'}, "backtest.account 'margin' is not offered by coinbase"),
    (STOCKS, {"brokerage": '"alpaca"\naccount = "cash"'}, "not offered by alpaca"),
    (STOCKS, {"brokerage": '"default"\naccount = "cash"'}, "trade.long_only must be true in a cash account"),
    (
        COIN,
        {"brokerage": '"alpaca"', "account": '"margin"', "exposure": "0.5\nlong_only = false"},
        "does not lend coins",
    ),
    (COIN, {"exposure": "1.2"}, "trade.exposure is 1.2; this account holds 1 times"),
    (STOCK, {"exposure": "nan"}, "trade.exposure:"),
    (STOCK, {"exposure": "-1.0"}, "trade.exposure:"),
    (STOCK, {"regime_weights": "{calm = nan}"}, "trade.regime_weights.calm is nan"),
    (STOCK, {"regime_weights": "{bullish = 1.0}"}, "trade.regime_weights.bullish"),
    (STOCK, {"regime_weights": "{calm = 0.0}"}, "could never trade"),
    (STOCK, {"minimum_confidence": "1.5"}, "trade.minimum_confidence:"),
    (STOCK, {"cash": "0"}, "backtest.cash:"),
    (STOCK, {"cash": "true"}, "backtest.cash:"),
    (STOCK, {"end": "1999-01-01"}, "lies before"),
    (STOCK, {"start": '"soon"'}, "data.start:"),
    (COIN, {"vendor": '"auto"\ncrosscheck = "nasdaq"'}, "data.crosscheck:"),
    (COIN, {"vendor": '"simulator"\ncrosscheck = "coinbase"'}, "were never traded"),
    (COIN, {"vendor": '"coinbase"\ncrosscheck = "coinbase"'}, "against itself"),
    (STOCK, {"vendor": '"auto"\ncrosscheck = "coinbase"'}, "coinbase has no equity"),
    (PAIR, {"vendor": '"auto"\ncrosscheck = "alpaca"'}, "alpaca has no forex"),
    (
        STOCK,
        {"vendor": '"coinbase"'},
        "data.vendor 'coinbase' has no equity: use 'simulator', 'auto', 'polygon', 'alpaca'",
    ),
    (PAIR, {"vendor": '"simulator"'}, "data.vendor 'simulator' has no forex: use 'auto', 'polygon'"),
    (PAIR, {"vendor": '"sample"'}, "data.vendor 'sample' has daily bars of stocks only: use 'auto', 'polygon'"),
    (PAIR, {"act": '"next_open"'}, "'next_open' is for daily stocks only"),
    (PAIR, {"resolution": '"daily"'}, "currencies cannot be traded by the day"),
    (PAIR, {"symbols": '["EURGBP"]', "benchmark": '"EURGBP"'}, "EURGBP has no dollar side"),
    (PAIR, {"symbols": '["USD"]', "benchmark": '"USD"'}, "USD has no dollar side"),
    (
        PAIR,
        {"symbols": '["USDJPY"]', "benchmark": '"USDJPY"', "brokerage": '"default"\naccount = "cash"'},
        "backtest.account must be margin for USDJPY",
    ),
    (PAIR, {"market": '"fxcm"'}, "market 'fxcm' is not known for forex: write 'oanda'"),
    (PAIR, {"brokerage": '"interactive_brokers"'}, "orders of 20,000 and more"),
    (PAIR, {"brokerage": '"coinbase"'}, "does not trade forex: use default, oanda"),
    (PAIR, {"cash": '100000\naccount = "cash"'}, "backtest.account 'cash' is not offered by oanda"),
    (
        PAIR,
        {"brokerage": '"default"\naccount = "cash"', "long_only": "true"},
        "trade.exposure is 2; this account holds 1 times",
    ),
    (STOCK, {"cash": '100000\nparameters = {exposure = "2"}'}, "backtest.parameters.exposure is set by the recipe"),
]


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_our_recipes_are_good_and_named_like_their_files(path: Path) -> None:
    assert load_recipe(path).name == path.stem


@pytest.mark.parametrize(("source", "changes", "words"), BAD)
def test_bad_recipes_are_refused_with_file_key_and_cure(
    source: str, changes: dict[str, str], words: str | None
) -> None:
    text = recipe_text(source, **changes)
    with pytest.raises(BadInput) as caught:
        parse_recipe(text, where="x.toml")
    assert words in str(caught.value)
    assert caught.value.where == "x.toml"
    assert caught.value.cure


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "name is missing"),
        ("name = ", "no TOML"),
        ("name = 'a'\nname = 'b'", "no TOML"),
        ("exposure = 1", "did you mean trade.exposure?"),
    ],
)
def test_texts_that_are_no_recipe_are_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_recipe(text, where="x.toml")
    assert words in str(caught.value)


def test_an_unknown_key_in_a_section_names_the_nearest_of_that_section() -> None:
    text = recipe_text(STOCK).replace("rebalance_band", "rebalance_bant")
    with pytest.raises(BadInput, match=r"unknown key trade\.rebalance_bant") as caught:
        parse_recipe(text)
    assert caught.value.cure == "did you mean trade.rebalance_band?"


@pytest.mark.parametrize(
    ("line", "wrong", "words"),
    [
        ("start = 2001-06-01", "start = 1999-06-01", "backtest.start (1999-06-01) lies before data.start"),
        ("end = 2013-02-28", "end = 2014-02-28", "backtest.end (2014-02-28) lies after data.end"),
        ("start = 2001-06-01", "start = 2013-06-01", "backtest.end (2013-02-28) lies before backtest.start"),
        ("symbols", "symbol", "did you mean symbols?"),
    ],
)
def test_dates_without_bars_and_misspelt_keys_are_refused(line: str, wrong: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_recipe(recipe_text(STOCK).replace(line, wrong))
    assert words in str(caught.value)


def test_files_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no such recipe"):
        load_recipe(tmp_path / "absent.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="cannot be read"):
        load_recipe(binary)


def test_a_byte_order_mark_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "aapl_regime.toml"
    path.write_text(recipe_text(STOCK), encoding="utf-8-sig")
    assert load_recipe(path).name == "aapl_regime"
