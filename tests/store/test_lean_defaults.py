"""What Lean needs besides bars is made where it is missing, marked as ours, right, and never forced on a user."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from made import COIN, STOCK, simulated
from shared_reference import shared

from leanrig.errors import BadInput
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.store.interest_rates import interest_rate_csv
from leanrig.store.lean_defaults import HOURS, PROPERTIES, RATES, ensure_defaults
from leanrig.store.lean_format import read_lean
from leanrig.store.market_hours import hours_entry

DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


def made_list(folder: Path) -> dict[str, str]:
    return json.loads((folder / "leanrig-made.json").read_text())


def test_everything_is_made_and_marked_as_ours(tmp_path: Path) -> None:
    files = ensure_defaults(tmp_path, [simulated(), simulated(COIN)], last_year=2025)
    names = {path.relative_to(tmp_path).as_posix() for path in files}
    assert names == {HOURS, PROPERTIES, RATES, "equity/usa/hour/test.zip", "crypto/coinbase/hour/btcusd_trade.zip"}
    assert set(made_list(tmp_path)) == names
    entries = json.loads((tmp_path / HOURS).read_text())["entries"]
    assert set(entries) == {"Equity-usa-[*]", "Crypto-coinbase-[*]"}
    assert entries["Crypto-coinbase-[*]"]["holidays"] == []
    rows = list(csv.reader(io.StringIO((tmp_path / PROPERTIES).read_text())))
    assert rows[0][0] == "market"
    assert [row[:3] for row in rows[1:]] == [["usa", "[*]", "equity"], ["coinbase", "BTCUSD", "crypto"]]
    assert all(len(row) >= 8 for row in rows)


def test_a_second_symbol_is_added_and_nothing_stands_twice(tmp_path: Path) -> None:
    other = Symbol.parse("ETHUSDC", SecurityType.CRYPTO)
    for _ in range(2):
        ensure_defaults(tmp_path, [simulated(COIN)], last_year=2025)
        ensure_defaults(tmp_path, [simulated(other)], last_year=2025)
    rows = (tmp_path / PROPERTIES).read_text().splitlines()
    assert len(rows) == len(set(rows)) == 4
    assert any(row.startswith("coinbase,ETHUSDC,crypto,ETH-USDC,USDC,") for row in rows)
    with pytest.raises(BadInput, match="no pair whose quote currency is known"):
        ensure_defaults(tmp_path, [simulated(Symbol.parse("SHIB", SecurityType.CRYPTO))], last_year=2025)


def test_a_database_of_lean_init_wins_and_is_never_touched(tmp_path: Path) -> None:
    theirs = {
        HOURS: '{"entries": {"Equity-usa-[*]": {}}}',
        PROPERTIES: "header\nusa,[*],equity,,USD,1,0.01,1\n",
        RATES: "d,r\n",
    }
    for name, text in theirs.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    files = ensure_defaults(tmp_path, [simulated()], last_year=2025)
    assert [path.name for path in files] == ["test.zip"]
    assert {name: (tmp_path / name).read_text() for name in theirs} == theirs
    with pytest.raises(BadInput, match="hours database is not ours to change, and it has no crypto BTCUSD") as caught:
        ensure_defaults(tmp_path, [simulated(COIN)], last_year=2025)
    assert caught.value.where.endswith(HOURS)
    (tmp_path / HOURS).write_text('{"entries": {"Crypto-coinbase-BTCUSD": {}}}')
    with pytest.raises(BadInput, match="properties database is not ours to change, and it has no crypto BTCUSD"):
        ensure_defaults(tmp_path, [simulated(COIN)], last_year=2025)


def test_what_a_user_has_changed_is_the_users(tmp_path: Path) -> None:
    ensure_defaults(tmp_path, [simulated()], last_year=2025)
    (tmp_path / RATES).write_text("DATE,MINE\n2020-01-01,9\n")
    assert tmp_path / RATES not in ensure_defaults(tmp_path, [simulated()], last_year=2025)
    assert "MINE" in (tmp_path / RATES).read_text()


def test_real_hour_bars_are_not_replaced_by_made_ones(tmp_path: Path) -> None:
    from leanrig.store.lean_format import write_lean

    hours = simulated(STOCK, Resolution.HOUR)
    write_lean(hours, tmp_path)
    ensure_defaults(tmp_path, [simulated()], last_year=2025)
    pd.testing.assert_frame_equal(read_lean(tmp_path, STOCK, Resolution.HOUR), hours.bars)


def test_the_benchmarks_hour_file_holds_each_close_at_its_hour(tmp_path: Path) -> None:
    daily = simulated().bars
    ensure_defaults(tmp_path, [simulated()], last_year=2025)
    hours = read_lean(tmp_path, STOCK, Resolution.HOUR)
    assert list(hours.index) == list(daily.index)  # half days too: the hour that ends at 13:00
    for column in ("open", "high", "low", "close"):
        assert hours[column].tolist() == daily["close"].tolist()


def test_the_benchmarks_hour_file_of_minutes_is_their_hours(tmp_path: Path) -> None:
    minutes = simulated(STOCK, Resolution.MINUTE, date(2024, 3, 8), date(2024, 3, 11))
    ensure_defaults(tmp_path, [minutes], last_year=2025)
    hours = read_lean(tmp_path, STOCK, Resolution.HOUR)
    assert len(hours) == 14
    assert hours["close"].iloc[-1] == minutes.bars["close"].iloc[-1]
    assert hours["open"].iloc[0] == minutes.bars["open"].iloc[0]
    assert hours["volume"].sum() == minutes.bars["volume"].sum()


def test_holidays_and_early_closes_are_those_of_leans_own_database() -> None:
    theirs = json.loads((shared("lean-data") / HOURS).read_text(encoding="utf-8-sig"))["entries"]["Equity-usa-[*]"]
    ours = hours_entry(STOCK, 2025)
    span = (date(1998, 1, 1), date(2025, 12, 31))
    differ = within(ours["holidays"], span) ^ within(theirs["holidays"], span)
    assert [day for day in differ if day.weekday() < 5] == []
    late = (date(2010, 1, 1), date(2025, 12, 31))
    mine = {day: text for text, day in parsed(ours["earlyCloses"]) if late[0] <= day <= late[1]}
    assert set(mine) == {day for day in within(theirs["earlyCloses"], late) if day.weekday() < 5}
    assert {ours["earlyCloses"][text] for text in mine.values()} == {"13:00:00"}


def test_holidays_have_leans_form() -> None:
    ours = hours_entry(STOCK, 2024)
    assert "1/1/2024" in ours["holidays"]
    assert "7/4/2024" in ours["holidays"]
    assert "9/11/2001" in ours["holidays"]
    assert ours["earlyCloses"]["11/29/2024"] == "13:00:00"
    assert not [text for text in ours["holidays"] if text.startswith("0") or "-" in text]
    assert ours["monday"][1] == {"start": "09:30:00", "end": "16:00:00", "state": "market"}
    assert ours["sunday"] == ours["saturday"] == []
    always = hours_entry(COIN, 2024)
    assert all(always[day] == [{"start": "00:00:00", "end": "1.00:00:00", "state": "market"}] for day in DAYS)


def test_interest_rates_are_those_of_leans_own_file() -> None:
    theirs = list(csv.reader(io.StringIO((shared("lean-data") / RATES).read_text(encoding="utf-8-sig"))))[1:]
    ours = list(csv.reader(io.StringIO(interest_rate_csv())))[1:]
    days = pd.date_range("2003-01-09", theirs[-1][0], freq="D")
    assert len(days) > 7000
    rates = [
        pd.Series({pd.Timestamp(row[0]): float(row[1]) for row in rows}).sort_index().reindex(days, method="ffill")
        for rows in (ours, theirs)
    ]
    differs = rates[0] != rates[1]
    assert differs.sum() == 0, rates[0][differs].index[:5]


def within(texts: object, span: tuple[date, date]) -> set[date]:
    return {day for _, day in parsed(texts) if span[0] <= day <= span[1]}


def parsed(texts: object) -> list[tuple[str, date]]:
    found = []
    for text in texts:  # type: ignore[attr-defined]
        month, day, year = map(int, text.split("/"))
        found.append((text, date(year, month, day)))
    return found
