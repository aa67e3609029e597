"""Two sources of one symbol: differences are what was put in, and each disagreement stops a run by its own reason."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from walks import walk

from leanrig.errors import BadInput, VendorFailed
from leanrig.model.bars import BarSet
from leanrig.store.crosscheck import crosscheck
from leanrig.store.crosscheck_report import as_json, as_markdown
from leanrig.store.crosscheck_result import CrosscheckLimits

GRIDS = ["minutes of a stock", "hourly stock", "daily stock", "minutes of a coin", "hourly pair"]


def of(vendor: str, bar_set: BarSet, bars: pd.DataFrame | None = None, feed: str = "all") -> BarSet:
    known = replace(bar_set.provenance, vendor=vendor, feed=feed, label=feed.upper())
    return replace(bar_set, bars=bar_set.bars if bars is None else bars, provenance=known)


def higher(bar_set: BarSet, bps: float) -> BarSet:
    """Every price higher by so many basis points of the mean of both."""
    bars = bar_set.bars.copy()
    bars.iloc[:, :4] *= (1 + bps / 20_000) / (1 - bps / 20_000)
    return of("two", bar_set, bars)


@pytest.mark.parametrize("grid", GRIDS)
def test_a_source_agrees_with_itself(grid: str) -> None:
    one = of("one", walk(grid))
    found = crosscheck(one, one)
    assert found.is_good
    assert found.is_same_source
    assert (found.common, found.different, found.missing_share, found.volume_ratio) == (len(one.bars), 0, 0.0, 1.0)
    assert [price.max_bps for price in found.prices] == [0, 0, 0, 0]
    assert found.lag.bars == 0
    found.insist()


@settings(max_examples=10, deadline=None)
@given(bps=st.floats(-40, 40).filter(lambda bps: abs(bps) > 0.01), volume=st.floats(0.01, 3))
def test_a_constant_difference_is_measured_in_bps(bps: float, volume: float) -> None:
    one, two = of("one", walk("hourly stock")), higher(walk("hourly stock"), bps)
    two.bars["volume"] *= volume
    found = crosscheck(one, two)
    for price in found.prices:
        figures = [price.median_bps, price.p95_bps, price.p99_bps, price.max_bps]
        assert figures == pytest.approx([abs(bps)] * 4, rel=1e-6)
        assert price.bias_bps == pytest.approx(bps, rel=1e-6)
    assert found.volume_ratio == pytest.approx(volume)
    assert found.is_good is (abs(bps) <= 5)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 999), gone=st.sets(st.integers(1, 150), max_size=30))
def test_it_does_not_matter_who_comes_first(seed: int, gone: set[int]) -> None:
    one, draw = of("one", walk("hourly stock", seed=seed)), np.random.default_rng(seed)
    bars = one.bars.drop(one.bars.index[sorted(gone)])
    bars = bars.mul(np.exp(draw.normal(0, 1e-3, bars.shape)))
    there, back = crosscheck(one, of("two", one, bars)), crosscheck(of("two", one, bars), one)
    assert (there.one.missing, there.other.missing) == (back.other.missing, back.one.missing) == (0, len(gone))
    assert there.missing_share == pytest.approx(len(gone) / len(one.bars))
    for left, right in zip(there.prices, back.prices, strict=True):
        assert (left.median_bps, left.p99_bps, left.worst) == (right.median_bps, right.p99_bps, right.worst)
        assert left.bias_bps == pytest.approx(-right.bias_bps)


def test_quantiles_are_numpys_and_the_worst_has_its_moment() -> None:
    one, draw = of("one", walk("minutes of a stock")), np.random.default_rng(3)
    bars = one.bars.copy()
    bars["close"] *= np.exp(draw.normal(0, 2e-4, len(bars)))
    bars.iloc[77, 3] *= 1.02
    price = crosscheck(one, of("two", one, bars)).prices[3]
    x, y = one.bars["close"].to_numpy(), bars["close"].to_numpy()
    bps = np.abs(y - x) / ((x + y) / 2) * 1e4
    expected = [np.median(bps), np.percentile(bps, 95), np.percentile(bps, 99), bps.max(), (bps > 50).mean()]
    found = [price.median_bps, price.p95_bps, price.p99_bps, price.max_bps, price.beyond]
    assert found == pytest.approx(expected)
    assert price.worst == bars.index[77].to_pydatetime()


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("lag", [-3, -2, -1, 1, 2, 3])
def test_a_vendor_that_stamps_other_moments_is_found_out(grid: str, lag: int) -> None:
    """Starts for ends: prices are within the limits, only the times are not."""
    one = of("one", walk(grid, move=1e-4))
    step = {"minute": "1min", "hour": "1h", "daily": "1D"}[one.resolution]
    shifted = one.bars.set_axis(one.bars.index + lag * pd.Timedelta(step))
    if grid in ("hourly stock", "daily stock", "hourly pair"):  # nights and weekends: places on the grid, not hours
        shifted = one.bars.iloc[max(-lag, 0) : len(one.bars) - max(lag, 0)].set_axis(
            one.bars.index[max(lag, 0) : len(one.bars) - max(-lag, 0)]
        )
    found = crosscheck(one, of("two", one, shifted))
    assert (found.lag.bars, found.lag.is_shifted) == (lag, True)
    assert found.lag.correlation > 0.97
    word = "later" if lag > 0 else "earlier"
    assert f"two stamps the same bars {abs(lag)} bar{'s' if abs(lag) > 1 else ''} {word}" in found.reasons[0]


def test_noise_on_prices_is_no_lag() -> None:
    one, draw = of("one", walk("hourly coin")), np.random.default_rng(1)
    bars = one.bars.mul(np.exp(draw.normal(0, 5e-4, one.bars.shape)))
    assert crosscheck(one, of("two", one, bars)).lag.bars == 0
    still = one.bars.assign(close=100.0)
    assert not crosscheck(of("one", one, still), of("two", one, still)).lag.is_shifted


def test_minutes_that_only_one_has_are_counted_on_their_side() -> None:
    one = of("one", walk("minutes of a stock"))
    two = of("two", one, one.bars.drop(one.bars.index[100:140]))
    found = crosscheck(one, two)
    assert (found.one.missing, found.other.missing, found.other.first_missing) == (0, 40, one.bars.index[100])
    assert any("stand in one only" in reason for reason in found.reasons)
    assert crosscheck(one, two, limits=CrosscheckLimits(missing=0.1)).is_good


def test_only_the_time_that_both_cover_is_compared() -> None:
    one = of("one", walk("daily stock"))
    two = of("two", one, one.bars.iloc[40:100])
    found = crosscheck(one, two)
    assert found.is_good
    assert (found.common, found.first, found.last) == (60, one.bars.index[40], one.bars.index[99])


def test_revisions_of_one_vendor_are_counted() -> None:
    before = of("one", walk("daily stock"))
    bars = before.bars.copy()
    bars.iloc[[3, 7], 1] += 0.01
    found = crosscheck(before, of("one", before, bars))
    assert (found.is_same_source, found.different, found.is_good) == (True, 2, True)
    assert "2 revised since" in as_markdown(found)


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_a_price_that_is_no_price_is_never_good(value: float) -> None:
    one = of("one", walk("daily stock"))
    bars = one.bars.copy()
    bars.iloc[10, 3] = value
    found = crosscheck(one, of("two", one, bars))
    assert (found.unusable, found.is_good) == (1, False)
    assert "1 bar with a price that is missing, zero or negative" in found.reasons


def test_too_little_in_common_proves_nothing() -> None:
    one = of("one", walk("daily stock"))
    few = crosscheck(one, of("two", one, one.bars.iloc[:5]))
    none = crosscheck(of("one", one, one.bars.iloc[:5]), of("two", one, one.bars.iloc[50:]))
    empty = crosscheck(one, of("two", one, one.bars.iloc[:0]))
    assert [found.common for found in (few, none, empty)] == [5, 0, 0]
    assert all("in common" in found.reasons[0] for found in (few, none, empty))
    assert "no time is covered by both" in as_markdown(empty)


def test_a_run_can_be_stopped_and_told_why() -> None:
    one = of("one", walk("hourly stock"), feed="sip")
    two = of("two", higher(walk("hourly stock"), 80), feed="iex")
    with pytest.raises(VendorFailed, match=r"one and two disagree.*median open differs by 80\.0 bps") as caught:
        crosscheck(one, two).insist()
    assert "SIP against IEX" in caught.value.where
    assert caught.value.exit_code == 4


def test_other_symbols_or_resolutions_are_refused() -> None:
    with pytest.raises(BadInput, match="cannot be compared"):
        crosscheck(walk("hourly stock"), walk("hourly coin"))
    with pytest.raises(BadInput, match="cannot be compared"):
        crosscheck(walk("hourly coin"), walk("daily coin"))


def test_the_report_has_the_same_figures_for_people_and_machines() -> None:
    one, two = of("one", walk("hourly stock")), higher(walk("hourly stock"), 7)
    found = crosscheck(one, two)
    read = json.loads(json.dumps(as_json(found), allow_nan=False))
    assert (read["verdict"], read["prices"][3]["median_bps"]) == ("bad", pytest.approx(7))
    assert datetime.fromisoformat(read["first"]) == one.bars.index[0]
    assert datetime.fromisoformat(read["one"]["as_of"]) == datetime(2024, 4, 1, tzinfo=UTC)
    page = as_markdown(found)
    assert "| close | 7.00 | 7.00 | 7.00 | 7.00 |" in page
    assert "Verdict: **bad**" in page
    assert all(reason in page for reason in found.reasons)
    json.dumps(as_json(crosscheck(one, of("two", one, one.bars.iloc[:0]))), allow_nan=False)
