"""Signals of ours do not look ahead; planted ones that do are caught, however small the leak."""

import numpy as np
import pandas as pd
import pytest

from research.audit import Leak, find_leak, spread_cuts
from signals.catalogue import REGIMES, STRENGTHS, make_detector, make_strength
from signals.regimes.switching import filtered, fit


@pytest.fixture(scope="module")
def closes() -> pd.Series:
    draw = np.random.default_rng(11)
    size = np.where(np.sin(np.arange(900) / 90) > 0.3, 0.025, 0.006)
    ends = pd.date_range("2015-01-02", periods=900, freq="D", tz="UTC")
    return pd.Series(100 * np.exp(np.cumsum(size * draw.standard_normal(900))), index=ends)


def returns(closes: pd.Series) -> pd.Series:
    return np.log(closes).diff().fillna(0.0)


PLANTED = {
    "tomorrow's return": lambda closes: returns(closes).shift(-1).fillna(0.0),
    "a centred mean": lambda closes: closes.rolling(5, center=True).mean().fillna(0.0),
    "scaled by the whole sample": lambda closes: (returns(closes) - returns(closes).mean()) / returns(closes).std(),
    "ranked in the whole sample": lambda closes: closes.rank(pct=True),
    "gaps filled from later": lambda closes: closes.where(closes.index.dayofweek < 5).bfill().fillna(0.0),
    "one fit over everything": lambda closes: filtered(returns(closes).to_numpy(), fit(returns(closes).to_numpy())),
    "a peak that needs its fall": lambda closes: (closes > closes.shift(1)) & (closes > closes.shift(-1)),
    "a week's last close from its start": lambda closes: closes.groupby(closes.index.to_period("W")).transform("last"),
    "a leak in the last bar alone": lambda closes: [*closes.iloc[:-1], closes.iloc[-1] * (len(closes) % 2)],
}


@pytest.mark.filterwarnings("ignore:Converting to PeriodArray")
@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_look_ahead_is_caught(name: str, closes: pd.Series) -> None:
    leak = find_leak(PLANTED[name], closes)
    assert leak is not None
    assert leak.bar < leak.cut <= len(closes)
    assert leak.before != leak.after


@pytest.mark.parametrize("name", [*REGIMES, *STRENGTHS])
def test_nothing_of_ours_looks_ahead(name: str, closes: pd.Series) -> None:
    make = make_detector if name in REGIMES else make_strength

    def signal(known: pd.Series) -> list[object]:
        machine = make(name, {})
        return [machine.update(close) for close in known]

    assert len([answer for answer in signal(closes) if answer is not None]) > 300
    assert find_leak(signal, closes, cuts=[600, 899]) is None


@pytest.mark.parametrize(
    "signal",
    [
        lambda closes: closes.rolling(20).mean().fillna(0.0),
        lambda closes: closes.ewm(span=9).mean(),
        lambda closes: closes,
    ],
)
def test_honest_signals_pass(signal, closes: pd.Series) -> None:
    assert find_leak(signal, closes) is None


def test_the_leak_is_named_by_its_bar(closes: pd.Series) -> None:
    def signal(known: pd.Series) -> list[int]:
        return [int(number == 5 and len(known) > 20) for number in range(len(known))]

    assert find_leak(signal, closes, cuts=[10, 30]) == Leak(5, 10, 0, 1)


@pytest.mark.parametrize("bars", [2, 10, 500, 5031])
def test_cuts_are_spread_and_reach_to_the_last_bar(bars: int) -> None:
    cuts = spread_cuts(bars)
    assert cuts == sorted(set(cuts))
    assert cuts[0] >= 1
    assert cuts[-1] == bars - 1
