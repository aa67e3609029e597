"""Splits and dividends as they really were, and adjusted closes as the package gives them."""

import gzip
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made import simulated, with_actions

from leanrig.model.bars import BarSet, CorporateAction
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.sample import SampleProvider
from leanrig.store.factor_files import factor_rows, texts_of
from leanrig.store.lean_format import lean_frame


def sample(ticker: str, start: date = date(2000, 3, 1), end: date = date(2013, 3, 1)) -> BarSet:
    symbol = Symbol.parse(ticker, SecurityType.EQUITY)
    return SampleProvider().bars(symbol, Resolution.DAILY, start, end)


def adjusted(ticker: str) -> pd.Series:
    """Return the package's own adjusted closes by day, read past our provider."""
    packed = files("bokeh_sampledata").joinpath("_data", "stocks.csv.gz").read_bytes()
    lines = [line.split(",") for line in gzip.decompress(packed).decode().splitlines()]
    table = pd.DataFrame(lines[1:], columns=lines[0])
    mine = table[table["Ticker"] == ticker].set_index("Date")["Adj Close"].astype(float)
    return mine.sort_index()


@pytest.mark.parametrize(
    ("ticker", "day_before", "ratio"),
    [
        ("AAPL", "20000620", 0.5),
        ("AAPL", "20050225", 0.5),  # 2:1 on Monday 28 February
        ("MSFT", "20030214", 0.5),
    ],
)
def test_real_splits_stand_on_the_session_before(ticker: str, day_before: str, ratio: float) -> None:
    rows = factor_rows(sample(ticker))
    at = [row.date for row in rows].index(day_before)
    assert rows[at].split / rows[at + 1].split == ratio


@pytest.mark.parametrize("ticker", ["IBM", "GOOG"])
def test_stocks_that_did_not_split_show_none(ticker: str) -> None:
    assert {row.split for row in factor_rows(sample(ticker))} == {1.0}


@pytest.mark.parametrize("ticker", ["AAPL", "GOOG", "IBM", "MSFT"])
def test_adjusted_closes_are_the_packages_own(ticker: str) -> None:
    closes = lean_frame(sample(ticker))["close"]
    theirs = adjusted(ticker)
    assert [f"{end:%Y-%m-%d}" for end in closes.index] == list(theirs.index)
    ratio = closes.to_numpy() / theirs.to_numpy()
    assert np.abs(ratio - 1).max() < 5e-9
    assert [f"{close:.4g}" for close in closes[:50]] == [f"{close:.4g}" for close in theirs[:50]]


def test_a_part_of_the_history_is_adjusted_as_in_the_whole() -> None:
    """Events after the last bar are in the factors, since Lean's prices know of them too."""
    whole = lean_frame(sample("AAPL"))
    part = lean_frame(sample("AAPL", date(2004, 1, 1), date(2005, 6, 30)))
    assert np.allclose(part["close"], whole.loc[part.index, "close"], rtol=1e-9)


def test_a_split_and_a_dividend_made_up() -> None:
    made = simulated()
    ends = made.bars.index
    closes = made.bars["close"]
    actions = (
        CorporateAction(ends[10].date(), 0.25, 0.0, float(closes.iloc[9])),
        CorporateAction(ends[20].date(), 1.0, 1.5, float(closes.iloc[19])),
    )
    rows = factor_rows(with_actions(made, *actions))
    assert [row.date for row in rows] == [f"{ends[0]:%Y%m%d}", f"{ends[9]:%Y%m%d}", f"{ends[19]:%Y%m%d}", "20501231"]
    share = 1 - 1.5 / closes.iloc[19]
    assert [row.split for row in rows] == [0.25, 0.25, 1.0, 1.0]
    assert [row.price for row in rows] == pytest.approx([share, share, share, 1.0], rel=1e-9)
    shown = lean_frame(with_actions(made, *actions))
    factors = np.repeat([0.25 * share, share, 1.0], [10, 10, len(ends) - 20])
    assert np.allclose(shown["close"], closes * factors, rtol=1e-9)
    assert np.allclose(shown["volume"], made.bars["volume"] / factors, rtol=1e-9)


def test_without_events_prices_are_as_they_were() -> None:
    made = simulated()
    assert [row.text for row in factor_rows(made)] == ["20231120,1,1,1", "20501231,1,1,0"]
    pd.testing.assert_frame_equal(lean_frame(made), made.bars)
    assert texts_of(made)[Path("equity/usa/map_files/test.csv")] == "20231120,test,Q\n20501231,test,Q\n"
