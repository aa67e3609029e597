"""All subscriptions in one order of moments."""

from collections.abc import Iterator
from typing import Any, Protocol

__all__ = ["NEVER", "Point", "Stream", "Timeline"]

NEVER = 2**62

# A subscription, its page, and the row in the page.
Point = tuple[Any, Any, int]


class Stream(Protocol):
    """One subscription's rows in time.

    Attributes
    ----------
    next_us
        Emission time of the next row; NEVER when there is none.
    page, row
        Where the next row stands.
    order
        Sort key among rows of one moment.
    """

    next_us: int
    page: Any
    row: int
    order: Any

    def step(self) -> None:
        """Move to the next row, reading the next page when this one is through."""


class Timeline:
    """Merges streams that may come and go while it runs."""

    def __init__(self) -> None:
        self._streams: list[Any] = []
        self._changed = True
        self.frontier_us = 0

    def add(self, stream: Any) -> None:
        self._streams.append(stream)
        self._streams.sort(key=lambda item: item.order)
        self._changed = True

    def remove(self, stream: Any) -> None:
        if stream in self._streams:
            self._streams.remove(stream)
        self._changed = True

    @property
    def streams(self) -> list[Any]:
        return self._streams

    def touch(self) -> None:
        """Look at all streams again: one of them was moved from outside."""
        self._changed = True

    def moments(self, end_us: int) -> Iterator[tuple[int, list[Point]]]:
        """Yield (moment, points) in order; never earlier than the frontier."""
        while True:
            self._changed = False
            first, second, one = self._earliest()
            if one is None or first > end_us:
                return
            if first < second:
                yield from self._alone(one, min(second, end_us + 1))
            else:
                yield self._together(first)

    def _earliest(self) -> tuple[int, int, Any]:
        first = second = NEVER
        one: Any = None
        for stream in self._streams:
            moment = stream.next_us
            if moment < first:
                first, second, one = moment, first, stream
            elif moment < second:
                second = moment
        return first, second, one

    def _alone(self, stream: Any, until: int) -> Iterator[tuple[int, list[Point]]]:
        """Rows of one stream while no other has anything to say."""
        moment = stream.next_us
        while moment < until and not self._changed:
            points = [(stream, stream.page, stream.row)]
            stream.step()
            after = stream.next_us
            while after <= moment:
                points.append((stream, stream.page, stream.row))
                stream.step()
                after = stream.next_us
            moment = max(moment, self.frontier_us)
            self.frontier_us = moment
            yield moment, points
            moment = stream.next_us

    def _together(self, moment: int) -> tuple[int, list[Point]]:
        points: list[Point] = []
        for stream in self._streams:
            while stream.next_us <= moment:
                points.append((stream, stream.page, stream.row))
                stream.step()
        moment = max(moment, self.frontier_us)
        self.frontier_us = moment
        return moment, points
