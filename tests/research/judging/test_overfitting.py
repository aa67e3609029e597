"""Probability of backtest overfitting: hand-worked, against a literal reading of the paper, and of known searches."""

import math
from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from leanrig.errors import BadInput
from research.judging.overfitting import overfitting_of


def literal(returns: np.ndarray, blocks: int) -> list[float]:
    """Section 3 of Bailey et al., step by step, over submatrices."""
    length, logits = len(returns) // blocks, []
    parts = np.split(returns[len(returns) - length * blocks :], blocks)
    for chosen in combinations(range(blocks), blocks // 2):
        inside = np.concatenate([parts[block] for block in chosen])
        outside = np.concatenate([parts[block] for block in range(blocks) if block not in chosen])
        best = int(np.argmax(inside.mean(axis=0) / inside.std(axis=0, ddof=1)))
        rank = stats.rankdata(outside.mean(axis=0) / outside.std(axis=0, ddof=1))[best] / (returns.shape[1] + 1)
        logits.append(math.log(rank / (1 - rank)))
    return logits


def test_two_blocks_by_hand() -> None:
    """The first setting is the better in the first half, the second in the second: each choice is wrong afterwards."""
    good, bad = [0.02, 0.01, 0.02, 0.01], [-0.01, 0.01, -0.01, 0.01]
    found = overfitting_of(np.array([good + bad, bad + good]).T, blocks=2)
    assert (found.choices, found.probability, found.settings) == (2, 1.0, 2)
    assert found.logits == pytest.approx([math.log(1 / 2)] * 2)  # the lower of two: rank 1 of 3
    right = overfitting_of(np.array([good + good, bad + bad]).T, blocks=2)
    assert right.probability == 0.0
    assert right.logits == pytest.approx([math.log(2)] * 2)
    assert right.loss == 0.0


@pytest.mark.parametrize("bars", [96, 101])
def test_equal_to_a_literal_reading_of_the_paper(bars: int) -> None:
    returns = np.random.default_rng(bars).standard_normal((bars, 7)) / 100
    found = overfitting_of(returns, blocks=8)
    assert found.choices == 70
    assert sorted(found.logits) == pytest.approx(sorted(literal(returns, 8)), abs=1e-9)


def test_a_real_edge_is_no_overfitting_and_noise_is() -> None:
    draw = np.random.default_rng(2)
    noise = draw.standard_normal((960, 40)) / 100
    assert overfitting_of(noise, blocks=16).choices == 12_870
    edge = noise.copy()
    edge[:, 17] += 0.003
    assert overfitting_of(edge, blocks=16).probability < 0.02
    chances = [overfitting_of(draw.standard_normal((480, 20)) / 100, blocks=8).probability for _ in range(40)]
    assert 0.4 < np.mean(chances) < 0.75  # half, and more: what is best by luck in one half lacks it in the other


def test_settings_that_are_all_the_same_rank_in_the_middle() -> None:
    one = np.random.default_rng(3).standard_normal((64, 1)) / 100
    found = overfitting_of(np.repeat(one, 5, axis=1), blocks=4)
    assert found.logits == pytest.approx(np.zeros(6), abs=1e-12)
    flat = overfitting_of(np.zeros((64, 5)), blocks=4)
    assert math.isnan(flat.slope)
    assert flat.probability == 1.0


@pytest.mark.parametrize(
    ("returns", "blocks", "told"),
    [
        (np.zeros((100, 1)), 4, "two settings"),
        (np.zeros(100), 4, "two settings"),
        (np.zeros((100, 3)), 5, "even number"),
        (np.zeros((100, 3)), 18, "even number"),
        (np.zeros((20, 3)), 16, "too few"),
        (np.full((100, 3), np.nan), 4, "no number"),
    ],
)
def test_bad_input_is_told(returns: np.ndarray, blocks: int, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        overfitting_of(returns, blocks=blocks)
