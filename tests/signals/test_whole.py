"""Bar by bar, all at once and across a restart the same is said; the windows' sums are those of `fsum`."""

import json
from math import fsum

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from machines import DETECTORS, MAKERS, TRIES, histories

from signals.cases import Cases
from signals.catalogue import make_detector, make_strength
from signals.contract import rounded
from signals.detector import held
from signals.quantile import Quantile, expanding_quantile
from signals.rolling import rolling_extreme, rolling_spread, rolling_sum

FEW = max(TRIES // 4, 2)


def numbers(answers: list) -> np.ndarray:
    """Confidence or strength, NaN for None."""
    return np.array([np.nan if a is None else a[1] if isinstance(a, tuple) else a for a in answers], dtype=float)


def rounded_all(values: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else rounded(value) for value in values.tolist()]


@pytest.mark.parametrize("name", MAKERS)
@given(closes=histories())
@settings(max_examples=FEW, deadline=None)
def test_a_history_at_once_says_what_its_bars_say(name: str, closes: list[float]) -> None:
    machine = MAKERS[name]()
    said = [machine.update(close) for close in closes]
    whole = MAKERS[name]().over(closes)
    if name in DETECTORS:
        assert list(whole.regimes) == [answer and answer[0] for answer in said]
        assert json.dumps(whole.fits) == json.dumps(machine.history())
        assert rounded_all(whole.confidence) == rounded_all(numbers(said))
        assert np.allclose(whole.confidence, numbers(said), rtol=1e-12, atol=1e-12, equal_nan=True)
    else:
        assert np.array_equal(whole, numbers(said), equal_nan=True)  # to the last bit


@pytest.mark.parametrize("name", MAKERS)
@given(closes=histories(), share=st.floats(0, 1))
@settings(max_examples=FEW, deadline=None)
def test_a_restart_changes_nothing(name: str, closes: list[float], share: float) -> None:
    whole, first, second = (MAKERS[name]() for _ in range(3))
    cut = round(share * len(closes))
    expected = [whole.update(close) for close in closes]
    said = [first.update(close) for close in closes[:cut]]
    second.restore(json.loads(json.dumps(first.state())))
    said += [second.update(close) for close in closes[cut:]]
    assert said == expected
    assert json.dumps(second.history()) == json.dumps(whole.history())
    assert json.dumps(second.state(), sort_keys=True) == json.dumps(whole.state(), sort_keys=True)


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in DETECTORS])
def test_strengths_over_many_bars_are_the_same_to_the_last_bit(name: str) -> None:
    draw = np.random.default_rng(5)
    closes = 100 * np.exp(np.cumsum(0.001 * draw.standard_normal(30_000)))
    machine = MAKERS[name]()
    said = numbers([machine.update(close) for close in closes.tolist()])
    assert np.array_equal(MAKERS[name]().over(closes), said, equal_nan=True)


def test_a_state_of_another_machine_is_refused() -> None:
    state = make_detector("trend", {}).state()
    with pytest.raises(ValueError, match="has of TrendRegime, and the machine MarkovRegime: start anew"):
        make_detector("markov", {}).restore(state)
    with pytest.raises(ValueError, match=r"has parameters .*'period': 200.*: start anew"):
        make_detector("trend", {"period": 100}).restore(state)
    with pytest.raises(ValueError, match="another version"):
        make_detector("trend", {}).restore(state | {"kept": {}})


@given(
    st.lists(st.integers(-(10**12), 10**12).map(lambda value: value / 10**6), min_size=1, max_size=150),
    st.integers(1, 70),
    st.sampled_from([1e-9, 1.0, 1e9]),
)
@settings(max_examples=TRIES, deadline=None)
def test_sums_of_windows_are_rounded_once(values: list[float], period: int, size: float) -> None:
    known = np.array(values) * size
    windows = [known[t : t + period] for t in range(len(known) - period + 1)]
    assert rolling_sum(known, period).tolist() == [fsum(window) for window in windows]
    if windows:
        means = rolling_sum(known, period) / period
        far = [window - mean for window, mean in zip(windows, means, strict=True)]
        assert rolling_spread(known, means, period).tolist() == [fsum(part * part) for part in far]
        assert rolling_extreme(known, period, np.minimum).tolist() == [min(window) for window in windows]
        assert rolling_extreme(known, period, np.maximum).tolist() == [max(window) for window in windows]


def test_sums_of_windows_do_not_end_at_a_chunk() -> None:
    draw = np.random.default_rng(6)
    known = np.exp(draw.standard_normal(40_000) * 5)
    found = rolling_sum(known, 63)
    assert len(found) == 40_000 - 62
    assert all(found[t] == fsum(known[t : t + 63]) for t in range(16_000, 17_000))


@given(st.lists(st.floats(0, 10), min_size=1, max_size=200), st.floats(0.01, 0.99))
@settings(max_examples=TRIES, deadline=None)
def test_the_quantile_is_the_one_of_the_sorted_values(values: list[float], share: float) -> None:
    expected = [sorted(values[:t])[int(share * (t - 1))] for t in range(1, len(values) + 1)]
    kept, found = Quantile(share), []
    for value in values:
        kept.add(value)
        found.append(kept.value)
        again = Quantile(share)
        again.restore(kept.state())
        assert again.value == kept.value
    assert found == expected
    assert expanding_quantile(np.array(values), share)[1:].tolist() == expected[:-1]


def test_cases_at_once_are_those_counted_one_by_one() -> None:
    draw = np.random.default_rng(9)
    states = (np.sin(np.arange(3000) / 7) > 0.2).astype(int)
    distances = draw.uniform(0, 3, 3000)
    cases = Cases((1.0, 2.0))
    said = numbers([cases.update(int(s), float(d)) for s, d in zip(states, distances, strict=True)])
    assert (~np.isnan(said)).sum() > 2000
    assert np.array_equal(Cases((1.0, 2.0)).over(states, distances), said, equal_nan=True)


def test_a_state_is_held_from_its_way_in_to_its_way_out() -> None:
    level = np.array([0, 3, 2, 1, 2, 3, 2, 0, 2, 2])
    assert held(level > 2, level < 1).tolist() == [0, 1, 1, 1, 1, 1, 1, 0, 0, 0]
    assert held(np.array([], bool), np.array([], bool)).tolist() == []


def test_an_hourly_year_at_once(wavy_closes: pd.Series) -> None:
    closes = np.tile(wavy_closes.to_numpy(), 4)
    machine = make_strength("mean_reversion", {"period": 0})
    said = numbers([machine.update(close) for close in closes.tolist()])
    assert len({fit["period"] for fit in machine.history()}) > 5
    assert np.array_equal(make_strength("mean_reversion", {"period": 0}).over(closes), said, equal_nan=True)
