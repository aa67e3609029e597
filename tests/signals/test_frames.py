from datetime import datetime, timedelta

import pandas as pd
import pytest

from signals.contract import Regime, Row, written
from signals.frames import frame_of, read_frame, rows_of, text_of

ROWS = [
    Row(datetime(2024, 3, 7, 21) + timedelta(days=day), "AAPL", regime, 0.5 + day / 10, 0.123456 * (-1) ** day)
    for day, regime in enumerate(Regime)
]


def test_a_frame_holds_the_rows_and_gives_them_back() -> None:
    frame = read_frame(written(ROWS), name="aapl.csv", symbol="AAPL", has_sessions=True)
    assert str(frame["timestamp"].dt.tz) == "UTC"
    assert frame["regime"].tolist() == ["trending", "mean_reverting", "volatile", "calm"]
    assert rows_of(frame, has_sessions=True) == ROWS
    assert text_of(frame, has_sessions=True) == written(ROWS)


def test_another_zone_is_the_same_moment() -> None:
    frame = frame_of(ROWS)
    frame["timestamp"] = frame["timestamp"].dt.tz_convert("America/New_York")
    assert rows_of(frame, has_sessions=True) == ROWS


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("confidence", float("nan"), "line 4: confidence 'nan'"),
        ("confidence", 1.0000001, "line 4: confidence '1.0000001'"),
        ("regime", "bull", "line 4: 'bull' is no regime"),
        ("symbol", "MSFT", "line 4: the symbol is 'MSFT'"),
        ("timestamp", pd.NaT, "line 4: '' is no timestamp"),
        ("timestamp", pd.Timestamp("2024-03-07 21:00:00.5", tz="UTC"), "line 4: '2024-03-07 21:00:00.5"),
        ("timestamp", pd.Timestamp("2024-03-12 04:00:00", tz="UTC"), "line 4: 2024-03-12 04:00:00 is a midnight"),
    ],
)
def test_a_bad_row_is_refused(column: str, value: object, said: str) -> None:
    frame = frame_of(ROWS)
    frame.loc[2, column] = value
    with pytest.raises(ValueError, match="frame, line 4") as caught:
        rows_of(frame, has_sessions=True)
    assert said in str(caught.value)


def test_a_frame_of_another_shape_is_refused() -> None:
    frame = frame_of(ROWS)
    with pytest.raises(ValueError, match="the columns are"):
        rows_of(frame[["symbol", "timestamp"]], has_sessions=True)
    with pytest.raises(ValueError, match="have no zone"):
        rows_of(frame.assign(timestamp=frame["timestamp"].dt.tz_localize(None)), has_sessions=True)
    with pytest.raises(ValueError, match="has no row"):
        rows_of(frame.iloc[:0], has_sessions=True)
