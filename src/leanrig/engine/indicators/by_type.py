"""The average that a `MovingAverageType` names."""

from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.base import Indicator
from leanrig.engine.indicators.shortcut import load

__all__ = ["average"]

_CLASSES = {
    "SIMPLE": "moving_averages.SimpleMovingAverage",
    "EXPONENTIAL": "moving_averages.ExponentialMovingAverage",
    "WILDERS": "moving_averages.WilderMovingAverage",
    "LINEAR_WEIGHTED_MOVING_AVERAGE": "more_averages.LinearWeightedMovingAverage",
    "DOUBLE_EXPONENTIAL": "more_averages.DoubleExponentialMovingAverage",
    "TRIPLE_EXPONENTIAL": "more_averages.TripleExponentialMovingAverage",
    "TRIANGULAR": "more_averages.TriangularMovingAverage",
    "T3": "more_averages.T3MovingAverage",
    "KAMA": "adaptive_averages.KaufmanAdaptiveMovingAverage",
    "HULL": "more_averages.HullMovingAverage",
    "ALMA": "more_averages.ArnaudLegouxMovingAverage",
    "ZLEMA": "more_averages.ZeroLagExponentialMovingAverage",
    "MGD": "adaptive_averages.McGinleyDynamic",
}


def average(kind: MovingAverageType, *name_and_period: Any) -> Indicator:
    """Return a new average of that kind: `average(kind, 20)` or `average(kind, "name", 20)`."""
    made: Indicator = load(_CLASSES[str(MovingAverageType(int(kind)))])(*name_and_period)
    return made
