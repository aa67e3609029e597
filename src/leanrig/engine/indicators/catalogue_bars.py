"""The algorithm's constructors of indicators over bars."""

from decimal import Decimal

from leanrig.engine.enums import MovingAverageType, Resolution
from leanrig.engine.indicators.shortcut import Shortcut, of_bars

__all__ = ["OVER_BARS"]

_TYPE = "moving_average_type"
_SIMPLE = (_TYPE, MovingAverageType.SIMPLE)
_WILDERS = (_TYPE, MovingAverageType.WILDERS)
_NONE = Decimal("0.0")
_SAR = tuple((name, value) for side in ("short", "long") for name, value in (
    (f"af_start_{side}", 0.02), (f"af_increment_{side}", 0.02), (f"af_max_{side}", 0.2)
))  # fmt: skip
_PROFILE = (
    ("period", 2),
    ("value_area_volume_percentage", Decimal("0.70")),
    ("price_range_round_off", Decimal("0.05")),
)
OVER_BARS: dict[str, Shortcut] = {
    # ranges, bands and stops
    "tr": of_bars("bands.TrueRange", "TR"),
    "atr": of_bars("bands.AverageTrueRange", "ATR", "period", ("type", MovingAverageType.SIMPLE)),
    "natr": of_bars("ranges.NormalizedAverageTrueRange", "NATR", "period"),
    "ar": of_bars("ranges.AverageRange", "AR", "period"),
    "chop": of_bars("ranges.ChoppinessIndex", "CHOP", "period"),
    "rsv": of_bars("ranges.RogersSatchellVolatility", "RSV", "period"),
    "midprice": of_bars("extremes.MidPrice", "MIDPRICE", "period"),
    "kch": of_bars("bands.KeltnerChannels", "KCH", "period", "k", _SIMPLE),
    "dch": of_bars("bands.DonchianChannel", "DCH", "upper_period", ("lower_period", None)),
    "abands": of_bars("channels.AccelerationBands", "ABANDS", "period", ("width", 4), _SIMPLE),
    "sm": of_bars(
        "channels.SqueezeMomentum",
        "SM",
        ("bollinger_period", 20),
        ("bollinger_multiplier", 2),
        ("keltner_period", 20),
        ("keltner_multiplier", 1.5),
        form="SM({bollinger_period}, {bollinger_multiplier}, {keltner_period}, {keltner_multiplier})",
    ),
    "cks": of_bars("stops.ChandeKrollStop", "CKS", "atr_period", "atr_mult", "period", _WILDERS),
    "psar": of_bars(
        "stops.ParabolicStopAndReverse", "PSAR", ("af_start", 0.02), ("af_increment", 0.02), ("af_max", 0.2)
    ),
    "sarext": of_bars(
        "stops.ParabolicStopAndReverseExtended", "SAREXT", ("sar_start", _NONE), ("offset_on_reverse", _NONE), *_SAR
    ),
    "str": of_bars("stops.SuperTrend", "STR", "period", "multiplier", _WILDERS),
    # direction and turning points
    "adx": of_bars("directional.AverageDirectionalIndex", "ADX", "period"),
    "adxr": of_bars("directional.AverageDirectionalMovementIndexRating", "ADXR", "period"),
    "vtx": of_bars("directional.Vortex", "VTX", "period"),
    "si": of_bars("swings.WilderSwingIndex", "SI", "limit_move", form="SI", resolution=Resolution.DAILY),
    "asi": of_bars("swings.WilderAccumulativeSwingIndex", "ASI", "limit_move", form="ASI", resolution=Resolution.DAILY),
    "zz": of_bars("pivots.ZigZag", "ZZ", ("sensitivity", 0.05), ("min_trend_length", 1)),
    "pphl": of_bars(
        "pivots.PivotPointsHighLow", "PPHL", "length_high", "length_low", ("last_stored_values", 100), ("strict", True)
    ),
    "tds": of_bars("sequential.TomDemarkSequential", "TDS"),
    "heikin_ashi": of_bars("japanese.HeikinAshi", "HA"),
    "ichimoku": of_bars(
        "japanese.IchimokuKinkoHyo",
        "ICHIMOKU",
        "tenkan_period",
        "kijun_period",
        "senkou_a_period",
        "senkou_b_period",
        "senkou_a_delay_period",
        "senkou_b_delay_period",
    ),
    # oscillators and averages
    "sto": of_bars("oscillators.Stochastic", "STO", "period", ("k_period", None), ("d_period", None)),
    "cci": of_bars("oscillators.CommodityChannelIndex", "CCI", "period", _SIMPLE),
    "aroon": of_bars("oscillators.AroonOscillator", "AROON", "up_period", ("down_period", None)),
    "wilr": of_bars("oscillators.WilliamsPercentR", "WILR", "period"),
    "ao": of_bars(
        "bar_oscillators.AwesomeOscillator",
        "AO",
        "fast_period",
        "slow_period",
        "type",
        form="AO({fast_period},{slow_period},{type})",
    ),
    "bop": of_bars("bar_oscillators.BalanceOfPower", "BOP"),
    "dem": of_bars("bar_oscillators.DeMarkerIndicator", "DEM", "period", "type", form="DEM({period},{type})"),
    "fish": of_bars("bar_oscillators.FisherTransform", "FISH", "period"),
    "ibs": of_bars("bar_oscillators.InternalBarStrength", "IBS"),
    "pso": of_bars("bar_oscillators.PremierStochasticOscillator", "PSO", "period", "ema_period"),
    "rvi": of_bars("vigor.RelativeVigorIndex", "RVI", "period", _SIMPLE, form="RVI({period},{moving_average_type})"),
    "ultosc": of_bars("bar_oscillators.UltimateOscillator", "ULTOSC", "period_1", "period_2", "period_3"),
    "wto": of_bars("vigor.WaveTrendOscillator", "WTO", "channel_period", "average_period", "signal_period"),
    "frama": of_bars("adaptive_averages.FractalAdaptiveMovingAverage", "FRAMA", "period", ("long_period", 198)),
    "mama": of_bars("mesa.MesaAdaptiveMovingAverage", "MAMA", ("fast_limit", 0.5), ("slow_limit", 0.05)),
    # volume
    "ad": of_bars("volume.AccumulationDistribution", "AD"),
    "adosc": of_bars("volume.AccumulationDistributionOscillator", "ADOSC", "fast_period", "slow_period"),
    "cmf": of_bars("volume.ChaikinMoneyFlow", "CMF", "period"),
    "co": of_bars("volume.ChaikinOscillator", "CO", "fast_period", "slow_period"),
    "emv": of_bars("volume.EaseOfMovementValue", "EMV", ("period", 1), ("scale", 10000), form="EMV({period}, {scale})"),
    "fi": of_bars("volume.ForceIndex", "FI", "period", ("type", MovingAverageType.EXPONENTIAL)),
    "kvo": of_bars("volume.KlingerVolumeOscillator", "KVO", "fast_period", "slow_period", ("signal_period", 13)),
    "mass": of_bars("volume.MassIndex", "MASS", ("ema_period", 9), ("sum_period", 25)),
    "mfi": of_bars("volume.MoneyFlowIndex", "MFI", "period"),
    "obv": of_bars("volume.OnBalanceVolume", "OBV"),
    "sobv": of_bars("volume_weighted.SmoothedOnBalanceVolume", "SOBV", "period", ("type", MovingAverageType.SIMPLE)),
    "rdv": of_bars("volume_weighted.RelativeDailyVolume", "RDV", ("period", 2), resolution=Resolution.DAILY),
    "vwma": of_bars("volume_weighted.VolumeWeightedMovingAverage", "VWMA", "period"),
    "vp": of_bars("profiles.VolumeProfile", "VP", *_PROFILE, resolution=Resolution.DAILY),
    "tp": of_bars("profiles.TimeProfile", "TP", *_PROFILE, resolution=Resolution.DAILY),
}
