"""Sound bars give no finding; each planted fault is found, alone and at its very moment; real splits are missed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from walks import COIN, GRIDS, STOCK, walk

from leanrig.errors import BadInput
from leanrig.model.bars import BarSet, CorporateAction
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.sample import SampleProvider
from leanrig.providers.simulator import SimulatedProvider
from leanrig.store.findings import Fault, Quality
from leanrig.store.gaps import missing_sessions
from leanrig.store.quality import judge
from leanrig.store.quality_limits import QualityLimits

Spoiled = tuple[pd.DataFrame, pd.DatetimeIndex]


def with_bars(bar_set: BarSet, bars: pd.DataFrame) -> BarSet:
    return replace(bar_set, bars=bars)


def looked_at(bar_set: BarSet, **options: object) -> Quality:
    """Judge at the moment of the last bar."""
    return judge(bar_set, now=bar_set.bars.index.max().to_pydatetime(), **options)  # type: ignore[arg-type]


def found(quality: Quality) -> dict[Fault, list[pd.Timestamp]]:
    return {finding.fault: list(finding.moments) for finding in quality.findings}


@pytest.mark.parametrize("grid", GRIDS)
def test_every_bar_that_is_due_and_no_other_is_good(grid: str) -> None:
    bar_set = walk(grid)
    quality = looked_at(bar_set)
    assert (quality.findings, quality.verdict, quality.missing) == ((), "good", 0)
    assert quality.due == quality.bars == len(bar_set.bars) > 100


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    symbol=st.sampled_from([STOCK, COIN]),
    resolution=st.sampled_from([Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE]),
    start=st.dates(date(2005, 1, 1), date(2024, 1, 1)),
)
def test_simulated_bars_are_good(seed: int, symbol: Symbol, resolution: Resolution, start: date) -> None:
    days = {Resolution.DAILY: 900, Resolution.HOUR: 90, Resolution.MINUTE: 8}[resolution]
    bar_set = SimulatedProvider(seed=seed).bars(symbol, resolution, start, start + timedelta(days=days))
    assert looked_at(bar_set).findings == ()


def spike(bars: pd.DataFrame, row: int) -> Spoiled:
    bars.iloc[row, [1, 3]] *= 1.3
    return bars, bars.index[[row]]


def jump(bars: pd.DataFrame, row: int) -> Spoiled:
    bars.iloc[row:, :4] *= 1.27  # far from any split
    return bars, bars.index[[row]]


def far_low(bars: pd.DataFrame, row: int) -> Spoiled:
    bars.iloc[row, 2] *= 0.8
    return bars, bars.index[[row]]


def bad_open(bars: pd.DataFrame, row: int) -> Spoiled:
    bars.iloc[row, [0, 1]] *= 1.4
    return bars, bars.index[[row]]


def no_volume(bars: pd.DataFrame, row: int) -> Spoiled:
    bars.iloc[row : row + 60, 4] = 0
    return bars, bars.index[row : row + 60]


def frozen(bars: pd.DataFrame, row: int) -> Spoiled:
    bars.iloc[row : row + 60, :4] = bars.iloc[row - 1, :4].to_numpy()
    return bars, bars.index[row : row + 60]


def twice(bars: pd.DataFrame, row: int) -> Spoiled:
    return bars.iloc[[*range(row + 1), *range(row, len(bars))]], bars.index[[row]]


def swapped(bars: pd.DataFrame, row: int) -> Spoiled:
    order = [*range(row), row + 1, row, *range(row + 2, len(bars))]
    return bars.iloc[order], bars.index[[row]]


def missing(bars: pd.DataFrame, row: int) -> Spoiled:
    return bars.drop(bars.index[[row, row + 1, row + 7]]), bars.index[[row, row + 1, row + 7]]


def broken(column: int, value: float) -> Callable[[pd.DataFrame, int], Spoiled]:
    def spoil(bars: pd.DataFrame, row: int) -> Spoiled:
        bars.iloc[row, column] = value
        return bars, bars.index[[row]]

    return spoil


PLANTED = {
    "spike": (spike, Fault.SPIKE, "look"),
    "jump": (jump, Fault.JUMP, "look"),
    "far low": (far_low, Fault.WICK, "look"),
    "bad open": (bad_open, Fault.WICK, "look"),
    "no volume": (no_volume, Fault.ZERO_VOLUME, "look"),
    "frozen": (frozen, Fault.FROZEN_PRICE, "look"),
    "twice": (twice, Fault.DUPLICATE, "bad"),
    "swapped": (swapped, Fault.DISORDER, "bad"),
    "missing": (missing, Fault.MISSING_BARS, "look"),
    "NaN": (broken(3, float("nan")), Fault.BROKEN_LAW, "bad"),
    "infinite": (broken(1, float("inf")), Fault.BROKEN_LAW, "bad"),
    "high too low": (broken(1, 50.0), Fault.BROKEN_LAW, "bad"),
    "negative volume": (broken(4, -1.0), Fault.BROKEN_LAW, "bad"),
}


@pytest.mark.parametrize("grid", ["hourly coin", "minutes of a coin"])
@pytest.mark.parametrize("name", PLANTED)
@settings(max_examples=6, deadline=None)
@given(place=st.floats(0, 1), seed=st.integers(0, 99))
def test_a_planted_fault_is_found_alone_and_at_its_moment(name: str, grid: str, place: float, seed: int) -> None:
    spoil, fault, verdict = PLANTED[name]
    bar_set = walk(grid, seed=seed)
    row = 30 + int(place * (len(bar_set.bars) - 130))
    bars, moments = spoil(bar_set.bars.copy(), row)
    quality = looked_at(with_bars(bar_set, bars))
    assert {one.fault for one in quality.findings} == {fault}
    assert {moment for one in quality.findings for moment in one.moments} == set(moments)
    # Three minutes are a note; three hours, a hole worth a look.
    assert quality.verdict == ("good" if (name, grid) == ("missing", "minutes of a coin") else verdict)


@pytest.mark.parametrize("grid", ["daily stock", "hourly stock", "minutes of a stock", "daily pair", "hourly pair"])
def test_a_session_without_bars_is_found_by_its_close(grid: str) -> None:
    bar_set = walk(grid)
    ends = bar_set.bars.index
    day = ends[len(ends) // 2].normalize()
    whole = (ends > day) & (ends <= day + pd.Timedelta(days=1))
    quality = looked_at(with_bars(bar_set, bar_set.bars[~whole]))
    (finding,) = quality.findings
    assert (finding.fault, finding.count, quality.missing) == (Fault.MISSING_SESSIONS, 1, int(whole.sum()))
    assert finding.first is not None
    assert finding.first.date() in (day.date(), (day + pd.Timedelta(days=1)).date())
    assert f"the first {day:%Y-%m-%d}" in finding.words
    assert missing_sessions(with_bars(bar_set, bar_set.bars[~whole])) == (day.date(),)


def test_days_that_were_asked_for_count_as_missing_at_both_ends() -> None:
    bar_set = walk("daily stock")
    bars = bar_set.bars["2023-10-02":"2024-02-29"]  # type: ignore[misc]
    now = datetime(2024, 4, 1, tzinfo=UTC)
    quality = judge(with_bars(bar_set, bars), now=now, first_day=date(2023, 9, 1), last_day=date(2024, 3, 28))
    gone = bar_set.bars.index.difference(bars.index)
    assert found(quality) == {Fault.MISSING_SESSIONS: list(gone)}
    assert quality.verdict == "bad"


def test_bars_outside_exchange_hours_are_found() -> None:
    bar_set = walk("minutes of a stock")
    early = bar_set.bars.iloc[[0]].set_axis(bar_set.bars.index[[0]] - pd.Timedelta(minutes=30))
    after_half_day = bar_set.bars.loc[["2023-11-24 18:00+00:00"]].rename(lambda end: end + pd.Timedelta(minutes=1))
    bars = pd.concat([bar_set.bars, early, after_half_day]).sort_index()
    quality = looked_at(with_bars(bar_set, bars))
    assert found(quality) == {Fault.OUTSIDE_HOURS: [early.index[0], after_half_day.index[0]]}
    assert quality.verdict == "look"


def test_daily_bars_stamped_at_midnight_are_no_bars_of_that_session() -> None:
    bar_set = walk("daily stock")
    quality = looked_at(with_bars(bar_set, bar_set.bars.set_axis(bar_set.bars.index.normalize())))
    assert quality.verdict == "bad"
    assert found(quality)[Fault.OUTSIDE_HOURS] == list(bar_set.bars.index.normalize())


@pytest.mark.parametrize(
    ("now", "count"),
    [
        (datetime(2024, 3, 28, 21, tzinfo=UTC), None),  # an hour after the close: the vendor may be late
        (datetime(2024, 4, 1, 19, tzinfo=UTC), None),  # Good Friday and a weekend have passed, no session
        (datetime(2024, 4, 2, 8, 1, tzinfo=UTC), 1),
        (datetime(2024, 4, 13, tzinfo=UTC), 9),
    ],
)
def test_the_tail_is_stale_when_a_session_should_have_followed(now: datetime, count: int | None) -> None:
    quality = judge(walk("daily stock"), now=now)
    assert [(one.fault, one.count) for one in quality.findings] == ([(Fault.STALE_TAIL, count)] if count else [])


def test_minutes_are_stale_after_half_an_hour_of_trading() -> None:
    bar_set = walk("minutes of a coin")
    last = bar_set.bars.index[-1].to_pydatetime()
    assert judge(bar_set, now=last + timedelta(minutes=30)).findings == ()
    (finding,) = judge(bar_set, now=last + timedelta(minutes=31)).findings
    assert (finding.fault, list(finding.moments)) == (Fault.STALE_TAIL, [bar_set.bars.index[-1]])


def test_a_bar_from_the_future_is_bad() -> None:
    bar_set = walk("hourly coin")
    ends = bar_set.bars.index
    quality = judge(bar_set, now=ends[-3].to_pydatetime())
    assert found(quality) == {Fault.FUTURE: list(ends[-2:])}
    assert not quality.is_good


def test_what_cannot_be_judged_is_refused() -> None:
    bar_set = walk("daily coin")
    for bars in (bar_set.bars.iloc[:0], bar_set.bars.drop(columns="low"), bar_set.bars.tz_convert("Asia/Tokyo")):
        with pytest.raises(BadInput):
            judge(with_bars(bar_set, bars), now=datetime(2024, 1, 1, tzinfo=UTC))
    with pytest.raises(BadInput, match="no grid"):
        judge(replace(bar_set, resolution=Resolution.TICK), now=datetime(2024, 1, 1, tzinfo=UTC))


def test_a_missing_time_is_told_and_the_rest_is_judged() -> None:
    bar_set = walk("daily coin")
    ends = bar_set.bars.index.to_series()
    ends.iloc[50] = pd.NaT
    quality = looked_at(with_bars(bar_set, bar_set.bars.set_axis(pd.DatetimeIndex(ends))))
    assert found(quality) == {Fault.NO_TIME: [], Fault.MISSING_SESSIONS: [bar_set.bars.index[50]]}


def test_pauses_are_compared_with_pauses_only() -> None:
    """Nights move far more than minutes do, and are no jumps for that."""
    symbol, resolution = STOCK, Resolution.MINUTE
    bar_set = SimulatedProvider(seed=5).bars(symbol, resolution, date(2023, 1, 3), date(2023, 2, 28))
    days = bar_set.bars.index.normalize()
    nights = np.random.default_rng(1).normal(0, 0.03, len(days.unique())).cumsum()
    moved = bar_set.bars.copy()
    moved.iloc[:, :4] = moved.iloc[:, :4].mul(np.exp(nights[days.unique().get_indexer(days)]), axis=0)
    assert looked_at(with_bars(bar_set, moved)).findings == ()


def test_limits_are_the_callers() -> None:
    bars, _ = far_low(walk("hourly coin").bars.copy(), 100)
    spoiled = with_bars(walk("hourly coin"), bars)
    assert looked_at(spoiled, limits=QualityLimits(spike_move=0.5)).findings == ()
    assert looked_at(spoiled, limits=QualityLimits(spike_bad=0.2)).verdict == "bad"


# Real splits, each 2:1; Google and IBM had none in these years.
REAL = {"AAPL": ["2000-06-21", "2005-02-28"], "MSFT": ["2003-02-18"], "GOOG": [], "IBM": []}


@pytest.mark.parametrize("ticker", REAL)
def test_real_splits_that_are_not_listed_are_missed(ticker: str) -> None:
    symbol = Symbol.parse(ticker, SecurityType.EQUITY)
    bar_set = SampleProvider().bars(symbol, Resolution.DAILY, date(2000, 3, 1), date(2013, 3, 1))
    without = looked_at(replace(bar_set, actions=()))
    missed = [one for one in without.findings if one.fault is Fault.MISSED_SPLIT]
    assert [f"{one.first:%Y-%m-%d}" for one in missed] == REAL[ticker]
    assert all("2:1" in one.words for one in missed)
    assert without.is_good is not bool(missed)
    known = looked_at(bar_set)
    # Apple's low of the flash crash, 199.25 at a close of 246.25, is real and worth a look.
    real = {Fault.WICK: [pd.Timestamp("2010-05-06 20:00", tz="UTC")]} if ticker == "AAPL" else {}
    assert found(known) == real


def split_at(bar_set: BarSet, row: int, factor: float, *listed: CorporateAction) -> BarSet:
    bars = bar_set.bars.copy()
    bars.iloc[row:, :4] *= factor
    bars.iloc[row:, 4] /= factor
    return replace(bar_set, bars=bars, actions=listed)


@settings(max_examples=12, deadline=None)
@given(
    factor=st.sampled_from([1 / 2, 1 / 3, 1 / 4, 1 / 7, 1 / 10, 1 / 20, 2, 5, 10, 25, 2 / 3, 3 / 2]),
    grid=st.sampled_from(["daily stock", "hourly stock"]),
    place=st.integers(5, 30),
    seed=st.integers(0, 99),
)
def test_a_split_that_is_missing_wrong_or_listed_for_nothing(factor: float, grid: str, place: int, seed: int) -> None:
    bar_set = walk(grid, seed=seed)
    days = bar_set.bars.index.normalize()
    day = days.unique()[place]
    row = int(days.searchsorted(day))
    moment = [bar_set.bars.index[row]]
    right = CorporateAction(day.date(), factor, 0.0)
    assert found(looked_at(split_at(bar_set, row, factor, right))) == {}
    assert found(looked_at(split_at(bar_set, row, factor))) == {Fault.MISSED_SPLIT: moment}
    assert found(looked_at(split_at(bar_set, row, 1.0, right))) == {Fault.SPLIT_WITHOUT_JUMP: moment}
    wrong = replace(right, split_factor=factor * factor if factor not in (2 / 3, 3 / 2) else factor**3)
    assert found(looked_at(split_at(bar_set, row, factor, wrong))) == {Fault.WRONG_SPLIT: moment}
    assert found(looked_at(split_at(bar_set, row, factor, right, right))) == {Fault.REPEATED_ACTION: moment}


def test_a_fall_on_heavy_trading_is_rather_news() -> None:
    bar_set = split_at(walk("daily stock"), 70, 0.5)
    bar_set.bars.iloc[70, 4] *= 8
    (finding,) = looked_at(bar_set).findings
    assert (finding.fault, finding.grade) == (Fault.MISSED_SPLIT, "look")
    assert "rather news" in finding.words


@pytest.mark.parametrize(
    ("factor", "dividend", "grade"),
    [(1, 1.0, None), (1, 30.0, "look"), (1, 120.0, "bad"), (1, -1.0, "bad"), (0, 0.0, "bad"), (-2, 0.0, "bad")],
)
def test_implausible_actions(factor: float, dividend: float, grade: str | None) -> None:
    bar_set = walk("daily stock")
    action = CorporateAction(bar_set.bars.index[60].date(), factor, dividend, 100.0)
    odd = [one for one in looked_at(replace(bar_set, actions=(action,))).findings if one.fault is Fault.ODD_ACTION]
    assert [(one.grade, list(one.moments)) for one in odd] == ([(grade, [bar_set.bars.index[60]])] if grade else [])


def test_the_same_dividend_twice_within_days_is_worth_a_look() -> None:
    bar_set = walk("daily stock")
    days = [bar_set.bars.index[row].date() for row in (60, 62)]
    twice_paid = tuple(CorporateAction(day, 1.0, 0.24, 100.0) for day in days)
    assert found(looked_at(replace(bar_set, actions=twice_paid))) == {Fault.REPEATED_ACTION: [bar_set.bars.index[62]]}
