"""No detector and no strength knows what comes later, whatever the prices do; what they say is within the contract."""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from machines import DETECTORS, MAKERS, START, TRIES, histories

from signals.catalogue import REGIMES
from signals.contract import Row
from signals.stream import SignalStream


def said(name: str, closes: list[float]) -> list[Any]:
    machine = MAKERS[name]()
    return [machine.update(close) for close in closes]


@pytest.mark.parametrize("name", MAKERS)
@given(closes=histories(), other=histories(), share=st.floats(0, 1))
@settings(max_examples=TRIES, deadline=None)
def test_later_bars_change_nothing_that_was_said(
    name: str, closes: list[float], other: list[float], share: float
) -> None:
    cut = round(share * len(closes))
    whole = said(name, closes)
    assert said(name, closes[:cut]) == whole[:cut]
    assert said(name, closes[:cut] + other)[:cut] == whole[:cut]


@pytest.mark.parametrize("name", MAKERS)
@given(closes=histories())
@settings(max_examples=TRIES, deadline=None)
def test_what_is_said_keeps_the_contract(name: str, closes: list[float]) -> None:
    found = [answer for answer in said(name, closes) if answer is not None]
    if name in DETECTORS:
        assert all(0 <= confidence <= 1 for _, confidence in found)
    else:
        assert all(-1 <= strength <= 1 for strength in found)


@pytest.mark.parametrize("name", MAKERS)
def test_only_ratios_of_prices_matter(name: str, wavy_closes: pd.Series) -> None:
    """A price scaled by a later split is the same price: what is said differs by a rounding at most."""
    closes = wavy_closes.tolist()[:900]
    one, other = said(name, closes), said(name, [close * 0.0357 for close in closes])
    assert [answer is None for answer in one] == [answer is None for answer in other]
    numbers = [
        [answer[1] if name in DETECTORS else answer for answer in run if answer is not None] for run in (one, other)
    ]
    assert len(numbers[0]) > 300
    assert np.allclose(*numbers, rtol=0, atol=1e-7)
    if name in DETECTORS:
        assert [answer and answer[0] for answer in one] == [answer and answer[0] for answer in other]


@pytest.mark.parametrize(
    ("regime", "strength"),
    [*zip(REGIMES, ("momentum", "blend", "breakout", "mean_reversion", "volatility_target"), strict=True)],
)
@given(closes=histories(), share=st.floats(0, 1))
@settings(max_examples=max(TRIES // 3, 2), deadline=None)
def test_rows_of_a_truncated_history_are_a_prefix(
    regime: str, strength: str, closes: list[float], share: float
) -> None:
    whole = rows(regime, strength, closes)
    cut = round(share * len(closes))
    short = rows(regime, strength, closes[:cut])
    assert short == whole[: len(short)]
    assert all(row.stamp > START + timedelta(days=cut - 1) for row in whole[len(short) :])


def rows(regime: str, strength: str, closes: list[float]) -> list[Row]:
    stream = SignalStream("TEST", MAKERS[regime](), MAKERS[strength]())
    made = (stream.update(START + timedelta(days=day), close) for day, close in enumerate(closes))
    return [row for row in made if row is not None]


def test_bars_that_are_old_or_from_before_the_start_are_passed_over(wavy_closes: pd.Series) -> None:
    closes = wavy_closes.tolist()
    plain = SignalStream("T", MAKERS["trend"](), MAKERS["breakout"]())
    bent = SignalStream("T", MAKERS["trend"](), MAKERS["breakout"](), since=START)
    assert bent.update(START, 1e9) is None
    for day, close in enumerate(closes, 1):
        end = START + timedelta(days=day, microseconds=7)
        row = bent.update(end, close)
        assert row == plain.update(end, close)
        assert row is None or row.stamp == START + timedelta(days=day)
        assert bent.update(end, close * 2) is None
        assert bent.update(end - timedelta(hours=5), close * 2) is None
