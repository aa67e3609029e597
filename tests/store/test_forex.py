"""Currencies are quoted: rows, hours and properties as real Lean has them, and what is made from prices says so."""

import csv
import io
import json
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from made import LATER, answered, tree
from shared_reference import shared

from leanrig.errors import BadInput
from leanrig.model.bars import QUOTE_COLUMNS, BarSet, Provenance
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days, minute_ends, session_closes
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.coverage import DayRange
from leanrig.store.lean_defaults import HOURS, PROPERTIES, ensure_defaults
from leanrig.store.lean_format import read_lean, read_quotes, write_lean
from leanrig.store.lean_sync import sync_lean
from leanrig.store.market_hours import hours_entry
from leanrig.store.parquet_store import ParquetStore

EURUSD, USDJPY = (Symbol.parse(ticker, SecurityType.FOREX) for ticker in ("EURUSD", "USDJPY"))
DAILY, HOUR, MINUTE = Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE
NEW_YORK = ZoneInfo("America/New_York")
KNOWN = Provenance("polygon", "forex", "forex", "raw", LATER)
PRICES = ["open", "high", "low", "close"]


def made(resolution: Resolution, first: date = date(2024, 3, 7), last: date = date(2024, 3, 12)) -> BarSet:
    """Return seeded bars of the week in which New York changes its clocks."""
    minutes = minute_ends(EURUSD, first, last).as_unit("us").rename("end_time")
    draw = np.random.default_rng(4)
    close = np.round(1.09 * np.exp(np.cumsum(draw.normal(0, 5e-5, len(minutes)))), 5)
    open_ = np.r_[close[0], close[:-1]]
    columns = {"open": open_, "high": np.maximum(open_, close), "low": np.minimum(open_, close), "close": close}
    bars = pd.DataFrame(columns | {"volume": draw.integers(1, 90, len(minutes)).astype(float)}, index=minutes)
    if resolution is not MINUTE:
        ends = bars.index.ceil("h" if resolution is HOUR else "D")
        bars = bars.groupby(ends).agg({"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"})
        bars.index = pd.DatetimeIndex(bars.index).as_unit("us").rename("end_time")
    return BarSet(EURUSD, resolution, bars, KNOWN)


def quotes_of(found: BarSet, spread: float = 0.0002) -> pd.DataFrame:
    sides = {
        f"{side}_{name}": found.bars[name] + (spread if side == "ask" else 0)
        for side in ("bid", "ask")
        for name in PRICES
    }
    return pd.DataFrame(sides | {"bid_size": 1e6, "ask_size": 2e6})[list(QUOTE_COLUMNS)].round(5)


def rows(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0]).decode().splitlines()


@pytest.mark.parametrize("resolution", [MINUTE, HOUR, DAILY])
def test_prices_survive_as_bid_and_ask(resolution: Resolution, tmp_path: Path) -> None:
    found = made(resolution)
    write_lean(found, tmp_path / "one")
    back = read_lean(tmp_path / "one", EURUSD, resolution)
    pd.testing.assert_frame_equal(back[PRICES], found.bars[PRICES], check_freq=False)
    assert (back["volume"] == 0).all()
    sides = read_quotes(tmp_path / "one", EURUSD, resolution)
    assert (sides[[f"bid_{name}" for name in PRICES]].to_numpy() == found.bars[PRICES].to_numpy()).all()
    assert (sides[["bid_size", "ask_size"]] == 0).all(axis=None)
    write_lean(BarSet(EURUSD, resolution, back, KNOWN), tmp_path / "two")
    assert tree(tmp_path / "two") == tree(tmp_path / "one")


@pytest.mark.parametrize("resolution", [MINUTE, HOUR, DAILY])
def test_quotes_survive_and_bars_without_one_are_filled(resolution: Resolution, tmp_path: Path) -> None:
    found = made(resolution)
    quotes = quotes_of(found)
    some = BarSet(EURUSD, resolution, found.bars, KNOWN, quotes=quotes.iloc[1:])
    write_lean(some, tmp_path)
    back = read_quotes(tmp_path, EURUSD, resolution)
    pd.testing.assert_frame_equal(back.iloc[1:], quotes.iloc[1:], check_freq=False)
    assert back.iloc[0][["bid_close", "ask_close"]].tolist() == [found.bars["close"].iloc[0]] * 2


def test_files_have_leans_names_and_utc(tmp_path: Path) -> None:
    paths = write_lean(made(MINUTE), tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths[:2]] == [
        "forex/oanda/minute/eurusd/20240307_quote.zip", "forex/oanda/minute/eurusd/20240308_quote.zip",
    ]  # fmt: skip
    with zipfile.ZipFile(paths[0]) as archive:
        assert archive.namelist() == ["20240307_eurusd_minute_quote.csv"]
    assert (rows(paths[0])[0].split(",")[0], rows(paths[0])[-1].split(",")[0]) == ("0", "86340000")
    friday, sunday = rows(paths[1]), rows(paths[2])
    assert friday[-1].split(",")[0] == str((21 * 60 + 59) * 60_000)  # 17:00 in New York, still winter
    assert (paths[2].name, sunday[0].split(",")[0]) == ("20240310_quote.zip", str(21 * 3600_000))  # 17:00, summer
    (daily,) = write_lean(made(DAILY), tmp_path)
    assert daily.relative_to(tmp_path).as_posix() == "forex/oanda/daily/eurusd.zip"
    assert [row[:14] for row in rows(daily)] == [
        "20240307 00:00", "20240308 00:00", "20240310 00:00", "20240311 00:00", "20240312 00:00",
    ]  # fmt: skip


def test_leans_own_sample_is_read_and_written_again(tmp_path: Path) -> None:
    data = shared("lean-data")
    quotes = read_quotes(data, EURUSD, HOUR)
    middle = read_lean(data, EURUSD, HOUR)
    write_lean(BarSet(EURUSD, HOUR, middle, KNOWN, quotes=quotes), tmp_path)
    name = "forex/oanda/hour/eurusd.zip"
    theirs, ours = rows(data / name), rows(tmp_path / name)
    assert len(theirs) > 70_000
    assert [row.split(",")[0] for row in ours] == [row.split(",")[0] for row in theirs]
    numbers = [np.array([row.split(",")[1:] for row in side], dtype=float) for side in (ours, theirs)]
    assert (numbers[0] == numbers[1]).all()


def test_what_is_made_from_prices_says_so_everywhere(tmp_path: Path) -> None:
    store, days = ParquetStore(tmp_path), DayRange(date(2024, 3, 7), date(2024, 3, 12))
    found = answered(made(HOUR), days.first, days.last, feed="forex")
    store.put(found, days)
    sync_lean(store, EURUSD, HOUR, tmp_path)
    known = store.read(EURUSD, HOUR).provenance
    assert known.label == store.stored(EURUSD, HOUR).provenance.label == "forex · bid = ask = price"
    assert known.details == {"quotes": "made from prices"}
    metadata = json.loads((tmp_path / "EURUSD/metadata.json").read_text())
    assert metadata["resolutions"]["hour"]["quotes"] == "made from prices"
    store.put(BarSet(EURUSD, HOUR, found.bars, found.provenance, quotes=quotes_of(found)), days)
    sync_lean(store, EURUSD, HOUR, tmp_path)
    assert store.read(EURUSD, HOUR).provenance.label == "forex"
    pd.testing.assert_frame_equal(read_quotes(tmp_path, EURUSD, HOUR), quotes_of(found), check_freq=False)


def test_the_week_of_currencies() -> None:
    ends = minute_ends(EURUSD, date(2024, 3, 3), date(2024, 3, 16))
    local = (ends - pd.Timedelta(minutes=1)).tz_convert(NEW_YORK)
    week = {day: (found.min(), found.max()) for day, found in local.to_series().groupby(local.day_of_week)}
    assert set(week) == {6, 0, 1, 2, 3, 4}
    assert {stamp.time() for stamp in local[local.day_of_week == 6]} >= {time(17), time(23, 59)}
    assert min(stamp.time() for stamp in local[local.day_of_week == 6]) == time(17)
    assert max(stamp.time() for stamp in local[local.day_of_week == 4]) == time(16, 59)
    assert len(ends) == 2 * 5 * 1440
    closes = session_closes(EURUSD, date(2024, 12, 20), date(2025, 1, 5))
    assert [day.day for day in closes.index] == [20, 22, 23, 24, 26, 27, 29, 30, 31, 2, 3, 5]
    assert closes.iloc[0] == pd.Timestamp("2024-12-21", tz="UTC")
    at_rest = minute_ends(EURUSD, date(2024, 12, 25), date(2024, 12, 25)).tz_convert(NEW_YORK)
    assert at_rest[0] == pd.Timestamp("2024-12-25 17:01", tz=NEW_YORK)


def test_minutes_belong_to_their_utc_day() -> None:
    ends = pd.DatetimeIndex(["2024-03-08 00:00", "2024-03-08 00:01"], tz="UTC")
    assert [day.date() for day in bar_days(EURUSD, ends)] == [date(2024, 3, 7), date(2024, 3, 8)]


def is_open(entry: dict[str, object], moment: datetime) -> bool:
    """Return whether an entry of Lean's database has the market open, as Lean reads it."""
    text = f"{moment.month}/{moment.day}/{moment.year}"
    clock = timedelta(hours=moment.hour, minutes=moment.minute)
    if text in entry["holidays"]:  # type: ignore[operator]
        return False
    early, late = (entry.get(kind, {}).get(text) for kind in ("earlyCloses", "lateOpens"))  # type: ignore[attr-defined]
    if (early and clock >= span(early)) or (late and clock < span(late)):
        return False
    segments = entry[f"{moment:%A}".lower()]
    return any(span(part["start"]) <= clock < span(part["end"]) for part in segments)  # type: ignore[attr-defined]


def span(text: str) -> timedelta:
    days, _, clock = text.rpartition(".")
    hours, minutes, seconds = map(int, clock.split(":"))
    return timedelta(days=int(days or 0), hours=hours, minutes=minutes, seconds=seconds)


def test_our_hours_are_the_minutes_that_we_count() -> None:
    entry = hours_entry(EURUSD, 2027)
    assert entry["dataTimeZone"] == "UTC"
    for first, last in ((date(2020, 12, 20), date(2021, 1, 8)), (date(2022, 12, 18), date(2023, 1, 8)),
                        (date(2023, 12, 20), date(2024, 1, 5)), (date(2026, 12, 20), date(2027, 1, 6))):  # fmt: skip
        counted = set(minute_ends(EURUSD, first, last) - pd.Timedelta(minutes=1))
        moments = pd.date_range(first, last + timedelta(days=1), freq="30min", tz="UTC", inclusive="left")
        wrong = [m for m in moments if is_open(entry, m.tz_convert(NEW_YORK)) != (m in counted)]
        assert wrong == []


def test_our_hours_are_close_to_leans_own() -> None:
    """Lean's database is kept by hand: it knows pauses of minutes, and rests that differ from year to year."""
    theirs = json.loads((shared("lean-data") / HOURS).read_text(encoding="utf-8-sig"))["entries"]["Forex-oanda-[*]"]
    ours = hours_entry(EURUSD, 2025)
    assert {key: ours[key] for key in ("dataTimeZone", "exchangeTimeZone")} == {
        key: theirs[key] for key in ("dataTimeZone", "exchangeTimeZone")
    }
    moments = pd.date_range("2018-01-02 00:30", "2025-12-24", freq="3h", tz=NEW_YORK)
    differ = [moment for moment in moments if is_open(ours, moment) != is_open(theirs, moment)]
    assert len(moments) > 23_000
    assert len(differ) < 0.002 * len(moments)
    assert all((moment.month, moment.day) >= (12, 24) or (moment.month, moment.day) <= (1, 2) for moment in differ)


def test_properties_are_leans_own(tmp_path: Path) -> None:
    text = (shared("lean-data") / PROPERTIES).read_text(encoding="utf-8-sig")
    theirs = [row for row in csv.reader(io.StringIO(text)) if row[:1] == ["oanda"] and row[2] == "forex"]
    assert len(theirs) > 60
    symbols = [Symbol.parse(row[1], SecurityType.FOREX) for row in theirs]
    bars = made(DAILY)
    ensure_defaults(tmp_path, [BarSet(symbol, DAILY, bars.bars, KNOWN) for symbol in symbols], last_year=2025)
    ours = {row[1]: row for row in csv.reader(io.StringIO((tmp_path / PROPERTIES).read_text())) if row[0] == "oanda"}
    for row in theirs:
        mine = ours[row[1]]
        assert (mine[2], mine[3], mine[4]) == (row[2], row[3], row[4])
        assert [float(mine[5]), float(mine[7])] == [float(row[5]), float(row[7])]
    steps = {row[1] for row in theirs if float(ours[row[1]][6]) != float(row[6])}
    assert steps <= {"HKDJPY"}  # five decimals there, three for all other pairs against the yen
    assert set(json.loads((tmp_path / HOURS).read_text())["entries"]) == {"Forex-oanda-[*]"}
    assert len(rows(tmp_path / "forex/oanda/hour/usdjpy.zip")) == len(bars.bars)


def test_what_is_no_pair_of_currencies_is_refused(tmp_path: Path) -> None:
    odd = BarSet(Symbol.parse("EURO", SecurityType.FOREX), DAILY, made(DAILY).bars, KNOWN)
    with pytest.raises(BadInput, match="EURO is no pair of currencies"):
        ensure_defaults(tmp_path, [odd], last_year=2025)
