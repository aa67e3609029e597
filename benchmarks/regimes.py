"""`python benchmarks/regimes.py [--seeds N]`: our detectors and their peers on markets whose regimes are known.

Two states drawn with the parameters of Nystrup, Kolm and Lindström (2020); fitted on the first days, judged by balanced
accuracy on 2,000 later ones; the mean over all seeds in which both states occur. The peers run in an environment of
their own; without network they are left out.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "signals")]

from known_markets import LENGTHS, NOISES, TEST, balanced, drawn, is_usable  # noqa: E402
from peers_of_regimes import peers_say  # noqa: E402

from signals.catalogue import make_detector  # noqa: E402
from signals.regimes.switching import _first_laws  # noqa: E402

OURS = {
    "markov": ("markov", {}),
    "markov, student": ("markov", {"noise": "student"}),
    "jump": ("jump", {}),
    "changepoint": ("changepoint", {}),
}


def main() -> None:
    """Print one JSON object a row of the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=40)
    seeds = parser.parse_args().seeds
    for train in LENGTHS:
        for noise in NOISES:
            print(json.dumps(row(train, noise, seeds)), flush=True)


def row(train: int, noise: str, seeds: int) -> dict[str, object]:
    """Return the scores of every method at one length and one noise."""
    markets = [drawn(seed, train + TEST, noise) for seed in range(seeds)]
    markets = [market for market in markets if is_usable(market[1], train)]
    said = {name: [ours(name, returns, train) for returns, _ in markets] for name in OURS}
    said |= {f"their {name}": labels for name, labels in theirs([returns for returns, _ in markets], train).items()}
    scores = {
        name: round(float(np.mean([balanced(f, s[train:]) for f, (_, s) in zip(labels, markets, strict=True)])), 3)
        for name, labels in said.items()
    }
    return {"train": train, "noise": noise, "markets": len(markets), **scores}


def ours(name: str, returns: np.ndarray, train: int) -> np.ndarray:
    """Return whether each later day is volatile, by parameters fitted on the first days."""
    closes = 100 * np.exp(np.concatenate([[0.0], np.cumsum(returns)]))
    kind, parameters = OURS[name]
    detector = make_detector(kind, {**parameters, "train_bars": min(LENGTHS)})
    learned = detector.fit(closes[: train + 1])
    return (detector.filter(closes, learned).regimes[train + 1 :] == "volatile").astype(int)


def theirs(markets: list[np.ndarray], train: int) -> dict[str, list[np.ndarray]]:
    """Return the same for the peers; nothing where they cannot be installed."""
    from _pytest.outcomes import Skipped

    cases = [(returns, train, starts(returns[:train])) for returns in markets]
    with tempfile.TemporaryDirectory() as folder:
        try:
            return peers_say(Path(folder), cases)
        except Skipped:
            return {}


def starts(returns: np.ndarray) -> np.ndarray:
    """Our own starts, for a fit of theirs."""
    return np.array([[*law.mean, *law.variance, *law.stay] for law in _first_laws(returns, np.inf)])


if __name__ == "__main__":
    main()
