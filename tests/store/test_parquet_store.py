"""Bars are kept whole: appended, never mixed, and noticed when they are torn."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from made import COIN, STOCK, bar_set, simulated

from leanrig.errors import BadInput, Missing
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.providers.sample import SampleProvider
from leanrig.store.parquet_store import ParquetStore

DAILY = Resolution.DAILY


def files_of(folder: Path, year: int) -> list[Path]:
    return sorted((folder / "TEST" / "daily").glob(f"{year}-*.parquet"))


def part(whole: BarSet, first: int, last: int) -> BarSet:
    return BarSet(whole.symbol, whole.resolution, whole.bars.iloc[first:last], whole.provenance, whole.actions)


def test_what_is_read_is_what_was_kept(tmp_path: Path) -> None:
    store = ParquetStore(tmp_path)
    for made in (simulated(), simulated(COIN), simulated(STOCK, Resolution.HOUR)):
        path = store.append(made)
        assert path == tmp_path / made.symbol.ticker / "metadata.json"
        found = store.read(made.symbol, made.resolution)
        pd.testing.assert_frame_equal(found.bars, made.bars, check_freq=False)
        assert (found.provenance, found.actions) == (made.provenance, made.actions)
    assert store.symbols() == ["BTCUSD", "TEST"]
    names = {path.relative_to(tmp_path).as_posix().partition("-")[0] for path in tmp_path.rglob("*.parquet")}
    assert {"TEST/daily/2023", "TEST/daily/2024", "TEST/hour/2023", "BTCUSD/daily/2024"} <= names


def test_the_metadata_says_where_bars_are_from(tmp_path: Path) -> None:
    symbol = replace(STOCK, ticker="AAPL")
    made = SampleProvider().bars(symbol, DAILY, date(2005, 1, 3), date(2005, 12, 30))
    metadata = json.loads(ParquetStore(tmp_path).append(made).read_text())
    assert (metadata["symbol"], metadata["security_type"], metadata["market"]) == ("AAPL", "equity", "usa")
    entry = metadata["resolutions"]["daily"]
    (segment,) = entry["segments"]
    assert (segment["from"], segment["to"], segment["vendor"]) == ("2005-01-03", "2005-12-30", "sample")
    assert segment["label"] == "sample data, public domain"
    assert segment["adjustment"] == "raw"
    assert segment["as_of"] == "2013-03-01T21:00:00+00:00"
    assert entry["bars"] == 252
    assert (entry["first"], entry["last"]) == ("2005-01-03T21:00:00+00:00", "2005-12-30T21:00:00+00:00")
    assert ["2005-02-28", 0.5, 0.0, 88.99] in metadata["actions"]
    ((name, file),) = entry["files"].items()
    digest = file["sha256"]
    assert name == f"2005-{digest[:12]}.parquet"
    assert hashlib.sha256((tmp_path / "AAPL" / "daily" / name).read_bytes()).hexdigest() == digest


def test_parts_in_any_order_make_the_whole(tmp_path: Path) -> None:
    whole = simulated()
    for number, cuts in enumerate([((0, 10), (10, 37)), ((20, 37), (0, 25)), ((0, 37), (0, 37))]):
        store = ParquetStore(tmp_path / str(number))
        for first, last in cuts:
            store.append(part(whole, first, last))
        pd.testing.assert_frame_equal(store.read(STOCK, DAILY).bars, whole.bars, check_freq=False)


def test_an_append_rewrites_only_the_years_that_changed(tmp_path: Path) -> None:
    whole = simulated()
    store = ParquetStore(tmp_path)
    store.append(part(whole, 0, 33))
    (old,) = files_of(tmp_path, 2023)
    before = old.stat().st_mtime_ns
    for last in (34, 35, 36, 37):
        store.append(part(whole, 30, last))
        assert len(store.read(STOCK, DAILY).bars) == last
    assert files_of(tmp_path, 2023) == [old]
    assert old.stat().st_mtime_ns == before
    assert len(files_of(tmp_path, 2024)) == 2  # the last one, and the one before for those who still read it


def test_bars_that_differ_from_the_kept_ones_are_refused(tmp_path: Path) -> None:
    whole = simulated()
    store = ParquetStore(tmp_path)
    store.append(whole)
    changed = whole.bars.copy()
    changed.iloc[7, changed.columns.get_loc("volume")] += 1
    with pytest.raises(BadInput, match=f"1 bars differ .* at {changed.index[7]}".replace("+", r"\+")) as caught:
        store.append(BarSet(STOCK, DAILY, changed, whole.provenance))
    assert "fetch again" in caught.value.cure
    pd.testing.assert_frame_equal(store.read(STOCK, DAILY).bars, whole.bars, check_freq=False)


def test_vendors_do_not_mix(tmp_path: Path) -> None:
    store = ParquetStore(tmp_path)
    store.append(simulated())
    with pytest.raises(
        BadInput, match=r"stored bars are from simulator .* the new ones from simulator .made in a test"
    ):
        store.append(bar_set(simulated().bars))


def test_what_is_not_there_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(Missing) as caught:
        ParquetStore(tmp_path).read(STOCK, Resolution.HOUR)
    assert caught.value.cure == "leanrig fetch TEST --resolution hour"


@pytest.mark.parametrize("left", [0, 100, None], ids=["empty", "cut off", "gone"])
def test_a_torn_file_is_noticed(left: int | None, tmp_path: Path) -> None:
    store = ParquetStore(tmp_path)
    store.append(simulated())
    (path,) = files_of(tmp_path, 2023)
    if left is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(BadInput, match="torn, changed or missing") as caught:
        store.read(STOCK, DAILY)
    assert caught.value.where == str(path)
    assert "fetch the symbol again" in caught.value.cure


@pytest.mark.parametrize("text", ["", "{", '{"form": 0}', "[]"])
def test_metadata_that_cannot_be_read_is_refused(text: str, tmp_path: Path) -> None:
    store = ParquetStore(tmp_path)
    store.append(simulated())
    (tmp_path / "TEST" / "metadata.json").write_text(text)
    with pytest.raises(BadInput, match="the metadata") as caught:
        store.read(STOCK, DAILY)
    assert "fetch again" in caught.value.cure


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = simulated()
    store = ParquetStore(tmp_path)
    store.append(part(whole, 0, 20))
    kept = store.read(STOCK, DAILY).bars
    real = os.fsync
    for good in range(6):
        left = [good]

        def fsync(handle: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device")
            real(handle)

        monkeypatch.setattr(os, "fsync", fsync)
        try:
            store.append(whole)
        except OSError:
            monkeypatch.undo()
            bars = ParquetStore(tmp_path).read(STOCK, DAILY).bars
            assert len(bars) in (len(kept), len(whole.bars))
            assert list(tmp_path.rglob("*.part")) == []
            continue
        monkeypatch.undo()
        break
    store.append(whole)
    pd.testing.assert_frame_equal(store.read(STOCK, DAILY).bars, whole.bars, check_freq=False)


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_at_any_moment_nothing_is_torn(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        sys.path[:0] = sys.argv[2].split(":")
        from made import STOCK, simulated
        from leanrig.model.bars import BarSet
        from leanrig.store.parquet_store import ParquetStore
        whole, store = simulated(), ParquetStore(Path(sys.argv[1]))
        print("ready", flush=True)
        for last in range(5, 38):
            store.append(BarSet(STOCK, whole.resolution, whole.bars.iloc[:last], whole.provenance))
        """
    )
    path = f"{Path(__file__).parent}:{Path(__file__).parents[2] / 'src'}"
    whole = simulated().bars
    for number in range(4):
        folder = tmp_path / str(number)
        process = subprocess.Popen([sys.executable, "-c", script, str(folder), path], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.02 + 0.04 * number)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        store = ParquetStore(folder)
        if (folder / "TEST" / "metadata.json").exists():
            found = store.read(STOCK, DAILY).bars
            pd.testing.assert_frame_equal(found, whole.iloc[: len(found)], check_freq=False)
        store.append(simulated())
        pd.testing.assert_frame_equal(store.read(STOCK, DAILY).bars, whole, check_freq=False)
