"""The regime of a market for a symbol: made of bars that end together, never of one that is not there yet."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from machines import MAKERS, START, TRIES

from signals.contract import Row
from signals.market import Basket, MarketStream
from signals.stream import SignalStream

Moment = tuple[datetime, float | None, list[float | None]]


@st.composite
def moments(draw: st.DrawFn) -> list[Moment]:
    """A symbol and a market of two, each with bars of its own missing."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(150, 400))
    closes = 100 * np.exp(np.cumsum(0.01 * random.standard_normal((count, 3)), axis=0))
    is_there = random.random((count, 3)) > draw(st.sampled_from([0.0, 0.05]))
    found = []
    for day in range(count):
        one, *others = (float(c) if there else None for c, there in zip(closes[day], is_there[day], strict=True))
        found.append((START + timedelta(days=day), one, others))
    return found


def stream(regime: str = "volatility") -> MarketStream:
    return MarketStream("TEST", MAKERS[regime](), MAKERS["breakout"](), members=2)


def rows(given: list[Moment], regime: str = "volatility") -> list[Row | None]:
    machine = stream(regime)
    return [machine.update(*moment) for moment in given]


@given(moments(), moments(), st.floats(0, 1))
@settings(max_examples=TRIES, deadline=None)
def test_later_moments_change_no_row(known: list[Moment], other: list[Moment], share: float) -> None:
    cut = round(share * len(known))
    later = [(end + timedelta(days=10_000), close, market) for end, close, market in other]
    assert rows(known[:cut]) == rows(known)[:cut]
    assert rows(known[:cut] + later)[:cut] == rows(known)[:cut]


@given(moments())
@settings(max_examples=TRIES, deadline=None)
def test_there_is_no_row_where_a_bar_is_missing(known: list[Moment]) -> None:
    for (end, close, market), row in zip(known, rows(known), strict=True):
        assert row is None or (close is not None and None not in market and row.stamp == end)


@given(moments(), st.floats(0, 1))
@settings(max_examples=max(TRIES // 4, 2), deadline=None)
def test_a_restart_changes_no_row(known: list[Moment], share: float) -> None:
    cut = round(share * len(known))
    first, second = stream("markov"), stream("markov")
    said = [first.update(*moment) for moment in known[:cut]]
    second.restore(first.state())
    assert said + [second.update(*moment) for moment in known[cut:]] == rows(known, "markov")
    with pytest.raises(ValueError, match="is of TEST, and the stream of OTHER"):
        MarketStream("OTHER", MAKERS["markov"](), MAKERS["breakout"](), members=2).restore(first.state())


def test_a_symbol_that_is_its_own_market_has_its_own_regime(wavy_closes) -> None:
    alone = SignalStream("T", MAKERS["markov"](), MAKERS["momentum"]())
    market = MarketStream("T", MAKERS["markov"](), MAKERS["momentum"](), members=1)
    closes = wavy_closes.tolist()[:700]
    ends = [START + timedelta(days=day) for day in range(len(closes))]
    said = [market.update(end, close, [close]) for end, close in zip(ends, closes, strict=True)]
    assert said == [alone.update(end, close) for end, close in zip(ends, closes, strict=True)]
    assert sum(row is not None for row in said) > 500
    assert market.update(ends[-1], 1.0, [1.0]) is None  # that moment has been


def test_a_basket_gains_what_its_members_gain_on_average() -> None:
    basket = Basket(members=2)
    levels = [basket.update(closes) for closes in ([10.0, 50.0], [11.0, 50.0], [None, 60.0], [11.0, 40.0])]
    # half of 10 %; then nothing, as one is missing; then half of 0 % and half of -20 %, since both were known
    assert levels == pytest.approx([100.0, 105.0, None, 105.0 * 0.9])
    with pytest.raises(ValueError, match="1 closes for a basket of 2"):
        basket.update([1.0])
    with pytest.raises(ValueError, match="close of bar 4 is nan, which is no price"):
        basket.update([1.0, float("nan")])
    with pytest.raises(ValueError, match="needs a member"):
        Basket(members=0)
