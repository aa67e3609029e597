"""What `history` gives where it gives no frame: a sequence that is read when it is looked at, and can be read again."""

from collections.abc import Iterable, Iterator
from typing import Any

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.slices import Slice
from leanrig.engine.data.tick import Tick
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet

__all__ = ["MemoizingEnumerable", "dictionaries", "memoized", "values_of"]


class MemoizingEnumerable(Dotnet):
    """Reads its source once, as far as somebody looks."""

    def __init__(self, source: Iterable[Any]) -> None:
        self._source = iter(source)
        self._seen: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        place = 0
        while True:
            if place == len(self._seen):
                for item in self._source:
                    self._seen.append(item)
                    break
                else:
                    return
            yield self._seen[place]
            place += 1


def memoized(source: Iterable[Any], of: str) -> MemoizingEnumerable:
    """A sequence that names its items' type as Lean's does."""
    name = f"MemoizingEnumerable[{of}]"
    kind: type[MemoizingEnumerable] = type(name, (MemoizingEnumerable,), {"__module__": "System.Collections.Generic"})
    return kind(source)


def values_of(found: Iterable[Slice], kind: type, symbol: Symbol) -> Iterator[Any]:
    """Yield one symbol's points of a type; ticks one by one."""
    for slice_ in found:
        point = slice_.of_type(kind).get(symbol)
        if point is None:
            continue
        if kind is Tick:
            yield from point
        else:
            yield point


def dictionaries(found: Iterable[Slice], kind: type) -> Iterator[Any]:
    """Yield for each moment the points of a type by symbol; of ticks the last ones."""
    for slice_ in found:
        points = slice_.of_type(kind)
        if not len(points):
            continue
        if kind is Tick:
            points = type(points)({symbol: ticks[-1] for symbol, ticks in points.items()})
        yield points


def type_name(kind: type) -> str:
    """The name in a sequence's type: users' own types are PythonData to .NET."""
    from leanrig.engine.data.python_data import PythonData

    return "PythonData" if issubclass(kind, PythonData) else getattr(kind, "__name__", BaseData.__name__)
