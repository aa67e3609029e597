"""Lean's dictionaries in Python: iteration gives pairs, get() gives None, unknown keys have Lean's words."""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from leanrig.engine.errors import KeyNotFoundException
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Dotnet

__all__ = ["KeyValuePair", "PairDictionary", "SymbolDictionary", "found_symbol"]

K = TypeVar("K")
V = TypeVar("V")


class KeyValuePair(Dotnet, Generic[K, V]):
    """What iterating a .NET dictionary gives: `.key` and `.value`."""

    __slots__ = ("key", "value")

    def __init__(self, key: K, value: V) -> None:
        self.key = key
        self.value = value

    def __str__(self) -> str:
        return f"[{self.key}, {self.value}]"


class PairDictionary(Dotnet, Generic[K, V]):
    """A mapping with .NET's surface over a plain dict `_items`."""

    def __init__(self, items: dict[K, V] | None = None) -> None:
        self._items: dict[K, V] = {} if items is None else items

    def _key(self, key: Any) -> K | None:
        """The stored form of a key; None when there cannot be one."""
        return key  # type: ignore[no-any-return]

    def _missing(self, key: Any) -> Exception:
        return KeyNotFoundException(f"The given key '{key}' was not present in the dictionary.")

    def __getitem__(self, key: Any) -> V:
        try:
            return self._items[key]
        except (KeyError, TypeError):
            pass
        found = self._key(key)
        if found is None or found not in self._items:
            raise self._missing(key)
        return self._items[found]

    def __setitem__(self, key: Any, value: V) -> None:
        found = self._key(key)
        self._items[key if found is None else found] = value

    def __contains__(self, key: Any) -> bool:
        found = self._key(key)
        return found is not None and found in self._items

    contains_key = __contains__

    def contains(self, key: Any, _: Any = None) -> bool:
        return key in self

    def try_get_value(self, key: Any, _: Any = None) -> tuple[bool, V | None]:
        found = self.get(key)
        return found is not None, found

    def get(self, key: Any, default: Any = None) -> Any:
        found = self._key(key)
        return default if found is None else self._items.get(found, default)

    def get_value(self, key: Any) -> V:
        return self[key]

    def keys(self) -> list[K]:
        return list(self._items)

    def values(self) -> list[V]:
        return list(self._items.values())

    def items(self) -> list[tuple[K, V]]:
        return list(self._items.items())

    def pop(self, key: Any, default: Any = None) -> Any:
        found = self._key(key)
        return default if found is None else self._items.pop(found, default)

    def setdefault(self, key: Any, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other: Any) -> None:
        pairs = other.items() if hasattr(other, "items") else other
        for key, value in pairs:
            self[key] = value

    def copy(self) -> dict[K, V]:
        return dict(self._items)

    def clear(self) -> None:
        self._items.clear()

    def add(self, key: Any, value: V) -> None:
        self[key] = value

    def remove(self, key: Any) -> bool:
        return self.pop(key) is not None

    def __delitem__(self, key: Any) -> None:
        self.remove(key)

    @property
    def count(self) -> int:
        return len(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __bool__(self) -> bool:
        return len(self) > 0

    def __iter__(self) -> Iterator[Any]:
        return iter([KeyValuePair(key, value) for key, value in self._items.items()])


def found_symbol(key: object) -> Symbol:
    """The symbol of a key; Lean's error when a text is no known ticker."""
    symbol = as_symbol(key)
    if symbol is None:
        raise KeyNotFoundException(
            f"The ticker {key} was not found in the SymbolCache. Use the Symbol object as key instead. "
            "Accessing the securities collection/slice object by string ticker is only available for securities added "
            "with the add_security-family methods."
        )
    return symbol


class SymbolDictionary(PairDictionary[Symbol, V]):
    """Keys are symbols; tickers, securities and identifiers find them."""

    def _key(self, key: Any) -> Symbol | None:
        return key if type(key) is Symbol else as_symbol(key)

    def __getitem__(self, key: Any) -> V:
        found = self._items.get(key) if type(key) is Symbol else self._items.get(found_symbol(key))
        if found is None:
            raise self._missing(key)
        return found
