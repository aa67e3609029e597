"""What is fed with every bar: indicators directly, consolidators with a scan for bars that end without data."""

import heapq
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

from leanrig.engine.consolidators.base import listen
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.feed.timeline import NEVER
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.naming import override, pascal
from leanrig.engine.securities.clock import Clock

__all__ = ["Consolidation", "Feeder", "IntoBarIndicator", "IntoConsolidator", "IntoIndicator", "type_of"]

_SECOND = timedelta(seconds=1)


class Feeder(Protocol):
    """Stands in a configuration's `consolidators`."""

    def take(self, page: Any, row: int, clock: Clock) -> None: ...


class IntoIndicator:
    """Feeds an indicator over values with one field of each bar; no bar is made."""

    def __init__(self, indicator: Any, field: str = "close") -> None:
        self.indicator = indicator
        self._field = f"exact_{field}"

    def take(self, page: Any, row: int, clock: Clock) -> None:  # the protocol's
        read: Callable[[int], Decimal] | None = getattr(page, self._field, None)
        if read is None:
            bar = page.item(row)
            value = getattr(bar, self._field, None)  # users' own points have a value only
            self.indicator.advance(bar.end_us, bar.exact_value if value is None else value, page.symbol)
        else:
            self.indicator.advance(page.ends[row], read(row), page.symbol)


class IntoBarIndicator:
    """Feeds an indicator over bars."""

    def __init__(self, indicator: Any) -> None:
        self.indicator = indicator

    def take(self, page: Any, row: int, clock: Clock) -> None:  # the protocol's
        self.indicator.advance_bar(page.item(row))


class IntoConsolidator:
    """Feeds a consolidator and scans it at every bar."""

    def __init__(self, consolidator: Any, zone: str) -> None:
        self.consolidator = consolidator
        self._zone = zone
        self._update = override(consolidator, "update") or consolidator.update
        self._scan = override(consolidator, "scan") or consolidator.scan

    def take(self, page: Any, row: int, clock: Clock) -> None:
        item = page.item(row)
        if getattr(item, "suspicious", False):
            return
        self._update(item)
        self._scan(to_local(clock.now_us, self._zone))


def type_of(consolidator: Any, name: str) -> Any:
    """`input_type` or `output_type` of a consolidator, which users spell either way."""
    own = getattr(consolidator, "__dict__", {})
    return own.get(name, own.get(pascal(name), getattr(consolidator, name, None)))


class _Scan:
    """When a consolidator is to be asked whether its bar has ended."""

    def __init__(self, consolidator: Any, config: SubscriptionDataConfig, clock: Clock) -> None:
        self.consolidator = consolidator
        self._ask = override(consolidator, "scan") or consolidator.scan
        self.removed = False
        self.due_us = 0
        self._clock = clock
        self._zone = config.exchange_zone
        self._least = max(config.increment, _SECOND)
        self._span: timedelta | None = None
        listen(consolidator, self._closed)

    def _closed(self, _: Any, bar: Any) -> None:
        if self._span is None:
            self._span = max(bar.end_time - bar.time, self._least)
        self.due_us = to_us(bar.end_time, self._zone) + self._span // timedelta(microseconds=1)

    def advance(self) -> None:
        """Choose the next time after a scan that closed nothing."""
        now = self._clock.now_us
        if self.due_us > now:
            return
        span = self._span or self._least
        self.due_us = now + span // timedelta(microseconds=1)
        if self._span is None and self.consolidator.working_data is not None:
            end = to_us(self.consolidator.working_data.end_time, self._zone)
            if end > now:
                self.due_us = end

    def scan(self) -> None:
        self._ask(to_local(self._clock.now_us, self._zone))
        self.advance()


class Consolidation:
    """All feeders of an algorithm.

    Attributes
    ----------
    active
        Whether there is any.
    next_scan_us
        When the earliest scan is due.
    """

    def __init__(self, clock: Clock) -> None:
        self.active = False
        self.next_scan_us = NEVER
        self._clock = clock
        self._fresh: list[_Scan] = []
        self._queue: list[tuple[int, int, _Scan]] = []
        self._scans: dict[int, _Scan] = {}
        self._count = 0

    def add(self, config: SubscriptionDataConfig, feeder: Any) -> None:
        """Feed `feeder` with every bar of a configuration."""
        config.consolidators.append(feeder)
        self.active = True
        if isinstance(feeder, IntoConsolidator):
            scan = _Scan(feeder.consolidator, config, self._clock)
            self._scans[id(feeder.consolidator)] = scan
            self._fresh.append(scan)
            self.next_scan_us = 0

    def remove(self, configs: list[SubscriptionDataConfig], item: Any) -> None:
        """Stop feeding a consolidator or indicator."""
        for config in configs:
            config.consolidators[:] = [
                feeder
                for feeder in config.consolidators
                if getattr(feeder, "consolidator", None) is not item and getattr(feeder, "indicator", None) is not item
            ]
        scan = self._scans.pop(id(item), None)
        if scan is not None:
            scan.removed = True

    def feed(self, stream: Any, page: Any, row: int) -> None:
        """Give a row to everything that listens to its configuration."""
        for feeder in tuple(stream.config.consolidators):
            feeder.take(page, row, self._clock)

    def scan_past(self, moment: int) -> None:
        """Scan what was due before a moment, at the time it was due."""
        for scan in self._fresh:
            scan.advance()
            self._push(scan)
        self._fresh.clear()
        while self._queue and self._queue[0][0] < moment:
            due, _, scan = heapq.heappop(self._queue)
            if scan.removed:
                continue
            if scan.due_us <= due:
                self._clock.now_us = due  # back, if a scheduled event has been later
                scan.scan()
            self._push(scan)
        self.next_scan_us = self._queue[0][0] if self._queue else NEVER

    def _push(self, scan: _Scan) -> None:
        self._count += 1
        heapq.heappush(self._queue, (scan.due_us, self._count, scan))
