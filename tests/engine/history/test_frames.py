"""Frames of history: shape, types, and rows found by symbol, ticker and identifier."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from engine.history.stage import Stage

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution
from leanrig.engine.errors import ArgumentException, InvalidOperationException
from leanrig.engine.identity import Symbol


@pytest.fixture
def shares() -> Stage:
    stage = Stage(datetime(2010, 6, 1), datetime(2010, 6, 30))
    stage.ibm = stage.add_equity("IBM", Resolution.DAILY).symbol
    stage.aapl = stage.add_equity("AAPL", Resolution.DAILY).symbol
    return stage.at(datetime(2010, 6, 15, 12))


@pytest.fixture
def minutes() -> Stage:
    stage = Stage(datetime(2024, 3, 5), datetime(2024, 3, 8))
    stage.tst = stage.add_equity("TST", Resolution.MINUTE).symbol
    return stage.at(datetime(2024, 3, 5, 11))


def test_rows_are_symbols_and_end_times(shares: Stage) -> None:
    frame = shares.history([shares.ibm, shares.aapl], 3)
    assert list(frame.index.names) == ["symbol", "time"]
    assert [level.dtype for level in frame.index.levels] == [np.dtype(object), np.dtype("datetime64[ns]")]
    assert type(frame.index[0][0]) is Symbol
    assert [str(symbol) for symbol in frame.index.get_level_values(0)] == ["IBM"] * 3 + ["AAPL"] * 3
    assert list(frame.columns) == ["close", "high", "low", "open", "volume"]
    assert set(frame.dtypes) == {np.dtype("float64")}
    assert frame.index[2][1] == pd.Timestamp(2010, 6, 14, 16)


def test_every_name_of_a_symbol_finds_its_rows(shares: Stage) -> None:
    frame = shares.history([shares.ibm, shares.aapl], 3)
    expected = frame.iloc[:3]["close"].tolist()
    for key in (shares.ibm, "IBM", str(shares.ibm.id)):
        assert frame.loc[key].close.tolist() == expected
        assert frame.xs(key).close.tolist() == expected
        assert key in frame.index
    wide = frame.close.unstack(level=0)
    assert wide["IBM"].tolist() == wide[shares.ibm].tolist() == expected
    assert [str(symbol) for symbol in wide.columns] == ["AAPL", "IBM"]


@pytest.mark.parametrize("find", [lambda frame: frame.loc["XYZ"], lambda frame: frame["XYZ"]])
def test_what_is_not_there_is_a_key_error_in_leans_words(shares: Stage, find: Any) -> None:
    with pytest.raises(KeyError, match=r"Mapped Key: \['XYZ'\]; Original Key: \['XYZ'\]"):
        find(shares.history(shares.ibm, 2))
    with pytest.raises(KeyError, match=r"Mapped Key: \['XYZ'\]; Original Key: \['XYZ'\]"):
        find(shares.history([], 2))


def test_a_frame_of_the_users_own_is_found_in_too(shares: Stage) -> None:
    shares.history(shares.ibm, 2)
    own = pd.DataFrame({shares.ibm: [1.0], "weight": [2.0]})
    assert own["IBM"].tolist() == [1.0]
    assert own["weight"].tolist() == [2.0]


def test_trades_and_quotes_share_a_row(minutes: Stage) -> None:
    frame = minutes.history(minutes.tst, 5)
    sides = [f"{side}{name}" for side in ("ask", "bid") for name in ("close", "high", "low", "open", "size")]
    assert list(frame.columns) == [*sides, "close", "high", "low", "open", "volume"]
    bars = list(minutes.history[TradeBar](minutes.tst, 5))
    quotes = list(minutes.history[QuoteBar](minutes.tst, 5))
    assert frame.close.tolist() == [bar.close for bar in bars]
    assert frame.bidclose.tolist() == [quote.bid.close for quote in quotes]
    assert frame.asksize.tolist() == [quote.last_ask_size for quote in quotes]
    assert [time.to_pydatetime() for time in frame.index.get_level_values(1)] == [bar.end_time for bar in bars]


def test_quotes_alone_have_a_middle_and_no_volume(minutes: Stage) -> None:
    frame = minutes.history(QuoteBar, minutes.tst, 4)
    assert "volume" not in frame.columns
    assert frame.close.tolist() == [quote.close for quote in minutes.history[QuoteBar](minutes.tst, 4)]


def test_nothing_found_is_an_empty_frame(shares: Stage) -> None:
    for frame in (
        shares.history([], 3),
        shares.history(shares.ibm, 0),
        shares.history(shares.ibm, -1),
        shares.history(shares.ibm, datetime(2010, 6, 10), datetime(2010, 6, 3)),
        shares.history(QuoteBar, shares.ibm, 3),
    ):
        assert frame.empty
        assert list(frame.columns) == []


def test_the_window_is_open_at_its_start_and_closed_at_its_end(shares: Stage) -> None:
    frame = shares.history(shares.ibm, datetime(2010, 6, 7, 16), datetime(2010, 6, 9, 16))
    days = [moment.day for moment in frame.index.get_level_values(1)]
    assert days == [8, 9]
    assert [moment.day for moment in shares.history(shares.ibm, timedelta(4)).index.get_level_values(1)] == [11, 14]


def test_the_future_is_cut_off(shares: Stage) -> None:
    frame = shares.history(shares.ibm, datetime(2010, 6, 10), datetime(2010, 7, 10))
    assert frame.index[-1][1] == pd.Timestamp(2010, 6, 14, 16)
    assert shares.said == ["Request for future history modified to end now."]


def test_points_are_counted(shares: Stage) -> None:
    shares.history([shares.ibm, shares.aapl], 3)
    assert shares._lean_history_points == 6


def test_sequences_are_read_when_looked_at_and_can_be_read_again(shares: Stage) -> None:
    found = shares.history("IBM", 5)
    assert type(found).__name__ == "MemoizingEnumerable[TradeBar]"
    assert shares._lean_history_points == 0
    first, second = list(found), list(found)
    assert first == second
    assert len(first) == shares._lean_history_points == 5


def test_slices_hold_all_securities(shares: Stage) -> None:
    found = list(shares.history(3))
    assert [[str(key) for key in slice_.keys()] for slice_ in found] == [["AAPL", "IBM"]] * 3  # noqa: SIM118
    assert found[-1].time == datetime(2010, 6, 14, 16)
    assert [len(bars) for bars in shares.history[TradeBar]([shares.ibm, shares.aapl], 2)] == [2, 2]


def test_lean_words_for_what_cannot_be_asked(shares: Stage) -> None:
    with pytest.raises(InvalidOperationException, match=r"can not be used with Resolution\.Tick"):
        shares.history(shares.ibm, 5, Resolution.TICK)
    with pytest.raises(ArgumentException, match="Symbol: IBM Requested Type: QuoteBar"):
        shares.history[QuoteBar](shares.ibm, 3)
    with pytest.raises(TypeError, match="No method matches"):
        shares.history(shares.ibm)
    with pytest.raises(TypeError, match="unknown colour"):
        shares.history(shares.ibm, 3, colour="red")
