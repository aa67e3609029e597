"""What is no price is refused; what teaches nothing is said so, and what is done then."""

import numpy as np
import pytest
from machines import DETECTORS, MAKERS, SCHEDULE

from signals.catalogue import make_detector, make_strength
from signals.contract import Regime
from signals.detector import Unfit
from signals.regimes.switching import Law, fitted

LEARNED = ("markov", "jump", "changepoint")


def moving(count: int, seed: int = 1, size: float = 0.01) -> np.ndarray:
    return 100 * np.exp(np.cumsum(size * np.random.default_rng(seed).standard_normal(count)))


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 0.0, -3.0])
@pytest.mark.parametrize("name", MAKERS)
def test_what_is_no_price_is_refused_with_its_bar(name: str, bad: float) -> None:
    closes = moving(100).tolist()
    closes[70] = bad
    machine = MAKERS[name]()
    with pytest.raises(ValueError, match=f"the close of bar 70 is {bad}, which is no price"):
        for close in closes:
            machine.update(close)
    with pytest.raises(ValueError, match=f"the close of bar 70 is {bad}, which is no price"):
        MAKERS[name]().over(closes)


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_too_few_bars_say_nothing(name: str, count: int) -> None:
    said = MAKERS[name]().over(moving(count))
    assert len(said.regimes if name in DETECTORS else said) == count
    assert np.isnan(said.confidence if name in DETECTORS else said).all()


@pytest.mark.parametrize("name", LEARNED)
def test_a_fit_on_too_few_bars_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="40 returns are known and a fit needs 60"):
        make_detector(name, SCHEDULE).fit(moving(41))
    with pytest.raises(ValueError, match=r"shape \(2, 2\)"):
        make_detector(name, SCHEDULE).fit([[1.0, 2.0], [1.0, 2.0]])


@pytest.mark.parametrize("name", LEARNED)
def test_prices_that_do_not_move_have_no_regime_until_they_do(name: str) -> None:
    machine = make_detector(name, SCHEDULE)
    assert {machine.update(close) for close in [100.0] * 150} == {None}
    first = machine.history()[0]
    assert first["bar"] == 60
    assert "do not move over 60 returns: no regime until the next fit" in first["fallback"]
    assert any(machine.update(close) for close in moving(400).tolist())
    assert machine.history()[-1]["fallback"] is None
    with pytest.raises(Unfit, match="do not move"):
        make_detector(name, SCHEDULE).fit([100.0] * 100)


@pytest.mark.parametrize("name", LEARNED)
def test_a_fit_that_fails_leaves_the_parameters_in_force(name: str) -> None:
    machine = make_detector(name, SCHEDULE)
    closes = [*moving(200).tolist(), *[100.0] * 300]
    said = [machine.update(close) for close in closes]
    assert "the parameters in force stay" in machine.history()[-1]["fallback"]
    assert all(answer is not None and answer[0] is Regime.CALM for answer in said[-100:])


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in DETECTORS])
def test_strengths_of_prices_that_do_not_move_are_none(name: str) -> None:
    said = MAKERS[name]().over([100.0] * 200)
    assert set(said[~np.isnan(said)].tolist()) == {0.0}


def test_one_law_is_told_from_two() -> None:
    detector = make_detector("markov", {"train_bars": 500, "refit_every": 500})
    one = detector.over(moving(1001)).fits
    size = np.where(np.sin(np.arange(1001) / 60) > 0.3, 0.03, 0.005)
    two = detector.over(100 * np.exp(np.cumsum(size * np.random.default_rng(2).standard_normal(1001)))).fits
    assert [fit["regimes"] for fit in one] == [1, 1]
    assert [fit["regimes"] for fit in two] == [2, 2]


def test_a_fit_that_has_not_settled_says_so() -> None:
    returns = np.diff(np.log(moving(600, seed=3)))
    far = Law((0.05, -0.05), (1.0, 1.0), (0.5, 0.5))
    assert fitted(returns).moved < fitted(returns, far).moved or fitted(returns, far).converged
    machine = make_detector("markov", {"train_bars": 60, "refit_every": 9, "window": 60})
    fits = machine.over(moving(300, seed=4)).fits
    unsettled = [fit for fit in fits if not fit["converged"]]
    assert all("not settled" in fit["fallback"] for fit in unsettled)
    assert all(fit["fallback"] is None for fit in fits if fit["converged"])


def test_a_jump_that_costs_too_much_leaves_one_regime_only() -> None:
    fits = make_detector("jump", {**SCHEDULE, "penalty": 1e6}).over(moving(200)).fits
    assert fits
    assert all("only one regime is found" in fit["fallback"] for fit in fits)


def test_a_price_that_only_trends_gets_the_longest_period() -> None:
    machine = make_strength("mean_reversion", {"period": 0})
    assert not np.isnan(machine.over(np.exp(np.linspace(0, 3, 600) ** 2))[-1])
    for close in np.exp(np.linspace(0, 3, 600) ** 2).tolist():
        machine.update(close)
    assert {fit["period"] for fit in machine.history()} == {120}
    assert "no reversion in 252 bars: the longest period" in machine.history()[0]["fallback"]
