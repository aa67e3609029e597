"""A window over the newest values of anything, newest first, that grows when one looks beyond its end."""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from leanrig.engine.errors import ArgumentException, InvalidOperationException
from leanrig.engine.naming import Dotnet

__all__ = ["RollingWindow"]

T = TypeVar("T")
_ZERO_BY_TYPE: dict[type, Any] = {float: 0.0, int: 0, bool: False}


class RollingWindow(Dotnet, Generic[T]):
    """`RollingWindow[float](5)`: item 0 is the newest; an item that is not there is the type's zero, or None."""

    _zero: Any = None

    def __class_getitem__(cls, item: Any) -> Any:
        name = f"RollingWindow[{getattr(item, '__name__', item)}]"
        return type(name, (cls,), {"_zero": _ZERO_BY_TYPE.get(item), "__module__": cls.__module__})

    def __init__(self, size: int) -> None:
        if size < 0:
            raise ArgumentException("RollingWindow must have size of at least 0. (Parameter 'size')")
        self._size = int(size)
        self._items: list[Any] = []  # oldest first
        self._removed: Any = None
        self.samples = 0

    @property
    def size(self) -> int:
        """How many items it keeps."""
        return self._size

    @size.setter
    def size(self, size: int) -> None:
        self._size = int(size)
        del self._items[: max(0, len(self._items) - self._size)]

    @property
    def count(self) -> int:
        return len(self._items)

    @property
    def is_ready(self) -> bool:
        return self.samples >= self._size

    @property
    def most_recently_removed(self) -> Any:
        if self.samples <= self._size:
            raise InvalidOperationException("No items have been removed yet!")
        return self._removed

    def add(self, item: Any) -> None:
        """Make `item` the newest."""
        self.samples += 1
        self._items.append(item)
        if len(self._items) > self._size:
            self._removed = self._items.pop(0)

    def reset(self) -> None:
        """Forget everything."""
        self.samples = 0
        self._removed = None
        self._items.clear()

    def __getitem__(self, index: int) -> Any:
        if isinstance(index, slice):
            raise TypeError("'slice' value cannot be converted to System.Int32")
        count = len(self._items)
        if index < 0:
            if self._size + index < 0:
                raise IndexError("Index was out of range of the window's size")
            index += count
            if index < 0:
                return self._zero
        if index >= count:
            if index >= self._size:
                self.size = index + 1
            return self._zero
        return self._items[count - 1 - index]

    def __setitem__(self, index: int, item: Any) -> None:
        if index < 0:
            index += self._size
            if index < 0:
                raise IndexError("Index was out of range of the window's size")
        if index >= self._size:
            self.size = index + 1
        while index >= len(self._items):
            self.add(self._zero)
        self._items[len(self._items) - 1 - index] = item

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items[::-1])

    def __len__(self) -> int:
        return len(self._items)
