"""Every detector and strength by name; naming one loads that one alone."""

import inspect
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from signals.detector import Detector, Strength

__all__ = ["REGIMES", "STRENGTHS", "check_parameters", "make_detector", "make_strength"]

# name -> module and class; none is called like one of Lean's own, which a star import would bring in
REGIMES = {
    "changepoint": ("signals.regimes.changepoint", "ChangePointRegime"),
    "jump": ("signals.regimes.jump", "JumpRegime"),
    "markov": ("signals.regimes.markov", "MarkovRegime"),
    "trend": ("signals.regimes.trend", "TrendRegime"),
    "volatility": ("signals.regimes.volatility", "VolatilityRegime"),
}
STRENGTHS = {
    "momentum": ("signals.strengths.momentum", "MomentumStrength"),
    "mean_reversion": ("signals.strengths.mean_reversion", "MeanReversionStrength"),
    "breakout": ("signals.strengths.breakout", "BreakoutStrength"),
    "blend": ("signals.strengths.blend", "BlendStrength"),
    "volatility_target": ("signals.strengths.volatility_target", "VolatilityTargetStrength"),
}


def make_detector(name: str, parameters: Mapping[str, Any]) -> Detector:
    """Return a new detector; raise `ValueError` for an unknown name or parameter, with the nearest known one."""
    detector: Detector = _made(name, parameters, REGIMES, "regime detector")
    return detector


def make_strength(name: str, parameters: Mapping[str, Any]) -> Strength:
    """Return a new strength; raise `ValueError` for an unknown name or parameter, with the nearest known one."""
    strength: Strength = _made(name, parameters, STRENGTHS, "strength")
    return strength


def check_parameters(kind: type, parameters: Mapping[str, Any], what: str) -> None:
    """Raise `ValueError` if a parameter is not one of the class's own."""
    known = list(inspect.signature(kind).parameters)
    for name in parameters:
        if name not in known:
            raise ValueError(f"{what} has no parameter {name!r}{_nearest(name, known)}")


def _made(name: str, parameters: Mapping[str, Any], table: Mapping[str, tuple[str, str]], what: str) -> Any:
    if name not in table:
        raise ValueError(f"there is no {what} {name!r}{_nearest(name, list(table))}")
    module, kind = table[name]
    found = getattr(import_module(module), kind)
    check_parameters(found, parameters, f"{what} {name}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in parameters.items()}
    return found(**values)


def _nearest(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}"
