"""What each detector and strength finds where the answer is known, and what it refuses."""

import numpy as np
import pandas as pd
import pytest

from signals.cases import Cases
from signals.catalogue import REGIMES, STRENGTHS, make_detector, make_strength
from signals.contract import Regime
from signals.regimes.markov import MarkovRegime
from signals.regimes.trend import TrendRegime
from signals.regimes.volatility import VolatilityRegime
from signals.schedule import WalkForward
from signals.strengths.breakout import BreakoutStrength
from signals.strengths.half_life import half_life
from signals.strengths.mean_reversion import MeanReversionStrength
from signals.strengths.momentum import MomentumStrength

WILD = np.sin(np.arange(1500) / 90) > 0.3  # where the wavy closes are wild


def regimes(machine, closes: pd.Series) -> list[Regime | None]:
    answers = [machine.update(close) for close in closes]
    return [answer and answer[0] for answer in answers]


@pytest.mark.parametrize("machine", [MarkovRegime(), VolatilityRegime(half_life=10)], ids=["markov", "volatility"])
def test_storms_are_told_from_calm(machine, wavy_closes: pd.Series) -> None:
    found = regimes(machine, wavy_closes)
    right = [(regime is Regime.VOLATILE) == wild for regime, wild in zip(found, WILD, strict=True) if regime]
    assert len(right) > 1000
    assert np.mean(right) > 0.85


def test_a_trend_is_told_from_its_absence() -> None:
    draw = np.random.default_rng(2)
    drift = np.repeat([0.0, 0.006, 0.0, -0.006], 400)
    logs = np.cumsum(drift)
    logs += 0.002 * draw.standard_normal(1600)
    found = regimes(TrendRegime(period=50), pd.Series(100 * np.exp(logs)))
    assert set(found[150:400]) == {Regime.MEAN_REVERTING}
    assert set(found[600:800]) == {Regime.TRENDING}
    assert set(found[900:1200]) == {Regime.MEAN_REVERTING}
    assert set(found[1250:]) == {Regime.TRENDING}


def test_a_trend_begins_and_ends_at_its_own_distances(wavy_closes: pd.Series) -> None:
    mean = wavy_closes.rolling(20).mean()
    distance = np.log(wavy_closes / mean).abs()
    expected, trending = [], False
    for far in distance:
        trending = far > (0.02 if trending else 0.05)
        expected.append(Regime.TRENDING if trending else Regime.MEAN_REVERTING)
    found = regimes(TrendRegime(period=20, enter=0.05, leave=0.02), wavy_closes)
    told = [pair for pair in zip(found, expected, strict=True) if pair[0]]
    assert len(told) > 1000
    assert all(one == other for one, other in told)
    assert {one for one, _ in told} == {Regime.TRENDING, Regime.MEAN_REVERTING}


def test_refits_come_when_the_schedule_says(wavy_closes: pd.Series) -> None:
    machine = MarkovRegime(train_bars=100, refit_every=250, window=400)
    for close in wavy_closes:
        machine.update(close)
    assert [found["bar"] for found in machine.history()] == [100, 350, 600, 850, 1100, 1350]
    assert list(WalkForward(100, 250, 400).refits(1499)) == [100, 350, 600, 850, 1100, 1350]


@pytest.mark.parametrize(
    ("machine", "path", "least", "most"),
    [
        (MomentumStrength(horizons=(5, 10), volatility_bars=5), np.linspace(0, 1, 40), 0.9, 1.0),
        (MomentumStrength(horizons=(5, 10), volatility_bars=5), np.linspace(0, -1, 40), -1.0, -0.9),
        (MomentumStrength(horizons=(5, 10), volatility_bars=5), np.zeros(40), 0.0, 0.0),
        (BreakoutStrength(period=10), np.linspace(0, 1, 40), 1.0, 1.0),
        (BreakoutStrength(period=10), np.linspace(0, -1, 40), -1.0, -1.0),
        (BreakoutStrength(period=10), np.zeros(40), 0.0, 0.0),
        (MeanReversionStrength(period=10), np.r_[np.zeros(39), 0.1], -0.9, -0.8),
        (MeanReversionStrength(period=10), np.r_[np.zeros(39), -0.1], 0.8, 0.9),
        (MeanReversionStrength(period=10), np.zeros(40), 0.0, 0.0),
    ],
)
def test_strengths_point_the_right_way(machine, path: np.ndarray, least: float, most: float) -> None:
    last = [machine.update(float(close)) for close in 100 * np.exp(path)][-1]
    assert least - 1e-12 <= last <= most + 1e-12


def test_confidence_is_the_share_of_like_cases_that_held() -> None:
    cases = Cases((1.0,))
    draw = np.random.default_rng(4)
    state, counts, told = 0, {}, 0
    before = None
    for _ in range(3000):
        distance = draw.uniform(0, 2)
        state = int(draw.random() < 0.3) if before is None or before[1] else state
        answer = cases.update(state, distance)
        kind = (state, distance >= 1.0)
        if before is not None:
            held, total = counts.get(before, (0, 0))
            counts[before] = (held + (state == before[0]), total + 1)
        before = kind
        if answer is not None and counts.get(kind, (0, 0))[1] >= 100:
            told += 1
            assert answer == counts[kind][0] / counts[kind][1]
    assert told > 1000


def test_no_confidence_before_a_hundred_cases() -> None:
    cases = Cases((1.0,))
    assert [cases.update(0, 0.5) for _ in range(101)] == [None] * 100 + [1.0]


@pytest.mark.parametrize(
    ("make", "name", "parameters", "words"),
    [
        (make_detector, "markow", {}, "no regime detector 'markow'; did you mean 'markov'"),
        (make_strength, "momentun", {}, "no strength 'momentun'; did you mean 'momentum'"),
        (make_strength, "zzz", {}, "known are momentum"),
        (make_detector, "markov", {"train_bar": 1}, "no parameter 'train_bar'; did you mean 'train_bars'"),
        (make_detector, "markov", {"train_bars": 59}, "train_bars >= 60"),
        (make_detector, "trend", {"enter": 0.01, "leave": 0.02}, "0 < leave < enter"),
        (make_detector, "volatility", {"enter": 1.5}, "enter < 1"),
        (make_strength, "momentum", {"horizons": []}, "horizons of 1 bar"),
        (make_strength, "mean_reversion", {"period": 2}, "period >= 3"),
        (make_strength, "breakout", {"period": 1}, "period >= 2"),
    ],
)
def test_unknown_names_and_impossible_parameters_are_refused(make, name: str, parameters: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make(name, parameters)


def test_each_name_makes_its_own_kind() -> None:
    made = [make_detector(name, {}) for name in REGIMES] + [make_strength(name, {}) for name in STRENGTHS]
    assert len({type(machine) for machine in made}) == len(REGIMES) + len(STRENGTHS)


def test_parameters_of_a_blend_may_be_pairs_as_rendered_files_have_them(wavy_closes: pd.Series) -> None:
    pairs = (("horizons", (5, 21)), ("volatility_bars", 10))
    one, other = (make_strength("blend", {"first_parameters": given}) for given in (pairs, dict(pairs)))
    assert np.array_equal(one.over(wavy_closes), other.over(wavy_closes), equal_nan=True)
    first, second = make_strength("momentum", dict(pairs)), make_strength("mean_reversion", {})
    half = 0.5 * first.over(wavy_closes) + 0.5 * second.over(wavy_closes)
    assert np.allclose(one.over(wavy_closes), half, rtol=0, atol=1e-15, equal_nan=True)
    assert (~np.isnan(half)).sum() > 1400


@pytest.mark.parametrize("seed", [1, 2])
def test_the_half_life_is_that_of_the_process(seed: int) -> None:
    draw, level, path = np.random.default_rng(seed), 0.0, []
    for shock in 0.01 * draw.standard_normal(20_000):
        level = 0.5 ** (1 / 12) * level + shock
        path.append(level)
    assert half_life(np.array(path)) == pytest.approx(12, rel=0.1)


def test_volatility_is_held_at_its_target(wavy_closes: pd.Series) -> None:
    strength = make_strength("volatility_target", {"target": 0.10, "bars_a_year": 365})
    share = strength.over(wavy_closes)[:-1]
    returns = np.diff(np.log(wavy_closes.to_numpy()))
    told = ~np.isnan(share)
    assert (share * returns)[told].std() * np.sqrt(365) == pytest.approx(0.10, rel=0.25)
    assert returns.std() * np.sqrt(365) > 0.25
    with pytest.raises(ValueError, match="'short' is no strength that another can be made of"):
        make_strength("volatility_target", {"of": "short"})


def test_a_market_that_jumps_is_told_by_the_change_point_at_once() -> None:
    draw = np.random.default_rng(3)
    size = np.where(np.arange(1200) < 1000, 0.005, 0.03)
    closes = 100 * np.exp(np.cumsum(size * draw.standard_normal(1200)))
    said = make_detector("changepoint", {}).over(closes).regimes
    first = 1000 + int(np.argmax(said[1000:] == Regime.VOLATILE))
    assert first <= 1010
    assert (said[first:] == Regime.VOLATILE).mean() > 0.95
    assert (said[300:1000] == Regime.CALM).mean() > 0.95
