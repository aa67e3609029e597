"""Quotes, names and factors of real shares come out as real Lean's own files have them."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made import PROVENANCE, STOCK, simulated, tree
from shared_reference import shared

from leanrig.model.bars import QUOTE_COLUMNS, BarSet, CorporateAction, TickerChange
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.factor_files import factor_rows, texts_of
from leanrig.store.lean_format import lean_frame, read_lean, read_quotes, write_lean
from leanrig.store.map_files import map_text

BARE = Path(__file__).parents[1] / "bare" / "data"
DAILY, HOUR, MINUTE = Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE


def share(ticker: str) -> Symbol:
    return Symbol.parse(ticker, SecurityType.EQUITY)


def rows(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0]).decode().splitlines()


@pytest.mark.parametrize("ticker", ["TST", "BTCUSD"])
def test_quotes_that_real_lean_has_run_on_are_written_again_as_they_were(ticker: str, tmp_path: Path) -> None:
    symbol = share(ticker) if ticker == "TST" else Symbol.parse(ticker, SecurityType.CRYPTO)
    found = BarSet(
        symbol, MINUTE, read_lean(BARE, symbol, MINUTE), PROVENANCE, quotes=read_quotes(BARE, symbol, MINUTE)
    )
    quotes = [path for path in write_lean(found, tmp_path) if path.name.endswith("_quote.zip")]
    assert len(quotes) >= 5
    for path in quotes:
        mine, theirs = rows(path), rows(BARE / path.relative_to(tmp_path))
        numbers = [np.array([row.split(",") for row in side], dtype=float) for side in (mine, theirs)]
        assert (numbers[0] == numbers[1]).all()


def test_quotes_of_a_share_survive_and_its_hours_and_days_have_none(tmp_path: Path) -> None:
    minutes = simulated(STOCK, MINUTE, date(2024, 3, 8), date(2024, 3, 11))
    quotes = pd.DataFrame(dict.fromkeys(QUOTE_COLUMNS, minutes.bars["close"] - 0.0001)).round(4)
    quotes[["bid_size", "ask_size"]] = 300.0
    quotes.iloc[4, :5] = np.nan  # nobody bids
    write_lean(replace(minutes, quotes=quotes), tmp_path)
    back = read_quotes(tmp_path, STOCK, MINUTE)
    pd.testing.assert_frame_equal(back, quotes.fillna(0.0), check_freq=False)
    for resolution in (HOUR, DAILY):
        found = simulated(STOCK, resolution)
        (path, *_) = write_lean(replace(found, quotes=quotes), tmp_path / resolution)
        assert path.name == "test.zip"
        assert not list((tmp_path / resolution).rglob("*quote*"))


MAPS = {
    "goog": [("2014-03-27", "GOOCV"), ("2014-04-03", "GOOG")],
    "googl": [("2004-08-19", "GOOG"), ("2014-04-03", "GOOGL")],
    "wm": [("1998-01-02", "UW"), ("1998-07-17", "WMI"), ("2009-08-05", "WM")],
    "spwr": [("2005-11-17", "SPWR"), ("2008-09-30", "SPWRA"), ("2011-11-17", "SPWR")],
    "fb": [("2012-05-18", "FB")],
}


@pytest.mark.parametrize("name", MAPS)
def test_map_files_are_leans_own(name: str) -> None:
    """Days that names changed: the session after each row of Lean's file."""
    changes = [TickerChange(date.fromisoformat(day), ticker) for day, ticker in MAPS[name]]
    theirs = [
        line.split(",")[:2] for line in shared("lean-data", "equity/usa/map_files", f"{name}.csv").read_text().split()
    ]
    ours = [line.split(",")[:2] for line in map_text(share(name), changes, changes[0].first_day).split()]
    assert ours == theirs


def test_two_googles_share_a_file_as_in_leans_own_folder(tmp_path: Path) -> None:
    data = shared("lean-data")
    for name in ("googl", "goog", "googl"):
        symbol = share(name)
        changes = tuple(TickerChange(date.fromisoformat(day), ticker) for day, ticker in MAPS[name])
        found = read_lean(data, symbol, DAILY)
        write_lean(BarSet(symbol, DAILY, found, PROVENANCE, ticker_changes=changes), tmp_path)
    for name in ("goog", "googl", "goocv"):
        path = Path("equity/usa/daily", f"{name}.zip")
        assert rows(tmp_path / path) == rows(data / path)
    for name in ("goog", "googl"):
        path = Path("equity/usa/map_files", f"{name}.csv")
        assert (tmp_path / path).read_text().split() == (data / path).read_text().split()


# Apple's dividends a share as they were declared, by ex date; the split of 2020-08-31 is four for one.
PAID = {
    "2018-11-08": 0.73, "2019-02-08": 0.73, "2019-05-10": 0.77, "2019-08-09": 0.77, "2019-11-07": 0.77,
    "2020-02-07": 0.77, "2020-05-08": 0.82, "2020-08-07": 0.82, "2020-11-06": 0.205, "2021-02-05": 0.205,
}  # fmt: skip


def test_apples_factors_are_leans_own() -> None:
    """From raw bars, dividends and a split, without a reference price given."""
    data, symbol = shared("lean-data"), share("AAPL")
    actions = [CorporateAction(date.fromisoformat(day), 1.0, paid) for day, paid in PAID.items()]
    actions.append(CorporateAction(date(2020, 8, 31), 0.25, 0.0))
    bars = read_lean(data, symbol, DAILY).loc["2018-11-01":]
    ours = [row.text.split(",") for row in factor_rows(BarSet(symbol, DAILY, bars, PROVENANCE, tuple(actions)))]
    lines = (data / "equity/usa/factor_files/aapl.csv").read_text().split()
    theirs = [line.split(",") for line in lines if line >= "20181107"]
    assert ours[0][0] == "20181101"
    assert [row[0] for row in ours[1:]] == [row[0] for row in theirs]
    for mine, real in zip(ours[1:], theirs, strict=True):
        assert float(mine[1]) == pytest.approx(float(real[1]), abs=2e-7)
        assert (float(mine[2]), float(mine[3])) == (float(real[2]), float(real[3]))


def test_a_dividend_and_a_split_on_one_day_are_one_row() -> None:
    """The dividend is paid on the old shares: half of it a new one, at half the price."""
    found = simulated()
    ends, close = found.bars.index, float(found.bars["close"].iloc[9])
    day = ends[10].date()
    parts = (CorporateAction(day, 1.0, 1.0), CorporateAction(day, 0.5, 0.0), CorporateAction(day, 1.0, 0.5))
    whole = replace(found, actions=parts)
    rows_ = factor_rows(whole)
    assert [row.date for row in rows_] == ["20231120", "20231204", "20501231"]
    assert (rows_[1].split, rows_[1].price) == (0.5, pytest.approx(1 - 1.5 / close, rel=1e-9))
    shown = lean_frame(whole)["close"]
    assert shown.iloc[9] == pytest.approx((close - 1.5) / 2, rel=1e-9)
    assert shown.iloc[10] == found.bars["close"].iloc[10]


def test_events_of_a_weekend_and_its_monday_are_one_row() -> None:
    found = simulated()
    actions = (CorporateAction(date(2023, 12, 9), 0.5, 0.0), CorporateAction(date(2023, 12, 11), 0.5, 0.0))
    rows_ = factor_rows(replace(found, actions=actions))
    assert [(row.date, row.split) for row in rows_] == [("20231120", 0.25), ("20231208", 0.25), ("20501231", 1.0)]


def test_names_of_another_company_are_not_followed() -> None:
    changes = (TickerChange(date(2012, 5, 18), "FB"), TickerChange(date(2022, 6, 9), "META"))
    assert map_text(STOCK, changes, date(2022, 6, 1)).split() == ["20220601,test,Q", "20501231,test,Q"]


def test_an_event_after_a_gap_stands_on_its_own_day() -> None:
    """Lean takes an event from the row of the session before: also where that session has no bar."""
    found = simulated()
    fewer = replace(found, bars=found.bars.drop(found.bars.index[[8, 9]]))
    action = CorporateAction(found.bars.index[10].date(), 0.5, 0.0)
    rows_ = factor_rows(replace(fewer, actions=(action,)))
    assert rows_[1].date == f"{found.bars.index[9]:%Y%m%d}"
    assert float(rows_[1].reference) == found.bars["close"].iloc[7]


def test_the_files_go_by_the_last_name(tmp_path: Path) -> None:
    """META's files serve those who still ask for FB."""
    changes = (TickerChange(date(2012, 5, 18), "FB"), TickerChange(date(2022, 6, 9), "META"))
    found = simulated(share("FB"), DAILY, date(2022, 6, 1), date(2022, 6, 20))
    assert {path.name for path in texts_of(replace(found, ticker_changes=changes))} == {"meta.csv"}
    write_lean(replace(found, ticker_changes=changes), tmp_path)
    assert {name for name in tree(tmp_path) if "daily" in name} == {
        "equity/usa/daily/fb.zip", "equity/usa/daily/meta.zip",
    }  # fmt: skip
    assert rows(tmp_path / "equity/usa/daily/fb.zip")[-1].startswith("20220608")
