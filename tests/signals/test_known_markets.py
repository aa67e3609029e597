"""Regimes that are known because they were drawn: ours beside hmmlearn's and jumpmodels', and beside the truth."""

from pathlib import Path

import numpy as np
import pytest
from known_markets import TEST, balanced, drawn, is_usable
from machines import TRIES
from peers_of_regimes import peers_say
from thinned import IS_ALL

from signals.catalogue import make_detector
from signals.regimes.switching import _first_laws

SEEDS = range(4 if TRIES > 5 else 2)
# Balanced accuracy of the causal rows of a published comparison's parameters, mean of all usable seeds (hmmlearn).
CAUSAL = {(250, "t5"): 0.553, (1000, "normal"): 0.925}


def markets(train: int, noise: str) -> list[tuple[np.ndarray, np.ndarray]]:
    return [found for seed in SEEDS if is_usable((found := drawn(seed, train + TEST, noise))[1], train)]


def closes_of(returns: np.ndarray) -> np.ndarray:
    return 100 * np.exp(np.concatenate([[0.0], np.cumsum(returns)]))


def judged(name: str, parameters: dict, train: int, noise: str) -> float:
    """Return the mean balanced accuracy over the later days, with parameters of the first days."""
    scores = []
    for returns, states in markets(train, noise):
        detector, closes = make_detector(name, {**parameters, "train_bars": 250}), closes_of(returns)
        said = detector.filter(closes, detector.fit(closes[: train + 1]))
        scores.append(balanced((said.regimes[train + 1 :] == "volatile").astype(int), states[train:]))
    return float(np.mean(scores))


@pytest.mark.parametrize(("train", "noise"), CAUSAL)
@pytest.mark.parametrize(
    ("name", "parameters"), [("markov", {}), ("markov", {"noise": "student"}), ("changepoint", {})]
)
def test_the_filters_are_as_good_as_the_causal_row(name: str, parameters: dict, train: int, noise: str) -> None:
    assert judged(name, parameters, train, noise) > CAUSAL[train, noise] - 0.01


@pytest.mark.slow
@pytest.mark.skipif(not IS_ALL, reason="makes an environment with hmmlearn and jumpmodels: LEANRIG_ALL=1")
@pytest.mark.parametrize(("train", "noise"), [(250, "t5")])
def test_ours_are_as_good_as_the_peers(train: int, noise: str, tmp_path: Path) -> None:
    known = markets(train, noise)
    cases = [
        (
            returns,
            train,
            np.array([[*law.mean, *law.variance, *law.stay] for law in _first_laws(returns[:train], np.inf)]),
        )
        for returns, _ in known
    ]
    theirs = {
        method: float(np.mean([balanced(f, states[train:]) for f, (_, states) in zip(found, known, strict=True)]))
        for method, found in peers_say(tmp_path, cases).items()
    }
    assert judged("markov", {}, train, noise) > theirs["hmm without prior"] - 0.01
    assert judged("jump", {}, train, noise) > theirs["jump"] - 0.03  # few markets; benchmarks/regimes.py has all


@pytest.mark.parametrize("name", ["markov", "changepoint"])
def test_confidence_is_about_how_often_it_is_right(name: str) -> None:
    """Brier score on a drawn market: well below that of always saying how often storms are."""
    returns, states = drawn(1, 2500, "normal")
    said = make_detector(name, {}).over(closes_of(returns))
    told = ~np.isnan(said.confidence[1:])
    wild = np.where(said.regimes[1:] == "volatile", said.confidence[1:], 1 - said.confidence[1:])[told]
    assert told.sum() > 2200
    assert ((wild - states[told]) ** 2).mean() < 0.6 * states[told].var()
