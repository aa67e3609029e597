"""Bars that break a law never reach the store: one sentence with the moment, and what was stored stays as it was."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from folders import fingerprint

from leanrig.errors import BadInput
from leanrig.model.bars import BarSet, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.gaps import missing_sessions
from leanrig.store.parquet_store import ParquetStore

SYMBOL = Symbol.parse("AAPL", SecurityType.EQUITY)
KNOWN = Provenance("nobody", "none", "made for a test", "raw", datetime(2024, 1, 31, tzinfo=UTC))


def bars(first: str = "2024-01-02", count: int = 8) -> pd.DataFrame:
    """Return sound bars of consecutive sessions."""
    ends = pd.bdate_range(first, periods=count, tz="UTC") + pd.Timedelta(hours=21)
    close = 100 + np.arange(count, dtype=float)
    frame = pd.DataFrame({"open": close - 0.5, "high": close + 1, "low": close - 1, "close": close, "volume": 1000.0})
    frame.index = pd.DatetimeIndex(ends).as_unit("us").rename("end_time")
    return frame


def of(frame: pd.DataFrame, vendor: Provenance = KNOWN) -> BarSet:
    return BarSet(SYMBOL, Resolution.DAILY, frame, vendor)


def with_cell(column: str, value: float) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[frame.index[3], column] = value
        return frame

    return spoil


def with_times(change: Callable[[pd.DatetimeIndex], pd.Index]) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.set_axis(change(pd.DatetimeIndex(frame.index)), axis=0)

    return spoil


def mixed_zones(ends: pd.DatetimeIndex) -> pd.Index:
    return pd.Index([end if n % 2 else end.tz_convert("America/New_York") for n, end in enumerate(ends)], dtype=object)


def one_missing(ends: pd.DatetimeIndex) -> pd.Index:
    return ends[:-1].append(pd.DatetimeIndex([pd.NaT], tz="UTC"))


CASES = {
    "duplicate": (lambda frame: pd.concat([frame, frame.tail(1)]), "stands twice"),
    "time goes backwards": (lambda frame: frame.iloc[[0, 2, 1, 3, 4, 5, 6, 7]], "goes backwards"),
    "NaN": (with_cell("close", float("nan")), "missing or not finite"),
    "infinite": (with_cell("high", float("inf")), "missing or not finite"),
    "zero": (with_cell("low", 0.0), "zero or negative"),
    "negative": (with_cell("open", -3.0), "zero or negative"),
    "high below low": (with_cell("high", 50.0), "high is below the low"),
    "close outside": (with_cell("close", 150.0), "outside high and low"),
    "negative volume": (with_cell("volume", -1.0), "volume"),
    "no zone": (with_times(lambda ends: ends.tz_localize(None)), "not all in UTC"),
    "another zone": (with_times(lambda ends: ends.tz_convert("America/New_York")), "not all in UTC"),
    "mixed zones": (with_times(mixed_zones), "not all in UTC"),
    "a time is missing": (with_times(one_missing), "time is missing"),
    "a column is missing": (lambda frame: frame.drop(columns="low"), "columns are missing: low"),
    "none at all": (lambda frame: frame.head(0), "no bars"),
    "other than stored": (with_cell("close", 103.25), "2024-01-05"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_broken_law_is_named_and_changes_nothing(tmp_path: Path, name: str) -> None:
    spoil, says = CASES[name]
    store = ParquetStore(tmp_path)
    store.append(of(bars()))
    before = fingerprint(tmp_path)
    with pytest.raises(BadInput) as caught:
        store.append(of(spoil(bars())))
    assert says in str(caught.value)
    assert "AAPL" in caught.value.where
    assert caught.value.cure
    assert fingerprint(tmp_path) == before


def test_bars_of_another_vendor_are_not_mixed_in(tmp_path: Path) -> None:
    store = ParquetStore(tmp_path)
    store.append(of(bars()))
    before = fingerprint(tmp_path)
    other = Provenance("somebody", "none", "made for a test", "raw", KNOWN.as_of)
    with pytest.raises(BadInput, match=r"somebody|nobody"):
        store.append(of(bars("2024-02-01"), other))
    assert fingerprint(tmp_path) == before


def test_gaps_are_kept_and_told(tmp_path: Path) -> None:
    frame = bars().drop(bars().index[[2, 5]])
    store = ParquetStore(tmp_path)
    store.append(of(frame))
    assert [str(day) for day in missing_sessions(store.read(SYMBOL, Resolution.DAILY))] == ["2024-01-04", "2024-01-09"]
