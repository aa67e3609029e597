"""More of the algorithm's own constructors: those of volume, trend, oscillators and regressions."""

from typing import Any

from leanrig.engine.enums import MovingAverageType, Resolution
from leanrig.engine.indicators import arima, more_oscillators, regression, trend, volume
from leanrig.engine.indicators.shortcut import REQUIRED, Shortcut

__all__ = ["MORE"]

_TYPE = "moving_average_type"
_SIMPLE = MovingAverageType.SIMPLE
_SAR = tuple((name, value) for side in ("short", "long") for name, value in (
    (f"af_start_{side}", 0.02), (f"af_increment_{side}", 0.02), (f"af_max_{side}", 0.2)
))  # fmt: skip


def _of(make: Any, short: str, *parameters: Any, form: str | None = None, is_bar: bool = True, **more: Any) -> Shortcut:
    """A constructor whose name shows its numbers; a parameter without a default is required."""
    pairs = tuple((item, REQUIRED) if isinstance(item, str) else item for item in parameters)
    numbers = [name for name, default in pairs if not isinstance(default, MovingAverageType) and name not in _KINDS]
    shown = ",".join(f"{{{name}}}" for name in numbers)
    return Shortcut(make, pairs, form or (f"{short}({shown})" if shown else short), is_bar=is_bar, **more)


_KINDS = (_TYPE, "type", "signal_type")
MORE: dict[str, Shortcut] = {
    "abands": _of(more_oscillators.AccelerationBands, "ABANDS", "period", ("width", 4), (_TYPE, _SIMPLE)),
    "ad": _of(volume.AccumulationDistribution, "AD"),
    "adosc": _of(volume.AccumulationDistributionOscillator, "ADOSC", "fast_period", "slow_period"),
    "adx": _of(trend.AverageDirectionalIndex, "ADX", "period"),
    "adxr": _of(trend.AverageDirectionalMovementIndexRating, "ADXR", "period"),
    "apo": _of(more_oscillators.AbsolutePriceOscillator, "APO", "fast_period", "slow_period", _TYPE, is_bar=False),
    "arima": _of(
        arima.AutoRegressiveIntegratedMovingAverage,
        "ARIMA",
        "ar_order",
        "diff_order",
        "ma_order",
        "period",
        ("intercept", True),
        form="ARIMA({ar_order},{diff_order},{ma_order},{period})",
        is_bar=False,
    ),
    "bop": _of(more_oscillators.BalanceOfPower, "BOP"),
    "cc": _of(
        more_oscillators.CoppockCurve,
        "CC",
        ("short_roc_period", 11),
        ("long_roc_period", 14),
        ("lwma_period", 10),
        is_bar=False,
    ),
    "cmf": _of(volume.ChaikinMoneyFlow, "CMF", "period"),
    "cmo": _of(more_oscillators.ChandeMomentumOscillator, "CMO", "period", is_bar=False),
    "co": _of(volume.ChaikinOscillator, "CO", "fast_period", "slow_period"),
    "crsi": _of(
        more_oscillators.ConnorsRelativeStrengthIndex,
        "CRSI",
        "rsi_period",
        "rsi_period_streak",
        "look_back_period",
        is_bar=False,
    ),
    "dpo": _of(more_oscillators.DetrendedPriceOscillator, "DPO", "period", is_bar=False),
    "emv": _of(volume.EaseOfMovementValue, "EMV", ("period", 1), ("scale", 10000), form="EMV({period}, {scale})"),
    "fi": _of(volume.ForceIndex, "FI", "period", ("type", MovingAverageType.EXPONENTIAL)),
    "fish": _of(more_oscillators.FisherTransform, "FISH", "period"),
    "frama": _of(more_oscillators.FractalAdaptiveMovingAverage, "FRAMA", "period", ("long_period", 198)),
    "he": _of(more_oscillators.HurstExponent, "HE", "period", ("max_lag", 20), is_bar=False),
    "heikin_ashi": _of(trend.HeikinAshi, "HA"),
    "ichimoku": _of(
        trend.IchimokuKinkoHyo,
        "ICHIMOKU",
        "tenkan_period",
        "kijun_period",
        "senkou_a_period",
        "senkou_b_period",
        "senkou_a_delay_period",
        "senkou_b_delay_period",
    ),
    "kvo": _of(volume.KlingerVolumeOscillator, "KVO", "fast_period", "slow_period", ("signal_period", 13)),
    "lsma": _of(regression.LeastSquaresMovingAverage, "LSMA", "period", is_bar=False),
    "mass": _of(volume.MassIndex, "MASS", ("ema_period", 9), ("sum_period", 25)),
    "mfi": _of(volume.MoneyFlowIndex, "MFI", "period"),
    "natr": _of(trend.NormalizedAverageTrueRange, "NATR", "period"),
    "obv": _of(volume.OnBalanceVolume, "OBV"),
    "ppo": _of(more_oscillators.PercentagePriceOscillator, "PPO", "fast_period", "slow_period", _TYPE, is_bar=False),
    "psar": _of(trend.ParabolicStopAndReverse, "PSAR", ("af_start", 0.02), ("af_increment", 0.02), ("af_max", 0.2)),
    "rc": _of(regression.RegressionChannel, "RC", "period", "k", is_bar=False),
    "rdv": _of(volume.RelativeDailyVolume, "RDV", ("period", 2), resolution=Resolution.DAILY),
    "sarext": _of(trend.ParabolicStopAndReverseExtended, "SAREXT", ("sar_start", 0), ("offset_on_reverse", 0), *_SAR),
    "sortino": _of(
        regression.SortinoRatio, "SORTINO", "sortino_period", ("minimum_acceptable_return", 0), is_bar=False
    ),
    "srsi": _of(
        more_oscillators.StochasticRelativeStrengthIndex,
        "SRSI",
        "rsi_period",
        "stoch_period",
        "k_smoothing_period",
        "d_smoothing_period",
        (_TYPE, _SIMPLE),
        is_bar=False,
    ),
    "stc": _of(
        more_oscillators.SchaffTrendCycle,
        "STC",
        "cycle_period",
        "fast_period",
        "slow_period",
        (_TYPE, MovingAverageType.EXPONENTIAL),
        is_bar=False,
    ),
    "str": _of(trend.SuperTrend, "STR", "period", "multiplier", (_TYPE, MovingAverageType.WILDERS)),
    "tdd": _of(regression.TargetDownsideDeviation, "TDD", "period", ("minimum_acceptable_return", 0), is_bar=False),
    "trix": _of(more_oscillators.Trix, "TRIX", "period", is_bar=False),
    "tsi": _of(
        more_oscillators.TrueStrengthIndex,
        "TSI",
        ("long_term_period", 25),
        ("short_term_period", 13),
        ("signal_period", 7),
        ("signal_type", MovingAverageType.EXPONENTIAL),
        is_bar=False,
    ),
    "ultosc": _of(more_oscillators.UltimateOscillator, "ULTOSC", "period1", "period2", "period3"),
    "vtx": _of(trend.Vortex, "VTX", "period"),
    "si": _of(trend.WilderSwingIndex, "SI", "limit_move", form="SI", resolution=Resolution.DAILY),
    "asi": _of(trend.WilderAccumulativeSwingIndex, "ASI", "limit_move", form="ASI", resolution=Resolution.DAILY),
}
