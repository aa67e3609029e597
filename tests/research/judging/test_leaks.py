"""Dishonest variants do see the future, honest ones do not, and what it is worth is told by the same accounting."""

import ast
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from drawn import prices_of, rows_at, walk

from leanrig.errors import BadInput
from research.judging.account import account_of, figures_of
from research.judging.history import history_of
from research.judging.leak_premium import leak_premium, premium_of_detector, premium_of_recipe
from research.judging.leaky import (
    cheapest_path,
    honest_answers,
    leaky_centred_answers,
    leaky_full_sample_answers,
    smoothed,
)
from signals.catalogue import make_detector
from signals.contract import Regime
from signals.regimes.jumping import JumpLaw, features
from signals.regimes.switching import Law, filtered, fit

ROOT = Path(__file__).parents[3]
LAW = Law((0.002, -0.004), (0.006**2, 0.02**2), (0.96, 0.85))


def switching(bars: int, seed: int, law: Law = LAW) -> tuple[np.ndarray, np.ndarray]:
    """Return closes of a market with short storms that fall, and its true states."""
    draw = np.random.default_rng(seed)
    states = np.zeros(bars, dtype=int)
    for t, chance in enumerate(draw.uniform(size=bars - 1)):
        states[t + 1] = states[t] if chance < law.stay[states[t]] else 1 - states[t]
    returns = np.array(law.mean)[states] + np.sqrt(np.array(law.variance))[states] * draw.standard_normal(bars)
    return 100 * np.exp(np.cumsum(returns)), states


class Storms:
    """A small honest detector: volatile while the last ten returns are larger than all were on average."""

    def __init__(self) -> None:
        self._sizes: list[float] = []
        self._total = self._before = 0.0

    def update(self, close: float) -> tuple[Regime, float] | None:
        if self._before:
            self._sizes.append(abs(close / self._before - 1))
            self._total += self._sizes[-1]
        self._before = close
        if len(self._sizes) < 50:
            return None
        is_wild = sum(self._sizes[-10:]) / 10 > 1.5 * self._total / len(self._sizes)
        return (Regime.VOLATILE if is_wild else Regime.CALM), 0.8


def test_smoothed_probabilities_are_those_of_statsmodels() -> None:
    closes, _ = switching(900, 3)
    returns = 100 * np.diff(np.log(closes))
    model = sm.tsa.MarkovRegression(returns, k_regimes=2, switching_variance=True)
    law = Law((0.2, -0.4), (0.36, 4.0), (0.96, 0.85))  # of returns in percent
    theirs = model.smooth(np.array([0.96, 0.15, *law.mean, *law.variance]))
    assert smoothed(returns, law) == pytest.approx(theirs.smoothed_marginal_probabilities[:, 1], abs=1e-9)
    assert filtered(returns, law) == pytest.approx(theirs.filtered_marginal_probabilities[:, 1], abs=1e-9)


def test_later_returns_pay_under_one_and_the_same_law() -> None:
    premiums = []
    for seed in range(4):
        closes, _ = switching(1200, seed)
        returns = np.diff(np.log(closes))
        law = fit(returns)
        weights = [(wild <= 0.5).astype(float)[:-1] for wild in (filtered(returns, law), smoothed(returns, law))]
        ahead = closes[2:] / closes[1:-1] - 1
        found = leak_premium(weights[0], [("smoothed", "by all returns", weights[1])], ahead, cost_bps=10)
        assert found.honest == figures_of(account_of(weights[0], ahead, cost_bps=10), bars_per_year=252)
        (leak,) = found.leaks
        assert leak.premium.value == pytest.approx(leak.figures.sharpe - found.honest.sharpe, abs=1e-9)
        premiums.append(leak.premium.value)
        if seed == 0:
            assert leak.premium.low > 0
    assert np.mean(premiums) > 1.0


@pytest.mark.parametrize("name", ["volatility", "trend"])
def test_the_honest_variant_is_causal_and_leaky_ones_are_not(name: str) -> None:
    closes, _ = switching(1600, 5, Law((0.001, -0.002), (0.006**2, 0.02**2), (0.99, 0.97)))
    for make in (lambda: make_detector(name, {}), Storms):
        whole, short = honest_answers(make, closes), honest_answers(make, closes[:1300])
        assert (whole.regime[:1300] == short.regime).all()
        centred = leaky_centred_answers(make, closes), leaky_centred_answers(make, closes[:1300])
        assert (centred[0].regime[:1290] == centred[1].regime[:1290]).all()  # sees ten bars ahead, and no more
    assert (centred[0].regime != whole.regime).any()
    learned = leaky_full_sample_answers(Storms, closes), leaky_full_sample_answers(Storms, closes[:1300])
    assert (learned[0].regime[:1300] != learned[1].regime).any()


def test_what_learns_nothing_has_no_premium_from_a_full_sample() -> None:
    closes, _ = switching(1500, 8)
    found = premium_of_detector(lambda: make_detector("trend", {}), closes)
    leak = next(one for one in found.leaks if one.name == "full_sample")
    assert leak.premium.value == 0.0
    assert leak.figures == found.honest


def test_a_detector_with_hindsight_earns_more_by_the_same_accounting() -> None:
    values = []
    for seed in range(4):
        found = premium_of_detector(Storms, switching(2000, seed)[0], half=3)
        assert {one.name for one in found.leaks} == {"full_sample", "centred"}
        assert {one.figures.bars for one in found.leaks} == {found.bars, found.honest.bars}
        values.append(next(one for one in found.leaks if one.name == "centred").premium.value)
    assert min(values) > 0.02


@pytest.mark.parametrize("name", ["markov", "jump"])
def test_a_model_has_its_classic_leaks_too(name: str) -> None:
    closes, _ = switching(700, 1, Law((0.001, -0.002), (0.006**2, 0.02**2), (0.99, 0.97)))
    schedule = {"train_bars": 252, "refit_every": 252, "window": 504}
    found = premium_of_detector(lambda: make_detector(name, schedule), closes)
    assert [one.name for one in found.leaks] == ["full_sample", "hindsight", "centred"]
    assert found.largest.premium.value == max(one.premium.value for one in found.leaks)


def test_the_cheapest_path_is_that_of_trying_all() -> None:
    """Over twelve bars every path of two states is tried: cost by bar, and a penalty for each jump."""
    mixed = 0
    for seed in range(8):
        returns = np.diff(np.log(switching(33, seed)[0]))
        weight = np.random.default_rng(seed).standard_normal(9)
        costs = np.clip(features(returns)[20:], -9.0, 9.0) @ weight
        offset = -float(np.mean(costs))
        law = JumpLaw((-9.0,) * 9, (9.0,) * 9, tuple(weight.tolist()), offset, 0.3, 1.0)
        path = cheapest_path(returns, law)
        assert np.isnan(path[:20]).all()
        tried = [
            (float((costs + offset) @ np.array(states)) + 0.3 * np.count_nonzero(np.diff(states)), states)
            for states in product([0, 1], repeat=12)
        ]
        assert tuple(path[20:].astype(int).tolist()) == min(tried)[1]
        mixed += 0 < path[20:].sum() < 12
    assert mixed > 3


def test_a_recipe_keeps_its_strengths_and_sizing() -> None:
    closes, _ = switching(1500, 2)
    prices = prices_of(closes)
    told = honest_answers(Storms, closes)
    rows = rows_at(
        prices,
        np.ones(1500 - told.first),
        skip=told.first,
        regimes=told.regime[told.first :],
        confidence=told.confidence[told.first :],
    )
    history = history_of(rows, prices)
    from signals.sizing import Limits

    limits = Limits(1.0, {"calm": 1.0, "volatile": 0.0}, 0.5, True, 0.99, 1, 0.1)
    found = premium_of_recipe(Storms, history, limits=limits)
    alone = premium_of_detector(Storms, closes, bars_per_year=history.bars_per_year)
    assert found.honest == alone.honest
    assert [one.figures for one in found.leaks] == [one.figures for one in alone.leaks]


def test_too_few_closes_are_told() -> None:
    with pytest.raises(BadInput, match="answers"):
        premium_of_detector(Storms, walk(60))
    with pytest.raises(BadInput, match="learns nothing"):
        leaky_full_sample_answers(lambda: make_detector("markov", {}), np.full(900, 50.0))
    with pytest.raises(BadInput, match="no leaky variant"):
        leak_premium(np.ones(200), [], np.zeros(200))
    with pytest.raises(BadInput, match="nothing to smooth"):
        leaky_centred_answers(Storms, walk(40))


def test_nothing_that_trades_imports_the_leaky_ones() -> None:
    for room in ("signals", "generator", "algorithms", "src/leanrig/engine"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                assert not [name for name in names if "leaky" in name or name.startswith("research")], path
