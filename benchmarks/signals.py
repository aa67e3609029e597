"""`python benchmarks/signals.py [--rounds N] [--bars N]`: what detectors and strengths cost, beside named floors.

Needs numpy and nothing else, so that it runs on every stack that a project may find itself on; with numba the compiled
way is measured beside the plain one, and what comes out of both is compared. Processor time, the median of the rounds.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from signals import loops
from signals.catalogue import REGIMES, STRENGTHS, make_detector, make_strength
from signals.regimes.switching import Law, filtered

YEARS = 20 * 252
LAW = Law((0.0006, -0.0008), (0.0078**2, 0.0214**2), (0.998, 0.988))
COMPILED = loops._compiled


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bars", type=int, default=1_000_000)
    asked = parser.parse_args()
    found = {"filter": filtering(asked.bars, asked.rounds), "years": {}, "update": {}, "over": {}}
    for name in ("markov", "jump", "changepoint"):
        found["years"][name] = years(name, asked.rounds)
    for name in (*REGIMES, *STRENGTHS):
        found["update"][name] = update(name)
    for name in STRENGTHS:
        found["over"][name] = over(name, asked.bars)
    print(json.dumps(found, indent=1))


def closes(count: int) -> np.ndarray:
    """Years that turn from quiet to wild and back."""
    draw = np.random.default_rng(7)
    storms = (np.sin(np.arange(count) / 110) > 0.6) | (np.sin(np.arange(count) / 17) > 0.97)
    steps = np.where(storms, 0.0214, 0.0078) * draw.standard_normal(count)
    return 100 * np.exp(np.cumsum(steps - steps.mean()))


def median(call: Callable[[], Any], rounds: int) -> float:
    """Return the median of processor seconds."""
    seconds = []
    for _ in range(rounds):
        began = time.process_time()
        call()
        seconds.append(time.process_time() - began)
    return statistics.median(seconds)


def plainly(call: Callable[[], Any]) -> Any:
    """Call without numba."""
    loops._compiled = lambda loop: None  # type: ignore[assignment]  # noqa: ARG005
    try:
        return call()
    finally:
        loops._compiled = COMPILED


def has_numba() -> bool:
    """Whether there is a compiled way."""
    return COMPILED(floor_loop) is not None


def filtering(bars: int, rounds: int) -> dict[str, Any]:
    """The filter of two laws over many bars, and a forward pass that numba compiles whole."""
    returns = np.diff(np.log(closes(bars + 1)))
    found: dict[str, Any] = {"bars": bars, "plain_s": plainly(lambda: median(lambda: filtered(returns, LAW), rounds))}
    if has_numba():
        out, floor = np.empty(bars), COMPILED(floor_loop)
        floor(out[:9], returns[:9], *LAW.mean, *LAW.variance, *LAW.stay)
        filtered(returns[:9], LAW)
        found["numba_s"] = median(lambda: filtered(returns, LAW), rounds)
        found["floor_s"] = median(lambda: floor(out, returns, *LAW.mean, *LAW.variance, *LAW.stay), rounds)
        found["numba_to_floor"] = round(found["numba_s"] / found["floor_s"], 2)
        found["largest_difference"] = float(np.abs(filtered(returns, LAW) - out).max())
    return found


def floor_loop(  # noqa: PLR0917
    out: Any, returns: Any, m0: float, m1: float, v0: float, v1: float, stay_0: float, stay_1: float
) -> None:
    """One pass over the returns, densities and all."""
    leave = 1 - stay_0
    p = leave / (2 - stay_0 - stay_1)
    shift = 0.5 * log(v0 / v1)
    for t in range(len(returns)):
        x = returns[t]
        odds = exp(0.5 * ((x - m0) ** 2 / v0 - (x - m1) ** 2 / v1) + shift)
        ahead = p * stay_1 + (1 - p) * leave
        storm = ahead * odds
        p = storm / (storm + (1 - ahead))
        out[t] = p


def years(name: str, rounds: int) -> dict[str, Any]:
    """Twenty years of days, refitted every 126, bar by bar."""
    known = closes(YEARS).tolist()
    plain = plainly(lambda: run(name, known))
    found: dict[str, Any] = {
        "fits": len(plain.history()),
        "plain_s": plainly(lambda: median(lambda: run(name, known), rounds)),
    }
    if has_numba():
        fast = run(name, known)
        pairs = zip(numbers(fast.history()), numbers(plain.history()), strict=True)
        found["numba_s"] = median(lambda: run(name, known), rounds)
        found["largest_difference"] = max(abs(a - b) for a, b in pairs)
    return found


def run(name: str, known: list[float]) -> Any:
    """Feed every close to a new machine."""
    machine = make_detector(name, {})
    for close in known:
        machine.update(close)
    return machine


def numbers(value: Any) -> list[float]:
    """All numbers in a history, in order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [number for inner in value for number in numbers(inner)]
    return [value] if isinstance(value, float) else []


def update(name: str) -> dict[str, float]:
    """Microseconds of one update: the median over bars without a refit, and the mean with the refits in it."""
    machine = (make_detector if name in REGIMES else make_strength)(name, {})
    known, took, start = closes(YEARS).tolist(), list[float](), time.process_time()
    for close in known:
        began = time.perf_counter()
        machine.update(close)
        took.append(time.perf_counter() - began)
    mean = (time.process_time() - start) / len(took)
    return {"median_us": round(1e6 * statistics.median(took[500:]), 1), "mean_us": round(1e6 * mean, 1)}


def over(name: str, bars: int) -> dict[str, Any]:
    """A whole history at once, beside its bars one by one: seconds, and whether the bits are the same."""
    known = closes(bars)
    machine = make_strength(name, {})
    began = time.process_time()
    said = [machine.update(close) for close in known.tolist()]
    streamed = time.process_time() - began
    seconds = median(lambda: make_strength(name, {}).over(known), 1)
    whole = make_strength(name, {}).over(known)
    same = np.array_equal(np.array([np.nan if a is None else a for a in said]), whole, equal_nan=True)
    return {"over_s": round(seconds, 2), "updates_s": round(streamed, 1), "same_bits": bool(same)}


if __name__ == "__main__":
    main()
