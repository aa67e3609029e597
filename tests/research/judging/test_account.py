"""The accounting: hand-worked figures, the table of rules, and what cannot be known."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from leanrig.errors import BadInput
from research.judging.account import account_of, drawdown_of, figures_of, sharpe_of
from research.judging.costs import costs_of


def test_an_account_by_hand() -> None:
    """In with half, up to all, out: 10 bp of 0.5, 0.5 and 1."""
    account = account_of(np.array([0.5, 1.0, 0.0, 0.0]), np.array([0.02, -0.01, 0.03, 0.01]), cost_bps=10)
    assert account.traded.tolist() == [0.5, 0.5, 1.0, 0.0]
    assert account.returns == pytest.approx([0.0095, -0.0105, -0.001, 0.0], abs=1e-15)
    figures = figures_of(account, bars_per_year=4)
    assert figures.annual_return == pytest.approx(1.0095 * 0.9895 * 0.999 - 1, rel=1e-12)
    assert figures.drawdown == pytest.approx(0.9895 * 0.999 - 1, rel=1e-12)
    assert figures.volatility == pytest.approx(2 * np.std([0.0095, -0.0105, -0.001, 0.0], ddof=1), rel=1e-12)
    assert figures.sharpe == pytest.approx(2 * -0.0005 / np.std([0.0095, -0.0105, -0.001, 0.0], ddof=1), rel=1e-12)
    assert (figures.turnover, figures.exposure, figures.invested) == (2.0, 0.375, 0.5)
    assert (figures.trades, figures.switches, figures.bars) == (3, 2, 4)
    assert figures.holding == pytest.approx(2 * 0.375 / 0.5)


def test_a_reversal_pays_for_both_ways() -> None:
    account = account_of(np.array([1.0, -1.0]), np.array([0.01, -0.01]), cost_bps=100)
    assert account.returns == pytest.approx([0.0, -0.01])
    assert figures_of(account, bars_per_year=252).switches == 2


@pytest.mark.parametrize("weights", [np.zeros(40), np.ones(40)])
def test_no_spread_gives_no_ratio(weights: np.ndarray) -> None:
    figures = figures_of(account_of(weights, np.zeros(40), cost_bps=0), bars_per_year=252)
    assert math.isnan(figures.sharpe)
    assert figures.annual_return == 0
    assert figures.drawdown == 0
    assert math.isnan(sharpe_of(np.array([0.1])))


def test_ruin_is_the_end() -> None:
    figures = figures_of(account_of(np.array([2.0, 2.0]), np.array([-0.6, 0.5]), cost_bps=0), bars_per_year=252)
    assert figures.annual_return == -1
    assert figures.drawdown == -1


@pytest.mark.parametrize(
    ("weights", "ahead", "cost"),
    [(np.ones(3), np.ones(2), 0), (np.array([np.nan]), np.ones(1), 0), (np.ones(1), np.array([np.inf]), 0)],
)
def test_no_numbers_are_refused(weights: np.ndarray, ahead: np.ndarray, cost: float) -> None:
    with pytest.raises(BadInput):
        account_of(weights, ahead, cost_bps=cost)


@settings(max_examples=40, deadline=None)
@given(
    arrays(float, 60, elements=st.floats(-1, 1).map(lambda x: round(x, 2))),
    arrays(float, 60, elements=st.floats(-0.1, 0.1)),
)
def test_at_the_break_even_cost_nothing_is_left(weights: np.ndarray, ahead: np.ndarray) -> None:
    costs = costs_of(weights, ahead, bars_per_year=252)
    gross = float(weights @ ahead)
    if not np.any(weights) or gross <= 0:
        assert math.isnan(costs.break_even_bps)
        return
    left = account_of(weights, ahead, cost_bps=costs.break_even_bps).returns
    assert left.sum() == pytest.approx(0.0, abs=1e-9)
    returns = [point.annual_return for point in costs.points]
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(returns))


@settings(max_examples=40, deadline=None)
@given(arrays(float, 50, elements=st.floats(-0.5, 0.5)))
def test_the_drawdown_is_the_deepest_of_all_falls(returns: np.ndarray) -> None:
    equity = np.concatenate([[1.0], np.cumprod(1 + returns)])
    deepest = min(equity[b] / equity[a] - 1 for a in range(51) for b in range(a, 51))
    assert drawdown_of(returns) == pytest.approx(deepest, abs=1e-12)
