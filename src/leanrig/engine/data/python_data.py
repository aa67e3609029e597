"""Data types of the user's own."""

from datetime import datetime
from typing import Any

from leanrig.engine.data.base_data import FIRST_TIME, BaseData, SubscriptionDataSource
from leanrig.engine.errors import KeyNotFoundException, NotImplementedException
from leanrig.engine.identity import Symbol
from leanrig.engine.number import exact

__all__ = ["DynamicData", "PythonData"]


# Members that every point has, in their other casing.
_OWN = {"Symbol": "symbol", "Time": "time", "EndTime": "end_time", "Value": "value", "Price": "value"}


class DynamicData(BaseData):
    """A point with properties of any name: `point["regime"]`, `point.regime`, in any casing."""

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, _OWN.get(name, name), value)

    def __getattr__(self, name: str) -> Any:
        lower = name.lower()
        for key, value in self.__dict__.items():
            if key.lower() == lower:
                return value
        return super().__getattr__(name)

    def __getitem__(self, name: str) -> Any:
        return self.get_property(name)

    def __setitem__(self, name: str, value: Any) -> None:
        self.set_property(name, value)

    def set_property(self, name: str, value: Any) -> Any:
        lower = name.lower()
        if lower in ("time", "end_time", "endtime", "value", "price", "symbol"):
            setattr(self, {"endtime": "end_time", "price": "value"}.get(lower, lower), value)
        else:
            self.__dict__[name] = value
        return value

    def has_property(self, name: str) -> bool:
        return name.lower() in ("time", "endtime", "end_time", "value", "price", "symbol") or any(
            key.lower() == name.lower() for key in self.__dict__
        )

    def get_property(self, name: str) -> Any:
        lower = name.lower()
        if lower in ("time", "value", "price", "symbol"):
            return getattr(self, lower)
        if lower in ("end_time", "endtime"):
            return self.end_time
        for key, value in self.__dict__.items():
            if key.lower() == lower:
                return value
        known = ", ".join(key for key in self.__dict__ if not key.startswith("_"))
        raise KeyNotFoundException(
            f"Property with name '{name}' does not exist. Properties: Time, EndTime, Value, {known}"
        )

    def get_storage_dictionary(self) -> dict[str, Any]:
        """The user's own properties."""
        hidden = ("symbol", "exact_value", "is_fill_forward", "data_type")
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_") and key not in hidden}


class PythonData(DynamicData):
    """Base of the user's types: `get_source` says where lines are, `reader` makes a point of one.

    State is made in `__new__`: users may define `__init__` without calling this one.
    """

    def __new__(cls, *_: Any, **__: Any) -> "PythonData":
        self = super().__new__(cls)
        self.symbol = Symbol.EMPTY
        self._time = FIRST_TIME
        self._end = None
        self.exact_value = exact(0)
        return self

    def __init__(self, *_: Any) -> None:
        """Nothing: see `__new__`."""

    @property
    def end_time(self) -> datetime:
        return self._time if self._end is None else self._end

    @end_time.setter
    def end_time(self, moment: datetime) -> None:
        self._end = moment
        if self._time == FIRST_TIME:
            self._time = moment

    def get_source(self, config: Any, date: datetime, is_live_mode: bool) -> SubscriptionDataSource:
        raise NotImplementedException(f"{type(self).__name__} must have the method get_source")

    def reader(self, config: Any, line: str, date: datetime, is_live_mode: bool) -> BaseData | None:
        raise NotImplementedException(f"{type(self).__name__} must have the method reader")

    def __str__(self) -> str:
        return f"{self.symbol}: {self.value}"
