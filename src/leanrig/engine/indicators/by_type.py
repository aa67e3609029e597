"""The average that a `MovingAverageType` names."""

from typing import Any

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators import more_averages as more
from leanrig.engine.indicators import moving_averages as plain
from leanrig.engine.indicators.base import Indicator

__all__ = ["average"]

_CLASSES: dict[str, Any] = {
    "SIMPLE": plain.SimpleMovingAverage,
    "EXPONENTIAL": plain.ExponentialMovingAverage,
    "WILDERS": plain.WilderMovingAverage,
    "LINEAR_WEIGHTED_MOVING_AVERAGE": more.LinearWeightedMovingAverage,
    "DOUBLE_EXPONENTIAL": more.DoubleExponentialMovingAverage,
    "TRIPLE_EXPONENTIAL": more.TripleExponentialMovingAverage,
    "TRIANGULAR": more.TriangularMovingAverage,
    "T3": more.T3MovingAverage,
    "KAMA": more.KaufmanAdaptiveMovingAverage,
    "HULL": more.HullMovingAverage,
    "ALMA": more.ArnaudLegouxMovingAverage,
    "ZLEMA": more.ZeroLagExponentialMovingAverage,
    "MGD": more.McGinleyDynamic,
}


def average(kind: MovingAverageType, *name_and_period: Any) -> Indicator:
    """Return a new average of that kind: `average(kind, 20)` or `average(kind, "name", 20)`."""
    made: Indicator = _CLASSES[str(MovingAverageType(int(kind)))](*name_and_period)
    return made
