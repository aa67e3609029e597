"""The algorithm's own constructors (`self.sma(symbol, 20)`): parameters, defaults, names and what they are fed with.

The algorithm asks `plan` what a call means and registers what it makes. Names are Lean's, without the subscription
that is put behind the last parameter (`SMA(20` -> `SMA(20,SPY_day)`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from leanrig.engine.enums import MovingAverageType, Resolution
from leanrig.engine.indicators import bands, change, dispersion, extremes, more_averages, moving_averages, oscillators
from leanrig.engine.indicators.more_shortcuts import MORE
from leanrig.engine.indicators.shortcut import REQUIRED, Shortcut

__all__ = ["SHORTCUTS", "Plan", "Shortcut", "plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What one call asks for: `build(name)` makes the indicator."""

    form: str
    build: Callable[[str], Any]
    resolution: Any
    selector: Any
    field: str


def plan(name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Plan:
    """Return what `self.<name>(symbol, *arguments, **keywords)` asks for.

    Raises
    ------
    TypeError
        If a parameter is missing or there is one too many, with Lean's beginning of that text.
    """
    shortcut = SHORTCUTS[name]
    names = [parameter for parameter, _ in shortcut.parameters] + ["resolution", "selector"]
    if len(arguments) > len(names) or set(keywords) - set(names):
        raise TypeError(f"No method matches given arguments for {name}")
    given = _matched(names, arguments, shortcut) | keywords
    values = {parameter: given.get(parameter, default) for parameter, default in shortcut.parameters}
    if REQUIRED in values.values():
        raise TypeError(f"No method matches given arguments for {name}")
    for follower, leader in _FOLLOWS.get(name, {}).items():
        if values[follower] is None:
            values[follower] = leader if isinstance(leader, int) else values[leader]
    return Plan(
        form=shortcut.form.format(**{key: _text(value) for key, value in values.items()}),
        build=lambda label: shortcut.make(label, *values.values()),
        resolution=given.get("resolution", shortcut.resolution),
        selector=given.get("selector"),
        field="bar" if shortcut.is_bar else shortcut.field,
    )


def _matched(names: list[str], arguments: tuple[Any, ...], shortcut: Shortcut) -> dict[str, Any]:
    """Match positions to names; a resolution may stand where an optional parameter would (Lean's overloads)."""
    first = next((n for n, value in enumerate(arguments) if isinstance(value, (Resolution, timedelta))), None)
    if first is None or first >= len(shortcut.parameters):
        return dict(zip(names, arguments, strict=False))
    head = dict(zip(names[:first], arguments[:first], strict=True))
    return head | dict(zip(["resolution", "selector"], arguments[first:], strict=False))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.to_string() if isinstance(value, MovingAverageType) else str(value)


def _period(make: Callable[..., Any], short: str, *, field: str = "close", is_bar: bool = False) -> Shortcut:
    return Shortcut(make, (("period", REQUIRED),), short + "({period})", field, is_bar)


_TYPE = "moving_average_type"
# An optional parameter that is left out follows another one, or has a number of its own.
_FOLLOWS: dict[str, dict[str, Any]] = {
    "aroon": {"down_period": "up_period"},
    "dch": {"lower_period": "upper_period"},
    "sto": {"k_period": "period", "d_period": 3},
}
SHORTCUTS: dict[str, Shortcut] = MORE | {
    "sma": _period(moving_averages.SimpleMovingAverage, "SMA"),
    "ema": Shortcut(
        moving_averages.ExponentialMovingAverage, (("period", REQUIRED), ("smoothing_factor", None)), "EMA({period})"
    ),
    "wwma": _period(moving_averages.WilderMovingAverage, "WWMA"),
    "sum": _period(moving_averages.Sum, "SUM"),
    "lwma": _period(more_averages.LinearWeightedMovingAverage, "LWMA"),
    "hma": _period(more_averages.HullMovingAverage, "HMA"),
    "dema": _period(more_averages.DoubleExponentialMovingAverage, "DEMA"),
    "tema": _period(more_averages.TripleExponentialMovingAverage, "TEMA"),
    "trima": _period(more_averages.TriangularMovingAverage, "TRIMA"),
    "t3": Shortcut(
        more_averages.T3MovingAverage, (("period", REQUIRED), ("volume_factor", 0.7)), "T3({period},{volume_factor})"
    ),
    "kama": Shortcut(
        more_averages.KaufmanAdaptiveMovingAverage,
        (("period", REQUIRED), ("fast_ema_period", 2), ("slow_ema_period", 30)),
        "KAMA({period},{fast_ema_period},{slow_ema_period})",
    ),
    "ker": Shortcut(more_averages.KaufmanEfficiencyRatio, (("period", 2),), "KER({period})"),
    "alma": Shortcut(
        more_averages.ArnaudLegouxMovingAverage,
        (("period", REQUIRED), ("sigma", 6), ("offset", 0.85)),
        "ALMA({period},{sigma},{offset})",
    ),
    "zlema": _period(more_averages.ZeroLagExponentialMovingAverage, "ZLEMA"),
    "mgd": _period(more_averages.McGinleyDynamic, "MGD"),
    "std": _period(dispersion.StandardDeviation, "STD"),
    "v": _period(dispersion.Variance, "V"),
    "var": _period(dispersion.Variance, "V"),
    "mad": _period(dispersion.MeanAbsoluteDeviation, "MAD"),
    "max": _period(extremes.Maximum, "MAX", field="high"),
    "min": _period(extremes.Minimum, "MIN", field="low"),
    "mom": _period(change.Momentum, "MOM"),
    "momp": _period(change.MomentumPercent, "MOMP"),
    "roc": _period(change.RateOfChange, "ROC"),
    "rocp": _period(change.RateOfChangePercent, "ROCP"),
    "rocr": _period(change.RateOfChangeRatio, "ROCR"),
    "logr": _period(change.LogReturn, "LOGR"),
    "rsi": Shortcut(
        oscillators.RelativeStrengthIndex,
        (("period", REQUIRED), (_TYPE, MovingAverageType.WILDERS)),
        "RSI({period},{moving_average_type})",
    ),
    "macd": Shortcut(
        oscillators.MovingAverageConvergenceDivergence,
        (
            ("fast_period", REQUIRED),
            ("slow_period", REQUIRED),
            ("signal_period", REQUIRED),
            ("type", MovingAverageType.EXPONENTIAL),
        ),
        "MACD({fast_period},{slow_period},{signal_period})",
    ),
    "sto": Shortcut(
        oscillators.Stochastic,
        (("period", REQUIRED), ("k_period", None), ("d_period", None)),
        "STO({period},{k_period},{d_period})",
        is_bar=True,
    ),
    "cci": Shortcut(
        oscillators.CommodityChannelIndex,
        (("period", REQUIRED), (_TYPE, MovingAverageType.SIMPLE)),
        "CCI({period})",
        is_bar=True,
    ),
    "aroon": Shortcut(
        oscillators.AroonOscillator,
        (("up_period", REQUIRED), ("down_period", None)),
        "AROON({up_period},{down_period})",
        is_bar=True,
    ),
    "wilr": _period(oscillators.WilliamsPercentR, "WILR", is_bar=True),
    "tr": Shortcut(bands.TrueRange, (), "TR", is_bar=True),
    "atr": Shortcut(
        bands.AverageTrueRange,
        (("period", REQUIRED), ("type", MovingAverageType.SIMPLE)),
        "ATR({period})",
        is_bar=True,
    ),
    "bb": Shortcut(
        bands.BollingerBands,
        (("period", REQUIRED), ("k", REQUIRED), (_TYPE, MovingAverageType.SIMPLE)),
        "BB({period},{k})",
    ),
    "kch": Shortcut(
        bands.KeltnerChannels,
        (("period", REQUIRED), ("k", REQUIRED), (_TYPE, MovingAverageType.SIMPLE)),
        "KCH({period},{k})",
        is_bar=True,
    ),
    "dch": Shortcut(
        bands.DonchianChannel,
        (("upper_period", REQUIRED), ("lower_period", None)),
        "DCH({upper_period},{lower_period})",
        is_bar=True,
    ),
}
