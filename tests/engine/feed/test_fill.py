"""Fill-forward against sessions worked out by hand."""

import numpy as np

from leanrig.engine.feed.fill import daily_bars, fill_forward, step_bars, step_ends
from leanrig.engine.hours.sessions import Sessions

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
ZONE = "America/New_York"
# A Monday in October 2013, when New York is four hours behind.
FIRST = 15985
OFFSET = 4 * HOUR


def _sessions(days, first=9 * HOUR + 30 * MINUTE, last=16 * HOUR):
    opens = np.array([(FIRST + day) * DAY + first + OFFSET for day in days], dtype=np.int64)
    closes = np.array([(FIRST + day) * DAY + last + OFFSET for day in days], dtype=np.int64)
    return Sessions(opens, closes, opens - OFFSET)


def _bars(days, step):
    return step_bars(step_ends(_sessions(days), step, ZONE), step, ZONE)


def test_hours_of_a_session_end_on_whole_hours_and_the_first_begins_before_the_open():
    bars = _bars([0], HOUR)
    assert ((bars.end - FIRST * DAY) // HOUR).tolist() == [10, 11, 12, 13, 14, 15, 16]
    assert bars.start[0] == FIRST * DAY + 9 * HOUR


def test_minutes_of_a_session_are_390():
    bars = _bars([0], MINUTE)
    assert len(bars.emit) == 390
    assert bars.end[0] == FIRST * DAY + 9 * HOUR + 31 * MINUTE


def test_copies_fill_the_gap_and_nothing_before_the_first_bar():
    bars = _bars([0], HOUR)
    end = np.array([11, 13], dtype=np.int64) * HOUR + FIRST * DAY
    filled = fill_forward(end + OFFSET, end - HOUR, end, bars.emit, bars)
    assert ((filled.end - FIRST * DAY) // HOUR).tolist() == [11, 12, 13, 14, 15, 16]
    assert filled.copied.tolist() == [False, True, False, True, True, True]
    assert filled.source.tolist() == [0, 0, 1, 1, 1, 1]


def test_days_without_a_bar_repeat_the_last_with_their_own_times():
    bars = daily_bars(_sessions([0, 1, 2]))
    filled = fill_forward(bars.emit[:1], bars.start[:1], bars.end[:1], bars.emit, bars)
    assert filled.emit.tolist() == bars.emit.tolist()
    assert filled.start.tolist() == bars.start.tolist()


def test_copies_between_two_bars_keep_the_times_of_the_last_complete_one():
    days = daily_bars(_sessions([0, 1]))
    minutes = step_ends(_sessions([1]), MINUTE, ZONE)
    filled = fill_forward(days.emit[:1], days.start[:1], days.end[:1], minutes, days)
    assert len(filled.emit) == 391
    assert set(filled.end[:-1].tolist()) == {days.end[0]}
    # At the second close its own day is complete, with or without a row.
    assert filled.end[-1] == days.end[1]


def test_sessions_that_touch_give_each_end_once():
    opens = np.array([0, 90 * MINUTE], dtype=np.int64)
    touching = Sessions(opens, opens + 90 * MINUTE, opens)
    assert (step_ends(touching, HOUR, "UTC") // HOUR).tolist() == [1, 2, 3]
