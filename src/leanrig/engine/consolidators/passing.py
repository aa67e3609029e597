"""Consolidators that pass data on: as it is, only some of it, or from one consolidator to the next."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from leanrig.engine.consolidators.bars import BaseDataConsolidator
from leanrig.engine.consolidators.base import DataConsolidator
from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.python_data import DynamicData
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import TickType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.number import ZERO, exact

__all__ = [
    "DynamicDataConsolidator",
    "FilteredIdentityDataConsolidator",
    "IdentityDataConsolidator",
    "SequentialConsolidator",
]


class IdentityDataConsolidator(DataConsolidator):
    """Every data point, once for each end time; `IdentityDataConsolidator[TradeBar]()`."""

    input_type = BaseData
    output_type = BaseData

    def __class_getitem__(cls, item: type) -> Any:
        name = f"{cls.__name__}[{item.__name__}]"
        return type(name, (cls,), {"input_type": item, "output_type": item, "__module__": cls.__module__})

    def __init__(self) -> None:
        super().__init__()
        self._last: Any = None

    @property
    def working_data(self) -> Any:
        return None if self._last is None else self._last.clone()

    def update(self, data: Any) -> None:
        is_new = self._last is None or isinstance(data, Tick) or data.end_time != self._last.end_time
        if is_new:
            self.publish(data)
            self._last = data

    def reset(self) -> None:
        super().reset()
        self._last = None


class FilteredIdentityDataConsolidator(IdentityDataConsolidator):
    """Data points that a condition lets through."""

    def __init__(self, predicate: Callable[[Any], bool]) -> None:
        super().__init__()
        self._predicate = predicate

    @staticmethod
    def for_tick_type(tick_type: TickType) -> "FilteredIdentityDataConsolidator":
        """Ticks of one type."""
        made: type[FilteredIdentityDataConsolidator] = FilteredIdentityDataConsolidator.__class_getitem__(Tick)
        return made(lambda tick: tick.tick_type is tick_type)

    def update(self, data: Any) -> None:
        if self._predicate(data):
            super().update(data)


class SequentialConsolidator(DataConsolidator):
    """Two consolidators, one behind the other."""

    def __init__(self, first: Any, second: Any) -> None:
        super().__init__()
        made, taken = first.output_type, second.input_type
        if made is not None and taken is not None and not issubclass(made, taken):
            raise ArgumentException("first.OutputType must equal second.OutputType!")
        self.first, self.second = first, second
        self.input_type, self.output_type = first.input_type, second.output_type  # type: ignore[misc]  # of this chain
        first.data_consolidated += lambda _, bar: second.update(bar)
        second.data_consolidated += lambda _, bar: self.publish(bar)

    @property
    def working_data(self) -> Any:
        return self.second.working_data

    def update(self, data: Any) -> None:
        self.first.update(data)

    def scan(self, moment: datetime) -> None:
        self.first.scan(moment)

    def dispose(self) -> None:
        self.first.dispose()
        self.second.dispose()
        super().dispose()

    def reset(self) -> None:
        self.first.reset()
        self.second.reset()
        super().reset()


class DynamicDataConsolidator(BaseDataConsolidator):
    """Trade bars from a user's own data: its `open`, `high`, `low`, `close` and `volume`, else its value."""

    input_type = DynamicData

    def begin(self, data: Any) -> TradeBar:
        bar = super().begin(data)
        bar.exact_open, bar.exact_high = _field(data, "open"), _field(data, "high")
        bar.exact_low, bar.exact_close = _field(data, "low"), _field(data, "close")
        bar.exact_volume = _volume(data)
        return bar

    def extend(self, bar: Any, data: Any) -> None:
        bar.exact_close = _field(data, "close")
        bar.exact_volume += _volume(data)
        bar.exact_low = min(bar.exact_low, _field(data, "low"))
        bar.exact_high = max(bar.exact_high, _field(data, "high"))


def _field(data: Any, name: str) -> Any:
    return exact(data.get_property(name)) if data.has_property(name) else data.exact_value


def _volume(data: Any) -> Any:
    return exact(int(data.get_property("volume"))) if data.has_property("volume") else ZERO
