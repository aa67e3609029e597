"""Bars of bars: grid, counts, scan, refusals (facts: golden/consolidators, section 7 of what Python sees)."""

from datetime import datetime, timedelta

import pytest

from leanrig.engine.consolidators.bars import BaseDataConsolidator, TradeBarConsolidator
from leanrig.engine.consolidators.base import PeriodConsolidator
from leanrig.engine.consolidators.periods import Calendar
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.errors import ArgumentException

OPEN = datetime(2013, 10, 7, 9, 30)
MINUTE = timedelta(minutes=1)


def minutes(count: int, start: datetime = OPEN, step: timedelta = MINUTE) -> list[TradeBar]:
    return [TradeBar(start + n * step, None, n, n + 2, n - 1, n + 1, 10, step) for n in range(1, count + 1)]


def run(consolidator: PeriodConsolidator, bars: list[TradeBar]) -> list[TradeBar]:
    got: list[TradeBar] = []
    consolidator.data_consolidated += lambda _, bar: got.append(bar)
    for bar in bars:
        consolidator.update(bar)
    return got


def test_seven_minutes_lie_on_a_grid_from_midnight() -> None:
    first = run(TradeBarConsolidator(timedelta(minutes=7)), minutes(10, OPEN - MINUTE))[0]
    assert (first.time, first.end_time) == (datetime(2013, 10, 7, 9, 27), datetime(2013, 10, 7, 9, 34))
    assert (first.open, first.high, first.low, first.close, first.volume) == (1, 6, 0, 5, 40)


def test_a_start_offset_moves_the_grid() -> None:
    bars = run(TradeBarConsolidator(timedelta(minutes=30), timedelta(minutes=15)), minutes(60, OPEN - MINUTE))
    assert bars[0].time == datetime(2013, 10, 7, 9, 15)
    assert bars[0].end_time == datetime(2013, 10, 7, 9, 45)


def test_counts_close_with_the_data_point_that_fills_them() -> None:
    bars = run(TradeBarConsolidator(3), minutes(7, OPEN - MINUTE))
    assert [bar.end_time for bar in bars] == [OPEN + 3 * MINUTE, OPEN + 6 * MINUTE]
    assert bars[1].volume == 30


def test_scan_closes_a_bar_whose_time_is_over() -> None:
    consolidator = TradeBarConsolidator(timedelta(minutes=5))
    got = run(consolidator, minutes(3, OPEN - MINUTE))
    consolidator.scan(OPEN + 4 * MINUTE)
    assert got == []
    assert consolidator.working_bar.volume == 30
    consolidator.scan(OPEN + 5 * MINUTE)
    assert [bar.end_time for bar in got] == [OPEN + 5 * MINUTE]
    assert consolidator.working_bar is None


def test_two_days_start_with_the_first_bar_and_drift() -> None:
    days = [
        TradeBar(datetime(2013, 1, day, 9, 30), None, 1, 1, 1, 1, 1, timedelta(hours=6.5)) for day in (2, 3, 4, 7, 8, 9)
    ]
    bars = run(TradeBarConsolidator(timedelta(days=2)), days)
    assert [bar.time.day for bar in bars] == [2, 4, 7]


@pytest.mark.parametrize(
    ("calendar", "start", "end"),
    [
        (Calendar.WEEKLY, datetime(2013, 10, 7), datetime(2013, 10, 14)),
        (Calendar.MONTHLY, datetime(2013, 10, 1), datetime(2013, 11, 1)),
        (Calendar.QUARTERLY, datetime(2013, 10, 1), datetime(2014, 1, 1)),
        (Calendar.YEARLY, datetime(2013, 1, 1), datetime(2014, 1, 1)),
    ],
)
def test_calendars(calendar: object, start: datetime, end: datetime) -> None:
    days = [
        TradeBar(datetime(2013, 10, 9) + n * timedelta(days=40), None, 1, 1, 1, 1, 1, timedelta(days=1))
        for n in range(10)
    ]
    first = run(TradeBarConsolidator(calendar), days)[0]
    assert (first.time, first.end_time) == (start, end)


def test_bars_longer_than_the_period_are_refused() -> None:
    hour = TradeBar(OPEN, None, 1, 1, 1, 1, 1, timedelta(hours=1))
    with pytest.raises(ArgumentException, match=r"period: 00:15:00, using data of the same or higher period: 01:00:00"):
        TradeBarConsolidator(timedelta(minutes=15)).update(hour)


def test_what_is_no_period_is_refused() -> None:
    with pytest.raises(ArgumentException, match="not a supported period type"):
        TradeBarConsolidator("15 minutes")


def test_values_alone_make_bars_without_volume() -> None:
    bars = run(BaseDataConsolidator(2), minutes(2))
    assert (bars[0].open, bars[0].close, bars[0].volume) == (2, 3, 0)
