"""Fill-forward against sessions worked out by hand."""

import numpy as np

from leanrig.engine.feed.fill import daily_grid, fill_forward, step_grid

MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def _sessions(days, first=9 * HOUR + 30 * MINUTE, last=16 * HOUR, offset=4 * HOUR):
    opens = np.array([day * DAY + first + offset for day in days], dtype=np.int64)
    closes = np.array([day * DAY + last + offset for day in days], dtype=np.int64)
    return opens, closes, opens - offset


def test_hours_of_a_session_end_on_whole_hours_and_the_first_is_half():
    grid = step_grid(*_sessions([0]), HOUR)
    assert (grid.end // HOUR).tolist() == [10, 11, 12, 13, 14, 15, 16]
    assert (grid.start[0], grid.end[0]) == (9 * HOUR, 10 * HOUR)


def test_minutes_of_a_session_are_390():
    grid = step_grid(*_sessions([0]), MINUTE)
    assert len(grid.emit) == 390
    assert grid.end[0] == 9 * HOUR + 31 * MINUTE


def test_copies_fill_the_gap_and_nothing_before_the_first_bar():
    grid = step_grid(*_sessions([0]), HOUR)
    real = np.array([11, 13], dtype=np.int64) * HOUR
    filled = fill_forward(real + 4 * HOUR, real - HOUR, real, grid, keep_times=False)
    assert (filled.end // HOUR).tolist() == [11, 12, 13, 14, 15, 16]
    assert filled.copied.tolist() == [False, True, False, True, True, True]
    assert filled.source.tolist() == [0, 0, 1, 1, 1, 1]


def test_days_without_a_bar_repeat_the_last_with_their_own_times():
    opens, closes, local = _sessions([0, 1, 2])
    grid = daily_grid(opens, closes, local)
    filled = fill_forward(closes[:1], local[:1], local[:1] + closes[:1] - opens[:1], grid, keep_times=False)
    assert filled.emit.tolist() == closes.tolist()
    assert filled.start.tolist() == local.tolist()


def test_a_finer_grid_keeps_the_original_times():
    grid = step_grid(*_sessions([1]), MINUTE)
    friday = np.array([16 * HOUR], dtype=np.int64)
    filled = fill_forward(friday + 4 * HOUR, friday - 6 * HOUR, friday, grid, keep_times=True)
    assert len(filled.emit) == 391
    assert set(filled.end.tolist()) == {16 * HOUR}
