"""The strengths that others are made of, by name. Written out, so that a project is given their files too."""

from collections.abc import Mapping
from typing import Any

from signals.detector import Strength
from signals.strengths.breakout import BreakoutStrength
from signals.strengths.mean_reversion import MeanReversionStrength
from signals.strengths.momentum import MomentumStrength

__all__ = ["made"]

_STRENGTHS = {
    "momentum": MomentumStrength,
    "mean_reversion": MeanReversionStrength,
    "breakout": BreakoutStrength,
}


def made(name: str, parameters: Mapping[str, Any]) -> Strength:
    """Return a new strength; raise `ValueError` for an unknown name or parameter."""
    if name not in _STRENGTHS:
        raise ValueError(f"{name!r} is no strength that another can be made of; they are {', '.join(_STRENGTHS)}")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in parameters.items()}
    try:
        strength: Strength = _STRENGTHS[name](**values)
    except TypeError as error:
        raise ValueError(f"{name}: {error}") from None
    return strength
