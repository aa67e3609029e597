"""A queue that never ends, and says when it has been round."""

from collections import deque
from collections.abc import Iterable
from typing import Any

from leanrig.engine.indicators.event import Event
from leanrig.engine.naming import Dotnet

__all__ = ["CircularQueue"]


class CircularQueue(Dotnet):
    """Gives its items again and again; `circle_completed` is raised with each return to the first."""

    def __class_getitem__(cls, _: Any) -> type:
        return cls

    def __init__(self, *items: Any) -> None:
        given = items[0] if len(items) == 1 and isinstance(items[0], Iterable) else items
        self._items: deque[Any] = deque(given)
        self._first = self._items[0] if self._items else None
        self.circle_completed = Event()

    def dequeue(self) -> Any:
        item = self._items.popleft()
        if item == self._first:
            self.circle_completed(self, None)
        self._items.append(item)
        return item
