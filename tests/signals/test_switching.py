"""The Markov filter against statsmodels', the fit against the likelihood's own top, the fast path against the plain."""

from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest

from signals import loops
from signals.regimes import switching
from signals.regimes.markov import MarkovRegime
from signals.regimes.switching import Law, filtered, fit, log_likelihood, step

LAW = Law((0.0006, -0.0008), (0.0078**2, 0.0214**2), (0.998, 0.988))


def drawn(law: Law, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return returns under `law` and the states that they were drawn from."""
    random = np.random.default_rng(seed)
    states = np.zeros(count, dtype=int)
    for t in range(1, count):
        here = states[t - 1]
        states[t] = here if random.random() < law.stay[here] else 1 - here
    return np.array(law.mean)[states] + np.sqrt(law.variance)[states] * random.standard_normal(count), states


def statsmodels_of(returns: np.ndarray):
    module = pytest.importorskip("statsmodels.tsa.regime_switching.markov_regression", reason="statsmodels is absent")
    return module.MarkovRegression(returns, k_regimes=2, trend="c", switching_variance=True)


def their_order(law: Law) -> list[float]:
    """Return the parameters as statsmodels orders them: chances into state 0, means, variances."""
    return [law.stay[0], 1 - law.stay[1], *law.mean, *law.variance]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_filter_and_likelihood_are_those_of_statsmodels(seed: int) -> None:
    returns, _ = drawn(LAW, 1500, seed)
    theirs = statsmodels_of(returns).filter(their_order(LAW))
    assert np.allclose(filtered(returns, LAW), theirs.filtered_marginal_probabilities[:, 1], rtol=0, atol=1e-10)
    assert log_likelihood(returns, LAW) == pytest.approx(theirs.llf, abs=1e-6)


def test_the_filter_on_real_returns_is_that_of_statsmodels(sample_closes: pd.Series) -> None:
    returns = np.diff(np.log(sample_closes.to_numpy()))
    law = fit(returns)
    theirs = statsmodels_of(returns).filter(their_order(law))
    assert np.allclose(filtered(returns, law), theirs.filtered_marginal_probabilities[:, 1], rtol=0, atol=1e-10)


@pytest.mark.parametrize("seed", [4, 5])
def test_the_fit_is_about_as_likely_as_statsmodels(seed: int) -> None:
    returns, _ = drawn(LAW, 2000, seed)
    theirs = statsmodels_of(returns * 100).fit(search_reps=5, em_iter=20, disp=False)
    height = theirs.llf + len(returns) * np.log(100)
    assert log_likelihood(returns, fit(returns)) > height - 2  # the prior's price


def test_the_law_that_was_drawn_from_is_found_again() -> None:
    returns, states = drawn(LAW, 4000, 6)
    law = fit(returns)
    there = [returns[states == state].std() for state in (0, 1)]
    assert np.allclose(np.sqrt(law.variance), there, rtol=0.06)
    assert np.allclose(law.stay, LAW.stay, atol=0.012)
    wild = filtered(returns, law) > 0.5
    assert (wild == (states == 1)).mean() > 0.95


@pytest.mark.parametrize("crash", [-0.3, -0.7, 0.5])
def test_one_crash_makes_no_regime_of_its_own(crash: float) -> None:
    returns, states = drawn(LAW, 1500, 10)
    returns[400] = crash
    law = fit(returns)
    assert law.variance[1] < 2 * LAW.variance[1]
    wild = filtered(returns, law) > 0.5
    assert wild[400]
    assert (wild == (states == 1)).mean() > 0.9


def test_bar_by_bar_is_the_same_filter() -> None:
    returns, _ = drawn(LAW, 500, 7)
    wild, found = LAW.wild, []
    for change in returns:
        wild = step(LAW, wild, float(change))
        found.append(wild)
    assert np.allclose(found, filtered(returns, LAW), rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "returns", [np.zeros(80), np.r_[np.zeros(79), 0.5], np.full(80, 1e-12), np.r_[[5.0], np.zeros(79)]]
)
def test_returns_without_life_give_a_law_all_the_same(returns: np.ndarray) -> None:
    law = fit(returns)
    assert np.isfinite([*law.mean, *law.variance, *law.stay]).all()
    assert min(law.variance) > 0
    assert ((filtered(returns, law) >= 0) & (filtered(returns, law) <= 1)).all()


def test_prices_that_differ_in_the_tenth_digit_give_nearly_the_same_law() -> None:
    returns, _ = drawn(LAW, 800, 8)
    shaken = returns + 1e-10 * np.random.default_rng(9).uniform(-1, 1, len(returns))
    one, other = fit(returns), fit(shaken)
    assert np.allclose(np.concatenate(astuple(one)[:3]), np.concatenate(astuple(other)[:3]), rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("window", [120, 400])
@pytest.mark.parametrize("kind", ["two laws", "one law"])
@pytest.mark.parametrize("seed", range(2))
def test_the_ninth_digit_of_a_price_stays_in_the_sixth_of_a_probability(seed: int, kind: str, window: int) -> None:
    draw = np.random.default_rng(seed)
    size = np.where(np.sin(np.arange(800) / 90) > 0.3, 0.025, 0.006) if kind == "two laws" else 0.01
    closes = 100 * np.exp(np.cumsum(size * draw.standard_normal(800)))
    shaken = closes * (1 + 1e-9 * draw.uniform(-1, 1, 800))
    one, other = (MarkovRegime(train_bars=window // 2, refit_every=37, window=window) for _ in range(2))
    pairs = [(one.update(a), other.update(b)) for a, b in zip(closes.tolist(), shaken.tolist(), strict=True)]
    told = [(a[1], b[1]) for a, b in pairs if a and b]
    assert len(told) > 550
    assert np.abs(np.diff(told)).max() < 2e-6
    assert [a and a[0] for a, _ in pairs] == [b and b[0] for _, b in pairs]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch):
    """Return a function that says what a detector says without numba, whether it is installed or not."""

    def run(closes: list[float]) -> list[tuple[str, float] | None]:
        monkeypatch.setattr(loops, "_compiled", lambda loop: None)
        machine = MarkovRegime()
        found = [machine.update(close) for close in closes]
        monkeypatch.undo()
        return found

    return run


def test_with_numba_the_same_comes_out(wavy_closes: pd.Series, plain) -> None:
    pytest.importorskip("numba", reason="numba is not installed here; the stack tests have it")
    assert loops._compiled(switching._smoothed) is not None
    machine = MarkovRegime()
    fast = [machine.update(close) for close in wavy_closes.tolist()]
    slow = plain(wavy_closes.tolist())
    assert [f and f[0] for f in fast] == [s and s[0] for s in slow]
    numbers = [[answer[1] for answer in run if answer] for run in (fast, slow)]
    assert len(numbers[0]) > 1000
    assert np.allclose(*numbers, rtol=0, atol=1e-12)
