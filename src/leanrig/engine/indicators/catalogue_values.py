"""The algorithm's constructors of indicators over values."""

from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators.shortcut import Shortcut, of_values

__all__ = ["OVER_VALUES", "VALUE_AT_RISK"]

_TYPE = "moving_average_type"
_SIMPLE = (_TYPE, MovingAverageType.SIMPLE)
_EXPONENTIAL = MovingAverageType.EXPONENTIAL
_ROC = tuple(
    (f"roc_{place}_{what}", count)
    for place, counts in enumerate(((10, 10), (15, 10), (20, 10), (30, 15)), 1)
    for what, count in zip(("period", "ma_period"), counts, strict=True)
)
# Python knows it as `t_3`, the documentation as `t3`.
_T3 = of_values("more_averages.T3MovingAverage", "T3", "period", ("volume_factor", 0.7))
OVER_VALUES: dict[str, Shortcut] = {
    # averages
    "sma": of_values("moving_averages.SimpleMovingAverage", "SMA", "period"),
    "ema": of_values(
        "moving_averages.ExponentialMovingAverage", "EMA", "period", ("smoothing_factor", None), form="EMA({period})"
    ),
    "wwma": of_values("moving_averages.WilderMovingAverage", "WWMA", "period"),
    "sum": of_values("moving_averages.Sum", "SUM", "period"),
    "lwma": of_values("more_averages.LinearWeightedMovingAverage", "LWMA", "period"),
    "hma": of_values("more_averages.HullMovingAverage", "HMA", "period"),
    "dema": of_values("more_averages.DoubleExponentialMovingAverage", "DEMA", "period"),
    "tema": of_values("more_averages.TripleExponentialMovingAverage", "TEMA", "period"),
    "trima": of_values("more_averages.TriangularMovingAverage", "TRIMA", "period"),
    "t_3": _T3,
    "t3": _T3,
    "alma": of_values("more_averages.ArnaudLegouxMovingAverage", "ALMA", "period", ("sigma", 6), ("offset", 0.85)),
    "zlema": of_values("more_averages.ZeroLagExponentialMovingAverage", "ZLEMA", "period"),
    "rma": of_values("more_averages.RelativeMovingAverage", "RMA", "period"),
    "kama": of_values(
        "adaptive_averages.KaufmanAdaptiveMovingAverage",
        "KAMA",
        "period",
        ("fast_ema_period", 2),
        ("slow_ema_period", 30),
    ),
    "ker": of_values("adaptive_averages.KaufmanEfficiencyRatio", "KER", ("period", 2)),
    "mgd": of_values("adaptive_averages.McGinleyDynamic", "MGD", "period"),
    "vidya": of_values("adaptive_averages.VariableIndexDynamicAverage", "VIDYA", "period"),
    "lsma": of_values("regression.LeastSquaresMovingAverage", "LSMA", "period"),
    "tsf": of_values("regression.TimeSeriesForecast", "TSF", "period"),
    "rc": of_values("regression.RegressionChannel", "RC", "period", "k"),
    "arima": of_values(
        "arima.AutoRegressiveIntegratedMovingAverage",
        "ARIMA",
        "ar_order",
        "diff_order",
        "ma_order",
        "period",
        ("intercept", True),
        form="ARIMA({ar_order},{diff_order},{ma_order},{period})",
    ),
    # spread and range
    "std": of_values("dispersion.StandardDeviation", "STD", "period"),
    "v": of_values("dispersion.Variance", "V", "period"),
    "var": of_values("dispersion.Variance", "V", "period"),
    "mad": of_values("dispersion.MeanAbsoluteDeviation", "MAD", "period"),
    "bb": of_values("bands.BollingerBands", "BB", "period", "k", _SIMPLE),
    "max": of_values("extremes.Maximum", "MAX", "period", field="high"),
    "min": of_values("extremes.Minimum", "MIN", "period", field="low"),
    "midpoint": of_values("extremes.MidPoint", "MIDPOINT", "period"),
    "aps": of_values("risk.AugenPriceSpike", "APS", ("period", 3)),
    "sortino": of_values("ratios.SortinoRatio", "SORTINO", "sortino_period", ("minimum_acceptable_return", 0)),
    "tdd": of_values("ratios.TargetDownsideDeviation", "TDD", "period", ("minimum_acceptable_return", 0)),
    "he": of_values("persistence.HurstExponent", "HE", "period", ("max_lag", 20)),
    "momersion": of_values("persistence.Momersion", "MOMERSION", "min_period", "full_period"),
    # changes
    "mom": of_values("change.Momentum", "MOM", "period"),
    "momp": of_values("change.MomentumPercent", "MOMP", "period"),
    "roc": of_values("change.RateOfChange", "ROC", "period"),
    "rocp": of_values("change.RateOfChangePercent", "ROCP", "period"),
    "rocr": of_values("change.RateOfChangeRatio", "ROCR", "period"),
    "logr": of_values("change.LogReturn", "LOGR", "period"),
    # oscillators
    "apo": of_values("price_oscillators.AbsolutePriceOscillator", "APO", "fast_period", "slow_period", _TYPE),
    "ppo": of_values("price_oscillators.PercentagePriceOscillator", "PPO", "fast_period", "slow_period", _TYPE),
    "dpo": of_values("price_oscillators.DetrendedPriceOscillator", "DPO", "period"),
    "trix": of_values("price_oscillators.Trix", "TRIX", "period"),
    "cc": of_values(
        "price_oscillators.CoppockCurve", "CC", ("short_roc_period", 11), ("long_roc_period", 14), ("lwma_period", 10)
    ),
    "kst": of_values(
        "price_oscillators.KnowSureThing",
        "KST",
        *_ROC,
        ("signal_period", 9),
        _SIMPLE,
        form=f"KST({','.join(f'{{{name}}}' for name, _ in _ROC)},{{signal_period}},{{{_TYPE}}})",
    ),
    "macd": of_values(
        "oscillators.MovingAverageConvergenceDivergence",
        "MACD",
        "fast_period",
        "slow_period",
        "signal_period",
        ("type", _EXPONENTIAL),
    ),
    "rsi": of_values(
        "oscillators.RelativeStrengthIndex",
        "RSI",
        "period",
        (_TYPE, MovingAverageType.WILDERS),
        form="RSI({period},{moving_average_type})",
    ),
    "cmo": of_values("strength.ChandeMomentumOscillator", "CMO", "period"),
    "crsi": of_values(
        "strength.ConnorsRelativeStrengthIndex", "CRSI", "rsi_period", "rsi_period_streak", "look_back_period"
    ),
    "do": of_values(
        "strength.DerivativeOscillator",
        "DO",
        "rsi_period",
        "smoothing_rsi_period",
        "double_smoothing_rsi_period",
        "signal_line_period",
    ),
    "srsi": of_values(
        "strength.StochasticRelativeStrengthIndex",
        "SRSI",
        "rsi_period",
        "stoch_period",
        "k_smoothing_period",
        "d_smoothing_period",
        _SIMPLE,
    ),
    "stc": of_values(
        "strength.SchaffTrendCycle", "STC", "cycle_period", "fast_period", "slow_period", (_TYPE, _EXPONENTIAL)
    ),
    "tsi": of_values(
        "strength.TrueStrengthIndex",
        "TSI",
        ("long_term_period", 25),
        ("short_term_period", 13),
        ("signal_period", 7),
        ("signal_type", _EXPONENTIAL),
    ),
    # filters
    "ht": of_values(
        "filters.HilbertTransform",
        "HT",
        "length",
        "in_phase_multiplication_factor",
        "quadrature_multiplication_factor",
        takes_name=False,
    ),
    "swiss": of_values("filters.SwissArmyKnife", "SWISS", "period", "delta", "tool"),
}
# `var` with a level of confidence.
VALUE_AT_RISK = of_values("risk.ValueAtRisk", "VAR", "period", "confidence_level")
