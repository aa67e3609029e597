"""The root of all data points: a symbol, two times, one value."""

from datetime import datetime, timedelta
from typing import Any

from leanrig.engine.enums import FileFormat, MarketDataType, Resolution, SubscriptionTransportMedium
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO

__all__ = ["FIRST_TIME", "BaseData", "micros", "naive"]

FIRST_TIME = datetime(1, 1, 1)  # Lean's times in Python are naive
_EPOCH = datetime(1970, 1, 1)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Microseconds from 1970 to a wall-clock time, without any zone."""
    return (moment.replace(tzinfo=None) - _EPOCH) // _MICROSECOND


def naive(moment_us: int) -> datetime:
    """The wall-clock time of `micros`."""
    return _EPOCH + timedelta(microseconds=moment_us)


class BaseData(Dotnet):
    """A data point; user-defined types derive from it through PythonData.

    Times are naive, in the exchange's zone. `end_us` is the end time's wall clock in microseconds.
    """

    value = Shown("exact_value")
    price = Shown("exact_value")
    data_type: Any = MarketDataType.BASE
    is_fill_forward = False

    def __init__(self) -> None:
        self.symbol = Symbol.EMPTY
        self._time = FIRST_TIME
        self._end: datetime | None = None
        self.exact_value = ZERO

    @property
    def time(self) -> datetime:
        return self._time

    @time.setter
    def time(self, moment: datetime) -> None:
        self._time = moment

    @property
    def end_time(self) -> datetime:
        return self._time if self._end is None else self._end

    @end_time.setter
    def end_time(self, moment: datetime) -> None:
        self._end = moment

    @property
    def end_us(self) -> int:
        return micros(self.end_time)

    def clone(self, fill_forward: bool | None = None) -> "BaseData":
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy.is_fill_forward = self.is_fill_forward if fill_forward is None else bool(fill_forward)
        return copy

    def requires_mapping(self) -> bool:
        return False

    def is_sparse_data(self) -> bool:
        return True

    def default_resolution(self) -> Resolution:
        return Resolution.MINUTE

    def supported_resolutions(self) -> list[Resolution]:
        return list(Resolution)

    def data_time_zone(self) -> str:
        return "America/New_York"

    def should_cache_to_security(self) -> bool:
        return True

    def __str__(self) -> str:
        return f"{self.symbol}: {self.value}"


class SubscriptionDataSource(Dotnet):
    """Where the lines of a user-defined type come from."""

    def __init__(
        self,
        source: str,
        transport_medium: Any = SubscriptionTransportMedium.LOCAL_FILE,
        format: Any = FileFormat.CSV,
        headers: Any = None,
    ) -> None:
        self.source = source
        self.transport_medium = transport_medium
        self.format = format
        self.headers = headers or []
        self.sort = False
