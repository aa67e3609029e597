"""Columns of prices: whole-number mantissas, and what one unit of them is worth."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from leanrig.engine.number import ZERO, round_even, scale_of, shown

__all__ = ["Column", "Ints", "Quotient", "Unit", "VolumeColumn"]

_SAFE = 2**62
_WORD = 2**32
_DIGITS = 10**28
Ints = npt.NDArray[np.int64]


class Unit:
    """Worth of one mantissa unit: `mantissa * factor + addend`, as Lean multiplies and adds decimals.

    `rounded` values are whole numbers, as volumes in adjusted shares are.
    """

    __slots__ = ("addend", "factor", "rounded")

    def __init__(self, factor: Decimal, addend: Decimal = ZERO, *, rounded: bool = False) -> None:
        self.factor = factor
        self.addend = addend
        self.rounded = rounded

    def exact(self, mantissa: int) -> Decimal:
        value = mantissa * self.factor
        if self.addend:
            value += self.addend
        return round_even(value, 0) if self.rounded else value


class Quotient(Unit):
    """Worth of one unit that Lean divides by a whole number before it multiplies: zeros at the end go."""

    __slots__ = ("_divisor", "_step", "_times")

    def __init__(self, step: Decimal, divisor: Decimal, times: Decimal, addend: Decimal = ZERO) -> None:
        super().__init__(step / divisor * times, addend)
        self._step = step
        self._divisor = divisor
        self._times = times

    def exact(self, mantissa: int) -> Decimal:
        value = mantissa * self._step / self._divisor
        if self._times != 1:
            value *= self._times
        return value + self.addend if self.addend else value


class Column:
    """One number per row, exact on demand, as floats in one pass.

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
        # The row asked for last, and its value: a price is often looked at several times in a moment.
        self._asked = -1
        self._answer = ZERO

    def __len__(self) -> int:
        return len(self._mantissas)

    def take(self, rows: Ints) -> Self:
        """The column with these rows, repeated or left out."""
        unit_of = None if self._unit_of is None else self._unit_of[rows]
        return type(self)(self._mantissas[rows], self._units, unit_of)

    def after(self, earlier: "Column") -> Self:
        """The column with the rows of another one in front."""
        units = [*earlier._units, *self._units]
        first = np.zeros(len(earlier), dtype=np.int64) if earlier._unit_of is None else earlier._unit_of
        second = np.zeros(len(self), dtype=np.int64) if self._unit_of is None else self._unit_of
        unit_of = np.concatenate([first, second + len(earlier._units)])
        return type(self)(np.concatenate([earlier._mantissas, self._mantissas]), units, unit_of)

    def exact(self, row: int) -> Decimal:
        """The value of a row."""
        if row != self._asked:
            unit = self._units[0 if self._unit_of is None else self._unit_of[row]]
            self._answer = unit.exact(self._whole[row])
            self._asked = row
        return self._answer

    @cached_property
    def _whole(self) -> list[int]:
        """The mantissas as Python's numbers."""
        numbers: list[int] = self._mantissas.tolist()
        return numbers

    def has_zero(self, rows: npt.NDArray[np.bool_] | None = None) -> bool:
        """Whether there is a 0 (outside of `rows`)."""
        zeros = self._mantissas == 0
        return bool((zeros if rows is None else zeros & ~rows).any())

    @property
    def zeros(self) -> npt.NDArray[np.bool_]:
        """True for the rows that hold a 0."""
        zeros: npt.NDArray[np.bool_] = self._mantissas == 0
        return zeros

    @cached_property
    def floats(self) -> list[float]:
        """What Python sees, row by row."""
        if self._unit_of is None:
            own: list[float] = _floats(self._mantissas, self._units[0]).tolist()
            return own
        values = np.empty(len(self._mantissas))
        for number, unit in enumerate(self._units):
            rows = self._unit_of == number
            if rows.any():
                values[rows] = _floats(self._mantissas[rows], unit)
        found: list[float] = values.tolist()
        return found


class VolumeColumn(Column):
    """Volumes and sizes: copies of a bar have none."""

    def blank(self, rows: npt.NDArray[np.bool_]) -> "VolumeColumn":
        """The column with zeros where `rows` is true, as fill-forward bars have."""
        return VolumeColumn(np.where(rows, 0, self._mantissas), self._units, self._unit_of)


def _floats(mantissas: Ints, unit: Unit) -> npt.NDArray[np.float64]:
    scale = scale_of(unit.factor)
    if not unit.addend and not unit.rounded and scale >= 0:
        factor = int(unit.factor.scaleb(scale))
        top = int(np.abs(mantissas).max(initial=0))
        if top * factor < _SAFE and scale <= 22:
            return (mantissas * factor) / 10.0**scale
        if top * factor < _DIGITS and top < _WORD // 2 and factor < _WORD**2 and mantissas.min() >= 0:
            return _wide(mantissas, factor) / float(f"1e{scale}")
    return np.array([shown(unit.exact(mantissa)) for mantissa in mantissas.tolist()], dtype=np.float64)


def _wide(mantissas: Ints, factor: int) -> npt.NDArray[np.float64]:
    """Products of up to 96 bits as floats, rounded as .NET rounds: the high and the low 64 bits by themselves."""
    whole = mantissas.astype(np.uint64)
    upper, lower = whole * np.uint64(factor >> 32), whole * np.uint64(factor & (_WORD - 1))
    low = (upper << np.uint64(32)) + lower
    high = (upper >> np.uint64(32)) + (low < lower)
    return high.astype(np.float64) * 18446744073709551616.0 + low.astype(np.float64)
