"""The interval of a difference of Sharpe ratios is as wide as theory says, and holds the truth as often."""

import math

import numpy as np
import pytest

from research.judging.bootstrap import sharpe_difference


def pair(draw: np.random.Generator, bars: int, link: float = 0.6) -> tuple[np.ndarray, np.ndarray]:
    one, other = draw.standard_normal(bars), draw.standard_normal(bars)
    return 0.0005 + 0.01 * one, 0.0005 + 0.01 * (link * one + math.sqrt(1 - link**2) * other)


def test_its_width_is_that_of_memmel() -> None:
    """Jobson and Korkie (1981) as corrected by Memmel (2003), for ratios near 0: variance 2(1 - link)/n."""
    first, second = pair(np.random.default_rng(4), 4000)
    found = sharpe_difference(first, second, bars_per_year=252)
    error = math.sqrt(2 * (1 - np.corrcoef(first, second)[0, 1]) / 4000) * math.sqrt(252)
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(error, rel=0.15)
    assert found.low < found.value < found.high


def test_equal_skill_is_held_to_be_equal_as_often_as_it_says() -> None:
    draw, outside, surprised = np.random.default_rng(9), 0, 0
    for _ in range(120):
        found = sharpe_difference(*pair(draw, 800), bars_per_year=252, draws=300)
        outside += not found.low <= 0 <= found.high
        surprised += found.p < 0.05
    assert outside / 120 < 0.13
    assert surprised / 120 < 0.13


def test_a_real_difference_is_seen_and_the_same_returns_give_the_same_figures() -> None:
    first, second = pair(np.random.default_rng(5), 2000)
    found = sharpe_difference(first + 0.002, second, bars_per_year=252)
    assert found.low > 0
    assert found.p < 0.01
    assert found == sharpe_difference(first + 0.002, second, bars_per_year=252)


def test_too_few_bars_or_no_spread_say_nothing() -> None:
    first, second = pair(np.random.default_rng(6), 119)
    assert math.isnan(sharpe_difference(first, second, bars_per_year=252).low)
    assert math.isnan(sharpe_difference(np.zeros(500), np.arange(500.0), bars_per_year=252).value)
    same = sharpe_difference(first.repeat(3), first.repeat(3), bars_per_year=252)
    assert (same.value, same.low, same.high, same.p) == (0.0, 0.0, 0.0, 1.0)
