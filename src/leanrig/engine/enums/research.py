"""Indicators and the framework's views. Numbers and names as in Lean."""

from leanrig.engine.naming import DotnetEnum, spell

__all__ = [
    "CandleColor",
    "CandleRangeType",
    "CandleSettingType",
    "CorrelationType",
    "IndicatorStatus",
    "InsightDirection",
    "InsightScoreType",
    "InsightType",
    "MovingAverageType",
    "OptionPricingModelType",
    "PivotPointType",
    "PortfolioBias",
    "SwissArmyKnifeTool",
    "TomDemarkSequentialPhase",
]


class InsightType(DotnetEnum):
    """QuantConnect.Algorithm.Framework.Alphas.InsightType."""

    PRICE = 0
    VOLATILITY = 1


class InsightDirection(DotnetEnum):
    """QuantConnect.Algorithm.Framework.Alphas.InsightDirection."""

    DOWN = -1
    FLAT = 0
    UP = 1


class InsightScoreType(DotnetEnum):
    """QuantConnect.Algorithm.Framework.Alphas.InsightScoreType."""

    DIRECTION = 0
    MAGNITUDE = 1


class PortfolioBias(DotnetEnum):
    """QuantConnect.Algorithm.Framework.Portfolio.PortfolioBias."""

    SHORT = -1
    LONG_SHORT = 0
    LONG = 1


class MovingAverageType(DotnetEnum):
    """QuantConnect.Indicators.MovingAverageType."""

    SIMPLE = 0
    EXPONENTIAL = 1
    WILDERS = 2
    LINEAR_WEIGHTED_MOVING_AVERAGE = 3
    DOUBLE_EXPONENTIAL = 4
    TRIPLE_EXPONENTIAL = 5
    TRIANGULAR = 6
    T3 = 7
    KAMA = 8
    HULL = 9
    ALMA = 10
    ZLEMA = 11
    MGD = 12


class IndicatorStatus(DotnetEnum):
    """QuantConnect.Indicators.IndicatorStatus."""

    SUCCESS = 0
    INVALID_INPUT = 1
    MATH_ERROR = 2
    VALUE_NOT_READY = 3


class PivotPointType(DotnetEnum):
    """QuantConnect.Indicators.PivotPointType."""

    LOW = -1
    NONE = 0
    HIGH = 1
    BOTH = 2


class CorrelationType(DotnetEnum):
    """QuantConnect.Indicators.CorrelationType."""

    PEARSON = 0
    SPEARMAN = 1


class OptionPricingModelType(DotnetEnum):
    """QuantConnect.Indicators.OptionPricingModelType."""

    BLACK_SCHOLES = 0
    BINOMIAL_COX_ROSS_RUBINSTEIN = 1
    FORWARD_TREE = 2


class SwissArmyKnifeTool(DotnetEnum):
    """QuantConnect.Indicators.SwissArmyKnifeTool."""

    GAUSS = 0
    BUTTER = 1
    HIGH_PASS = 2
    TWO_POLE_HIGH_PASS = 3
    BAND_PASS = 4


class TomDemarkSequentialPhase(DotnetEnum):
    """QuantConnect.Indicators.TomDemarkSequentialPhase."""

    NONE = 0
    BUY_SETUP = 1
    SELL_SETUP = 2
    BUY_COUNTDOWN = 3
    SELL_COUNTDOWN = 4
    BUY_SETUP_PERFECT = 5
    SELL_SETUP_PERFECT = 6


class CandleColor(DotnetEnum):
    """QuantConnect.Indicators.CandlestickPatterns.CandleColor."""

    WHITE = 1
    BLACK = -1


class CandleSettingType(DotnetEnum):
    """QuantConnect.Indicators.CandlestickPatterns.CandleSettingType."""

    BODY_LONG = 0
    BODY_VERY_LONG = 1
    BODY_SHORT = 2
    BODY_DOJI = 3
    SHADOW_LONG = 4
    SHADOW_VERY_LONG = 5
    SHADOW_SHORT = 6
    SHADOW_VERY_SHORT = 7
    NEAR = 8
    FAR = 9
    EQUAL = 10


class CandleRangeType(DotnetEnum):
    """QuantConnect.Indicators.CandlestickPatterns.CandleRangeType."""

    REAL_BODY = 0
    HIGH_LOW = 1
    SHADOWS = 2


spell(MovingAverageType, MGD="MGD")
