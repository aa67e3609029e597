from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.contract import HEADER, Regime, Row, read_rows, rounded, written

GOOD = "2025-01-15 14:30:00,BTCUSD,trending,0.85,0.67"
NOW = datetime(2026, 1, 1)


def read(text: str, *, has_sessions: bool = False) -> list[Row]:
    return read_rows(text, name="btc.csv", symbol="BTCUSD", has_sessions=has_sessions, now=NOW, cure="run it again")


def test_the_documented_line_is_a_row() -> None:
    (row,) = read(f"{HEADER}\n{GOOD}\n")
    assert row == Row(datetime(2025, 1, 15, 14, 30), "BTCUSD", Regime.TRENDING, 0.85, 0.67)
    assert row.text == GOOD
    assert row.tag == "2025-01-15 14:30:00 trending 0.67"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\r\n{GOOD}\r\n",
        f"\ufeff{HEADER}\n{GOOD}\n",
        f"{HEADER}\n{GOOD}",
        f"{HEADER}\n\n{GOOD}\n\n",
    ],
    ids=["line ends of Windows", "byte-order mark", "no newline at the end", "blank lines"],
)
def test_what_editors_do_to_a_file_is_read(text: str) -> None:
    assert [row.text for row in read(text)] == [GOOD]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2025-01-16,BTCUSD,calm,0.5,0.1", "'2025-01-16' is no timestamp"),
        ("2025-01-16T00:00:00,BTCUSD,calm,0.5,0.1", "is no timestamp"),
        ("2025-01-16 00:00:00+00:00,BTCUSD,calm,0.5,0.1", "is no timestamp"),
        ("2025-01-16 00:00:00.5,BTCUSD,calm,0.5,0.1", "is no timestamp"),
        ("2025-01-16 00:00:00.500000,BTCUSD,calm,0.5,0.1", "is no timestamp"),
        ("2025-W03-4 00:00:00,BTCUSD,calm,0.5,0.1", "is no timestamp"),
        ("2025-02-30 00:00:00,BTCUSD,calm,0.5,0.1", "is no timestamp"),
        ("16/01/2025 00:00:00,BTCUSD,calm,0.5,0.1", "is no timestamp"),
        ("2025-01-16 00:00:00,ETHUSD,calm,0.5,0.1", "'ETHUSD' and must be 'BTCUSD'"),
        ("2025-01-16 00:00:00,BTCUSD,bullish,0.5,0.1", "'bullish' is no regime"),
        ("2025-01-16 00:00:00,BTCUSD,,0.5,0.1", "'' is no regime"),
        ("2025-01-16 00:00:00,BTCUSD,calm,1.01,0.1", "confidence '1.01' is not a number from 0 to 1"),
        ("2025-01-16 00:00:00,BTCUSD,calm,-0.01,0.1", "confidence '-0.01'"),
        ("2025-01-16 00:00:00,BTCUSD,calm,nan,0.1", "confidence 'nan'"),
        ("2025-01-16 00:00:00,BTCUSD,calm,0.5,-1.5", "signal_strength '-1.5' is not a number from -1 to 1"),
        ("2025-01-16 00:00:00,BTCUSD,calm,0.5,inf", "signal_strength 'inf'"),
        ("2025-01-16 00:00:00,BTCUSD,calm,0.5,", "signal_strength ''"),
        ("2025-01-16 00:00:00,BTCUSD,calm,0.5", "4 fields instead of 5"),
        ("2025-01-16 00:00:00,BTCUSD,calm,0.5,0.1,7", "6 fields instead of 5"),
        ("2025-01-15 14:30:00,BTCUSD,calm,0.5,0.1", "2025-01-15 14:30:00 stands twice"),
        ("2025-01-14 14:30:00,BTCUSD,calm,0.5,0.1", "is earlier than the row before"),
        ("2026-01-01 00:00:01,BTCUSD,calm,0.5,0.1", "lies in the future"),
    ],
)
def test_a_bad_row_is_refused_with_file_line_reason_and_cure(line: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^btc\.csv, line 3: .*; run it again$") as caught:
        read(f"{HEADER}\n{GOOD}\n{line}\n")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("clock", ["00:00:00", "04:00:00", "05:00:00"])
def test_a_midnight_is_no_end_of_a_session(clock: str) -> None:
    text = f"{HEADER}\n2025-01-15 {clock},BTCUSD,calm,0.5,0.1\n"
    with pytest.raises(ValueError, match=r"line 2: .* is a midnight .* a day too early"):
        read(text, has_sessions=True)
    assert read(text)  # an always-open market's day does end there


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "btc.csv is empty"),
        ("\n \n", "btc.csv is empty"),
        (f"{HEADER}\n", "has a header and no row"),
        (f"{GOOD}\n", "line 1: the header is"),
        ("PK\x03\x04" + "x" * 500, "line 1: the header is"),
        ("timestamp,symbol,regime,signal_strength,confidence\n", "line 1: the header is"),
    ],
)
def test_a_file_without_rows_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"run it again$") as caught:
        read(text)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 250


numbers = st.floats(0, 1).map(rounded)
rows = st.lists(
    st.tuples(st.integers(0, 10**8), st.sampled_from(list(Regime)), numbers, numbers.map(lambda x: rounded(2 * x - 1))),
    min_size=1,
    max_size=30,
    unique_by=lambda row: row[0],
).map(
    lambda parts: [
        Row(datetime(2010, 1, 1) + timedelta(seconds=second), "BTCUSD", *rest)
        for second, *rest in sorted(parts, key=lambda part: part[0])
    ]
)


@given(rows)
def test_what_is_written_is_read_back_equal(made: list[Row]) -> None:
    assert read(written(made)) == made


@given(st.floats(-1, 1))
def test_rounding_is_half_to_even_and_settles(value: float) -> None:
    once = rounded(value)
    assert rounded(once) == once
    assert abs(once - value) <= 0.5000001e-6
    assert str(once) != "-0.0"
