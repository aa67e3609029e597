"""Bars made of smaller data: by period, by count, or by both."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

from leanrig.engine.consolidators.periods import CalendarPeriod, CountPeriod, Period, SpanPeriod
from leanrig.engine.enums import Resolution
from leanrig.engine.errors import ArgumentException, ArgumentNullException, InvalidOperationException
from leanrig.engine.indicators.event import Event
from leanrig.engine.indicators.rolling_window import RollingWindow
from leanrig.engine.naming import Dotnet

__all__ = ["DataConsolidator", "PeriodConsolidator", "length_of", "listen"]

_LENGTHS = {
    "TICK": timedelta(0),
    "SECOND": timedelta(seconds=1),
    "MINUTE": timedelta(minutes=1),
    "HOUR": timedelta(hours=1),
    "DAILY": timedelta(days=1),
}


def length_of(resolution: Resolution) -> timedelta:
    """A resolution as a span of time."""
    return _LENGTHS[str(resolution)]


def listen(consolidator: Any, handler: Callable[[Any, Any], None]) -> None:
    """Join the event that a consolidator shares with all others: what indicators and `consolidate` join in Lean."""
    shared = getattr(consolidator, "shared_event", None)
    event: Event = consolidator.data_consolidated if shared is None else shared  # a user's own has but one
    event += handler


class DataConsolidator(Dotnet):
    """The root: takes data in, and tells `data_consolidated` of each bar that is complete.

    In Lean most kinds have two events of that name: the one that all share, and one of their own type, which is what
    users' `+=` joins. Bars by period tell the shared one first, bars by price or volume their own.

    State is made in `__new__`: users may derive from it and define `__init__` without calling this one.
    """

    input_type: ClassVar[type | None] = None
    output_type: ClassVar[type | None] = None
    _own_event: ClassVar[str] = "none"  # or "last", "first"

    def __new__(cls, *_: Any, **__: Any) -> Any:
        self = super().__new__(cls)
        self.data_consolidated = Event()
        self.shared_event = self.data_consolidated if cls._own_event == "none" else Event()
        self.consolidated = None
        self.window = RollingWindow(2)
        return self

    def __init__(self) -> None:
        self.data_consolidated: Event
        self.shared_event: Event
        self.consolidated: Any
        self.window: RollingWindow[Any]

    @property
    def working_data(self) -> Any:
        """A copy of the bar that is being made, or None."""
        return None

    @property
    def current(self) -> Any:
        """The newest bar that is complete."""
        return self.window[0]

    @property
    def previous(self) -> Any:
        return self.window[1] if self.window.count > 1 else None

    def __getitem__(self, index: int) -> Any:
        return self.window[index]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.window)

    def update(self, data: Any) -> None:
        """Take a data point in."""
        raise NotImplementedError

    def scan(self, moment: datetime) -> None:
        """Close the bar that should have ended before `moment` (wall clock of the exchange)."""

    def publish(self, bar: Any) -> None:
        """Tell of a bar; all but those told last still see the one before it as `consolidated`."""
        if bar is not None:
            self.window.add(bar)
        if self._own_event == "first":
            self.data_consolidated(self, bar)
        self.shared_event(self, bar)
        self.consolidated = bar
        if self._own_event == "last":
            self.data_consolidated(self, bar)

    def on_data_consolidated(self, bar: Any) -> None:
        """What users' own consolidators call when a bar is complete."""
        self.publish(bar)

    def dispose(self) -> None:
        self.data_consolidated = Event()
        self.shared_event = self.data_consolidated if self._own_event == "none" else Event()

    def reset(self) -> None:
        self.consolidated = None
        self.window.reset()


class PeriodConsolidator(DataConsolidator):
    """Closes a bar when its period is over or its count is full; subclasses say how data is aggregated.

    `(timedelta)`, `(timedelta, start offset)`, `(count)`, `(count, timedelta)`, or a function from a moment to a
    `CalendarInfo`.
    """

    _own_event = "last"
    _count: int | None = None
    _period: Period = CountPeriod()

    def __new__(cls, *_: Any, **__: Any) -> Any:
        self = super().__new__(cls)
        PeriodConsolidator.reset(self)
        return self

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__()
        self._count, self._period = _specification((*arguments, *keywords.values()), type(self).__name__)
        self.reset()

    @classmethod
    def from_resolution(cls, resolution: Resolution) -> "PeriodConsolidator":
        return cls(length_of(resolution))

    def reset(self) -> None:
        super().reset()
        self._bar: Any = None
        self._symbol: Any = None
        self._counted = 0
        self._emitted: datetime | None = None
        self._checked = False
        self._length = self._period.length

    @property
    def working_data(self) -> Any:
        return self._bar.clone() if self._bar is not None else None

    @property
    def working_bar(self) -> Any:
        """As `working_data`, until a user's own consolidator keeps one of its own here."""
        return self.__dict__.get("_own_working", self.working_data)

    @working_bar.setter
    def working_bar(self, bar: Any) -> None:
        self.__dict__["_own_working"] = bar

    def aggregate_bar(self, working_bar: Any, data: Any) -> Any:
        """Take `data` into a bar of a user's own consolidator; return the bar."""
        if working_bar is None:
            return self.begin(data)
        self.extend(working_bar, data)
        return working_bar

    # -- what subclasses say

    def accepts(self, data: Any) -> bool:
        return True

    def begin(self, data: Any) -> Any:
        """Return a new bar that starts with `data`."""
        raise NotImplementedError

    def extend(self, bar: Any, data: Any) -> None:
        """Take `data` into `bar`."""
        raise NotImplementedError

    # -- how it works

    @property
    def is_time_based(self) -> bool:
        return self._count is None

    def bar_length(self, data: Any) -> timedelta:
        """The period that a new bar gets."""
        return self._length if self.is_time_based and self._length is not None else data.end_time - data.time

    def bar_start(self, data: Any) -> datetime:
        """The start of the bar that `data` belongs to; its own where it would not fit in."""
        start = self._round(data.time)
        if self._length is not None and start + self._length < data.end_time:
            is_hour = data.end_time - data.time == _LENGTHS["HOUR"]
            # Hour bars of US equities start at 9:00 although the session starts at 9:30.
            start = self._round(data.end_time) if is_hour and start.date() < data.time.date() else data.time
        return start

    def _round(self, moment: datetime) -> datetime:
        start = self._period.start(moment)
        if self._bar is None:
            self._length = self._period.length
        return start

    def update(self, data: Any) -> None:
        self._check_type(data)
        self._check_symbol(data)
        if not self.accepts(data):
            return
        self._check_length(data)
        if self._emitted is None:
            self._emitted = datetime.min if self.is_time_based else data.time
        full = self._is_full(data)
        immediate = self._count is not None or self._length == timedelta(0)
        if immediate:
            self._aggregate(data)
        if full:
            self._close(data)
        if not immediate:
            self._aggregate(data)

    def _is_full(self, data: Any) -> bool:
        full = False
        if self._count is not None:
            self._counted += 1
            if self._counted >= self._count:
                self._counted, full = 0, True
        if self._length is not None:
            assert self._emitted is not None
            over = self._bar is not None and data.time - self._bar.time >= self._length
            full = full or self._length == timedelta(0) or (over and self.bar_start(data) > self._emitted)
        return full

    def _aggregate(self, data: Any) -> None:
        if data.time < self._emitted:
            return
        if self._bar is None:
            self._bar = self.begin(data)
        else:
            self.extend(self._bar, data)
        if self._count is not None:
            self._bar.end_time = data.end_time

    def _close(self, data: Any) -> None:
        bar, self._bar = self._bar, None
        if bar is not None and self._length is not None and hasattr(bar, "exact_volume"):
            bar.period = self._length
        self._emitted = bar.end_time if self.is_time_based and bar is not None else data.time
        self.publish(bar)

    def scan(self, moment: datetime) -> None:
        bar, length = self._bar, self._length
        if bar is None or not length or moment - bar.time < length:
            return
        assert self._emitted is not None
        if self._round(moment) > self._emitted:
            self._bar, self._emitted = None, bar.end_time
            self.publish(bar)

    # -- what cannot be consolidated

    def _check_type(self, data: Any) -> None:
        if self.input_type is not None and not isinstance(data, self.input_type):
            raise ArgumentNullException(
                f"Received type of {type(data).__name__} but expected {self.input_type.__name__} (Parameter 'data')"
            )

    def _check_symbol(self, data: Any) -> None:
        if self._symbol is None:
            self._symbol = data.symbol
        elif self._symbol is not data.symbol and self._symbol.id != data.symbol.id:
            raise InvalidOperationException(
                "Consolidators can only be used with a single symbol. The previous consolidated SecurityIdentifier "
                f"({self._symbol.id}) is not the same as in the current data ({data.symbol.id})."
            )

    def _check_length(self, data: Any) -> None:
        if self._checked or self._length is None or not isinstance(self._period, SpanPeriod):
            return
        self._checked = True
        length = data.end_time - data.time
        if length > self._length:
            raise ArgumentException(
                f"For Symbol {data.symbol} can not consolidate bars of period: {_clock(self._length)}, using data of "
                f"the same or higher period: {_clock(length)}"
            )


def _clock(span: timedelta) -> str:
    hours, rest = divmod(span.seconds, 3600)
    return f"{f'{span.days}.' if span.days else ''}{hours:02}:{rest // 60:02}:{rest % 60:02}"


def _specification(arguments: tuple[Any, ...], name: str) -> tuple[int | None, Period]:
    match arguments:
        case (bool(),):
            pass
        case (Resolution() as resolution,):
            return None, SpanPeriod(length_of(resolution))
        case (int(count),):
            return int(count), CountPeriod()
        case (timedelta() as length,):
            return None, SpanPeriod(length)
        case (timedelta() as length, offset) if offset is None or isinstance(offset, timedelta):
            return None, SpanPeriod(length, offset)
        case (int(count), timedelta() as length):
            return int(count), CountPeriod(length)
        case (function,) if isinstance(function, Callable):  # type: ignore[arg-type]
            return None, CalendarPeriod(function)
    raise ArgumentException(
        f"Unable to create a consolidator period from {', '.join(map(str, arguments))}: it is not a supported period "
        f"type. {name} takes a timedelta, a count, both, or a function that returns a CalendarInfo."
    )
