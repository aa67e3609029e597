"""Markets whose regimes are known, because they were drawn: two laws of daily returns and a chain between them.

The parameters are those that Nystrup, Kolm and Lindström (2020) estimated; the draws are made in a stated order, so
that anybody can make the same ones.
"""

import numpy as np

__all__ = ["LENGTHS", "NOISES", "TEST", "balanced", "drawn", "is_usable"]

MEAN, DEVIATION, STAY = np.array((0.000615, -0.000785)), np.array((0.007759, 0.02140)), (0.9979, 0.9880)
LENGTHS, NOISES, TEST = (250, 500, 1000, 2000), ("normal", "t5"), 2000


def drawn(seed: int, count: int, noise: str) -> tuple[np.ndarray, np.ndarray]:
    """Return returns and states (1 is the wild one), each of shape (count,).

    First the start state, then one uniform for each step, then the noise.
    """
    random = np.random.default_rng(seed)
    states = [int(random.random() > (1 - STAY[1]) / (2 - sum(STAY)))]
    for chance in random.random(count - 1).tolist():
        states.append(int(chance > (STAY[0] if states[-1] == 0 else 1 - STAY[1])))
    where = np.array(states)
    shocks = random.standard_normal(count) if noise == "normal" else random.standard_t(5, count) * np.sqrt(3 / 5)
    return MEAN[where] + DEVIATION[where] * shocks, where


def is_usable(states: np.ndarray, train: int) -> bool:
    """Whether both states make up 2 % of the train days and of the others."""
    return all(0.02 <= part.mean() <= 0.98 for part in (states[:train], states[train:]))


def balanced(found: np.ndarray, states: np.ndarray) -> float:
    """Return the mean of the shares of either state that was found."""
    return float(np.mean([(found[states == state] == state).mean() for state in (0, 1)]))
