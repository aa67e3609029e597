"""Every broken law of bars is refused with the moment, before anything is written."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made import STOCK, bar_set, simulated

from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.store.checks import check_bars
from leanrig.store.lean_format import read_lean, write_lean
from leanrig.store.parquet_store import ParquetStore


def put(column: str, value: float) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def change(bars: pd.DataFrame) -> pd.DataFrame:
        bars.loc[bars.index[5], column] = value
        return bars

    return change


def order(*numbers: int) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda bars: bars.iloc[[*numbers, *range(max(numbers) + 1, len(bars))]]


def missing_time(bars: pd.DataFrame) -> pd.DataFrame:
    ends = bars.index.to_series()
    ends.iloc[5] = pd.NaT
    return bars.set_axis(pd.DatetimeIndex(ends))


BROKEN = {
    "NaN": (put("close", np.nan), "a price is missing or not finite", 5),
    "infinite": (put("high", np.inf), "a price is missing or not finite", 5),
    "zero": (put("low", 0.0), "a price is zero or negative", 5),
    "negative": (put("open", -3.0), "a price is zero or negative", 5),
    "high below low": (put("high", 0.01), "the high is below the low", 5),
    "close above the high": (put("close", 1e6), "open or close lies outside high and low", 5),
    "open below the low": (put("open", 0.01), "open or close lies outside high and low", 5),
    "negative volume": (put("volume", -1.0), "the volume is negative or not finite", 5),
    "volume that is no number": (put("volume", np.nan), "the volume is negative or not finite", 5),
    "twice": (order(0, 1, 1, 2), "a time stands twice", 1),
    "backwards": (order(0, 2, 1, 3), "time goes backwards", 1),
    "no zone": (lambda bars: bars.tz_localize(None), "the times are not all in UTC", None),
    "another zone": (lambda bars: bars.tz_convert("Europe/Paris"), "the times are not all in UTC", None),
    "mixed zones": (
        lambda bars: bars.set_axis(
            pd.Index(
                [end.tz_convert("Europe/Paris" if n % 2 else "UTC") for n, end in enumerate(bars.index)], dtype=object
            )
        ),
        "the times are not all in UTC",
        None,
    ),
    "no time": (missing_time, "a time is missing", None),
    "a column less": (lambda bars: bars.drop(columns="volume"), "columns are missing: volume", None),
    "nothing": (lambda bars: bars.iloc[:0], "there are no bars", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_it_is_refused_with_moment_and_cure_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    change, words, row = BROKEN[name]
    good = simulated().bars
    bars = change(good.copy())
    for write in (
        lambda: check_bars(bars, where="TEST daily"),
        lambda: ParquetStore(tmp_path).append(bar_set(bars)),
        lambda: write_lean(bar_set(bars), tmp_path),
    ):
        with pytest.raises(BadInput, match=words) as caught:
            write()
        assert "TEST daily" in caught.value.where
        assert row is None or str(good.index[row]) in caught.value.where
        assert caught.value.cure
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_a_price_that_lean_could_not_hold_is_rounded_for_lean_and_kept_in_the_store(tmp_path: Path) -> None:
    bars = simulated().bars.round(2)
    bars.loc[bars.index[3], ["high", "close"]] = 200.12345
    bars.loc[bars.index[4], ["high", "close"]] = 200.12355
    write_lean(bar_set(bars), tmp_path)
    closes = read_lean(tmp_path, STOCK, Resolution.DAILY)["close"]
    assert closes.iloc[3:5].tolist() == [200.1234, 200.1236]  # halves to the even one
    ParquetStore(tmp_path).append(bar_set(bars))
    assert ParquetStore(tmp_path).read(STOCK, Resolution.DAILY).bars["close"].iloc[3] == 200.12345
