"""Estimators against the standard library and pandas."""

import math
import statistics

import pytest

from leanrig.engine.statistics import estimators

RETURNS = [0.012, -0.004, 0.0, 0.021, -0.017, 0.003, 0.008, -0.002]


def test_mean_variance_and_covariance_are_the_standard_librarys() -> None:
    other = [value * value for value in RETURNS]
    assert estimators.mean(RETURNS) == pytest.approx(statistics.fmean(RETURNS), rel=1e-14)
    assert estimators.variance(RETURNS) == pytest.approx(statistics.variance(RETURNS), rel=1e-13)
    assert estimators.covariance(RETURNS, other) == pytest.approx(statistics.covariance(RETURNS, other), rel=1e-12)


def test_skewness_and_kurtosis_are_the_unbiased_ones_of_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    series = pandas.Series(RETURNS)
    assert estimators.skewness(RETURNS) == pytest.approx(series.skew(), rel=1e-12)
    assert estimators.excess_kurtosis(RETURNS) == pytest.approx(series.kurt(), rel=1e-12)


@pytest.mark.parametrize("few", [[], [0.1]])
def test_too_few_values_give_nan(few: list[float]) -> None:
    assert math.isnan(estimators.variance(few))
    assert math.isnan(estimators.skewness(few))
    assert math.isnan(estimators.excess_kurtosis(few))


def test_values_without_spread_have_no_skewness() -> None:
    assert math.isnan(estimators.skewness([0.1] * 5))
    assert math.isnan(estimators.excess_kurtosis([0.1] * 5))


def test_normal_distribution_is_the_standard_librarys() -> None:
    normal = statistics.NormalDist()
    for value in (-3.0, -0.5, 0.0, 1.7):
        assert estimators.normal_cdf(value) == pytest.approx(normal.cdf(value), rel=1e-14)
    assert estimators.normal_quantile(0.1, 0.2, 0.05) == pytest.approx(0.1 + 0.2 * normal.inv_cdf(0.05), rel=1e-14)
