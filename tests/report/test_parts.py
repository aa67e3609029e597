"""Months, spells, regimes, tags and axes."""

import math
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from backtest.recorded import as_lean_folder
from hypothesis import given
from hypothesis import strategies as st
from report.run_folders import inputs_of

from leanrig.report.daily import daily_of
from leanrig.report.inputs import SignalRow
from leanrig.report.months import growth_by
from leanrig.report.regimes import in_force, regimes_at, spells_in_regimes, summed_by_regime
from leanrig.report.scale import label_of, log_ticks, ticks, time_ticks
from leanrig.report.spells import spells_of
from leanrig.report.tags import ahead_of_their_row, tag_of

_START = datetime(2020, 1, 1, 5, tzinfo=UTC)


def test_months_and_years_multiply_to_the_whole(tmp_path: Path) -> None:
    daily = daily_of(inputs_of(as_lean_folder("BareMonthlyRanks", tmp_path)).result)
    assert daily is not None
    whole = daily.equity[-1] / daily.equity[0]
    for months in (True, False):
        found = growth_by(daily.days, daily.equity, months=months)
        assert math.prod(1 + item.change for item in found) == pytest.approx(whole)


def test_a_sample_at_midnight_tells_of_the_day_before(tmp_path: Path) -> None:
    daily = daily_of(inputs_of(as_lean_folder("BareDailyCross", tmp_path)).result)
    assert daily is not None
    assert daily.days[1] == date(2004, 1, 5)  # the first day of the run; its sample is taken at the next midnight
    assert daily.days[-1] == date(2006, 12, 29)


def test_spells_are_the_long_turns() -> None:
    values = np.array([100, 110, 108, 120, 60, 61, 90, 88, 130.0])
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(len(values))]
    spells = spells_of(days, values)
    assert [round(spell.change, 3) for spell in spells] == [0.2, -0.5, 1.167]
    assert spells[1].start == days[3]
    assert spells[1].end == days[4]
    assert spells_of(days, np.arange(1.0, 10.0)) == []


@given(st.lists(st.floats(0.5, 1.5), min_size=3, max_size=60))
def test_spells_join_end_to_end(steps: list[float]) -> None:
    values = 100 * np.cumprod(steps)
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(len(values))]
    spells = spells_of(days, values)
    for one, other in pairwise(spells):
        assert one.end == other.start
    if spells:
        assert spells[0].start == days[0]
        assert spells[-1].end == days[-1]
        assert math.prod(1 + spell.change for spell in spells) == pytest.approx(values[-1] / values[0])


def test_a_day_belongs_to_the_row_known_before_it() -> None:
    times = np.array([int((_START + timedelta(days=n)).timestamp()) for n in range(6)])
    rows = [_row(-1, "calm"), _row(2, "volatile", hours=16), _row(4, "calm", hours=16)]
    # The row of day 2's close (21:00) is in force from day 3 on: the change up to midnight of day 2 is still calm's.
    assert in_force(rows, times).tolist() == [0, 0, 0, 1, 1, 2]
    equity = np.array([100, 110, 121, 133.1, 66.55, 66.55])
    found = {item.regime: item for item in summed_by_regime(rows, times, equity=equity, market=None, exposure=None)}
    assert found["calm"].days == 3
    assert found["volatile"].days == 2
    assert found["calm"].growth == pytest.approx(0.331)
    assert found["volatile"].growth == pytest.approx(-0.5)
    moments = [_START + timedelta(days=3), _START - timedelta(days=9)]
    assert regimes_at(rows, moments) == ["volatile", ""]


def test_spells_cover_the_run_and_change_at_each_end() -> None:
    rows = [_row(-1, "calm"), _row(1, "calm"), _row(2, "volatile"), _row(4, "calm")]
    first, last = int(_START.timestamp()), int((_START + timedelta(days=5)).timestamp())
    spells = spells_in_regimes(rows, first, last)
    assert [spell.regime for spell in spells] == ["calm", "volatile", "calm"]
    assert spells[0].start == first
    assert spells[-1].end == last
    assert all(one.end == other.start for one, other in pairwise(spells))


def test_tags_name_their_row_and_no_recorded_order_is_ahead_of_it(tmp_path: Path) -> None:
    orders = inputs_of(as_lean_folder("BareSignalRows", tmp_path)).result.orders
    tag = tag_of(orders[1])
    assert tag is not None
    assert (tag.stamp, tag.regime, tag.strength) == (datetime(2010, 1, 29, 21, tzinfo=UTC), "volatile", -0.25)
    assert ahead_of_their_row(orders) == []


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0, 10, ["0", "2", "4", "6", "8", "10"]),
        (-0.34, 0, ["−0.3", "−0.2", "−0.1", "0"]),
        (97, 103, ["98", "100", "102"]),
    ],
)
def test_ticks_are_round(low: float, high: float, texts: list[str]) -> None:
    assert [tick.text for tick in ticks(low, high, label_of("plain", ""))] == texts


def test_log_ticks_and_money() -> None:
    assert [tick.text for tick in log_ticks(900, 120_000, label_of("money", "USD"))] == [
        "$1k",
        "$3k",
        "$10k",
        "$30k",
        "$100k",
    ]


@pytest.mark.parametrize(
    ("days", "texts"),
    [(3650, "2022"), (300, "2020-04"), (20, "01-05"), (1, "01 09:00")],
    ids=["years", "months", "days", "hours"],
)
def test_time_ticks(days: int, texts: str) -> None:
    found = time_ticks(int(_START.timestamp()), int((_START + timedelta(days=days)).timestamp()))
    assert texts in [tick.text for tick in found]
    assert 2 <= len(found) <= 10


def _row(day: int, regime: str, *, hours: int = 0) -> SignalRow:
    return SignalRow(_START + timedelta(days=day, hours=hours), regime, 0.9, 0.5)
