"""Columns of prices: whole-number mantissas, and what one unit of them is worth."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

import numpy as np
import numpy.typing as npt

from leanrig.engine.number import ZERO, round_even, scale_of, shown

__all__ = ["Column", "Ints", "Unit", "VolumeColumn"]

_SAFE = 2**62
Ints = npt.NDArray[np.int64]


class Unit:
    """Worth of one mantissa unit: `mantissa * factor + addend`, as Lean multiplies and adds decimals."""

    __slots__ = ("addend", "factor")

    def __init__(self, factor: Decimal, addend: Decimal = ZERO) -> None:
        self.factor = factor
        self.addend = addend

    def exact(self, mantissa: int) -> Decimal:
        value = mantissa * self.factor
        return value + self.addend if self.addend else value


class Column:
    """One price per row, exact on demand, as floats in one pass.

    Parameters
    ----------
    mantissas
        Whole numbers as in the file.
    units
        The units that occur.
    unit_of
        For each row the index of its unit; None where there is one unit.
    """

    def __init__(self, mantissas: Ints, units: Sequence[Unit], unit_of: Ints | None = None) -> None:
        self._mantissas = mantissas
        self._units = units
        self._unit_of = unit_of

    def take(self, rows: Ints) -> "Column":
        """The column with these rows, repeated or left out."""
        return Column(self._mantissas[rows], self._units, None if self._unit_of is None else self._unit_of[rows])

    def exact(self, row: int) -> Decimal:
        unit = self._units[0 if self._unit_of is None else self._unit_of[row]]
        return unit.exact(int(self._mantissas[row]))

    def has_zero(self, rows: npt.NDArray[np.bool_] | None = None) -> bool:
        """Whether there is a 0 (outside of `rows`)."""
        zeros = self._mantissas == 0
        return bool((zeros if rows is None else zeros & ~rows).any())

    @cached_property
    def floats(self) -> list[float]:
        """What Python sees, row by row."""
        if self._unit_of is None:
            return _floats(self._mantissas, self._units[0])
        values = np.empty(len(self._mantissas))
        for number, unit in enumerate(self._units):
            rows = self._unit_of == number
            if rows.any():
                values[rows] = _floats(self._mantissas[rows], unit)
        return values.tolist()


def _floats(mantissas: Ints, unit: Unit) -> list[float]:
    if unit.addend or scale_of(unit.factor) < 0:
        return [shown(unit.exact(mantissa)) for mantissa in mantissas.tolist()]
    scale = scale_of(unit.factor)
    factor = int(unit.factor.scaleb(scale))
    top = int(np.abs(mantissas).max(initial=0)) * factor
    if top < _SAFE and scale <= 22:
        values: list[float] = ((mantissas * factor) / 10.0**scale).tolist()
        return values
    return [shown(unit.exact(mantissa)) for mantissa in mantissas.tolist()]


class VolumeColumn(Column):
    """Volumes; in adjusted shares they are rounded to whole ones."""

    def __init__(
        self, mantissas: Ints, units: Sequence[Unit], unit_of: Ints | None = None, *, rounded: bool = False
    ) -> None:
        super().__init__(mantissas, units, unit_of)
        self._rounded = rounded

    def take(self, rows: Ints) -> "VolumeColumn":
        unit_of = None if self._unit_of is None else self._unit_of[rows]
        return VolumeColumn(self._mantissas[rows], self._units, unit_of, rounded=self._rounded)

    def blank(self, rows: npt.NDArray[np.bool_]) -> "VolumeColumn":
        """The column with zeros where `rows` is true, as fill-forward bars have."""
        mantissas = np.where(rows, 0, self._mantissas)
        return VolumeColumn(mantissas, self._units, self._unit_of, rounded=self._rounded)

    def exact(self, row: int) -> Decimal:
        value = super().exact(row)
        return round_even(value, 0) if self._rounded else value

    @cached_property
    def floats(self) -> list[float]:
        if not self._rounded:
            return super().floats
        return [float(self.exact(row)) for row in range(len(self._mantissas))]
