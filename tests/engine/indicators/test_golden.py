"""Indicators against what Python code saw inside real Lean, bar by bar: value, readiness, samples, sub-indicators."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from shared_reference import shared

from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import MovingAverageType
from leanrig.engine.indicators import (
    adaptive_averages,
    bands,
    change,
    composite,
    dispersion,
    extremes,
    more_averages,
    moving_averages,
    oscillators,
)
from leanrig.engine.indicators.extensions import IndicatorExtensions

MAKERS: dict[str, Any] = {
    "sma10": lambda: moving_averages.SimpleMovingAverage(10),
    "ema10": lambda: moving_averages.ExponentialMovingAverage(10),
    "ema5_factor": lambda: moving_averages.ExponentialMovingAverage(5, 0.5),
    "lwma": lambda: more_averages.LinearWeightedMovingAverage(10),
    "hma": lambda: more_averages.HullMovingAverage(9),
    "dema": lambda: more_averages.DoubleExponentialMovingAverage(5),
    "tema": lambda: more_averages.TripleExponentialMovingAverage(5),
    "kama": lambda: adaptive_averages.KaufmanAdaptiveMovingAverage(10),
    "alma": lambda: more_averages.ArnaudLegouxMovingAverage(9),
    "zlema": lambda: more_averages.ZeroLagExponentialMovingAverage(10),
    "rsi14_wilders": lambda: oscillators.RelativeStrengthIndex(14),
    "rsi14_simple": lambda: oscillators.RelativeStrengthIndex(14, MovingAverageType.SIMPLE),
    "macd": lambda: oscillators.MovingAverageConvergenceDivergence(12, 26, 9),
    "macd_wilders": lambda: oscillators.MovingAverageConvergenceDivergence(5, 10, 4, MovingAverageType.WILDERS),
    "sto": lambda: oscillators.Stochastic(14, 3, 3),
    "sto_short": lambda: oscillators.Stochastic(14, 14, 3),
    "cci": lambda: oscillators.CommodityChannelIndex(20),
    "aroon": lambda: oscillators.AroonOscillator(14, 14),
    "wilr": lambda: oscillators.WilliamsPercentR(14),
    "bb20": lambda: bands.BollingerBands(20, 2),
    "atr14": lambda: bands.AverageTrueRange(14, MovingAverageType.SIMPLE),
    "atr14_wilders": lambda: bands.AverageTrueRange(14, MovingAverageType.WILDERS),
    "tr": bands.TrueRange,
    "kch": lambda: bands.KeltnerChannels(20, 2),
    "dch": lambda: bands.DonchianChannel(20, 10),
    "donchian_one": lambda: bands.DonchianChannel(5),
    "mom10": lambda: change.Momentum(10),
    "momp10": lambda: change.MomentumPercent(10),
    "roc10": lambda: change.RateOfChange(10),
    "rocp10": lambda: change.RateOfChangePercent(10),
    "rocr10": lambda: change.RateOfChangeRatio(10),
    "logr": lambda: change.LogReturn(5),
    "std20": lambda: dispersion.StandardDeviation(20),
    "var20": lambda: dispersion.Variance(20),
    "mad": lambda: dispersion.MeanAbsoluteDeviation(10),
    "min10": lambda: extremes.Minimum(10),
    "max10": lambda: extremes.Maximum(10),
    "sum": lambda: moving_averages.Sum(5),
    "identity": lambda: composite.Identity("close"),
    "delay3": lambda: change.Delay(3),
}

# The algorithm's shortcuts feed these with another field than the close.
FIELDS = {"max10": "high", "min10": "low"}


@pytest.fixture(scope="module")
def golden() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    folder = shared("lean-results", "golden", "indicators")
    facts = json.loads((folder / "indicators.json").read_text())
    return json.loads((folder / "indicator_values.json").read_text()), facts["meta"], facts["bars"]


def bars_of(rows: list[list[Any]], ticker: str) -> list[TradeBar]:
    ends = [datetime.fromisoformat(row[0]) for row in rows]
    return [
        TradeBar(end - timedelta(hours=6.5), None, *row[1:6], timedelta(hours=6.5))
        for end, row in zip(ends, rows, strict=True)
    ]


def rows_of_bars(rows: list[list[Any]]) -> list[list[Any]]:
    """Leave out the rows of moments with a dividend and no bar: nothing was sampled there."""
    return [row for n, row in enumerate(rows) if n == 0 or row[2] != rows[n - 1][2]]


@pytest.mark.parametrize("ticker", ["SPY", "AAPL"])
@pytest.mark.parametrize("kind", MAKERS)
def test_every_bar_is_as_in_lean(golden: tuple[dict[str, Any], ...], kind: str, ticker: str) -> None:
    values, meta, bars = golden
    key = f"{ticker} {kind}"
    if key not in values:
        pytest.skip(f"real Lean was asked for {kind} on another symbol only")
    indicator = MAKERS[kind]()
    assert indicator.warm_up_period == meta[key]["warm_up_period"]
    assert str(indicator) == meta[key]["str before data"]
    expected = rows_of_bars(values[key])
    for bar, row in zip(bars_of(bars[ticker], ticker), expected, strict=True):
        field = FIELDS.get(kind)
        indicator.update(bar) if field is None else indicator.update(bar.end_time, getattr(bar, field))
        parts = [getattr(indicator, name) for name in meta[key]["sub indicators"]]
        got = [indicator.current.value, indicator.is_ready, indicator.samples, *(part.current.value for part in parts)]
        assert got == pytest.approx(row, rel=1e-9, abs=1e-12), f"{kind} at {bar.end_time}"


def test_indicators_made_of_others(golden: tuple[dict[str, Any], ...]) -> None:
    values, _, bars = golden
    ten, three = moving_averages.SimpleMovingAverage(10), moving_averages.SimpleMovingAverage(3)
    four = IndicatorExtensions.of(moving_averages.SimpleMovingAverage(4), three)
    difference = IndicatorExtensions.minus(ten, three)
    samples = [row[2] for row in values["SPY sma10"]]
    pairs = zip(values["SPY sma4 of sma3"], values["SPY sma10 minus sma3"], strict=True)
    rows = [pair for n, pair in enumerate(pairs) if n == 0 or samples[n] != samples[n - 1]]
    for bar, (chained, composed) in zip(bars_of(bars["SPY"], "SPY"), rows, strict=True):
        ten.update(bar)
        three.update(bar)
        assert [four.current.value, four.is_ready] == pytest.approx(chained[:2], rel=1e-9)
        assert [difference.current.value, difference.is_ready] == pytest.approx(composed[:2], rel=1e-9)
