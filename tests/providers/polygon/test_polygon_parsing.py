"""Laws of the parts that touch nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leanrig.model.bars import CorporateAction
from leanrig.model.resolution import Resolution
from leanrig.providers.failures import BadAnswer
from leanrig.providers.polygon.actions import merged, read_dividends, read_splits
from leanrig.providers.polygon.columns import joined, read_columns, read_page
from leanrig.providers.polygon.frames import framed
from leanrig.providers.polygon.market_days import read_market_days
from leanrig.providers.polygon.reference import read_ticker
from leanrig.providers.polygon.snapshot import read_grouped
from leanrig.providers.symbols import parse_symbol

BTC, AAPL = parse_symbol("BTCUSD"), parse_symbol("AAPL")
DAY = date(2024, 3, 5)
MIDNIGHT = int(datetime(2024, 3, 5, tzinfo=UTC).timestamp() * 1000)
LATER = datetime(2025, 1, 1, tzinfo=UTC)


def row(minute: int, price: float = 10.0, **changed: Any) -> dict[str, Any]:
    return {"t": MIDNIGHT + minute * 60_000, "o": price, "h": price, "l": price, "c": price, "v": 1, "n": 1} | changed


@given(st.lists(st.integers(0, 1439), max_size=60), st.randoms(use_true_random=False), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_any_order_and_any_cut_into_pages_gives_the_same_bars(minutes: list[int], random: Any, pages: int) -> None:
    """Repeated moments, disorder and page edges change nothing; each moment comes once, in order."""
    rows = [row(minute, 100.0 + minute) for minute in minutes]
    random.shuffle(rows)
    cuts = sorted(random.randrange(len(rows) + 1) for _ in range(pages - 1))
    parts = [read_columns(rows[a:b], "x") for a, b in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    made = framed(joined(parts), BTC, Resolution.MINUTE, DAY, DAY, known_until=LATER)
    expected = sorted(set(minutes))
    index = pd.DatetimeIndex([pd.Timestamp(MIDNIGHT + (m + 1) * 60_000, unit="ms", tz="UTC") for m in expected])
    assert list(made.bars.index) == list(index)
    assert made.bars["close"].tolist() == [100.0 + m for m in expected]
    assert made.left_out.get("repeated", 0) == len(minutes) - len(expected)
    assert made.bars.index.is_monotonic_increasing


@given(st.integers(0, 1500))
@settings(max_examples=40, deadline=None)
def test_nothing_is_known_before_its_end(known_minutes: int) -> None:
    columns = read_columns([row(minute) for minute in range(0, 1440, 7)], "x")
    known_until = datetime(2024, 3, 5, tzinfo=UTC) + timedelta(minutes=known_minutes, seconds=30)
    made = framed(columns, BTC, Resolution.MINUTE, DAY, DAY, known_until=known_until)
    assert len(made.bars) == sum(minute + 1 <= known_minutes for minute in range(0, 1440, 7))


def test_the_later_of_two_that_differ_counts() -> None:
    columns = read_columns([row(1, 10.0), row(0, 9.0), row(1, 11.0)], "x")
    made = framed(columns, BTC, Resolution.MINUTE, DAY, DAY, known_until=LATER)
    assert made.bars["close"].tolist() == [9.0, 11.0]
    assert made.left_out == {"repeated": 1, "repeated differently": 1}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], "no JSON object"),
        ({"results": {}}, "no list of objects"),
        ({"results": [[1, 2]]}, "no list of objects"),
        ({"results": [None]}, "no list of objects"),
        ({"results": [row(0, o=None)]}, "'o' that is no number"),
        ({"results": [row(0, v="7")]}, "'v' that is no number"),
        ({"results": [row(0), row(1, h=[1])]}, "'h' that is no number"),
        ({"results": [row(0, c={})]}, "'c' that is no number"),
        ({"results": [row(0, t=1.5)]}, "'t' that is no whole number"),
        ({"results": [row(0, t="2024")]}, "'t' that is no number"),
        ({"results": [{"t": 1}]}, "a bar without 'o'"),
        ({"results": [row(0)], "next_url": 7}, "'next_url' that is no text"),
    ],
)
def test_bodies_of_another_form_are_refused(body: Any, words: str) -> None:
    with pytest.raises(BadAnswer, match=words) as caught:
        read_page(body, "AAPL, somewhere")
    assert caught.value.where == "AAPL, somewhere"


def test_results_may_be_absent_or_null_and_fields_unknown() -> None:
    for body in ({}, {"results": None}, {"results": []}):
        assert len(read_page(body, "x")[0]) == 0
    columns, _ = read_page({"results": [row(0, otc=True, vw=None, n=None, new={"a": 1})], "novel": 1}, "x")
    assert len(columns) == 1


def test_stamps_off_the_grid_are_refused() -> None:
    for symbol in (BTC, AAPL):
        columns = read_columns([row(0, t=MIDNIGHT + 61_000)], "x")
        with pytest.raises(BadAnswer, match="whole steps of 60 s"):
            framed(columns, symbol, Resolution.MINUTE, DAY, DAY, known_until=LATER)


def test_numbers_keep_all_their_digits() -> None:
    columns = read_columns([row(0, 0.1 + 0.2), row(1, 12345678.90123), row(2, 3)], "x")
    made = framed(columns, BTC, Resolution.MINUTE, DAY, DAY, known_until=LATER)
    assert made.bars["close"].tolist() == [0.1 + 0.2, 12345678.90123, 3.0]
    assert (made.bars.dtypes == np.float64).all()


def test_two_dividends_of_one_day_are_one_action_and_other_currencies_none() -> None:
    rows = [
        {"ex_dividend_date": "2024-02-09", "cash_amount": 0.24, "currency": "USD", "dividend_type": "CD"},
        {"ex_dividend_date": "2024-02-09", "cash_amount": 1.5, "dividend_type": "SC"},
        {"ex_dividend_date": "2024-03-01", "cash_amount": 9, "currency": "CAD"},
        {"ex_dividend_date": "2024-01-05", "cash_amount": 0},
    ]
    dividends, _ = read_dividends({"results": rows}, "x")
    splits, _ = read_splits(
        {"results": [{"execution_date": "2024-02-09", "split_from": 1, "split_to": 2, "ticker": "A"}]}, "x"
    )
    assert merged([*dividends, *splits]) == (CorporateAction(date(2024, 2, 9), 0.5, 1.74),)


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (read_splits, {"results": [{"execution_date": "2024-02-09", "split_from": 0, "split_to": 2}]}),
        (read_splits, {"results": [{"execution_date": "soon", "split_from": 1, "split_to": 2}]}),
        (read_splits, {"results": [{"execution_date": "2024-02-09", "split_from": "1", "split_to": 2}]}),
        (read_dividends, {"results": [{"ex_dividend_date": None, "cash_amount": 2}]}),
        (read_dividends, {"results": [{"ex_dividend_date": "2024-02-09"}]}),
        (read_ticker, {"results": {"ticker": "A"}}),
        (read_ticker, {}),
        (read_market_days, {"results": []}),
        (read_market_days, [{"date": "2024-02-30", "exchange": "NYSE", "status": "closed"}]),
        (read_market_days, ["2024-02-20"]),
        (read_grouped, {"results": [{"T": None, "t": 1, "o": 1, "h": 1, "l": 1, "c": 1, "v": 1}]}),
    ],
)
def test_reference_bodies_of_another_form_are_refused(read: Any, body: Any) -> None:
    with pytest.raises(BadAnswer, match="polygon sent"):
        read(body, "x")


def test_tickers_with_nothing_but_the_needful() -> None:
    found = read_ticker({"results": {"ticker": "A", "market": "stocks", "name": None, "list_date": "?"}}, "x")
    assert (found.name, found.listed, found.market_cap, found.is_active) == ("", None, None, True)
