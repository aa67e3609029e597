"""Simulated bars: the same for the same seed, from a law that is known, and always called what they are."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from leanrig.errors import BadInput
from leanrig.model.bars import BAR_COLUMNS
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.simulator import SimulatedProvider, simulate_states
from leanrig.store.checks import check_bars

STOCK = Symbol.parse("TEST", SecurityType.EQUITY)
COIN = Symbol.parse("BTCUSD", SecurityType.CRYPTO)
WEEK = date(2024, 3, 4), date(2024, 3, 8)
COUNTS = [
    (STOCK, Resolution.DAILY, 5),
    (STOCK, Resolution.HOUR, 5 * 7),
    (STOCK, Resolution.MINUTE, 5 * 390),
    (COIN, Resolution.DAILY, 5),
    (COIN, Resolution.HOUR, 5 * 24),
    (COIN, Resolution.MINUTE, 5 * 1440),
]


@pytest.mark.parametrize(("symbol", "resolution", "count"), COUNTS, ids=str)
def test_any_resolution_keeps_the_laws_of_bars_and_says_what_it_is(
    symbol: Symbol, resolution: Resolution, count: int
) -> None:
    made, states = SimulatedProvider().bars_and_states(symbol, resolution, *WEEK)
    check_bars(made.bars, where="simulated")
    assert tuple(made.bars.columns) == BAR_COLUMNS
    assert len(made.bars) == len(states) == count
    assert list(states.index) == list(made.bars.index)
    assert set(states) <= {0, 1}
    assert made.provenance.label == "simulated"
    assert made.provenance.vendor == "simulator"
    assert "seed 7" in made.provenance.feed
    assert np.array_equal(made.bars["open"].iloc[1:], made.bars["close"].iloc[:-1])
    cents = made.bars[["open", "high", "low", "close"]] * 100
    assert np.allclose(cents, cents.round(), atol=1e-6)


def test_the_seed_and_the_symbol_decide_and_nothing_else() -> None:
    one = SimulatedProvider(seed=1).bars(STOCK, Resolution.DAILY, *WEEK).bars
    pd.testing.assert_frame_equal(SimulatedProvider(seed=1).bars(STOCK, Resolution.DAILY, *WEEK).bars, one)
    others = (
        SimulatedProvider(seed=2).bars(STOCK, Resolution.DAILY, *WEEK),
        SimulatedProvider(seed=1).bars(Symbol.parse("TSET", SecurityType.EQUITY), Resolution.DAILY, *WEEK),
    )
    assert not [other for other in others if other.bars["close"].equals(one["close"])]


def test_sessions_end_when_the_exchange_says() -> None:
    """On half days and after a change of clocks too."""
    made = SimulatedProvider().bars(STOCK, Resolution.DAILY, date(2023, 11, 20), date(2024, 3, 12))
    ends = made.bars.index.tz_convert("America/New_York")
    assert {f"{end:%H:%M}" for end in ends} == {"16:00", "13:00"}
    assert [f"{end:%Y-%m-%d}" for end in ends if end.hour == 13] == ["2023-11-24"]
    assert "2023-11-23" not in {f"{end:%Y-%m-%d}" for end in ends}


def test_the_law_is_the_published_one() -> None:
    """Moments of each state and the time spent in it, within four standard errors of Nystrup and others' figures."""
    made, states = SimulatedProvider(seed=5).bars_and_states(
        COIN, Resolution.DAILY, date(1900, 1, 1), date(2019, 12, 31)
    )
    returns = np.diff(np.log(np.r_[made.bars["open"].iloc[0], made.bars["close"]]))
    for state, mean, deviation in ((0, 0.000615, 0.007759), (1, -0.000785, 0.02140)):
        drawn = returns[states == state]
        assert len(drawn) > 2000
        assert abs(drawn.mean() - mean) < 4 * deviation / np.sqrt(len(drawn))
        assert drawn.std() == pytest.approx(deviation, rel=4 / np.sqrt(2 * len(drawn)))


@pytest.mark.parametrize("steps", [1, 6.5])
def test_states_last_as_long_however_fine_the_steps(steps: float) -> None:
    states = simulate_states(400_000, np.random.default_rng(1), steps_a_day=steps)
    for state, stay in ((0, 0.9979), (1, 0.9880)):
        spells = (np.diff(states) != 0) & (states[:-1] == state)
        days = (states == state).sum() / spells.sum() / steps
        assert days == pytest.approx(1 / (1 - stay), rel=0.25)
    assert (states == 1).mean() == pytest.approx(0.0021 / (0.0021 + 0.0120), rel=0.25)


def test_what_it_cannot_do_is_said() -> None:
    with pytest.raises(BadInput, match="no session of TEST") as caught:
        SimulatedProvider().bars(STOCK, Resolution.DAILY, date(2024, 3, 9), date(2024, 3, 10))
    assert "trading days" in caught.value.cure
    with pytest.raises(BadInput, match="no tick bars"):
        SimulatedProvider().bars(STOCK, Resolution.TICK, *WEEK)
