"""What prices of a date are multiplied by: the scale of the file, and the factor file under a normalisation mode."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from leanrig.engine.enums import DataNormalizationMode
from leanrig.engine.feed.columns import Column, Ints, Quotient, Unit, VolumeColumn
from leanrig.engine.files.factor_files import FactorFile
from leanrig.engine.hours.sessions import day_number
from leanrig.engine.number import ONE, ZERO

__all__ = ["Scaling"]

_MANY = 32


class Scaling:
    """Turns mantissas of a file into columns.

    Parameters
    ----------
    divisor
        Units of the file in one of the currency: 10000 for equities, else 1.
    factors
        The factor file; None where prices stay as they are.
    mode
        How to normalise.
    until
        The last date of the request, which SCALED_RAW takes as the present.
    divided
        Whether Lean divides, as it does with ticks, instead of multiplying with the inverse.
    paid
        Dividends in order of their dates, which TOTAL_RETURN adds from the subscription's start.
    """

    def __init__(
        self,
        divisor: Decimal,
        factors: FactorFile | None = None,
        mode: DataNormalizationMode = DataNormalizationMode.RAW,
        *,
        until: date | None = None,
        divided: bool = False,
        paid: Sequence[tuple[date, Decimal]] = (),
    ) -> None:
        self._file = divisor
        self._divided = divided
        self._factors = None if mode is DataNormalizationMode.RAW else factors
        self._mode = mode
        self._divisor = ONE
        if self._factors is not None and mode is DataNormalizationMode.SCALED_RAW and until is not None:
            self._divisor = self._factors.factor(self._factors.place(until), mode)
        self._factor_days = np.array(
            [] if self._factors is None else [day_number(row.day) for row in self._factors.rows], dtype=np.int64
        )
        self._paid = list(paid) if mode is DataNormalizationMode.TOTAL_RETURN else []
        self._paid_days = np.array([day_number(day) for day, _ in self._paid], dtype=np.int64)
        self._units: dict[tuple[int, bool], Unit] = {}

    def rules(self, days: Ints) -> Ints:
        """A number for each row that says which factor and sum of dividends hold on its date (days since 1970)."""
        places = np.searchsorted(self._factor_days, days, side="left")
        if not self._paid:
            return places
        return places + (len(self._factor_days) + 1) * np.searchsorted(self._paid_days, days, side="right")

    def prices(self, mantissas: Ints, scales: Ints | None, rules: Ints) -> Column:
        return Column(mantissas, *self._of(scales, rules, volume=False))

    def volumes(self, mantissas: Ints, scales: Ints | None, rules: Ints) -> VolumeColumn:
        return VolumeColumn(mantissas, *self._of(scales, rules, volume=True))

    def _of(self, scales: Ints | None, rules: Ints, *, volume: bool) -> tuple[list[Unit], Ints | None]:
        keys = rules * _MANY if scales is None else rules * _MANY + scales
        if len(keys) == 0 or (keys[0] == keys[-1] and (keys == keys[0]).all()):
            return [self._unit(int(keys[0]) if len(keys) else 0, volume)], None
        distinct, unit_of = np.unique(keys, return_inverse=True)
        return [self._unit(key, volume) for key in distinct.tolist()], unit_of

    def _unit(self, key: int, volume: bool) -> Unit:
        if (key, volume) not in self._units:
            self._units[key, volume] = self._made(*divmod(key, _MANY), volume)
        return self._units[key, volume]

    def _made(self, rule: int, scale: int, volume: bool) -> Unit:
        place, paid = rule % (len(self._factor_days) + 1), rule // (len(self._factor_days) + 1)
        factor = ONE if self._factors is None else self._factors.factor(place, self._mode) / self._divisor
        dividends = sum((amount for _, amount in self._paid[:paid]), ZERO)
        changed = factor != 1 or bool(dividends)
        step = ONE.scaleb(-scale)
        if volume:
            return Unit(step * (ONE / factor), rounded=True) if changed else Unit(step)
        if self._divided and self._file != 1:
            return Quotient(step, self._file, factor, dividends)
        unit = step * (ONE / self._file)
        return Unit(unit * factor, dividends) if changed else Unit(unit)
