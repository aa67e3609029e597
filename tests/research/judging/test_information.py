"""Information coefficients and their errors are those of statsmodels and scipy; no skill is found where none is."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from drawn import prices_of, rows_at, walk
from scipy import stats

from leanrig.errors import BadInput
from research.judging.history import history_of
from research.judging.information import coefficient_of, decay_of, hits_of, horizons_of
from research.judging.long_run import newey_west_lags, slope_of


def skilled(bars: int = 1500, seed: int = 2, skill: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """Return strengths that know a share of each next return, and the closes."""
    draw = np.random.default_rng(seed)
    known, rest = draw.standard_normal(bars), draw.standard_normal(bars)
    returns = 0.01 * (skill * known + math.sqrt(1 - skill**2) * rest)
    closes = 100 * np.exp(np.concatenate([[0.0], np.cumsum(returns)]))
    return np.clip(known / 4, -1, 1), closes


@pytest.mark.parametrize("horizon", [1, 5, 21])
@pytest.mark.parametrize("ranked", [False, True])
def test_errors_are_those_of_statsmodels(horizon: int, ranked: bool) -> None:
    draw = np.random.default_rng(horizon)
    x = np.cumsum(draw.standard_normal(900)) / 20
    y = np.convolve(draw.standard_t(4, 900 + horizon - 1) + 0.2, np.ones(horizon), "valid") + 0.1 * x
    found = coefficient_of(x, y, horizon, ranked=ranked)
    if ranked:
        x, y = stats.rankdata(x), stats.rankdata(y)
        assert found.value == pytest.approx(stats.spearmanr(x, y).statistic, rel=1e-10)
    else:
        assert found.value == pytest.approx(stats.pearsonr(x, y).statistic, rel=1e-10)
    x, y = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    lags = newey_west_lags(900, horizon - 1)
    west = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
    assert found.newey_west == pytest.approx(west.bse[0], rel=1e-9)
    flat = sm.OLS(y, x).fit(
        cov_type="HAC", cov_kwds={"maxlags": horizon - 1, "kernel": "uniform", "use_correction": False}
    )
    if flat.cov_params()[0, 0] > 0:
        assert found.hansen_hodrick == pytest.approx(flat.bse[0], rel=1e-9)
    else:
        assert math.isnan(found.hansen_hodrick)
    assert found.p == pytest.approx(
        2 * stats.norm.cdf(-abs(found.value) / np.nanmax([found.newey_west, found.hansen_hodrick])), rel=1e-9
    )


def test_errors_grow_with_the_overlap_and_are_honest_under_no_skill() -> None:
    """A slow strength without skill, in 400 worlds: about 5 % are found significant, far more by naive errors."""
    draw, corrected, naive = np.random.default_rng(1), 0, 0
    for _ in range(400):
        x = np.convolve(draw.standard_normal(1019), np.ones(20), "valid")
        y = np.convolve(draw.standard_normal(1009), np.ones(10), "valid")
        found = coefficient_of(x, y, 10)
        corrected += found.p < 0.05
        naive += abs(found.value) * math.sqrt(1000) > 1.96
    assert corrected / 400 < 0.11
    assert naive / 400 > 0.4


def test_a_known_skill_is_found_at_its_horizon_and_is_gone_a_bar_later() -> None:
    strength, closes = skilled()
    history = history_of(rows_at(prices_of(closes), strength), prices_of(closes))
    one, *_ = horizons_of(history, [1, 5])
    assert one.linear.value == pytest.approx(0.3, abs=0.06)
    assert one.linear.p < 1e-6
    assert one.hits.rate > one.hits.expected
    decay = decay_of(history)
    assert decay.values[0] == pytest.approx(one.linear.value, rel=1e-12)
    assert decay.half_life == 2


def test_the_strength_is_never_held_against_its_own_bar() -> None:
    """A strength that copies the bar just gone knows nothing of the next."""
    closes = walk(2000)
    past = np.clip(np.diff(np.log(closes), prepend=np.log(closes[0])) * 30, -1, 1)
    history = history_of(rows_at(prices_of(closes), past), prices_of(closes))
    assert abs(horizons_of(history, [1])[0].linear.value) < 0.06
    with_future = np.append(past[1:], 0.0)
    leaky = history_of(rows_at(prices_of(closes), with_future), prices_of(closes))
    assert horizons_of(leaky, [1])[0].linear.value > 0.99


def test_hits_by_hand() -> None:
    """Sixty signs: 40 up of which 30 rose, 20 down of which 15 fell; so 35 rose in all."""
    strength = np.array([1.0] * 40 + [-1.0] * 20)
    outcome = np.array([0.01] * 30 + [-0.01] * 10 + [-0.01] * 15 + [0.01] * 5)
    hits = hits_of(strength, outcome, 1)
    assert hits.rate == 0.75
    assert hits.expected == pytest.approx(2 / 3 * 35 / 60 + 1 / 3 * 25 / 60)
    low, high = stats.binomtest(45, 60).proportion_ci(method="wilson")
    assert (hits.low, hits.high) == pytest.approx((low, high), rel=1e-10)


def test_what_cannot_be_known_is_not_a_number() -> None:
    draw = np.random.default_rng(4).standard_normal(200)
    assert math.isnan(coefficient_of(np.ones(200), draw, 1).value)
    assert math.isnan(coefficient_of(draw, np.zeros(200), 1).value)
    assert math.isnan(coefficient_of(draw[:29], draw[:29], 1).value)
    assert math.isnan(coefficient_of(draw, draw, 21).value)  # nine windows that do not overlap
    assert math.isnan(hits_of(np.zeros(200), draw, 1).rate)
    assert math.isnan(slope_of(np.zeros(9), draw[:9], overlap=0).value)


def test_a_horizon_of_nothing_is_refused() -> None:
    strength, closes = skilled(100)
    history = history_of(rows_at(prices_of(closes), strength), prices_of(closes))
    with pytest.raises(BadInput, match="1 bar or more"):
        horizons_of(history, [0])


def test_at_most_as_many_outcomes_as_bars() -> None:
    strength, closes = skilled(100)
    history = history_of(rows_at(prices_of(closes), strength), prices_of(closes))
    assert np.isnan(history.ahead_over(100)[1:]).all()
    assert history.ahead_over(100)[0] == pytest.approx(math.log(closes[100] / closes[0]))
    assert np.isnan(history.ahead_over(500)).all()
