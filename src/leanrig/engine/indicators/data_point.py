"""One value of an indicator and the moment it is known."""

from datetime import datetime
from decimal import Decimal

from leanrig.engine.data.base_data import FIRST_TIME, BaseData, naive
from leanrig.engine.identity import Symbol
from leanrig.engine.number import exact, normalize, text

__all__ = ["BEFORE_ALL_US", "IndicatorDataPoint"]

BEFORE_ALL_US = -62135596800000000  # 0001-01-01


class IndicatorDataPoint(BaseData):
    """`IndicatorDataPoint(time, value)` or `(symbol, time, value)`; its time and end time are one."""

    def __init__(self, *arguments: object) -> None:
        super().__init__()
        symbol, moment, value = ((None, FIRST_TIME, 0), (None, *arguments), arguments)[_form(arguments)]
        if isinstance(symbol, Symbol):
            self.symbol = symbol
        assert isinstance(moment, datetime)
        self._time = moment
        self.exact_value = exact(value)

    @classmethod
    def at(cls, moment_us: int, value: Decimal, symbol: Symbol) -> "IndicatorDataPoint":
        """Make a point from the engine's own numbers."""
        point = cls.__new__(cls)
        BaseData.__init__(point)
        point._time = naive(moment_us) if moment_us > BEFORE_ALL_US else FIRST_TIME
        point.exact_value = value
        point.symbol = symbol
        return point

    @property
    def end_time(self) -> datetime:
        return self._time

    @end_time.setter
    def end_time(self, moment: datetime) -> None:
        self._time = moment

    def __str__(self) -> str:
        return f"{self._time:%Y-%m-%dT%H:%M:%S} - {text(self.exact_value)}"

    def to_detailed_string(self) -> str:
        return f"{self.symbol} - {self._time:%Y-%m-%dT%H:%M:%S} - {text(normalize(self.exact_value))}"


def _form(arguments: tuple[object, ...]) -> int:
    if len(arguments) not in (0, 2, 3):
        raise TypeError("No method matches given arguments for IndicatorDataPoint")
    return (0, 0, 1, 2)[len(arguments)]
