"""`python benchmarks/regimes_traded.py [--seeds N]`: what regimes earn on drawn markets, honestly and with the leak.

A stand-in for an index: days drawn with the parameters of Nystrup, Kolm and Lindström (2020) and Student t noise, so
that the regimes are known. In the market while the regime is calm; the signal at a close earns the return of the next
day; 10 bp per change of position; Sharpe = mean / deviation * sqrt(252). The first 2,520 days are for the first fit.
Every row is causal but those that say otherwise.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "signals")]

from known_markets import drawn  # noqa: E402

from signals.catalogue import make_detector  # noqa: E402
from signals.loops import run  # noqa: E402
from signals.regimes.switching import _heights, _smoothed, fit  # noqa: E402

DAYS, FIRST, COST = 9_800, 2_520, 0.001
SCHEDULE = {"train_bars": 2_520, "refit_every": 126, "window": 2_520}
CAUSAL = {
    "markov": ("markov", SCHEDULE),
    "markov, student": ("markov", {**SCHEDULE, "noise": "student"}),
    "jump 10": ("jump", {**SCHEDULE, "penalty": 10.0}),
    "jump 50": ("jump", {**SCHEDULE, "penalty": 50.0}),
    "jump 100": ("jump", {**SCHEDULE, "penalty": 100.0}),
    "changepoint": ("changepoint", SCHEDULE),
    "volatility below its 80th percentile": ("volatility", {"enter": 0.8, "leave": 0.799, "warm_up": 500}),
}


def main() -> None:
    """Print one JSON object a row: means over the seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    seeds = range(parser.parse_args().seeds)
    rows: dict[str, list[dict[str, float]]] = {}
    for seed in seeds:
        returns, states = drawn(seed, DAYS, "t5")
        for name, position in positions(returns, states).items():
            rows.setdefault(name, []).append(traded(position, returns))
    for name, found in rows.items():
        print(json.dumps({"signal": name, **{key: mean([row[key] for row in found]) for key in found[0]}}))


def positions(returns: np.ndarray, states: np.ndarray) -> dict[str, np.ndarray]:
    """Return, for each signal, whether it is in the market at each close."""
    closes = 100 * np.exp(np.concatenate([[0.0], np.cumsum(returns)]))
    found = {"buy and hold": np.ones(DAYS), "the truth (not causal)": 1.0 - states}
    found["smoothed, fitted on everything (not causal)"] = smoothed(returns) < 0.5
    for name, (kind, parameters) in CAUSAL.items():
        found[name] = make_detector(kind, parameters).over(closes).regimes[1:] == "calm"
    mean_200 = np.convolve(closes, np.ones(200) / 200)[: len(closes)]
    found["price above its 200-day mean"] = (closes > mean_200)[1:]
    return found


def smoothed(returns: np.ndarray) -> np.ndarray:
    """Return P(wild | all returns, also the later ones), by parameters of all returns: what nobody can trade."""
    law, out = fit(returns), np.empty(len(returns))
    calm, wild = _heights(returns, law)
    run(_smoothed, out, np.exp(calm - np.maximum(calm, wild)), np.exp(wild - np.maximum(calm, wild)), *law.stay)
    return out


def traded(position: np.ndarray, returns: np.ndarray) -> dict[str, float]:
    """Return growth a year, Sharpe, deepest fall and number of changes after the first fit."""
    held, earned = np.asarray(position, dtype=float)[FIRST - 1 : -1], np.expm1(returns[FIRST:])
    changes = np.abs(np.diff(held, prepend=held[0]))
    daily = held * earned - COST * changes
    worth = np.cumprod(1 + daily)
    growth = worth[-1] ** (252 / len(daily)) - 1
    fall = (worth / np.maximum.accumulate(np.maximum(worth, 1.0)) - 1).min()
    sharpe = daily.mean() / daily.std() * np.sqrt(252)
    return {"growth": growth, "sharpe": sharpe, "fall": fall, "changes": changes.sum()}


def mean(values: list[float]) -> float:
    """Return the mean to three digits."""
    return round(float(np.mean(values)), 3)


if __name__ == "__main__":
    main()
