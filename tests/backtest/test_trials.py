"""Grids and the best of their trials."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leanrig.backtest.trials import STATISTICS, Axis, Target, Trial, best_trial, grid, same_point
from leanrig.errors import BadInput
from leanrig.model.verdict import Judgement


def trial(number: int, value: float | None, judgement: Judgement = Judgement.GOOD) -> Trial:
    return Trial(number, {"a": str(number)}, judgement, value=value)


def test_the_last_value_belongs_to_it_and_none_beyond() -> None:
    assert Axis.of("a", "0.5", "1", "0.1").values == ["0.5", "0.6", "0.7", "0.8", "0.9", "1"]
    assert Axis.of("a", "1", "10", "4").values == ["1", "5", "9"]
    assert Axis.of("a", "100", "100", "1").values == ["100"]


@given(low=st.integers(-500, 500), steps=st.integers(0, 50), step=st.integers(1, 200))
def test_values_are_exact(low: int, steps: int, step: int) -> None:
    unit = Decimal("0.01")
    axis = Axis("a", low * unit, (low + steps * step) * unit, step * unit)
    assert [Decimal(value) for value in axis.values] == [(low + n * step) * unit for n in range(steps + 1)]


def test_the_first_parameter_is_the_slowest() -> None:
    points = grid([Axis.of("a", "1", "2", "1"), Axis.of("b", "0.5", "1", "0.5")])
    assert points == [{"a": "1", "b": "0.5"}, {"a": "1", "b": "1"}, {"a": "2", "b": "0.5"}, {"a": "2", "b": "1"}]


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (("1", "2", "0"), "above 0"),
        (("1", "2", "-1"), "above 0"),
        (("2", "1", "1"), "below its first"),
        (("one", "2", "1"), "three numbers"),
        (("1", "inf", "1"), "three numbers"),
        (("nan", "2", "1"), "three numbers"),
    ],
)
def test_what_spans_nothing_is_refused(texts: tuple[str, str, str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        Axis.of("a", *texts)


def test_a_grid_too_large_or_with_a_name_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="1,000,002 points"):
        grid([Axis.of("a", "0", "1", "1"), Axis.of("b", "0", "500000", "1")])
    with pytest.raises(BadInput, match="given twice"):
        grid([Axis.of("a", "0", "1", "1"), Axis.of("a", "0", "5", "1")])


def test_lean_writes_numbers_with_other_zeros() -> None:
    assert same_point({"a": "1", "b": "0.5"}, {"a": "1.00", "b": "0.50", "c": "else"})
    assert not same_point({"a": "1"}, {"a": "1.1"})
    assert not same_point({"a": "1"}, {"b": "1"})


def test_the_best_is_the_first_of_those_that_traded_to_their_end() -> None:
    trials = [trial(1, 0.5), trial(2, 2.0), trial(3, 2.0), trial(4, 9.0, Judgement.BANKRUPT), trial(5, None)]
    best = best_trial(trials, Target())
    assert best is not None
    assert best.number == 2
    least = best_trial(trials, Target("Drawdown", "min"))
    assert least is not None
    assert least.number == 1
    assert best_trial(trials[3:], Target()) is None


def test_a_statistic_that_lean_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(BadInput, match="Sortino Ratio") as refused:
        Target("Sharp Ratio")
    assert all(name in refused.value.cure for name in STATISTICS)
    assert Target("Net Profit").lean_path == "TotalPerformance.PortfolioStatistics.TotalNetProfit"
