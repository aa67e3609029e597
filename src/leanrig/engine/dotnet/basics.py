"""Small classes of System that Lean's Python algorithms name."""

import math
from typing import Any, Generic, TypeVar

from leanrig.engine.naming import Dotnet

__all__ = [
    "Action",
    "Array",
    "Console",
    "Convert",
    "Decimal",
    "Dictionary",
    "Func",
    "HashSet",
    "List",
    "Math",
    "String",
]

T = TypeVar("T")


class Math(Dotnet):
    """System.Math."""

    E = math.e
    PI = math.pi
    abs = staticmethod(abs)
    max = staticmethod(max)
    min = staticmethod(min)
    sqrt = staticmethod(math.sqrt)
    pow = staticmethod(math.pow)
    exp = staticmethod(math.exp)
    log = staticmethod(math.log)
    log10 = staticmethod(math.log10)
    floor = staticmethod(math.floor)
    ceiling = staticmethod(math.ceil)
    truncate = staticmethod(math.trunc)
    sin = staticmethod(math.sin)
    cos = staticmethod(math.cos)
    tan = staticmethod(math.tan)
    round = staticmethod(round)

    @staticmethod
    def sign(value: float) -> int:
        return (value > 0) - (value < 0)


class Console(Dotnet):
    """System.Console."""

    @staticmethod
    def write_line(*parts: Any) -> None:
        print(*parts)

    @staticmethod
    def write(*parts: Any) -> None:
        print(*parts, end="")


class Convert(Dotnet):
    """System.Convert."""

    to_decimal = staticmethod(float)
    to_double = staticmethod(float)
    to_int32 = staticmethod(int)
    to_int64 = staticmethod(int)
    to_string = staticmethod(str)
    to_boolean = staticmethod(bool)


class String(str):
    """System.String."""

    @staticmethod
    def IsNullOrEmpty(text: str | None) -> bool:  # noqa: N802  # .NET's name
        return not text

    is_null_or_empty = IsNullOrEmpty


class Decimal(float):
    """System.Decimal: decimals reach Python as floats."""


class List(list[T], Generic[T]):
    """System.Collections.Generic.List: a Python list with .NET's names."""

    def add(self, item: T) -> None:
        self.append(item)

    Add = add

    def add_range(self, items: Any) -> None:
        self.extend(items)

    AddRange = add_range

    @property
    def Count(self) -> int:  # noqa: N802  # .NET's name; `count` is the list's method
        return len(self)

    def contains(self, item: object) -> bool:
        return item in self

    Contains = contains


class Dictionary(dict[Any, T], Generic[T]):
    """System.Collections.Generic.Dictionary: a Python dict with .NET's names."""

    def contains_key(self, key: object) -> bool:
        return key in self

    ContainsKey = contains_key

    def add(self, key: Any, value: T) -> None:
        self[key] = value

    Add = add

    @property
    def Count(self) -> int:  # noqa: N802  # .NET's name
        return len(self)


class HashSet(set[T], Generic[T]):
    """System.Collections.Generic.HashSet."""


class Array(Dotnet):
    """System.Array: `Array[int]([1, 2])` is a list."""

    def __class_getitem__(cls, _: Any) -> Any:
        return list


class _Delegate(Dotnet):
    """A delegate type around a Python callable: `Action(f)`, `Func[int](f)`."""

    def __new__(cls, function: Any = None) -> Any:
        return function

    def __class_getitem__(cls, _: Any) -> Any:
        return cls


class Action(_Delegate):
    """System.Action."""


class Func(_Delegate):
    """System.Func."""
