"""Every detector and strength, small enough that a short history holds refits and every branch; and such histories."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
from hypothesis import strategies as st

from signals.catalogue import REGIMES, STRENGTHS, make_detector, make_strength

__all__ = ["DETECTORS", "MAKERS", "SCHEDULE", "START", "TRIES", "histories"]

SCHEDULE = {"train_bars": 60, "refit_every": 61, "window": 120}
SMALL = {
    "changepoint": {**SCHEDULE, "longest": 40},
    "jump": {**SCHEDULE, "penalty": 5.0},
    "markov": SCHEDULE,
    "trend": {"period": 5, "enter": 0.02, "leave": 0.01},
    "volatility": {"half_life": 5, "warm_up": 10},
    "momentum": {"horizons": (1, 5, 21), "volatility_bars": 10},
    "mean_reversion": {"period": 10},
    "breakout": {"period": 10},
    "blend": {"first_parameters": {"horizons": (1, 5), "volatility_bars": 10}, "second_parameters": {"period": 10}},
    "volatility_target": {"half_life": 5, "warm_up": 10},
}
MAKERS: dict[str, Callable[[], Any]] = {
    **{name: lambda name=name: make_detector(name, SMALL[name]) for name in REGIMES},
    **{name: lambda name=name: make_strength(name, SMALL[name]) for name in STRENGTHS},
    "markov, student": lambda: make_detector("markov", {**SCHEDULE, "noise": "student", "degrees": 4.0}),
    "jump, expanding": lambda: make_detector("jump", {**SCHEDULE, "penalty": 5.0, "window": 0}),
    "learned mean_reversion": lambda: make_strength(
        "mean_reversion", {**SCHEDULE, "period": 0, "shortest": 3, "longest": 30}
    ),
    "targeted momentum": lambda: make_strength("volatility_target", {"of": "breakout", "warm_up": 10}),
}
DETECTORS = {*REGIMES, "markov, student", "jump, expanding"}
START = datetime(2010, 1, 4, 21)
# Fewer on the other stacks, where the same properties are tried again.
TRIES = int(os.environ.get("LEANRIG_TRIES", "12"))


@st.composite
def histories(draw: st.DrawFn) -> list[float]:
    """Stretches of different volatility and drift: flat ones, jumps and trends among them."""
    parts = draw(
        st.lists(
            st.tuples(st.integers(20, 90), st.sampled_from([0.0, 1e-10, 0.002, 0.01, 0.05]), st.floats(-0.01, 0.01)),
            min_size=2,
            max_size=5,
        )
    )
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    steps = np.concatenate([size * random.standard_normal(n) + drift * (size > 0) for n, size, drift in parts])
    steps[:: draw(st.integers(17, 71))] += draw(st.floats(-0.3, 0.3))
    return (draw(st.sampled_from([0.01, 1.0, 100.0, 30_000.0])) * np.exp(np.cumsum(steps))).tolist()
