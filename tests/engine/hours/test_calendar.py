"""Sessions of New York against exchange_calendars, with Lean's own database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leanrig.engine.enums import SecurityType
from leanrig.engine.hours.database import MarketHoursDatabase
from leanrig.engine.hours.sessions import session_arrays, tradable_days
from leanrig.engine.hours.zones import to_us
from tests.shared_reference import shared

xcals = pytest.importorskip("exchange_calendars")
# The database lacks three half days before 2000.
FIRST, LAST = date(2000, 1, 1), date(2024, 12, 31)


@pytest.fixture(scope="module")
def hours():
    path = shared("lean-data", "market-hours", "market-hours-database.json")
    return MarketHoursDatabase(path, report=pytest.fail).entry("usa", "SPY", SecurityType.EQUITY)[1]


@pytest.fixture(scope="module")
def calendar():
    return xcals.get_calendar("XNYS", start=str(FIRST), end="2025-01-31")


@pytest.fixture(scope="module")
def schedule(calendar):
    frame = calendar.schedule.loc[str(FIRST) : str(LAST)]
    return [(row.Index.date(), row.open, row.close) for row in frame.itertuples()]


def test_trading_days_are_the_exchanges(hours, schedule):
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    assert [day for day in days if hours.is_date_open(day)] == [day for day, _, _ in schedule]


def test_opens_and_closes_are_the_exchanges(hours, schedule):
    ours = session_arrays(hours, FIRST, LAST, False)
    theirs = [(int(begin.timestamp() * 1e6), int(close.timestamp() * 1e6)) for _, begin, close in schedule]
    assert list(zip(ours.opens.tolist(), ours.closes.tolist(), strict=True)) == theirs


def test_the_next_and_the_last_open_and_close(hours, calendar):
    zone = "America/New_York"
    moment = datetime(2018, 11, 19, 9, 31)
    for _ in range(400):
        utc = datetime.fromtimestamp(to_us(moment, zone) / 1e6, UTC)

        def local(stamp):
            return stamp.tz_convert(zone).tz_localize(None).to_pydatetime()

        assert hours.get_next_market_open(moment) == local(calendar.next_open(utc))
        assert hours.get_next_market_close(moment) == local(calendar.next_close(utc))
        assert hours.get_previous_market_open(moment) == local(calendar.previous_open(utc))
        assert hours.is_open(moment) == calendar.is_open_on_minute(utc, ignore_breaks=True)
        moment += timedelta(minutes=97)


def test_trading_days_before_and_after(hours, calendar):
    for day in (date(2018, 12, 24), date(2018, 12, 26), date(2020, 7, 2), date(2021, 1, 4)):
        assert hours.get_next_trading_day(day) == calendar.next_session(str(day)).date()
        assert hours.get_previous_trading_day(day) == calendar.previous_session(str(day)).date()


def test_dates_with_data_are_those_with_a_session_that_is_not_over(hours):
    start = to_us(datetime(2018, 12, 21, 16), "America/New_York")
    end = to_us(datetime(2018, 12, 27), "America/New_York") - 1
    days = tradable_days(hours, start, end, "America/New_York", extended=False)
    assert days == [date(2018, 12, 24), date(2018, 12, 26)]
