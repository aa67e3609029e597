"""Scheduled events: when each is due, and in which order those of one moment fire."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from leanrig.engine.feed.timeline import NEVER
from leanrig.engine.naming import Dotnet
from leanrig.engine.securities.clock import Clock

__all__ = ["Schedule", "ScheduledEvent"]

Failed = Callable[[BaseException, str], None]


class ScheduledEvent(Dotnet):
    """A callback and the moments at which it is called.

    Parameters
    ----------
    name
        What the log and errors call it.
    times_us
        Moments in microseconds UTC, in order. They are not looked at before somebody asks when the next one is: rules
        that depend on the present see the run's start, not the moment of their making.
    callback
        Called without arguments.
    """

    def __init__(self, name: str, times_us: Iterable[int], callback: Callable[[], Any]) -> None:
        self.name = name
        self.enabled = True
        self._times: Iterator[int] = iter(times_us)
        self._callback = callback
        self._next: int | None = None

    @property
    def next_us(self) -> int:
        """The next moment; NEVER after the last."""
        if self._next is None:
            self._next = next(self._times, NEVER)
        return self._next

    def skip_until(self, moment: int) -> None:
        """Leave out moments before `moment`; one that equals it stays."""
        while self.next_us < moment:
            self._next = None

    def scan(self, moment: int) -> None:
        """Call back once for every moment up to and including `moment`."""
        while self.next_us <= moment and self._next != NEVER:
            self._fire()
            self._next = None

    def _fire(self) -> None:
        if self.enabled:
            self._callback()

    def __str__(self) -> str:
        return self.name


class Schedule:
    """All events of a run.

    The list is kept in Lean's way, which decides the order of events that are due at one moment: an event that has
    fired goes behind one that is due as late as itself, but stays in front when nothing is due before its next moment.

    Attributes
    ----------
    next_us
        When the earliest event is due.
    """

    def __init__(self, clock: Clock, failed: Failed) -> None:
        self.next_us = NEVER
        self._clock = clock
        self._failed = failed
        self._events: dict[ScheduledEvent, int] = {}
        self._sorted: list[ScheduledEvent] = []
        self._dirty = False
        self._count = 0
        self._running = False

    def add(self, event: ScheduledEvent) -> None:
        """Schedule an event; while running, moments that have passed are left out."""
        if self._running:
            event.skip_until(self._clock.now_us)
        self._count += 1
        self._events[event] = self._count
        self._touch()

    def remove(self, event: ScheduledEvent) -> None:
        """Take an event out; nothing happens if it is not scheduled."""
        self._events.pop(event, None)
        self._touch()

    def start(self) -> None:
        """Begin at the present: what lies before it never fires."""
        self._running = True
        for event in list(self._events):
            event.skip_until(self._clock.now_us)
        self._touch()

    def _touch(self) -> None:
        self._dirty = True
        if self._running:
            self.next_us = min((event.next_us for event in self._events), default=NEVER)

    def fire_before(self, moment: int) -> None:
        """Fire what was due before a moment, each at its own time."""
        while (first := self._first()) is not None and first.next_us < moment:
            due = first.next_us
            self._clock.now_us = due
            if not self._scan(first, due):
                return

    def fire_until(self, moment: int) -> None:
        """Fire what is due up to and including a moment, which is the present."""
        while (first := self._first()) is not None and first.next_us <= moment:
            if not self._scan(first, moment):
                return

    def _scan(self, event: ScheduledEvent, moment: int) -> bool:
        try:
            event.scan(moment)
        except Exception as err:
            self._failed(err, f"Scheduled event: '{event.name}'")
            return False
        self._resort()
        return True

    def _first(self) -> ScheduledEvent | None:
        if self._dirty:
            self._dirty = False
            self._sorted = sorted(self._events, key=lambda event: (event.next_us, self._events[event]))
        first = self._sorted[0] if self._sorted else None
        self.next_us = NEVER if first is None else first.next_us
        return first

    def _resort(self) -> None:
        """Put the event that stands first where its new time belongs."""
        if self._dirty or len(self._sorted) < 2:
            return
        first = self._sorted[0]
        if first.next_us > self._sorted[1].next_us:
            del self._sorted[0]
            self._sorted.insert(_place(self._sorted, first.next_us), first)


def _place(events: list[ScheduledEvent], moment: int) -> int:
    """Index for a new event: after the first equal one that a binary search meets, else in order."""
    low, high = 0, len(events) - 1
    while low <= high:
        middle = low + (high - low) // 2
        other = events[middle].next_us
        if moment < other:
            high = middle - 1
        elif moment > other:
            low = middle + 1
        else:
            return middle + 1
    return low
