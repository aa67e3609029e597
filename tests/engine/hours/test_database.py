"""The market hours database: keys, fallbacks, entries that cannot be used, hours that are odd."""

import json
from datetime import date, datetime, timedelta

import pytest

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.hours.database import MarketHoursDatabase
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.hours.local_hours import span_text_us
from leanrig.engine.identity import Symbol

HOUR_US = 3_600_000_000
SESSION = [
    {"start": "04:00:00", "end": "09:30:00", "state": "premarket"},
    {"start": "09:30:00", "end": "16:00:00", "state": "market"},
    {"start": "16:00:00", "end": "20:00:00", "state": "postmarket"},
]
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), SESSION)
NEW_YORK = {"dataTimeZone": "America/New_York", "exchangeTimeZone": "America/New_York"}


def _database(tmp_path, entries, report=pytest.fail):
    path = tmp_path / "market-hours-database.json"
    path.write_text(entries if isinstance(entries, str) else json.dumps({"entries": entries}), encoding="utf-8")
    return MarketHoursDatabase(path, report=report)


def _hours(tmp_path, **more):
    return _database(tmp_path, {"Equity-usa-[*]": NEW_YORK | WEEK | more}).entry("usa", "A", SecurityType.EQUITY)[1]


def test_a_ticker_without_an_entry_has_its_markets(tmp_path):
    entries = {"Equity-usa-[*]": NEW_YORK | WEEK, "Equity-usa-ODD": NEW_YORK | {"dataTimeZone": "UTC"} | WEEK}
    database = _database(tmp_path, entries)
    assert database.entry("usa", "SPY", SecurityType.EQUITY)[0] == "America/New_York"
    assert database.entry("usa", "odd", SecurityType.EQUITY)[0] == "UTC"


def test_no_entry_at_all_is_said_in_leans_words(tmp_path):
    with pytest.raises(ArgumentException, match=r"^Unable to locate exchange hours for Equity-usa-AAPL\.$"):
        _database(tmp_path, {}).entry("usa", "AAPL", SecurityType.EQUITY)


def test_an_entry_without_a_zone_or_with_an_iso_holiday_is_dropped_with_one_line(tmp_path):
    bad = [
        {"exchangeTimeZone": "America/New_York"} | WEEK,
        NEW_YORK | {"dataTimeZone": "Mars/Olympus"} | WEEK,
        NEW_YORK | WEEK | {"holidays": ["2024-01-01"]},
        NEW_YORK | WEEK | {"earlyCloses": {"7-3-2024": "13:00:00"}},
    ]
    for entry in bad:
        lines = []
        database = _database(tmp_path, {"Equity-usa-[*]": entry}, lines.append)
        for ticker in ("AAPL", "MSFT"):
            with pytest.raises(ArgumentException):
                database.entry("usa", ticker, SecurityType.EQUITY)
        assert len(lines) == 1
        assert lines[0].startswith("MarketHoursDatabaseJson.Convert()")


def test_comments_and_a_byte_order_mark_are_read_over(tmp_path):
    text = '\ufeff// hours\n{"entries": {/* one */ "Equity-usa-[*]": ' + json.dumps(NEW_YORK | WEEK) + "}}"
    assert _database(tmp_path, text).entry("usa", "A", SecurityType.EQUITY)[1].is_date_open(date(2024, 3, 5))


def test_a_missing_or_empty_database_stops_the_run(tmp_path):
    with pytest.raises(ArgumentException, match="Could not find a part of the path"):
        MarketHoursDatabase(tmp_path / "absent.json")
    with pytest.raises(ArgumentException, match="Object reference not set"):
        _database(tmp_path, "{}")


def test_dates_of_the_market_count_for_its_tickers(tmp_path):
    entries = {
        "Equity-usa-[*]": NEW_YORK | WEEK | {"holidays": ["7/4/2024"], "earlyCloses": {"7/3/2024": "13:00:00"}},
        "Equity-usa-ODD": NEW_YORK | WEEK | {"holidays": ["7/5/2024"]},
    }
    hours = _database(tmp_path, entries).entry("usa", "ODD", SecurityType.EQUITY)[1]
    assert not hours.is_date_open(date(2024, 7, 4))
    assert not hours.is_date_open(date(2024, 7, 5))
    assert hours.segments(date(2024, 7, 3), False) == [(9.5 * HOUR_US, 13 * HOUR_US)]


def test_after_an_early_close_there_is_no_post_market(tmp_path):
    hours = _hours(tmp_path, earlyCloses={"7/3/2024": "13:00:00"})
    assert hours.segments(date(2024, 7, 3), True) == [(4 * HOUR_US, 13 * HOUR_US)]
    assert hours.get_next_market_close(datetime(2024, 7, 3, 5), True) == datetime(2024, 7, 3, 13)


def test_a_late_open_moves_the_first_segment_that_is_left(tmp_path):
    hours = _hours(tmp_path, lateOpens={"7/3/2024": "10:00:00"})
    assert hours.segments(date(2024, 7, 3), True) == [(10 * HOUR_US, 20 * HOUR_US)]
    assert hours.get_next_market_open(datetime(2024, 7, 3, 5)) == datetime(2024, 7, 3, 10)


def test_a_late_open_after_an_early_close_leaves_both_ends_of_the_day(tmp_path):
    hours = _hours(tmp_path, earlyCloses={"7/3/2024": "12:00:00"}, lateOpens={"7/3/2024": "14:00:00"})
    assert hours.segments(date(2024, 7, 3), False) == [(9.5 * HOUR_US, 12 * HOUR_US), (14 * HOUR_US, 16 * HOUR_US)]


def test_extended_hours_make_one_long_session(tmp_path):
    hours = _hours(tmp_path)
    assert hours.get_next_market_open(datetime(2024, 7, 1, 10), True) == datetime(2024, 7, 2, 4)
    assert hours.get_next_market_close(datetime(2024, 7, 1, 5), True) == datetime(2024, 7, 1, 20)
    assert hours.regular_market_duration == timedelta(hours=6.5)


def test_a_market_that_never_closes_has_no_next_open():
    hours = SecurityExchangeHours.always_open("UTC")
    assert hours.is_market_always_open
    assert hours.is_open(datetime(2024, 7, 6, 3))
    with pytest.raises(ArgumentException, match="Market is always open for this asset"):
        hours.get_next_market_open(datetime(2024, 7, 6, 3))


def test_a_week_that_runs_over_midnight_has_one_open(tmp_path):
    whole = [{"start": "00:00:00", "end": "1.00:00:00", "state": "market"}]
    week = {
        "sunday": [{"start": "17:00:00", "end": "1.00:00:00", "state": "market"}],
        "monday": whole,
        "tuesday": whole,
        "wednesday": whole,
        "thursday": whole,
        "friday": [{"start": "00:00:00", "end": "17:00:00", "state": "market"}],
    }
    hours = _database(tmp_path, {"Forex-oanda-[*]": NEW_YORK | week}).entry("oanda", "EURUSD", SecurityType.FOREX)[1]
    # 2024-07-07 is a Sunday.
    assert hours.get_next_market_open(datetime(2024, 7, 3, 12)) == datetime(2024, 7, 7, 17)
    assert hours.get_next_market_close(datetime(2024, 7, 8, 12)) == datetime(2024, 7, 12, 17)
    assert hours.get_previous_market_open(datetime(2024, 7, 10, 12)) == datetime(2024, 7, 7, 17)


def test_time_spans_as_dotnet_writes_them():
    assert span_text_us("09:30:00") == 9.5 * HOUR_US
    assert span_text_us("1.00:00:00") == 24 * HOUR_US
    assert span_text_us("23:59:59.5") == 86_399_500_000


def test_a_user_gives_a_market_hours_of_another(tmp_path):
    database = _database(tmp_path, {"Equity-usa-[*]": NEW_YORK | WEEK})
    zone, hours = database.get_entry("usa", Symbol.EMPTY, SecurityType.EQUITY)
    database.set_entry("interactivebrokers", "", SecurityType.CFD, hours, zone)
    assert database.get_exchange_hours("interactivebrokers", "SPY", SecurityType.CFD) is hours
    assert MarketHoursDatabase.from_data_folder() is database
