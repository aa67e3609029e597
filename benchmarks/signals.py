"""`python benchmarks/signals.py [--rounds N]`: twenty years of a daily markov signal with walk-forward refits.

Needs numpy and nothing else, so that it runs on every stack that a project may find itself on.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from signals.regimes import switching
from signals.regimes.markov import MarkovRegime

BARS = 20 * 252


def main() -> None:
    """Measure with numba, where it can be imported, and without; compare what comes out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    draw = np.random.default_rng(7)
    storms = (np.sin(np.arange(BARS) / 110) > 0.6) | (np.sin(np.arange(BARS) / 17) > 0.97)
    closes = (100 * np.exp(np.cumsum(np.where(storms, 0.0214, 0.0078) * draw.standard_normal(BARS)))).tolist()
    fastest = switching._fastest()
    found: dict[str, object] = {"bars": len(closes)}
    plain, plain_s = measure(closes, rounds, switching._over_lists)
    found |= {"fits": len(plain.history()), "plain_s": round(plain_s, 2), "numba_s": None}
    if fastest is not switching._over_lists:
        began = time.perf_counter()
        run(closes)  # the first one compiles
        found["numba_first_s"] = round(time.perf_counter() - began, 2)
        compiled, seconds = measure(closes, rounds, fastest)
        laws = zip(compiled.history(), plain.history(), strict=True)
        pairs = [(a, b) for one, other in laws for k in ("mean", "variance", "stay") for a, b in zip(one[k], other[k])]  # noqa: B905
        found |= {"numba_s": round(seconds, 2), "largest_difference": max(abs(a - b) for a, b in pairs)}
    print(json.dumps(found, indent=2))


def measure(closes: list[float], rounds: int, way: Callable[..., object]) -> tuple[MarkovRegime, float]:
    """Return a machine that has seen all closes, and the median seconds that took."""
    switching._fastest = lambda: way  # type: ignore[assignment,return-value]
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        machine = run(closes)
        seconds.append(time.perf_counter() - began)
    return machine, statistics.median(seconds)


def run(closes: list[float]) -> MarkovRegime:
    """Feed every close to a new machine."""
    machine = MarkovRegime()
    for close in closes:
        machine.update(close)
    return machine


if __name__ == "__main__":
    main()
