"""Probabilistic and deflated Sharpe ratios and track lengths are those that the papers print."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from research.judging.luck import (
    Shape,
    deflated_sharpe,
    expected_max_sharpe,
    minimum_track,
    probabilistic_sharpe,
    shape_of,
)


def test_the_deflated_ratio_of_the_papers_example() -> None:
    """Bailey and Lopez de Prado 2014, "A numerical example": five years of days, Sharpe 2.5 a year, variance 1/2."""
    shape = Shape(1250, 2.5 / math.sqrt(250), skewness=-3, kurtosis=10)
    assert expected_max_sharpe(100, 0.5 / 250) == pytest.approx(0.1132, abs=5e-5)
    assert deflated_sharpe(shape, trials=100, variance=0.5 / 250) == pytest.approx(0.9004, abs=5e-5)
    assert deflated_sharpe(shape, trials=46, variance=0.5 / 250) == pytest.approx(0.9505, abs=5e-4)
    normal = Shape(1250, 2.5 / math.sqrt(250))
    assert deflated_sharpe(normal, trials=88, variance=0.5 / 250) == pytest.approx(0.9505, abs=5e-4)


@pytest.mark.parametrize(
    ("per_year", "skewness", "kurtosis", "years"),
    [(252, 0, 3, 2.73), (52, 0, 3, 2.83), (12, 0, 3, 3.24), (12, -0.72, 5.78, 4.99)],
)
def test_the_minimum_tracks_of_the_paper(per_year: int, skewness: float, kurtosis: float, years: float) -> None:
    """Bailey and Lopez de Prado 2012: a ratio of 2 a year held against 1, at 95 %, by frequency and shape."""
    shape = Shape(1, 2 / math.sqrt(per_year), skewness, kurtosis)
    assert minimum_track(shape, 1 / math.sqrt(per_year)) / per_year == pytest.approx(years, abs=0.005)


@settings(max_examples=30, deadline=None)
@given(
    sharpe=st.floats(0.02, 0.5), ahead=st.floats(0.01, 0.4), skewness=st.floats(-1.5, 1.5), kurtosis=st.floats(3.5, 9)
)
def test_after_the_minimum_track_the_chance_is_the_one_asked_for(
    sharpe: float, ahead: float, skewness: float, kurtosis: float
) -> None:
    track = minimum_track(Shape(1, sharpe, skewness, kurtosis), sharpe - ahead, confidence=0.9)
    longer = Shape(math.ceil(track), sharpe, skewness, kurtosis)
    assert probabilistic_sharpe(longer, sharpe - ahead) == pytest.approx(0.9, abs=0.03)
    assert probabilistic_sharpe(longer, sharpe - ahead) >= 0.9 - 1e-9


def test_with_normal_returns_the_chance_is_that_of_the_ratios_own_error() -> None:
    """Lo 2002: variance (1 + SR^2/2)/n for normal returns."""
    shape = Shape(1001, 0.1)
    assert probabilistic_sharpe(shape) == pytest.approx(stats.norm.cdf(0.1 / math.sqrt((1 + 0.005) / 1000)), abs=1e-12)


@pytest.mark.parametrize("trials", [5, 10, 100, 1000])
def test_the_expected_best_is_near_the_exact_one(trials: int) -> None:
    """The paper's formula is an approximation: the exact mean of the best of N normal draws, by integration."""
    exact, _ = integrate.quad(lambda x: x * trials * stats.norm.pdf(x) * stats.norm.cdf(x) ** (trials - 1), -10, 10)
    assert expected_max_sharpe(trials, 1.0) == pytest.approx(exact, rel=0.03)


def test_one_trial_has_nothing_to_choose_from() -> None:
    assert expected_max_sharpe(1, 0.5) == 0
    shape = Shape(1000, 0.05)
    assert deflated_sharpe(shape, trials=1, variance=0.5) == probabilistic_sharpe(shape)


def test_more_trials_never_make_a_ratio_better() -> None:
    shape = Shape(1000, 0.05)
    found = [deflated_sharpe(shape, trials=trials, variance=1 / 1000) for trials in range(1, 200)]
    assert all(later <= earlier for earlier, later in pairwise(found))
    assert found[0] > 0.9 > 0.5 > found[-1]


def test_moments_are_those_of_scipy() -> None:
    returns = np.random.default_rng(3).standard_t(4, 700) / 100 + 0.001
    shape = shape_of(returns)
    assert shape.sharpe == pytest.approx(returns.mean() / returns.std(ddof=1), rel=1e-12)
    assert shape.skewness == pytest.approx(stats.skew(returns), rel=1e-12)
    assert shape.kurtosis == pytest.approx(stats.kurtosis(returns, fisher=False), rel=1e-12)


@pytest.mark.parametrize("returns", [np.zeros(50), np.full(50, 0.01), np.array([0.01]), np.array([])])
def test_without_spread_nothing_is_known(returns: np.ndarray) -> None:
    shape = shape_of(returns)
    assert math.isnan(shape.sharpe)
    assert math.isnan(probabilistic_sharpe(shape))
    assert math.isnan(deflated_sharpe(shape, trials=9, variance=0.1))
    assert math.isnan(minimum_track(shape))


def test_a_ratio_below_the_benchmark_has_no_track_that_is_long_enough() -> None:
    assert math.isnan(minimum_track(Shape(500, 0.02), 0.03))
    assert math.isnan(probabilistic_sharpe(Shape(500, 1.0, skewness=4.0, kurtosis=3.0)))  # no such law: variance < 0
