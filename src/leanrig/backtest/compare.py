"""Holds runs against each other: orders first, then equity, statistics, how they ended and what they rested on."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from leanrig.backtest.compare_inputs import compare_inputs, package_notes
from leanrig.backtest.compare_orders import compare_orders
from leanrig.backtest.compare_side import Side, read_side
from leanrig.backtest.compare_values import compare_ending, compare_equity, compare_statistics
from leanrig.errors import BadInput
from leanrig.model.comparison import Comparison

__all__ = ["compare_folders", "compare_sides"]

_NAMES = "ABC"


def compare_folders(folders: Sequence[Path], *, tolerance: float = 0.0) -> list[Comparison]:
    """Return the first run held against each of the others.

    Parameters
    ----------
    folders
        Two or three folders with Lean's result files, whoever left them.
    tolerance
        How far prices, fees and equity may lie apart, as a fraction of the larger one; 0 wants them equal.

    Raises
    ------
    BadInput
        If a folder is not there, holds no result of a run or one that cannot be read, or if no run left any.
    """
    if not 2 <= len(folders) <= len(_NAMES):
        raise BadInput("two or three runs can be compared", cure="leanrig compare A B")
    sides = [read_side(folder, name) for folder, name in zip(folders, _NAMES, strict=False)]
    if not any(side.result.has_json for side in sides):
        raise BadInput(
            "none of these runs left a result", where=str(folders[0]), cure="leanrig backtest says why; run them again"
        )
    return [compare_sides(sides[0], other, tolerance=tolerance) for other in sides[1:]]


def compare_sides(left: Side, right: Side, *, tolerance: float = 0.0) -> Comparison:
    """Return where two runs are equal and where they part."""
    parts = (
        compare_orders(left.result.orders, right.result.orders, tolerance=tolerance),
        compare_equity(left.result, right.result, tolerance=tolerance),
        compare_statistics(left.result, right.result, has_hash=not tolerance),
        compare_ending(left.result, right.result),
        compare_inputs(left, right),
    )
    return Comparison(left.shown, right.shown, parts, _notes(left, right))


def _notes(left: Side, right: Side) -> tuple[str, ...]:
    notes = [
        f"engines: {a.name} is {a.engine or 'not named'}, {b.name} is {b.engine or 'not named'}"
        for a, b in pairwise((left.shown, right.shown))
        if a.engine != b.engine
    ]
    return (*notes, *package_notes(left, right))
