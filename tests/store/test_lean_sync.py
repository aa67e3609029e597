"""Lean's folder follows the store: only what changed is written, nothing is left over, a killed sync is completed."""

import os
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from made import COIN, STOCK, answered, simulated, tree

from leanrig.errors import Missing
from leanrig.model.bars import BarSet, CorporateAction, TickerChange
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days
from leanrig.model.symbol import Symbol
from leanrig.store.coverage import DayRange
from leanrig.store.lean_format import read_lean, write_lean
from leanrig.store.lean_sync import sync_lean
from leanrig.store.parquet_store import ParquetStore

DAILY, HOUR, MINUTE = Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE
FIRST, LAST = date(2024, 1, 30), date(2024, 2, 2)
MINUTES = simulated(COIN, MINUTE, FIRST, LAST)
DAY = timedelta(days=1)


def put(store: ParquetStore, found: BarSet, first: date = FIRST, last: date = LAST) -> None:
    store.put(answered(found, first, last), DayRange(first, last))


def names(paths: list[Path]) -> list[str]:
    return sorted(path.name for path in paths)


def of_lean(folder: Path, symbol: Symbol = COIN) -> dict[str, bytes]:
    return {name: data for name, data in tree(folder).items() if not name.startswith(f"{symbol.ticker}/")}


def changed_on(found: BarSet, day: date) -> BarSet:
    bars = found.bars.copy()
    bars.loc[bar_days(found.symbol, bars.index) == pd.Timestamp(day), "volume"] += 1
    return replace(found, bars=bars)


@pytest.mark.parametrize(("symbol", "resolution"), [(COIN, MINUTE), (COIN, HOUR), (STOCK, MINUTE), (STOCK, DAILY)])
def test_it_makes_what_write_lean_makes(symbol: Symbol, resolution: Resolution, tmp_path: Path) -> None:
    found, store = simulated(symbol, resolution, FIRST, LAST), ParquetStore(tmp_path / "synced")
    put(store, found)
    written = sync_lean(store, symbol, resolution, tmp_path / "synced")
    plain = write_lean(answered(found, FIRST, LAST), tmp_path / "plain")
    assert len(written) == len(plain)
    assert of_lean(tmp_path / "synced", symbol) == tree(tmp_path / "plain")
    assert sync_lean(store, symbol, resolution, tmp_path / "synced") == []


def test_only_days_whose_bytes_changed_are_written(tmp_path: Path) -> None:
    store = ParquetStore(tmp_path)
    put(store, MINUTES)
    assert len(sync_lean(store, COIN, MINUTE, tmp_path)) == 4
    put(store, changed_on(MINUTES, date(2024, 2, 1)))
    assert names(sync_lean(store, COIN, MINUTE, tmp_path)) == ["20240201_trade.zip"]


def test_a_day_that_a_vendor_took_back_goes_and_files_of_others_stay(tmp_path: Path) -> None:
    store, folder = ParquetStore(tmp_path), tmp_path / "crypto/coinbase/minute/btcusd"
    put(store, MINUTES)
    sync_lean(store, COIN, MINUTE, tmp_path)
    (folder / "20240210_trade.zip").write_bytes(b"a user's own")
    put(store, replace(MINUTES, bars=MINUTES.bars.iloc[:0]), date(2024, 2, 1), date(2024, 2, 1))
    assert sync_lean(store, COIN, MINUTE, tmp_path) == []
    there = names(list(folder.iterdir()))
    assert there == ["20240130_trade.zip", "20240131_trade.zip", "20240202_trade.zip", "20240210_trade.zip"]
    put(store, replace(MINUTES, bars=MINUTES.bars.iloc[:0]), date(2024, 2, 1), LAST)
    sync_lean(store, COIN, MINUTE, tmp_path)
    assert names(list(folder.iterdir())) == ["20240130_trade.zip", "20240131_trade.zip", "20240210_trade.zip"]


def test_a_file_that_somebody_deleted_is_made_again(tmp_path: Path) -> None:
    store = ParquetStore(tmp_path)
    put(store, MINUTES)
    sync_lean(store, COIN, MINUTE, tmp_path)
    (tmp_path / "crypto/coinbase/minute/btcusd/20240131_trade.zip").unlink()
    assert names(sync_lean(store, COIN, MINUTE, tmp_path)) == ["20240131_trade.zip"]
    (tmp_path / "BTCUSD/minute/lean.json").write_text("{")
    assert sync_lean(store, COIN, MINUTE, tmp_path) == []  # looked at anew, and found as it should be


@pytest.mark.parametrize("good", range(0, 20, 3))
def test_a_sync_that_stops_at_any_moment_is_completed_by_the_next(tmp_path: Path, good: int) -> None:
    plain, store = ParquetStore(tmp_path / "plain"), ParquetStore(tmp_path / "other")
    shares = simulated(STOCK, MINUTE, FIRST, LAST)
    fewer = replace(shares, bars=shares.bars.iloc[390:])
    for each, folder in ((plain, tmp_path / "plain"), (store, tmp_path / "other")):
        put(each, shares)
        sync_lean(each, STOCK, MINUTE, folder)
        put(each, changed_on(fewer, LAST))
    sync_lean(plain, STOCK, MINUTE, tmp_path / "plain")
    with pytest.MonkeyPatch.context() as patch:
        left = [good]

        def fsync(handle: int) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device")

        patch.setattr(os, "fsync", fsync)
        with suppress(OSError):
            sync_lean(store, STOCK, MINUTE, tmp_path / "other")
    (tmp_path / "other/equity/usa/minute/test/.20240201_trade.zip.77-ab.part").write_bytes(b"half")
    sync_lean(store, STOCK, MINUTE, tmp_path / "other")
    assert tree(tmp_path / "other") == tree(tmp_path / "plain")


class TestShares:
    """Factor and map files speak for all resolutions; names of the time are where the prices lie."""

    SPLIT = CorporateAction(date(2024, 2, 1), 0.25, 0.0)

    def test_resolutions_make_the_same_factor_file(self, tmp_path: Path) -> None:
        store = ParquetStore(tmp_path)
        daily = simulated(STOCK, DAILY, date(2023, 11, 20), LAST)
        store.put_events(STOCK, [self.SPLIT])
        put(store, simulated(STOCK, MINUTE, FIRST, LAST))
        sync_lean(store, STOCK, MINUTE, tmp_path)
        factors = tmp_path / "equity/usa/factor_files/test.csv"
        assert factors.read_text().startswith("20240130,1,0.25,1\n20240131,1,0.25,")
        store.put(answered(daily, date(2023, 11, 20), LAST), DayRange(date(2023, 11, 20), LAST))
        for resolution in (DAILY, MINUTE):
            sync_lean(store, STOCK, resolution, tmp_path)
            close = daily.bars["close"][daily.bars.index < pd.Timestamp("2024-02-01", tz="UTC")].iloc[-1]
            assert factors.read_text() == f"20231120,1,0.25,1\n20240131,1,0.25,{close:g}\n20501231,1,1,0\n"

    @pytest.mark.parametrize("resolution", [MINUTE, HOUR, DAILY])
    def test_a_renamed_share_lies_under_the_name_of_the_time(self, resolution: Resolution, tmp_path: Path) -> None:
        store, found = ParquetStore(tmp_path), simulated(STOCK, resolution, FIRST, LAST)
        put(store, found)
        sync_lean(store, STOCK, resolution, tmp_path)
        store.put_events(STOCK, [], [TickerChange(date(2020, 5, 4), "OLD"), TickerChange(date(2024, 2, 1), "TEST")])
        sync_lean(store, STOCK, resolution, tmp_path)
        assert (
            tmp_path / "equity/usa/map_files/test.csv"
        ).read_text() == "20200504,old,Q\n20240131,old,Q\n20501231,test,Q\n"
        folder = tmp_path / "equity/usa" / resolution
        if resolution is MINUTE:
            assert names(list((folder / "old").iterdir())) == ["20240130_trade.zip", "20240131_trade.zip"]
            assert names(list((folder / "test").iterdir())) == ["20240201_trade.zip", "20240202_trade.zip"]
        else:
            assert {name: days_in(folder / f"{name}.zip") for name in ("old", "test")} == {
                "old": ["20240130", "20240131"], "test": ["20240201", "20240202"],
            }  # fmt: skip
        pd.testing.assert_frame_equal(read_lean(tmp_path, STOCK, resolution), found.bars, check_freq=False)

    def test_a_name_that_was_taken_back_leaves_nothing(self, tmp_path: Path) -> None:
        store = ParquetStore(tmp_path)
        put(store, simulated(STOCK, DAILY, FIRST, LAST))
        change = TickerChange(date(2024, 2, 1), "TEST")
        store.put_events(STOCK, [], [TickerChange(date(2020, 5, 4), "OLD"), change])
        sync_lean(store, STOCK, DAILY, tmp_path)
        store.put_events(STOCK, [], [], days=DayRange(date(1998, 1, 1), LAST))
        sync_lean(store, STOCK, DAILY, tmp_path)
        assert not (tmp_path / "equity/usa/daily/old.zip").exists()
        assert days_in(tmp_path / "equity/usa/daily/test.zip") == ["20240130", "20240131", "20240201", "20240202"]

    def test_two_shares_that_had_one_name_share_its_file(self, tmp_path: Path) -> None:
        """As GOOG holds the history of what is GOOGL now, and since then another class of share."""
        middle, store = date(2024, 2, 1), ParquetStore(tmp_path)
        old, new = replace(STOCK, ticker="AAAL"), replace(STOCK, ticker="AAA")
        for symbol, changes in (
            (old, [TickerChange(date(2020, 5, 4), "AAA"), TickerChange(middle, "AAAL")]),
            (new, [TickerChange(date(2024, 1, 20), "AAACV"), TickerChange(middle, "AAA")]),
        ):
            found = simulated(symbol, DAILY, FIRST, LAST)
            put(store, found)
            store.put_events(symbol, [], changes)
        for symbol in (old, new, old):
            sync_lean(store, symbol, DAILY, tmp_path)
        for symbol in (old, new):
            found = read_lean(tmp_path, symbol, DAILY)
            pd.testing.assert_frame_equal(found, simulated(symbol, DAILY, FIRST, LAST).bars, check_freq=False)
        assert len(days_in(tmp_path / "equity/usa/daily/aaa.zip")) == 4
        store.put_events(old, [], [], days=DayRange(date(1998, 1, 1), LAST))
        sync_lean(store, old, DAILY, tmp_path)
        assert days_in(tmp_path / "equity/usa/daily/aaa.zip") == ["20240201", "20240202"]


def test_without_bars_there_is_nothing_to_sync(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="no daily bars of TEST in the store") as caught:
        sync_lean(ParquetStore(tmp_path), STOCK, DAILY, tmp_path)
    assert caught.value.cure == "leanrig fetch TEST --resolution daily"


def days_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        rows = archive.read(archive.namelist()[0]).decode().split("\n")
    return sorted({row[:8] for row in rows if row})
