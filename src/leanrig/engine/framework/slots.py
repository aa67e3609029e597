"""A dictionary in .NET's order: a new key takes the place of the one that was removed last."""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

__all__ = ["Slots"]

K = TypeVar("K")
V = TypeVar("V")


class Slots(Generic[K, V]):
    """Keys and values; iterating goes from place to place."""

    def __init__(self) -> None:
        self._values: dict[K, V] = {}
        self._place_of: dict[K, int] = {}
        self._keys: list[Any] = []
        self._free: list[int] = []

    def __getitem__(self, key: K) -> V:
        return self._values[key]

    def __setitem__(self, key: K, value: V) -> None:
        if key not in self._values:
            place = self._free.pop() if self._free else len(self._keys)
            if place == len(self._keys):
                self._keys.append(key)
            else:
                self._keys[place] = key
            self._place_of[key] = place
        self._values[key] = value

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __bool__(self) -> bool:
        return bool(self._values)

    def get(self, key: K, default: Any = None) -> Any:
        return self._values.get(key, default)

    def pop(self, key: K) -> V | None:
        """Remove a key; its value, or None where there is none."""
        if key not in self._values:
            return None
        place = self._place_of.pop(key)
        self._keys[place] = None
        self._free.append(place)
        return self._values.pop(key)

    def values(self) -> Iterator[V]:
        """Values from place to place."""
        if not self._free:
            return iter([self._values[key] for key in self._keys])
        return iter([self._values[key] for key in self._keys if key in self._values])
