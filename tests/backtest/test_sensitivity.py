"""Neighbours on a grid, and what each parameter alone decides: small grids worked out by hand."""

import math

import pytest

from leanrig.backtest.sensitivity import around, effects, neighbours_of
from leanrig.backtest.trials import Axis, Trial, draws, grid
from leanrig.errors import BadInput
from leanrig.model.verdict import Judgement


def trials(targets: dict[tuple[str, str], float | None]) -> list[Trial]:
    return [
        Trial(number + 1, {"a": a, "b": b}, Judgement.GOOD, value=value)
        for number, ((a, b), value) in enumerate(targets.items())
    ]


NINE = trials({(a, b): float(a) * 10 + float(b) for a in ("1", "2", "10") for b in ("1", "2", "3")})


def test_neighbours_are_one_step_away_along_one_parameter() -> None:
    middle = next(one for one in NINE if dict(one.parameters) == {"a": "2", "b": "2"})
    near = neighbours_of(middle, NINE)
    assert sorted(tuple(one.parameters.values()) for one in near) == [("1", "2"), ("10", "2"), ("2", "1"), ("2", "3")]
    found = around(middle, NINE, direction="max")
    assert found.mean == pytest.approx((12 + 102 + 21 + 23) / 4)
    assert found.worst == 12
    assert found.share == pytest.approx(39.5 / 22)
    assert around(middle, NINE, direction="min").worst == 102


def test_a_trial_alone_has_nothing_around_it() -> None:
    alone = trials({("1", "1"): 3.0, ("2", "2"): 4.0})
    assert math.isnan(around(alone[0], alone, direction="max").mean)
    failed = trials({("1", "1"): 3.0, ("2", "1"): None})
    assert neighbours_of(failed[0], failed) == ()


def test_what_a_parameter_decides() -> None:
    """a: means 12, 22, 102 around 45.33; b adds -1, 0, 1: 9 * 2/3 = 6 of all squares, and no interaction."""
    first, second = effects(NINE)
    assert (first.name, second.name) == ("a", "b")
    assert dict(first.means) == {"1": 12.0, "2": 22.0, "10": 102.0}
    assert first.spread == 90.0
    squares = 3 * ((12 - 136 / 3) ** 2 + (22 - 136 / 3) ** 2 + (102 - 136 / 3) ** 2)
    assert first.explained == pytest.approx(squares / (squares + 6))
    assert first.explained + second.explained == pytest.approx(1.0)
    assert effects(trials({("1", "1"): None})) == ()


def test_draws_are_different_points_of_the_grid() -> None:
    axes = [Axis.of("a", "1", "4", "1"), Axis.of("b", "0.5", "1", "0.25")]
    whole = grid(axes)
    assert draws(axes, 99, seed=1) == whole
    some = draws(axes, 5, seed=1)
    assert len({tuple(point.values()) for point in some}) == 5
    assert [point for point in whole if point in some] == some
    assert draws(axes, 5, seed=1) == some != draws(axes, 5, seed=2)
    with pytest.raises(BadInput, match="given twice"):
        draws([*axes, axes[0]], 5, seed=1)
