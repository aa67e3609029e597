from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signals.contract import Regime, Row
from signals.sizing import Limits, Sizer

ANY = {
    "exposure": 1.0,
    "regime_weights": {"trending": 1.0, "calm": 0.8, "mean_reverting": 0.5},
    "minimum_confidence": 0.6,
    "long_only": True,
    "maximum_drawdown": 0.2,
    "pause_rows": 3,
    "rebalance_band": 0.1,
}


def sizer(**changes: object) -> Sizer:
    return Sizer(Limits(**{**ANY, **changes}))  # type: ignore[arg-type]


def row(strength: float, *, regime: Regime = Regime.TRENDING, confidence: float = 0.9) -> Row:
    return Row(datetime(2024, 3, 7, 21), "AAPL", regime, confidence, strength)


@pytest.mark.parametrize(
    ("asked", "changes", "weight"),
    [
        (row(0.5), {}, 0.5),
        (row(0.5), {"exposure": 0.3}, 0.15),
        (row(0.5, regime=Regime.CALM), {}, 0.4),
        (row(-0.5), {"long_only": False}, -0.5),
        (row(1.0), {"exposure": 2.0}, 2.0),
    ],
)
def test_weight_is_exposure_times_regime_times_strength(asked: Row, changes: dict[str, object], weight: float) -> None:
    assert sizer(**changes).decide(asked, 100.0) == weight


@pytest.mark.parametrize(
    "asked", [row(-0.5), row(0.9, regime=Regime.VOLATILE), row(0.9, confidence=0.599)], ids=["short", "storm", "unsure"]
)
def test_flat_where_the_limits_say_so(asked: Row) -> None:
    held = sizer()
    held.decide(row(0.5), 100.0)
    held._confident = False
    assert held.decide(asked, 100.0) == 0.0


def test_small_moves_are_left_alone_and_leaving_never_is() -> None:
    held = sizer()
    assert held.decide(row(0.5), 100.0) == 0.5
    assert held.decide(row(0.59), 100.0) is None
    assert held.decide(row(0.41), 100.0) is None
    assert held.decide(row(0.6), 100.0) == 0.6
    assert held.decide(row(0.05), 100.0) == 0.05
    assert held.decide(row(0.001), 100.0) == 0.0


def test_confidence_is_left_lower_than_it_is_entered() -> None:
    held = sizer()
    assert held.decide(row(0.5, confidence=0.595), 100.0) is None
    assert held.decide(row(0.5, confidence=0.6), 100.0) == 0.5
    assert held.decide(row(0.5, confidence=0.581), 100.0) is None
    assert held.decide(row(0.5, confidence=0.579), 100.0) == 0.0
    assert held.decide(row(0.5, confidence=0.595), 100.0) is None


def test_a_drawdown_beyond_the_limit_pauses_and_then_the_peak_starts_anew() -> None:
    held = sizer()
    assert held.decide(row(0.5), 100.0) == 0.5
    assert held.decide(row(0.5), 80.1) is None
    assert held.decide(row(0.5), 79.9) == 0.0
    assert [held.decide(row(0.5), 79.9) for _ in range(2)] == [None, None]
    assert held.decide(row(0.5), 79.9) == 0.5
    assert held.decide(row(0.5), 64.0) is None  # 20 % below the new peak is 63.92
    assert held.decide(row(0.5), 63.9) == 0.0


steps = st.lists(
    st.tuples(st.sampled_from(list(Regime)), st.floats(0, 1), st.floats(-1, 1), st.floats(1, 200)), max_size=40
)


@given(steps, st.booleans())
def test_the_weight_in_force_never_leaves_the_limits(
    asked: list[tuple[Regime, float, float, float]], long: bool
) -> None:
    held = sizer(long_only=long, exposure=1.5)
    for regime, confidence, strength, equity in asked:
        told = held.decide(row(strength, regime=regime, confidence=confidence), equity)
        assert told is None or told == held.weight
        assert (0.0 if long else -1.5) <= held.weight <= 1.5
        assert not (regime is Regime.VOLATILE and held.weight)


@given(steps)
def test_a_decision_does_not_hang_on_the_seventh_decimal(asked: list[tuple[Regime, float, float, float]]) -> None:
    """Away from the edge of a step, which every rounding has somewhere."""
    one, other = sizer(), sizer()
    for regime, confidence, strength, equity in asked:
        firm, sure = round(strength, 1), round(confidence, 1) + 0.005
        first = one.decide(row(firm + 1e-6 * (firm > 0), regime=regime, confidence=min(sure, 1)), equity)
        assert first == other.decide(row(firm, regime=regime, confidence=min(sure + 1e-6, 1)), equity)


@pytest.mark.parametrize(
    "changes",
    [
        {"exposure": float("nan")},
        {"exposure": -1},
        {"minimum_confidence": 1.2},
        {"maximum_drawdown": -0.1},
        {"rebalance_band": float("inf")},
        {"pause_rows": 0},
        {"regime_weights": {"calm": 2.0}},
        {"regime_weights": {"sunny": 1.0}},
    ],
)
def test_impossible_limits_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must lie|sunny"):
        sizer(**changes)
