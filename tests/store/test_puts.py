"""What vendors answer is kept whole, in whatever order it came, with all they revised; nothing is mixed unasked."""

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import COIN, LATER, STOCK, answered, simulated, tree

from leanrig.errors import BadInput, Missing
from leanrig.model.bars import QUOTE_COLUMNS, BarSet, CorporateAction, TickerChange
from leanrig.model.resolution import Resolution
from leanrig.store.coverage import DayRange
from leanrig.store.parquet_store import ParquetStore, Put

DAILY, HOUR, MINUTE = Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE
FIRST, LAST = date(2023, 11, 20), date(2024, 1, 12)
DAY = timedelta(days=1)
WHOLE = simulated(COIN, HOUR, FIRST, LAST)
SPANS = st.lists(st.tuples(st.integers(0, 53), st.integers(0, 30)), max_size=6)


def put(store: ParquetStore, found: BarSet, first: date, last: date, **options: object) -> Put:
    mix = bool(options.pop("mix", False))
    return store.put(answered(found, first, last, **options), DayRange(first, last), mix=mix)  # type: ignore[arg-type]


def revised(found: BarSet, *rows: int, column: str = "volume", by: float = 1.0) -> BarSet:
    bars = found.bars.copy()
    bars.iloc[list(rows), list(bars.columns).index(column)] += by
    return replace(found, bars=bars)


def log_of(folder: Path, resolution: Resolution = DAILY) -> list[list[str]]:
    path = folder / "TEST" / resolution / "revisions.csv"
    return list(csv.reader(path.open(encoding="utf-8", newline="")))[1:] if path.exists() else []


@given(SPANS, st.sampled_from([7, 19, 54]))
@settings(max_examples=8, deadline=None)
def test_puts_in_any_order_and_size_leave_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, spans: list[tuple[int, int]], size: int
) -> None:
    folder = tmp_path_factory.mktemp("puts")
    plain, store = ParquetStore(folder / "plain"), ParquetStore(folder / "other")
    put(plain, WHOLE, FIRST, LAST)
    for first, length in spans:
        put(store, WHOLE, FIRST + first * DAY, min(LAST, FIRST + (first + length) * DAY))
    missing = store.missing(COIN, HOUR, FIRST, LAST, now=LATER)
    for days in (part for wide in missing for part in wide.chunks(size)):
        put(store, WHOLE, days.first, days.last)
    for each in (plain, store):
        each.tidy(COIN, HOUR)
        assert each.missing(COIN, HOUR, FIRST, LAST, now=LATER) == []
    assert tree(folder / "other") == tree(folder / "plain")
    pd.testing.assert_frame_equal(store.read(COIN, HOUR).bars, WHOLE.bars, check_freq=False)


@pytest.mark.parametrize("good", range(9))
def test_a_disk_that_is_full_at_any_moment_costs_nothing(tmp_path: Path, good: int) -> None:
    plain, store = ParquetStore(tmp_path / "plain"), ParquetStore(tmp_path / "other")
    changed = revised(WHOLE, 3, 700, 1200)
    for each in (plain, store):
        put(each, changed, FIRST, FIRST + 40 * DAY)
    kept = store.read(COIN, HOUR).bars
    put(plain, WHOLE, FIRST, LAST)
    with pytest.MonkeyPatch.context() as patch:
        left = [good]

        def fsync(handle: int) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device")

        patch.setattr(os, "fsync", fsync)
        try:
            put(store, WHOLE, FIRST, LAST)
        except OSError:
            found = store.read(COIN, HOUR).bars
            pd.testing.assert_frame_equal(found, kept if len(found) < len(WHOLE.bars) else WHOLE.bars, check_freq=False)
    put(store, WHOLE, FIRST, LAST)
    for each in (plain, store):
        each.tidy(COIN, HOUR)
    assert tree(tmp_path / "other") == tree(tmp_path / "plain")


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_and_resumed_is_as_if_nothing_had_happened(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        sys.path[:0] = sys.argv[2].split(":")
        from made import COIN, LATER, answered, simulated
        from test_puts import FIRST, HOUR, LAST, WHOLE, put
        from leanrig.store.lean_sync import sync_lean
        from leanrig.store.parquet_store import ParquetStore
        folder = Path(sys.argv[1])
        store = ParquetStore(folder)
        print("ready", flush=True)
        for days in (part for wide in store.missing(COIN, HOUR, FIRST, LAST, now=LATER) for part in wide.chunks(9)):
            put(store, WHOLE, days.first, days.last)
            sync_lean(store, COIN, HOUR, folder)
        store.tidy(COIN, HOUR)
        sync_lean(store, COIN, HOUR, folder)
        """
    )
    path = f"{Path(__file__).parent}:{Path(__file__).parents[2] / 'src'}"

    def start(folder: Path) -> "subprocess.Popen[str]":
        process = subprocess.Popen([sys.executable, "-c", script, str(folder), path], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.stdout.close()
        return process

    assert start(tmp_path / "plain").wait() == 0
    for number in range(2):
        process = start(tmp_path / "killed")
        time.sleep(0.05 + 0.1 * number)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert start(tmp_path / "killed").wait() == 0
    assert tree(tmp_path / "killed") == tree(tmp_path / "plain")


def test_a_month_of_minutes_is_a_file_and_only_touched_ones_are_written(tmp_path: Path) -> None:
    whole = simulated(COIN, MINUTE, date(2024, 1, 30), date(2024, 3, 2))
    store = ParquetStore(tmp_path)
    put(store, whole, date(2024, 1, 30), date(2024, 3, 2))
    folder = tmp_path / "BTCUSD" / "minute"
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}
    assert sorted(name[:7] for name in before) == ["2024-01", "2024-02", "2024-03"]
    put(store, revised(whole, 3000), date(2024, 2, 1), date(2024, 2, 3))
    after = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}
    assert set(before) < set(after)
    assert {name[:7] for name in set(after) - set(before)} == {"2024-02"}
    assert {name: after[name] for name in before} == before
    assert store.tidy(COIN, MINUTE) == [name for name in before if name.startswith("2024-02")]


def test_what_a_vendor_revises_is_replaced_and_kept(tmp_path: Path) -> None:
    whole = simulated(STOCK)
    store = ParquetStore(tmp_path)
    assert put(store, whole, FIRST, LAST) == Put(added=len(whole.bars))
    later = LATER + DAY
    changed = revised(whole, 5, 9)
    changed = replace(changed, bars=changed.bars.drop(changed.bars.index[20]))
    assert put(store, changed, FIRST, LAST, as_of=later) == Put(revised=2, removed=1)
    pd.testing.assert_frame_equal(store.read(STOCK, DAILY).bars, changed.bars, check_freq=False)
    ends, old = whole.bars.index, whole.bars["volume"]
    rows = log_of(tmp_path)
    assert rows[0] == [
        ends[5].isoformat(),
        "volume",
        repr(float(old.iloc[5])),
        repr(float(old.iloc[5]) + 1),
        "polygon",
        later.isoformat(),
    ]
    assert [row[1] for row in rows[2:]] == ["open", "high", "low", "close", "volume"]
    assert [float(row[2]) for row in rows[2:]] == whole.bars.iloc[20].tolist()
    assert {(row[0], row[3]) for row in rows[2:]} == {(ends[20].isoformat(), "")}
    assert put(store, changed, FIRST, LAST, as_of=later) == Put()
    assert log_of(tmp_path) == rows
    assert put(store, whole, FIRST, LAST, as_of=later + DAY) == Put(added=1, revised=2)
    assert len(log_of(tmp_path)) == len(rows) + 2  # and back again


@given(st.lists(st.tuples(st.integers(0, 36), st.sampled_from([1.0, 2.0])), min_size=1, max_size=6))
@settings(max_examples=10, deadline=None)
def test_the_log_leads_from_the_first_answer_to_the_last(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, float]]
) -> None:
    """Undoing the log's rows from the last to the first gives the first answer back."""
    folder = tmp_path_factory.mktemp("log")
    whole, store = simulated(STOCK), ParquetStore(folder)
    put(store, whole, FIRST, LAST)
    for row, by in changes:
        put(store, revised(store.read(STOCK, DAILY), row, by=by), FIRST, LAST)
    bars = store.read(STOCK, DAILY).bars
    for end, column, old, new, *_ in reversed(log_of(folder)):
        assert bars.loc[pd.Timestamp(end), column] == float(new)
        bars.loc[pd.Timestamp(end), column] = float(old)
    pd.testing.assert_frame_equal(bars, whole.bars, check_freq=False)


def test_without_leave_to_revise_a_bar_that_differs_is_refused(tmp_path: Path) -> None:
    whole, store = simulated(STOCK), ParquetStore(tmp_path)
    put(store, whole, FIRST, LAST)
    before = tree(tmp_path)
    with pytest.raises(BadInput, match="1 bars differ"):
        store.put(answered(revised(whole, 5), FIRST, LAST), DayRange(FIRST, LAST), revise=False)
    assert tree(tmp_path) == before


def test_a_range_without_a_trade_is_covered(tmp_path: Path) -> None:
    store = ParquetStore(tmp_path)
    none = replace(simulated(STOCK), bars=simulated(STOCK).bars.iloc[:0])
    assert put(store, none, FIRST, LAST) == Put()
    assert store.missing(STOCK, DAILY, FIRST, LAST, now=LATER) == []
    assert store.stored(STOCK, DAILY).bars == 0
    with pytest.raises(Missing, match="no daily bars on the days that were asked for"):
        store.read(STOCK, DAILY)


def test_bars_outside_the_days_that_were_asked_for_are_refused(tmp_path: Path) -> None:
    found = answered(simulated(STOCK), FIRST, LAST)
    with pytest.raises(BadInput, match=r"outside the days that were asked for \(2023-11-21 to 2024-01-12\)"):
        ParquetStore(tmp_path).put(found, DayRange(FIRST + DAY, LAST))


def test_a_bar_that_ends_at_midnight_belongs_to_the_day_before(tmp_path: Path) -> None:
    store = ParquetStore(tmp_path)
    year = simulated(COIN, HOUR, date(2023, 12, 31), date(2024, 1, 1))
    put(store, year, date(2023, 12, 31), date(2023, 12, 31))
    assert store.read(COIN, HOUR).bars.index[-1] == pd.Timestamp("2024-01-01", tz="UTC")
    assert [name[:4] for name in store.stored(COIN, HOUR).files] == ["2023"]


class TestFallback:
    """A second vendor fills in where the first did not answer."""

    MIDDLE = date(2023, 12, 15)

    def mixed(self, folder: Path) -> ParquetStore:
        store = ParquetStore(folder)
        put(store, simulated(STOCK), FIRST, self.MIDDLE)
        put(store, simulated(STOCK), self.MIDDLE + DAY, LAST, vendor="alpaca", feed="IEX", mix=True)
        return store

    def test_it_is_refused_unless_asked_for(self, tmp_path: Path) -> None:
        store = ParquetStore(tmp_path)
        put(store, simulated(STOCK), FIRST, self.MIDDLE)
        with pytest.raises(BadInput, match=r"stored bars are from polygon \(SIP\), the new ones from alpaca") as caught:
            put(store, simulated(STOCK), self.MIDDLE + DAY, LAST, vendor="alpaca", feed="IEX")
        assert "delete the folder data/TEST" in caught.value.cure

    def test_a_sandbox_is_another_source(self, tmp_path: Path) -> None:
        store = ParquetStore(tmp_path)
        put(store, simulated(STOCK), FIRST, self.MIDDLE, label="SIP · sandbox, simulated")
        with pytest.raises(BadInput, match="stored bars are from polygon"):
            put(store, simulated(STOCK), self.MIDDLE + DAY, LAST)

    def test_its_days_are_told_and_can_be_had_again(self, tmp_path: Path) -> None:
        store = self.mixed(tmp_path)
        known = store.stored(STOCK, DAILY)
        assert known.provenance.label == "SIP (polygon) to 2023-12-15, IEX (alpaca) since"
        assert [segment.source.vendor for segment in known.segments] == ["polygon", "alpaca"]
        ask = {"now": LATER, "vendors": ["polygon", "alpaca"]}
        assert store.missing(STOCK, DAILY, FIRST, LAST, **ask) == []
        wanted = store.missing(STOCK, DAILY, FIRST, LAST, **ask, prefer="polygon")
        assert wanted == [DayRange(self.MIDDLE + DAY, LAST)]
        assert store.missing(STOCK, DAILY, FIRST, LAST, now=LATER, vendors=["coinbase"]) == [DayRange(FIRST, LAST)]

    def test_another_vendors_numbers_are_no_revisions(self, tmp_path: Path) -> None:
        store = self.mixed(tmp_path)
        done = put(store, revised(simulated(STOCK), 30), self.MIDDLE + DAY, LAST)
        assert done == Put(replaced=1)
        assert log_of(tmp_path) == []
        assert store.stored(STOCK, DAILY).provenance.label == "SIP"


class TestEvents:
    """Splits, dividends and names stand once a symbol."""

    SPLIT = CorporateAction(date(2023, 12, 4), 0.25, 0.0)
    PAID = CorporateAction(date(2023, 12, 20), 1.0, 0.5)

    def test_they_are_joined_and_what_is_no_longer_told_goes(self, tmp_path: Path) -> None:
        store = ParquetStore(tmp_path)
        put(store, simulated(STOCK), FIRST, LAST)
        store.put_events(STOCK, [self.PAID], [TickerChange(FIRST, "OLD"), TickerChange(LAST, "TEST")])
        store.put_events(STOCK, [self.SPLIT])
        assert store.stored(STOCK, DAILY).actions == (self.SPLIT, self.PAID)
        store.put_events(STOCK, [self.PAID], days=DayRange(date(2023, 12, 1), date(2023, 12, 10)))
        assert store.stored(STOCK, DAILY).actions == (self.PAID,)
        assert [change.ticker for change in store.stored(STOCK, DAILY).ticker_changes] == ["OLD", "TEST"]

    def test_new_splits_are_those_that_were_not_known(self, tmp_path: Path) -> None:
        store = ParquetStore(tmp_path)
        assert store.new_splits(STOCK, [self.SPLIT, self.PAID]) == [self.SPLIT.ex_date]
        store.put_events(STOCK, [self.SPLIT])
        assert store.new_splits(STOCK, [self.SPLIT, self.PAID]) == []
        assert store.new_splits(STOCK, [replace(self.SPLIT, split_factor=0.5)]) == [self.SPLIT.ex_date]
        put(store, simulated(STOCK), FIRST, LAST)
        store.uncover(STOCK, DAILY, self.SPLIT.ex_date)
        assert store.missing(STOCK, DAILY, FIRST, LAST, now=LATER) == [DayRange(self.SPLIT.ex_date, LAST)]
        assert len(store.read(STOCK, DAILY).bars) == len(simulated(STOCK).bars)
        put(store, simulated(STOCK, HOUR), FIRST, LAST)
        store.uncover(STOCK, None, date(2023, 12, 1))
        for resolution in (DAILY, HOUR):
            assert store.missing(STOCK, resolution, FIRST, LAST, now=LATER) == [DayRange(date(2023, 12, 1), LAST)]

    def test_a_reference_price_is_the_close_before_at_every_resolution(self, tmp_path: Path) -> None:
        store, daily, hours = ParquetStore(tmp_path), simulated(STOCK), simulated(STOCK, HOUR)
        put(store, hours, FIRST, LAST)
        store.put_events(STOCK, [self.SPLIT, self.PAID])
        ends = hours.bars.index
        before = hours.bars["close"][ends < pd.Timestamp(self.SPLIT.ex_date, tz="UTC")].iloc[-1]
        assert store.read(STOCK, HOUR).actions[0].reference_price == before
        put(store, daily, FIRST, LAST)
        before = daily.bars["close"][daily.bars.index < pd.Timestamp(self.SPLIT.ex_date, tz="UTC")].iloc[-1]
        for resolution in (HOUR, DAILY):
            assert store.read(STOCK, resolution).actions[0].reference_price == before
        assert store.stored(STOCK, DAILY).actions == (self.SPLIT, self.PAID)  # kept as the vendor told them

    def test_what_lies_ahead_is_not_in_force(self, tmp_path: Path) -> None:
        store = ParquetStore(tmp_path)
        put(store, simulated(STOCK), FIRST, LAST, as_of=datetime(2024, 1, 14, tzinfo=UTC))
        store.put_events(STOCK, [self.SPLIT, CorporateAction(date(2024, 1, 20), 0.5, 0.0)])
        assert [action.ex_date for action in store.read(STOCK, DAILY).actions] == [self.SPLIT.ex_date]


def test_quotes_are_kept_beside_the_bars(tmp_path: Path) -> None:
    minutes = simulated(STOCK, MINUTE, date(2024, 1, 30), date(2024, 2, 2))
    quotes = pd.DataFrame(
        {name: minutes.bars["close"] + (0.01 if "ask" in name else 0) for name in QUOTE_COLUMNS}
    ).iloc[::3]
    store, days = ParquetStore(tmp_path), DayRange(date(2024, 1, 30), date(2024, 2, 2))
    store.put(answered(replace(minutes, quotes=quotes), days.first, days.last), days)
    found = store.read(STOCK, MINUTE)
    assert found.quotes is not None
    pd.testing.assert_frame_equal(found.quotes, quotes, check_freq=False)
    pd.testing.assert_frame_equal(found.bars, minutes.bars, check_freq=False)
    assert store.tidy(STOCK, MINUTE) == []


def test_the_old_form_is_read_and_becomes_the_new_one(tmp_path: Path) -> None:
    """A year's file of form 1 holds the bar that ends at New Year's midnight; form 2 counts it to the old year."""
    whole = simulated(COIN, HOUR, date(2023, 12, 30), date(2024, 1, 2))
    folder = tmp_path / "BTCUSD"
    (folder / "hour").mkdir(parents=True)
    files = {}
    for year, part in whole.bars.groupby(whole.bars.index.year):
        data = part.to_parquet(engine="pyarrow", compression="zstd")
        digest = hashlib.sha256(data).hexdigest()
        files[f"{year}-{digest[:12]}.parquet"] = digest
        (folder / "hour" / f"{year}-{digest[:12]}.parquet").write_bytes(data)
    entry = {
        "vendor": "simulator", "feed": "walk", "label": "simulated", "adjustment": "raw", "licence": "", "details": {},
        "as_of": "2023-12-30T00:00:00+00:00", "bars": len(whole.bars), "files": files, "actions": [],
        "first": whole.bars.index[0].isoformat(), "last": whole.bars.index[-1].isoformat(),
    }  # fmt: skip
    old = {
        "form": 1,
        "symbol": "BTCUSD",
        "security_type": "crypto",
        "market": "coinbase",
        "resolutions": {"hour": entry},
    }
    (folder / "metadata.json").write_text(json.dumps(old))
    store = ParquetStore(tmp_path)
    known = store.stored(COIN, HOUR)
    assert (known.bars, known.files, known.first) == (len(whole.bars), files, entry["first"])
    assert [str(segment.days) for segment in known.segments] == ["2023-12-30 to 2024-01-02"]
    pd.testing.assert_frame_equal(store.read(COIN, HOUR).bars, whole.bars, check_freq=False)
    more = simulated(COIN, HOUR, date(2024, 1, 3), date(2024, 1, 3))
    last = date(2024, 1, 3)
    put(store, more, last, last, as_of=known.provenance.as_of, vendor="simulator", feed="walk", label="simulated")
    assert json.loads((folder / "metadata.json").read_text())["form"] == 2
    found = store.read(COIN, HOUR).bars
    pd.testing.assert_frame_equal(found, pd.concat([whole.bars, more.bars]), check_freq=False)
    store.tidy(COIN, HOUR)
    (of_2023,) = (folder / "hour").glob("2023-*.parquet")
    assert pd.read_parquet(of_2023).index[-1] == pd.Timestamp("2024-01-01", tz="UTC")


def test_a_reader_whose_files_are_swept_looks_again(tmp_path: Path) -> None:
    """Between reading the metadata and the files two puts may come by: the second sweeps what the first replaced."""
    store = ParquetStore(tmp_path)
    put(store, WHOLE, FIRST, LAST)
    fifo, metadata = tmp_path / "fifo", tmp_path / "BTCUSD" / "metadata.json"
    old = metadata.read_text()
    put(store, revised(WHOLE, 1), FIRST, LAST)
    store.tidy(COIN, HOUR)
    new = metadata.read_text()
    metadata.unlink()
    if os.name == "nt":
        pytest.skip("named pipes")
    os.mkfifo(fifo)
    fifo.rename(metadata)  # the first reader gets the old text, the second the new one
    writer = subprocess.Popen(
        [sys.executable, "-c", "import os, sys\nfor text in sys.argv[2:]:\n    open(sys.argv[1], 'w').write(text)\n"
         "    __import__('time').sleep(0.3)", str(metadata), old, new],
    )  # fmt: skip
    found = store.read(COIN, HOUR).bars
    assert writer.wait(timeout=20) == 0
    pd.testing.assert_frame_equal(found, revised(WHOLE, 1).bars, check_freq=False)
