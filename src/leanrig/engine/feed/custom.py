"""User-defined types: asks the type where its lines are, lets it read them, and keeps what Lean keeps."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from leanrig.engine.data.base_data import FIRST_TIME, BaseData, micros, naive
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.enums import Resolution
from leanrig.engine.errors import DotnetError, NotThereYet
from leanrig.engine.feed.custom_sources import lines_of, same_source
from leanrig.engine.feed.fill import fill_forward
from leanrig.engine.feed.pages import ListPage
from leanrig.engine.feed.repeats import Repeats
from leanrig.engine.feed.window import NEVER, Window
from leanrig.engine.files.data_folder import DataFolder
from leanrig.engine.files.map_files import MapFile
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.hours.sessions import tradable_days
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.naming import override

__all__ = ["CustomReading", "ReaderError"]

_US = timedelta(microseconds=1)


class ReaderError(DotnetError):
    """A user's `reader` that failed on a line, in Lean's words; it ends the run."""


class CustomReading:
    """Reads the points of a user-defined type.

    Parameters
    ----------
    config
        The subscription; its type is the user's.
    hours
        Its exchange.
    folder, store
        Where lines are: files, and the Object Store.
    window
        Which points are asked for.
    maps
        Tickers of the share that the type belongs to, where it follows them.
    """

    def __init__(
        self,
        config: SubscriptionDataConfig,
        hours: SecurityExchangeHours,
        folder: DataFolder,
        store: Any,
        window: Window,
        maps: MapFile | None = None,
    ) -> None:
        self._maps = maps
        self._config = config
        self._hours = hours
        self._folder = folder
        self._store = store
        self._window = window
        extended = config.extended_market_hours
        self._repeats = Repeats(config, hours, window, extended=extended, strict=False)
        self._type = config.type()
        self._type.symbol = config.symbol
        self._get_source = override(self._type, "get_source") or self._type.get_source
        self._reader = override(self._type, "reader") or self._type.reader
        self._source: Any = None
        self._latest: datetime | None = None

    def pages(self) -> Iterator[ListPage]:
        """Yield all points in one page: Lean, too, reads ahead, so that a bad line shows at the start."""
        points = [point for point in self._points() if self._open(point)]
        if not points:
            return
        zone = self._config.exchange_zone
        emits = [to_us(point.end_time, zone) for point in points]
        for point in points:
            _round(point)
        kind = type(points[0])
        if self._repeats.wanted and self._config.resolution is not Resolution.TICK:
            emits, points = self._repeated(emits, points)
        yield ListPage(self._config.symbol, emits, points, data_type=kind)

    def _repeated(self, emits: list[int], points: list[BaseData]) -> tuple[list[int], list[BaseData]]:
        """The points, and copies of the last one at the moments without any."""
        ends = np.array([micros(point.end_time) for point in points], dtype=np.int64)
        starts = np.array([micros(point.time) for point in points], dtype=np.int64)
        moments, bars = self._repeats.between(self._window.start_us, NEVER)
        filled = fill_forward(np.array(emits, dtype=np.int64), starts, ends, moments, bars)
        found = []
        for place, copied, start, end in zip(
            filled.source.tolist(), filled.copied.tolist(), filled.start.tolist(), filled.end.tolist(), strict=True
        ):
            point = points[place]
            if copied:
                point = point.clone(True)
                point.time, point.end_time = naive(start), naive(end)
            found.append(point)
        return filled.emit.tolist(), found

    # -- days and sources

    def _points(self) -> Iterator[BaseData]:
        config, window = self._config, self._window
        begin, last = (to_local(us, config.exchange_zone) for us in (window.start_us, window.end_us))
        for point in self._sourced():
            if self._latest is not None and point.end_time < self._latest:
                continue
            self._latest = point.end_time
            if point.end_time < begin:
                continue
            if point.time > last:
                return
            yield point

    def _sourced(self) -> Iterator[BaseData]:
        """Points of one source after another. A point of a date that has a source of its own gives way to it."""
        config, window = self._config, self._window
        days = tradable_days(
            self._hours, window.start_us, window.end_us, config.data_zone, extended=config.extended_market_hours
        )
        place = 0
        while place < len(days):
            day = days[place]
            source = None if self._is_past(day) else self._other_source(day)
            if source is None:
                place += 1
                continue
            self._source = source
            for line in lines_of(source, self._folder, self._store):
                point = self._read(line, day)
                if point is None:
                    continue
                found, place = self._date_of(point, days, place)
                if found:
                    break
                yield point
            else:
                place += 1

    def _is_past(self, day: date) -> bool:
        return self._latest is not None and self._latest > datetime(day.year, day.month, day.day)

    def _other_source(self, day: date) -> Any:
        """The source of a date; None where it is the one that is being read, or there is none."""
        if self._maps is not None:
            self._config.mapped_symbol = self._maps.ticker(day, self._config.symbol.value)
        source = self._get_source(self._config, datetime(day.year, day.month, day.day), False)
        if source is None or not source.source or same_source(source, self._source):
            return None
        return source

    def _date_of(self, point: BaseData, days: Sequence[date], place: int) -> tuple[bool, int]:
        """Go on to a point's date; True where a date on the way has another source."""
        while place + 1 < len(days) and days[place + 1] <= point.time.date():
            place += 1
            if self._other_source(days[place]) is not None:
                return True, place
        return False, place

    # -- points

    def _read(self, line: str, day: date) -> BaseData | None:
        try:
            point = self._reader(self._config, line, datetime(day.year, day.month, day.day), False)
        except NotThereYet:
            raise
        except Exception as err:
            raise ReaderError(f"Error invoking {self._config.symbol} data reader. Line: {line} Error: {err}") from err
        if point is None:
            return None
        if not isinstance(point, BaseData):
            raise NotThereYet(f"readers that return {type(point).__name__}")
        return None if point.end_time == FIRST_TIME else point

    def _open(self, point: BaseData) -> bool:
        if self._hours.is_market_always_open or not self._config.is_filtered_subscription:
            return True
        return self._hours.is_open_during(point.time, point.end_time, self._config.extended_market_hours)


def _round(point: BaseData) -> None:
    """A point that lasts begins at a whole multiple of its length."""
    length = (point.end_time - point.time) // _US
    if length <= 0:
        return
    wall = micros(point.time)
    if wall % length:
        end = point.end_time
        point.time = naive(wall - wall % length)
        point.end_time = end
