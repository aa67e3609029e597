"""A recipe whose regime is that of other symbols: from the recipe to the rows and their sidecar."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from asked import ROOT

from generator.recipe import Recipe, parse_recipe
from leanrig.errors import BadInput
from leanrig.providers.sample import SampleProvider
from leanrig.store.parquet_store import ParquetStore
from research.produce import produce
from research.pull import closes_of, market_closes, pull
from signals.catalogue import make_detector

DAYS = date(2000, 3, 1), date(2013, 3, 1)


def chosen(market: str, variant: str = "file", regime: str = "volatility") -> Recipe:
    text = (ROOT / "generator" / "recipes" / "aapl_regime.toml").read_text()
    text = text.replace('regime = "markov"\n', f'regime = "{regime}"\nmarket = {market}\n')
    text = text.replace("regime_parameters = {train_bars = 252, refit_every = 126}\n", "")
    return parse_recipe(text.replace("symbols =", f'variant = "{variant}"\nsymbols ='))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    recipe = chosen('["IBM", "MSFT"]')
    for symbol in recipe.data_symbols:
        ParquetStore(folder).append(SampleProvider().bars(symbol, recipe.bar_size, *DAYS))
    return folder


def rows_of(recipe: Recipe, data: Path):
    (symbol,) = recipe.securities
    return produce(recipe, "AAPL", closes_of(recipe, pull(data, recipe, symbol)), market=market_closes(data, recipe))


def test_one_market_is_one_detector_over_its_closes(data: Path) -> None:
    recipe = chosen('"IBM"')
    assert [symbol.ticker for symbol in recipe.data_symbols] == ["AAPL", "IBM"]
    (market,) = market_closes(data, recipe)
    said = make_detector("volatility", {}).over(market.to_numpy()).regimes
    by_end = dict(zip(market.index.tz_localize(None).to_pydatetime(), said, strict=True))
    rows = rows_of(recipe, data).rows
    assert len(rows) > 2500
    assert all(row.symbol == "AAPL" and row.regime is by_end[row.stamp] for row in rows)
    assert rows != rows_of(chosen('"AAPL"'), data).rows


def test_a_market_that_is_the_symbol_changes_nothing(data: Path) -> None:
    own = chosen('"AAPL"', regime="markov")
    alone = own.model_copy(update={"signals": own.signals.model_copy(update={"market": ()})})
    assert rows_of(own, data) == rows_of(alone, data)
    assert len(rows_of(own, data).fits) > 20


def test_fits_of_a_basket_are_dated_by_its_own_bars(data: Path) -> None:
    recipe = chosen('["IBM", "MSFT"]', regime="markov")
    one, other = market_closes(data, recipe)
    both = one.index.intersection(other.index).tz_localize(None).to_pydatetime().tolist()
    assert [fit["known"] for fit in rows_of(recipe, data).fits] == both[252::126]


def test_a_bar_that_the_market_lacks_makes_no_row(data: Path) -> None:
    recipe = chosen('"IBM"')
    (symbol,) = recipe.securities
    closes, (market,) = closes_of(recipe, pull(data, recipe, symbol)), market_closes(data, recipe)
    gone = market.index[2000:2005]
    found = produce(recipe, "AAPL", closes, market=[market.drop(gone)]).rows
    stamps = {pd.Timestamp(row.stamp, tz="UTC") for row in found}
    assert not stamps & set(gone)
    assert {market.index[1999], market.index[2005]} <= stamps


def test_what_cannot_be_is_refused(data: Path) -> None:
    with pytest.raises(BadInput, match=r"signals.market is for the variants 'file' and 'module'"):
        chosen('"IBM"', variant="inline")
    with pytest.raises(BadInput, match=r"signals.market: one of its symbols stands twice"):
        chosen('["IBM", "IBM"]')
    recipe = chosen('"IBM"')
    (symbol,) = recipe.securities
    closes, (market,) = closes_of(recipe, pull(data, recipe, symbol)), market_closes(data, recipe)
    with pytest.raises(BadInput, match=r"0 series of closes for the 1 symbols of signals.market"):
        produce(recipe, "AAPL", closes)
    with pytest.raises(BadInput, match=r"no bar of AAPL ends at a moment at which all bars of signals.market end"):
        produce(recipe, "AAPL", closes, market=[market.set_axis(market.index + pd.Timedelta("1h"))])
    with pytest.raises(BadInput, match=r"AAPL, 2001-.*the close of bar 300 is -1.0, which is no price") as caught:
        produce(without_market(recipe), "AAPL", closes.where(closes.index != closes.index[300], -1.0))
    assert "fetch" in caught.value.cure


def without_market(recipe: Recipe) -> Recipe:
    return recipe.model_copy(update={"signals": recipe.signals.model_copy(update={"market": ()})})
