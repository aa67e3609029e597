"""The judge as a whole: nothing of a bar's own return is earned, baselines stand beside, bad input is told."""

import math
import time

import numpy as np
import pandas as pd
import pytest
from drawn import prices_of, rows_at, walk
from hypothesis import given, settings
from hypothesis import strategies as st

from leanrig.errors import BadInput
from research.judge import Counted, Grade, judge, verdict_of
from research.judging.account import account_of
from research.judging.baselines import BASELINES
from research.judging.counted import by_calendar_day
from research.judging.history import history_of
from research.judging.luck import lean_probabilistic_sharpe
from research.judging.weights import weights_of
from signals.frames import rows_of
from signals.sizing import Limits

LIMITS = Limits(
    exposure=1.0,
    regime_weights={"calm": 1.0, "volatile": 0.5},
    minimum_confidence=0.5,
    long_only=True,
    maximum_drawdown=0.2,
    pause_rows=20,
    rebalance_band=0.1,
)


def case(bars: int = 800, seed: int = 5, skip: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    draw = np.random.default_rng(seed)
    prices = prices_of(walk(bars, seed), draw.integers(1_000, 9_000, bars).astype(float))
    return rows_at(prices, np.tanh(draw.standard_normal(bars - skip)), skip=skip), prices


def codes(judged) -> set[str]:
    return {remark.code for remark in judged.remarks}


def test_a_signal_at_the_close_of_t_earns_from_t_plus_1() -> None:
    """In for one bar only: what is earned is the return after it, and its own shows nowhere."""
    closes = np.full(60, 100.0)
    closes[30:], closes[31:] = 150.0, 165.0  # its own bar rises by half, the next by a tenth
    strength = np.zeros(60)
    strength[30] = 1.0
    prices = prices_of(closes)
    judged = judge(rows_at(prices, strength), prices, cost_bps=0, bars_per_year=59)
    assert judged.figures.annual_return == pytest.approx(0.1, rel=1e-12)
    assert judged.figures.trades == 2


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), cut=st.integers(100, 300))
def test_weights_know_nothing_later(seed: int, cut: int) -> None:
    rows, prices = case(320, seed)
    whole = weights_of(history_of(rows, prices), limits=LIMITS, cost_bps=10)
    short = weights_of(history_of(rows.iloc[:cut], prices.iloc[:cut]), limits=LIMITS, cost_bps=10)
    assert len(short) == cut - 1
    assert (whole[: cut - 1] == short).all()


@pytest.mark.parametrize("name", BASELINES)
def test_baselines_know_nothing_later(name: str) -> None:
    closes, (_, rule) = walk(900), BASELINES[name]
    whole = rule(closes)
    assert all((rule(closes[:cut]) == whole[:cut]).all() for cut in (10, 199, 200, 201, 512, 700, 899))
    assert 0 < whole.sum() <= 900


def test_baselines_by_their_definitions() -> None:
    closes = walk(900)
    prices = pd.Series(closes)
    mean = [prices[max(0, t - 199) : t + 1].mean() if t >= 199 else math.inf for t in range(900)]
    assert (BASELINES["mean_200"][1](closes) == (closes > np.array(mean))).all()
    deviation = prices.pct_change().ewm(halflife=20).std().to_numpy()
    held = BASELINES["calm"][1](closes)
    for t in (400, 500, 501, 650, 899):
        seen = deviation[1 : t + 1][np.isfinite(deviation[1 : t + 1])]
        assert held[t] == (len(seen) >= 500 and deviation[t] < np.quantile(seen, 0.8))


def test_baselines_stand_beside_every_result_by_the_same_accounting() -> None:
    rows, prices = case(skip=600)
    judged = judge(rows, prices, bars_per_year=252)
    assert [one.name for one in judged.baselines] == ["hold", "mean_200", "calm"]
    hold = judged.baseline("hold").figures
    closes = prices["close"].to_numpy()[600:]
    assert (1 + hold.annual_return) ** (199 / 252) == pytest.approx(closes[-1] / closes[0] - 0.001 * 1.01, abs=2e-4)
    assert {one.figures.bars for one in judged.baselines} == {judged.bars} == {199}
    assert "baseline warm-up" not in codes(judged)  # 600 bars before the first row served


def test_holding_is_not_distinguishable_from_holding() -> None:
    rows, prices = case()
    judged = judge(rows.assign(signal_strength=1.0), prices, counted=Counted(48, 0.001))
    assert judged.figures == judged.baseline("hold").figures
    verdict = verdict_of(judged)
    assert (verdict.grade, verdict.rule) == (Grade.UNPROVEN, "like hold")
    assert verdict.words.startswith("not distinguishable from buy and hold: deflated Sharpe 0.")
    assert "after 48 trials" in verdict.words
    assert verdict.figures["deflated"] == judged.luck.deflated


def test_the_sizer_of_the_algorithms_decides() -> None:
    rows, prices = case()
    history = history_of(rows, prices)
    weights = weights_of(history, limits=LIMITS, cost_bps=10)
    assert ((weights >= 0) & (weights <= 1)).all()
    asked = np.where(history.regime == "calm", 1.0, 0.5) * np.maximum(history.strength, 0)
    assert (np.abs(weights - asked[: len(weights)])[weights > 0] < 0.1 + 0.005).all()
    judged = judge(rows, prices, limits=LIMITS, bars_per_year=252)
    assert judged.figures.turnover == pytest.approx(
        account_of(weights, history.ahead, cost_bps=10).traded.sum() / len(weights) * 252
    )


def test_a_list_of_rows_is_as_good_as_a_frame() -> None:
    rows, prices = case(120)
    listed = rows_of(rows.assign(signal_strength=rows["signal_strength"].round(6)), has_sessions=True)
    assert repr(judge(listed, prices)) == repr(
        judge(rows.assign(signal_strength=rows["signal_strength"].round(6)), prices)
    )


def test_capacity_by_hand() -> None:
    """The way in is traded during the next bar, of 2,000 shares at 50: 1 % of 100,000 for half the account."""
    prices = prices_of(np.full(60, 50.0), np.full(60, 2_000.0))
    judged = judge(rows_at(prices, np.full(60, 0.5)), prices)
    one = judged.capacity[0]
    assert (one.share, one.trades, one.without) == (0.01, 1, 0)
    assert one.least == one.tenth == one.median == 2_000.0


def test_regimes_dwell_and_switch_by_hand() -> None:
    closes = 100 * 1.01 ** np.arange(61)
    prices = prices_of(closes)
    regimes = ["calm"] * 20 + ["volatile"] * 10 + ["calm"] * 30 + ["volatile"]
    judged = judge(rows_at(prices, np.linspace(0, 1, 61), regimes=regimes), prices, bars_per_year=252)
    calm, wild = judged.regimes
    assert (calm.regime, calm.bars, calm.spells, calm.mean_dwell, calm.median_dwell) == ("calm", 50, 2, 25.0, 25.0)
    assert (wild.bars, wild.spells, wild.mean_dwell) == (10, 1, 10.0)
    assert calm.market_return == pytest.approx(2.52)
    assert math.isnan(calm.market_sharpe)  # the price rises by the same each bar
    assert judged.switching.switches == 2
    assert wild.exposure == pytest.approx(np.linspace(0, 1, 61)[20:30].mean())


@pytest.mark.parametrize(
    ("change", "code", "rule"),
    [
        (lambda rows, prices: (rows.assign(signal_strength=0.0), prices), "no trades", "no trades"),
        (lambda rows, prices: (rows, prices.assign(close=50.0)), "constant prices", None),
        (lambda rows, prices: (rows.assign(regime="calm"), prices), "one regime", None),
        (lambda rows, prices: (rows.iloc[:100], prices.iloc[:100]), "short", None),
        (lambda rows, prices: (rows.iloc[::2], prices), "carried rows", None),
        (lambda rows, prices: (rows, prices[["close"]]), "no volumes", None),
    ],
)
def test_what_is_out_of_the_ordinary_is_said(change, code: str, rule: str | None) -> None:
    rows, prices = change(*case())
    judged = judge(rows, prices)
    assert code in codes(judged)
    verdict = verdict_of(judged)
    assert verdict.words
    assert "nan" not in verdict.words
    if rule:
        assert verdict.rule == rule
        assert math.isnan(judged.luck.deflated)


def test_constant_prices_and_no_costs_have_no_verdict() -> None:
    rows, prices = case()
    judged = judge(rows.assign(signal_strength=1.0), prices.assign(close=50.0), cost_bps=0)
    assert {"constant prices", "no spread"} <= codes(judged)
    assert verdict_of(judged).rule == "no spread"
    assert math.isnan(judged.figures.sharpe)
    assert all(math.isnan(one.linear.value) for one in judged.horizons)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows, prices: (rows.iloc[:20], prices), "too few"),
        (lambda rows, prices: (rows.iloc[::-1], prices), "sorted"),
        (lambda rows, prices: (rows.assign(symbol=["A", "B"] * 400), prices), "more than one symbol"),
        (lambda rows, prices: (rows, prices.iloc[:700]), "no bar that ends"),
        (lambda rows, prices: (rows, prices.shift(freq="1h")), "no bar that ends"),
        (lambda rows, prices: (rows, prices.tz_localize(None)), "zone"),
        (lambda rows, prices: (rows, prices.assign(close=np.nan)), "is no price"),
        (lambda rows, prices: (rows, prices.assign(close=0.0)), "is no price"),
        (lambda rows, prices: (rows, pd.concat([prices, prices.tail(1)])), "sorted and unique"),
        (lambda rows, prices: (rows.drop(columns="regime"), prices), "regime"),
        (lambda rows, prices: (rows.assign(signal_strength=np.nan), prices), "no number"),
    ],
)
def test_bad_input_is_told(change, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        judge(*change(*case()))


def test_confidence_is_calibrated_where_it_is_the_chance() -> None:
    draw = np.random.default_rng(8)
    prices = prices_of(walk(6000))
    chance = draw.uniform(0, 1, 6000)
    truth = draw.uniform(0, 1, 6000) < chance
    told = judge(rows_at(prices, np.ones(6000), confidence=chance), prices, truth=truth).calibration
    assert told.brier == pytest.approx(np.mean((chance - truth) ** 2), rel=1e-12)
    assert told.brier == pytest.approx(1 / 6, abs=0.01)  # E[p(1-p)] of a uniform p
    assert told.skill == pytest.approx(1 / 3, abs=0.03)
    assert told.error < 0.03
    assert len(told.table) == 10
    sure = judge(rows_at(prices, np.ones(6000), confidence=np.ones(6000)), prices, truth=truth).calibration
    assert sure.error == pytest.approx(1 - truth.mean())


def test_twenty_years_of_days_take_less_than_a_second() -> None:
    rows, prices = case(5040)
    judge(rows, prices, limits=LIMITS)
    began = time.process_time()
    judge(rows, prices, limits=LIMITS)
    assert time.process_time() - began < 1.0


def test_an_account_that_lost_everything_loses_whatever_its_mean() -> None:
    closes = np.concatenate([100 * 1.5 ** np.arange(40), [1.0, 1.1]])
    prices = prices_of(closes)
    judged = judge(rows_at(prices, np.full(42, 1.0)), prices, weights=np.full(41, 1.2))
    assert judged.figures.sharpe > 0
    assert "ruin" in codes(judged)
    assert verdict_of(judged).rule == "loses"


def test_a_signal_that_knows_tomorrow_is_better_and_one_that_fears_it_loses() -> None:
    prices = prices_of(walk(1500))
    knows = np.sign(np.diff(np.log(prices["close"].to_numpy()), append=np.log(prices["close"].iloc[-1])))
    told = verdict_of(judge(rows_at(prices, knows), prices, counted=Counted(20, 0.04)))
    assert (told.grade, told.rule) == (Grade.GOOD, "better")
    lost = verdict_of(judge(rows_at(prices, -knows), prices))
    assert (lost.grade, lost.rule) == (Grade.BAD, "loses")
    overfit = verdict_of(judge(rows_at(prices, knows), prices, counted=Counted(20, 0.04, overfitting=0.6)))
    assert overfit.words.startswith("overfit: chance 60%")
    lucky = verdict_of(judge(rows_at(prices, knows), prices, counted=Counted(200, 400.0)))
    assert lucky.rule == "luck"


def test_the_number_of_trials_lowers_the_deflated_ratio_alone() -> None:
    rows, prices = case()
    one, many = judge(rows, prices), judge(rows, prices, counted=Counted(48))
    assert one.luck.deflated == one.luck.probabilistic == many.luck.probabilistic
    assert many.luck.deflated < one.luck.deflated
    assert (one.figures, one.baselines, one.horizons) == (many.figures, many.baselines, many.horizons)
    assert "uncounted" in codes(one)
    assert "unknown spread" in codes(many)


@pytest.mark.parametrize("counted", [Counted(0), Counted(3, -1.0)])
def test_a_count_that_is_none_is_refused(counted: Counted) -> None:
    with pytest.raises(BadInput, match="counts"):
        judge(*case(), counted=counted)


def test_weights_of_ones_own_have_to_be_one_a_bar() -> None:
    rows, prices = case()
    with pytest.raises(BadInput, match="10 weights for 799 bars"):
        judge(rows, prices, weights=np.ones(10))
    assert judge(rows, prices, weights=np.ones(800)).figures.invested == 1.0


def test_leans_figure_counts_calendar_days() -> None:
    """Two hours on a Friday and one on a Monday are four samples: Friday's two together, two of nothing, Monday's."""
    ends = pd.DatetimeIndex(["2024-01-05 15:00", "2024-01-05 16:00", "2024-01-08 15:00"], tz="UTC")
    assert by_calendar_day(np.array([0.1, 0.1, -0.05]), ends) == pytest.approx([0.21, 0.0, 0.0, -0.05], abs=1e-12)
    judged = judge(*case())
    daily = by_calendar_day(judged.series.returns, judged.series.ends)
    assert len(daily) == (judged.series.ends[-1] - judged.series.ends[0]).days + 1
    assert judged.luck.lean == lean_probabilistic_sharpe(daily)
