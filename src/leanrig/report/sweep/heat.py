"""Heat maps of a sweep: two parameters across and down, the target by shade; slices where there are more. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from statistics import fmean

from leanrig.report import formats
from leanrig.report.fact import Column, Facts, FactTable
from leanrig.report.sweep.inputs import Row

__all__ = ["Heat", "heats_of"]

_MOST_VALUES = 16
_BINS = 8
_MOST_SLICES = 12

Place = tuple[str, float]
"""How a value, or a bin of values, is shown, and where it stands among the others."""


@dataclass(frozen=True, slots=True)
class Heat:
    """One map. `shades` go from 0 to 1, row by row, None where no trial stands; all maps share one scale.

    `note` says which slice it is: the other parameters with their values.
    """

    table: FactTable
    note: str
    shades: tuple[tuple[float | None, ...], ...]


def heats_of(facts: Facts, rows: Sequence[Row], across: str, down: str) -> tuple[tuple[Heat, ...], int]:
    """Return the maps, and how many slices are left out.

    Parameters
    ----------
    across, down
        The two parameters. With others besides, the first map shows the mean over those, and one slice follows for each
        of their settings, the one with the best trial first (`rows` come best first).
    """
    known = [row for row in rows if row.is_comparable]
    others = [name for name in (known[0].parameters if known else ()) if name not in (across, down)]
    places = {name: _places(known, name) for name in (across, down, *others)}
    groups: list[tuple[str, list[Row]]] = [("", known)]
    slices: dict[str, list[Row]] = {}
    for row in known if others else ():
        told = ", ".join(f"{name} {_place(places[name], row.parameters[name])[0]}" for name in others)
        slices.setdefault(told, []).append(row)
    groups += list(slices.items())[:_MOST_SLICES] if len(slices) > 1 else []
    cells = [_cells(found, across, down, places) for _, found in groups]
    values = [value for grid in cells for line in grid for value in line if value is not None]
    scale = (min(values), max(values)) if values else (0.0, 0.0)
    made = [
        _heat(facts, (number, told), grid, (across, down), places, scale=scale)
        for number, ((told, _), grid) in enumerate(zip(groups, cells, strict=True))
    ]
    return tuple(made), max(0, len(slices) - _MOST_SLICES)


def _heat(
    facts: Facts,
    which: tuple[int, str],
    grid: list[list[float | None]],
    names: tuple[str, str],
    places: dict[str, list[Place]],
    *,
    scale: tuple[float, float],
) -> Heat:
    (number, told), (across, down), (low, high) = which, names, scale
    key = f"heat-{number}"
    columns = [Column("down", f"{down} \\ {across}", is_number=False)]
    columns += [Column(f"v{place}", text) for place, (text, _) in enumerate(places[across])]
    lines = [
        ((at, text), *((value, formats.ratio(value, decimals=3)) for value in line))
        for (text, at), line in zip(places[down], grid, strict=True)
    ]
    table = facts.table(key, told or "All trials", columns, lines, "trials.parquet")
    wide = high - low
    shades = tuple(
        tuple(None if value is None else (value - low) / wide if wide > 0 else 0.5 for value in line) for line in grid
    )
    if told:
        facts.name(f"{key}.slice", told)
    return Heat(table, f"{key}.slice" if told else "", shades)


def _cells(rows: Sequence[Row], across: str, down: str, places: dict[str, list[Place]]) -> list[list[float | None]]:
    found: dict[tuple[float, float], list[float]] = {}
    for row in rows:
        at = tuple(_place(places[name], row.parameters[name])[1] for name in (down, across))
        found.setdefault((at[0], at[1]), []).append(row.target if row.target is not None else math.nan)
    keys = product((at for _, at in places[down]), (at for _, at in places[across]))
    means = [fmean(found[key]) if key in found else None for key in keys]
    width = len(places[across])
    return [means[start : start + width] for start in range(0, len(means), width)]


def _places(rows: Sequence[Row], name: str) -> list[Place]:
    """Return the values in order; bins of equal width where there are too many to be read."""
    values = sorted({row.parameters[name] for row in rows})
    if len(values) <= _MOST_VALUES:
        return [(f"{value:g}", value) for value in values]
    step = (values[-1] - values[0]) / _BINS
    starts = [values[0] + number * step for number in range(_BINS)]
    return [(f"{start:.4g} to {start + step:.4g}", start) for start in starts]


def _place(places: Sequence[Place], value: float) -> Place:
    return max((place for place in places if place[1] <= value), key=lambda place: place[1], default=places[0])
