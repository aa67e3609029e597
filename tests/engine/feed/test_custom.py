"""User-defined types: rows and rules as real Lean answered for a file in the Object Store."""

from datetime import datetime
from pathlib import Path

import pytest

from leanrig.engine.algorithm.object_store import ObjectStore
from leanrig.engine.data.base_data import SubscriptionDataSource
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.python_data import PythonData
from leanrig.engine.enums import Resolution, SecurityType, SubscriptionTransportMedium
from leanrig.engine.errors import NotThereYet
from leanrig.engine.feed.custom import CustomReading, ReaderError
from leanrig.engine.feed.window import Window
from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol

MEDIUM = SubscriptionTransportMedium


class Signal(PythonData):
    source = "signals.csv"
    medium = MEDIUM.OBJECT_STORE

    def get_source(self, config, date, is_live):
        return SubscriptionDataSource(date.strftime(self.source), self.medium)

    def reader(self, config, line, date, is_live):
        if not line[:1].isdigit():
            return None
        stamp, value = line.split(",")
        point = Signal()
        point.symbol = config.symbol
        point.end_time = datetime.strptime(stamp, "%Y-%m-%d %H:%M")
        point.value = float(value)
        return point


def _read(tmp_path: Path, kind=Signal, resolution=Resolution.DAILY, last=(2024, 3, 9), step_us=0):
    symbol = Symbol.create("TST", SecurityType.BASE, "usa", base_data_type=kind)
    hours = SecurityExchangeHours.always_open("UTC")
    config = SubscriptionDataConfig(kind, symbol, resolution, data_zone="UTC", exchange_zone="UTC")
    window = Window(to_us(datetime(2024, 3, 4), "UTC"), to_us(datetime(*last), "UTC") - 1, step_us)
    folder = DataFolder(tmp_path / "data")
    reading = CustomReading(config, hours, folder, ObjectStore(tmp_path / "store"), window)
    points = [page.item(row) for page in reading.pages() for row in range(len(page))]
    return [(str(point.end_time), point.value) for point in points], folder.monitor


def _store(tmp_path, **texts):
    for name, text in texts.items():
        path = tmp_path / "store" / name.replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def test_rows_in_order_with_a_mark_carriage_returns_and_no_newline_at_the_end(tmp_path):
    _store(tmp_path, signals__csv="\ufeffend_time,value\r\n2024-03-05 21:00,1\r\n\r\n2024-03-06 21:00,2")
    rows, monitor = _read(tmp_path)
    assert rows == [("2024-03-05 21:00:00", 1.0), ("2024-03-06 21:00:00", 2.0)]
    assert monitor.opened == monitor.failed == []


def test_missing_and_empty_keys_say_nothing(tmp_path):
    assert _read(tmp_path)[0] == []
    _store(tmp_path, signals__csv="")
    assert _read(tmp_path)[0] == []


def test_rows_before_the_start_are_dropped_and_reading_stops_after_the_end(tmp_path):
    _store(tmp_path, signals__csv="2024-03-01 21:00,1\n2024-03-04 00:00,2\n2024-03-11 21:00,3\n2024-03-12 oops,4\n")
    assert _read(tmp_path)[0] == [("2024-03-04 00:00:00", 2.0)]


def test_rows_going_back_in_time_are_dropped_and_equal_ones_kept(tmp_path):
    text = "2024-03-06 21:00,1\n2024-03-05 21:00,2\n2024-03-06 21:00,3\n2024-03-07 21:00,4\n"
    _store(tmp_path, signals__csv=text)
    assert [value for _, value in _read(tmp_path)[0]] == [1.0, 3.0, 4.0]


def test_a_row_that_the_reader_cannot_read_ends_the_run_in_leans_words(tmp_path):
    _store(tmp_path, signals__csv="2024-03-05 21:00,1\n2024-03-06 21:00,two\n")
    with pytest.raises(ReaderError, match=r"^Error invoking .* data reader\. Line: 2024-03-06 21:00,two Error: .*two"):
        _read(tmp_path)


def test_a_file_a_day_from_the_data_folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "20240305.csv").write_text("2024-03-05 10:00,1\n2024-03-05 11:00,2\n2024-03-06 00:30,9\n")
    (folder / "20240306.csv").write_text("2024-03-06 10:00,3\n")

    class Daily(Signal):
        source = f"{folder}/%Y%m%d.csv"
        medium = MEDIUM.LOCAL_FILE

    rows, monitor = _read(tmp_path, Daily)
    # The row of the next date gives way to that date's own file.
    assert [value for _, value in rows] == [1.0, 2.0, 3.0]
    assert monitor.opened == ["/20240305.csv", "/20240306.csv"]
    assert "/20240304.csv" in monitor.failed


def test_files_on_the_network_are_not_there_yet(tmp_path):
    class Remote(Signal):
        medium = MEDIUM.REMOTE_FILE

    with pytest.raises(NotThereYet, match="RemoteFile"):
        _read(tmp_path, Remote)


def test_methods_in_leans_own_spelling(tmp_path):
    _store(tmp_path, signals__csv="2024-03-05 21:00,1\n")

    class Pascal(PythonData):
        def GetSource(self, config, date, isLive):  # Lean's own spelling
            return SubscriptionDataSource("signals.csv", MEDIUM.OBJECT_STORE)

        def Reader(self, config, line, date, isLive):  # Lean's own spelling
            point = Signal()
            point.end_time, point.value = datetime(2024, 3, 5, 21), 7.0
            return point

    assert _read(tmp_path, Pascal)[0] == [("2024-03-05 21:00:00", 7.0)]


def test_points_are_repeated_at_every_bar_where_that_is_asked_for(tmp_path):
    _store(tmp_path, signals__csv="2024-03-05 00:00,1\n2024-03-07 00:00,2\n")
    rows, _ = _read(tmp_path, step_us=86_400_000_000)
    assert rows == [
        ("2024-03-05 00:00:00", 1.0),
        ("2024-03-06 00:00:00", 1.0),
        ("2024-03-07 00:00:00", 2.0),
        ("2024-03-08 00:00:00", 2.0),
        ("2024-03-09 00:00:00", 2.0),
    ]
