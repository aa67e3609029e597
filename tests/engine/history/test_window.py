"""How far back bars reach, against what real Lean was seen to do (facts: `history` and `set_warm_up` by count)."""

from datetime import datetime, timedelta

import pytest
from engine.history.stage import BARE_DATA

from leanrig.engine.enums import SecurityType
from leanrig.engine.history.window import has_strict_days, start_of_bars
from leanrig.engine.hours.database import HoursDatabase

DATABASE = HoursDatabase(BARE_DATA / "market-hours" / "market-hours-database.json")
MINUTE, HOUR, DAY = 60_000_000, 3_600_000_000, 86_400_000_000
TUESDAY = datetime(2013, 10, 8)


def start(end: datetime, span: int, count: int, *, extended: bool = False, strict: bool = True) -> datetime:
    zone, hours = DATABASE.entry("usa", "SPY", SecurityType.EQUITY)
    return start_of_bars(hours, end, span, count, extended=extended, data_zone=zone, strict=strict)


@pytest.mark.parametrize(
    ("end", "span", "count", "expected"),
    [
        # Real Lean's first warm-up slices: the bar that ends at the start is among them.
        (TUESDAY, HOUR, 5, datetime(2013, 10, 7, 11)),
        (TUESDAY, HOUR, 9, datetime(2013, 10, 4, 14)),
        (TUESDAY, MINUTE, 20, datetime(2013, 10, 7, 15, 40)),
        (TUESDAY, DAY, 2, datetime(2013, 10, 4)),
        (TUESDAY, DAY, 5, datetime(2013, 10, 1)),
        # Real Lean's first rows of `history(spy, n)`: the bar that ends after the start is the first.
        (datetime(2013, 10, 8, 9, 31), MINUTE, 5, datetime(2013, 10, 7, 15, 56)),
        (datetime(2013, 10, 8, 9, 31), MINUTE, 400, datetime(2013, 10, 4, 15, 51)),
        (datetime(2013, 10, 8, 13, 7, 30), MINUTE, 1, datetime(2013, 10, 8, 13, 6)),
        (datetime(2014, 6, 5, 11, 15), HOUR, 9, datetime(2014, 6, 4, 9)),
        (datetime(2014, 6, 5, 11, 15), DAY, 3, datetime(2014, 6, 2)),
    ],
)
def test_bars_are_counted_over_open_time(end: datetime, span: int, count: int, expected: datetime) -> None:
    assert start(end, span, count) == expected


def test_a_day_counts_from_its_close_on() -> None:
    before, after = start(datetime(2014, 6, 5, 15), DAY, 1), start(datetime(2014, 6, 5, 17), DAY, 1)
    assert before == datetime(2014, 6, 4)
    assert after == datetime(2014, 6, 4, 17)


def test_nothing_is_asked_for_with_no_bars() -> None:
    assert start(datetime(2013, 10, 8, 9, 31), MINUTE, 0) == datetime(2013, 10, 8, 9, 31)
    assert start(datetime(2013, 10, 8, 9, 31), MINUTE, -1) == datetime(2013, 10, 8, 9, 31)


@pytest.mark.parametrize("count", [1, 7, 61, 390, 391, 1000])
@pytest.mark.parametrize("span", [MINUTE, 15 * MINUTE, HOUR])
def test_as_many_bars_touch_a_session_as_were_asked_for(count: int, span: int) -> None:
    zone, hours = DATABASE.entry("usa", "SPY", SecurityType.EQUITY)
    end = datetime(2013, 12, 27, 12)
    first = start_of_bars(hours, end, span, count, extended=False, data_zone=zone, strict=True)
    step = timedelta(microseconds=span)
    bars = [first + step * place for place in range((end - first) // step)]
    assert sum(hours.is_open_during(bar, bar + step) for bar in bars) == count
    assert hours.is_open_during(bars[0], bars[0] + step)


def test_strict_days_are_for_markets_that_close() -> None:
    _, shares = DATABASE.entry("usa", "SPY", SecurityType.EQUITY)
    _, coins = DATABASE.entry("coinbase", "BTCUSD", SecurityType.CRYPTO)
    assert has_strict_days(SecurityType.EQUITY, "usa", shares)
    assert not has_strict_days(SecurityType.CRYPTO, "coinbase", coins)
    assert not has_strict_days(SecurityType.FOREX, "oanda", shares)
