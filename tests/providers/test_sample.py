"""The package's real bars: raw as quoted, stamped at the session's close, with their splits and dividends."""

import csv
import gzip
from datetime import date
from importlib.resources import files

import pandas as pd
import pytest

from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.sample import SAMPLE_TICKERS, SampleProvider, derive_actions
from leanrig.store.checks import check_bars

ALL = date(2000, 3, 1), date(2013, 3, 1)


def stock(ticker: str) -> Symbol:
    return Symbol.parse(ticker, SecurityType.EQUITY)


@pytest.mark.parametrize("ticker", SAMPLE_TICKERS)
def test_rows_are_the_packages_own(ticker: str) -> None:
    made = SampleProvider().bars(stock(ticker), Resolution.DAILY, *ALL)
    check_bars(made.bars, where=ticker)
    packed = files("bokeh_sampledata").joinpath("_data", "stocks.csv.gz").read_bytes()
    table = csv.DictReader(gzip.decompress(packed).decode().splitlines())
    rows = sorted((row for row in table if row["Ticker"] == ticker), key=lambda row: row["Date"])
    local = made.bars.index.tz_convert("America/New_York")
    assert [f"{end:%Y-%m-%d}" for end in local] == [row["Date"] for row in rows]
    assert {f"{end:%H:%M}" for end in local} == {"16:00", "13:00"}
    for name in ("Open", "High", "Low", "Close", "Volume"):
        assert made.bars[name.lower()].tolist() == [float(row[name]) for row in rows]


def test_it_says_what_it_is() -> None:
    known = SampleProvider().bars(stock("AAPL"), Resolution.DAILY, *ALL).provenance
    assert (known.vendor, known.label, known.adjustment) == ("sample", "sample data, public domain", "raw")
    assert known.licence == "public domain"


def test_a_range_is_both_ends_included() -> None:
    bars = SampleProvider().bars(stock("IBM"), Resolution.DAILY, date(2005, 1, 3), date(2005, 1, 7)).bars
    assert [f"{end:%m-%d}" for end in bars.index] == ["01-03", "01-04", "01-05", "01-06", "01-07"]


def test_the_splits_are_the_real_ones() -> None:
    """AAPL split 2:1 on 21 June 2000 and 28 February 2005, MSFT on 18 February 2003."""
    found = {
        ticker: [
            (action.ex_date, action.split_factor)
            for action in SampleProvider().bars(stock(ticker), Resolution.DAILY, *ALL).actions
            if action.split_factor != 1
        ]
        for ticker in SAMPLE_TICKERS
    }
    assert found == {
        "AAPL": [(date(2000, 6, 21), 0.5), (date(2005, 2, 28), 0.5)],
        "GOOG": [],
        "IBM": [],
        "MSFT": [(date(2003, 2, 18), 0.5)],
    }


@pytest.mark.parametrize(
    ("ticker", "day", "paid"),
    [
        ("AAPL", date(2012, 8, 9), 2.65),
        ("AAPL", date(2012, 11, 7), 2.65),
        ("AAPL", date(2013, 2, 7), 2.65),
        ("MSFT", date(2004, 11, 15), 3.08),  # the special three dollars and the quarter's eight cents
    ],
)
def test_dividends_are_near_the_paid_ones(ticker: str, day: date, paid: float) -> None:
    actions = SampleProvider().bars(stock(ticker), Resolution.DAILY, *ALL).actions
    (found,) = [action.dividend for action in actions if action.ex_date == day]
    assert found == pytest.approx(paid, rel=0.05)


def test_a_split_and_a_dividend_on_one_day_are_told_apart() -> None:
    days = pd.bdate_range("2024-01-01", periods=4)
    closes = pd.Series([100.0, 102.0, 25.0, 25.5], index=days)
    adjusted = closes * [0.25 * 0.98, 0.25 * 0.98, 1.0, 1.0]
    (action,) = derive_actions(closes, adjusted)
    assert (action.ex_date, action.split_factor, action.reference_price) == (days[2].date(), 0.25, 102.0)
    assert action.dividend == pytest.approx(102.0 * 0.02)


@pytest.mark.parametrize(
    ("symbol", "resolution", "span", "words"),
    [
        (stock("APPL"), Resolution.DAILY, ALL, "has no APPL"),
        (stock("TSLA"), Resolution.DAILY, ALL, "has no TSLA"),
        (Symbol.parse("AAPL", SecurityType.CRYPTO), Resolution.DAILY, ALL, "has no AAPL"),
        (stock("AAPL"), Resolution.MINUTE, ALL, "daily bars only"),
        (stock("GOOG"), Resolution.DAILY, (date(2001, 1, 1), date(2002, 1, 1)), "from 2001-01-01 to 2002-01-01"),
        (stock("AAPL"), Resolution.DAILY, (date(2005, 1, 1), date(2005, 1, 2)), "has no AAPL from"),
    ],
)
def test_what_it_does_not_have_is_said(
    symbol: Symbol, resolution: Resolution, span: tuple[date, date], words: str
) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        SampleProvider().bars(symbol, resolution, *span)
    assert caught.value.cure


def test_a_slip_of_the_pen_gets_the_nearest_name() -> None:
    with pytest.raises(BadInput) as caught:
        SampleProvider().bars(stock("APPL"), Resolution.DAILY, *ALL)
    assert caught.value.cure.startswith("did you mean AAPL?")
