"""One value of an indicator and the moment it is known."""

from datetime import datetime
from decimal import Decimal

from leanrig.engine.data.base_data import FIRST_TIME, BaseData, micros, naive
from leanrig.engine.identity import Symbol
from leanrig.engine.number import exact, normalize, text

__all__ = ["BEFORE_ALL_US", "IndicatorDataPoint"]

BEFORE_ALL_US = -62135596800000000  # 0001-01-01


class IndicatorDataPoint(BaseData):
    """`IndicatorDataPoint(time, value)` or `(symbol, time, value)`; its time and end time are one."""

    _us: int

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
        """Make a point from the engine's own numbers; its time is made when it is asked for."""
        point = cls.__new__(cls)
        point.__dict__ = {"_us": moment_us, "exact_value": value, "symbol": symbol}
        return point

    @property
    def time(self) -> datetime:
        own = self.__dict__.get("_time")
        if own is None:
            own = self._time = naive(self._us) if self._us > BEFORE_ALL_US else FIRST_TIME
        return own

    @time.setter
    def time(self, moment: datetime) -> None:
        self._time = moment
        self.__dict__.pop("_us", None)

    @property
    def end_time(self) -> datetime:
        return self.time

    @end_time.setter
    def end_time(self, moment: datetime) -> None:
        self.time = moment

    @property
    def end_us(self) -> int:
        own: int | None = self.__dict__.get("_us")
        return micros(self.time) if own is None else own

    def __str__(self) -> str:
        return f"{self.time.isoformat(timespec='seconds')} - {text(self.exact_value)}"

    def to_detailed_string(self) -> str:
        return f"{self.symbol} - {self.time.isoformat(timespec='seconds')} - {text(normalize(self.exact_value))}"


def _form(arguments: tuple[object, ...]) -> int:
    if len(arguments) not in (0, 2, 3):
        raise TypeError("No method matches given arguments for IndicatorDataPoint")
    return (0, 0, 1, 2)[len(arguments)]
