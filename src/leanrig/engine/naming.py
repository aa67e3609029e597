"""The two casings of Lean's members, the floats that stand before decimals, and .NET's enumerations."""

import enum
import re
from collections.abc import Callable
from functools import lru_cache
from types import FunctionType
from typing import Any, overload

from leanrig.engine import lean_names
from leanrig.engine.errors import NotThereYet
from leanrig.engine.number import exact, shown

__all__ = [
    "Dotnet",
    "DotnetEnum",
    "DotnetType",
    "Shown",
    "has_own",
    "let_assign",
    "override",
    "pascal",
    "snake",
]

_WORD = re.compile(r"(.)([A-Z][a-z]+)")
_EDGE = re.compile(r"([a-z0-9])([A-Z])")
_ASSIGNED = re.compile(
    r"\.([A-Z]\w*)(?=\s*(?:,[^=()\n]*)?(?::[^=\n]*)?(?:[-+*/%|&^@]|//|\*\*|<<|>>)?=(?!=))"
    r"|setattr\([^,\n]+,\s*[\"']([A-Z]\w*)"
)


@lru_cache(maxsize=8192)
def snake(name: str) -> str:
    """`GetOrderFee` -> `get_order_fee`."""
    return _EDGE.sub(r"\1_\2", _WORD.sub(r"\1_\2", name)).replace("__", "_").lower()


@lru_cache(maxsize=8192)
def pascal(name: str) -> str:
    """`get_order_fee` -> `GetOrderFee`."""
    return "".join(part[:1].upper() + part[1:].lower() for part in name.split("_"))


class Shown:
    """A float property in front of the exact decimal that the engine keeps in another attribute."""

    def __init__(self, field: str) -> None:
        self._field = field

    @overload
    def __get__(self, instance: None, owner: type) -> "Shown": ...
    @overload
    def __get__(self, instance: object, owner: type) -> float: ...
    def __get__(self, instance: object | None, owner: type) -> "Shown | float":
        if instance is None:
            return self
        value = getattr(instance, self._field)
        return None if value is None else shown(value)  # type: ignore[return-value]  # absent nullable decimals are None

    def __set__(self, instance: object, value: object) -> None:
        setattr(instance, self._field, None if value is None else exact(value))


class DotnetType(type):
    """Finds static members in either casing: `Symbol.Create`, `Time.OneDay`."""

    def __getattr__(cls, name: str) -> Any:
        if not name.startswith("_"):
            for other in (snake(name), snake(name).upper()):
                if other != name and any(other in vars(base) for base in cls.__mro__):
                    return getattr(cls, other)
            if _is_leans(cls, name):
                raise NotThereYet(f"{cls.__name__}.{name}")
        raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")


class Dotnet(metaclass=DotnetType):
    """An object of Lean's: snake_case is real, PascalCase finds it; any attribute may be added."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            if name[:1].isupper():
                other = snake(name)
                if other != name and has_own(self, other):
                    return getattr(self, other)
            if _is_leans(type(self), name):
                raise NotThereYet(f"{type(self).__name__}.{name}")
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def to_string(self) -> str:
        return str(self)

    def get_type(self) -> type:
        return type(self)


class _Assigned:
    """Puts what is assigned in PascalCase where it belongs; reading is `__getattr__`'s, as for any such name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._snake = snake(name)

    def __get__(self, instance: object | None, owner: type) -> Any:
        own: dict[str, Any] = getattr(instance, "__dict__", {})
        if instance is not None and self._name in own:
            return own[self._name]
        raise AttributeError(self._name)

    def __set__(self, instance: object, value: object) -> None:
        if self._is_ours(instance):
            setattr(instance, self._snake, value)
        else:
            instance.__dict__[self._name] = value

    def _is_ours(self, instance: object) -> bool:
        """Whether the attribute is Lean's: no method, and none that the user gave to a class of theirs."""
        kind: type = type(instance)
        for base in kind.__mro__:
            if self._snake in vars(base):
                return not isinstance(vars(base)[self._snake], FunctionType)
        if self._snake not in getattr(instance, "__dict__", ()):
            return False
        return kind.__module__.startswith("leanrig.") or _is_leans(kind, self._snake)


def let_assign(source: str) -> None:
    """Make every PascalCase attribute that a user's source assigns (`x.FeeModel = ...`) reach the snake_case one.

    Names are looked for in the source because a `__setattr__` would cost every assignment of the engine.
    """
    for names in _ASSIGNED.findall(source):
        name = names[0] or names[1]
        if snake(name) != name and name not in vars(Dotnet):
            setattr(Dotnet, name, _Assigned(name))


def has_own(item: object, name: str) -> bool:
    return name in getattr(item, "__dict__", ()) or any(name in vars(base) for base in type(item).__mro__)


@lru_cache(maxsize=8192)
def _is_leans(cls: type, name: str) -> bool:
    """Whether Lean's class of that name has the member."""
    return lean_names.has_member(_lean_names(cls), name)


def _lean_names(cls: type) -> tuple[str, ...]:
    """Names of the classes of ours in the inheritance: a user's own classes have no members in Lean."""
    return tuple(base.__name__ for base in cls.__mro__ if base.__module__.startswith("leanrig."))


def override(item: object, name: str, base: type | None = None) -> Callable[..., Any] | None:
    """Return the method `name` of a user's object in either casing; None when it has none of its own.

    Parameters
    ----------
    item
        The user's object.
    name
        In snake_case.
    base
        A class of ours whose own definition does not count as the user's.
    """
    for spelling in (name, pascal(name)):
        if spelling in getattr(item, "__dict__", ()):
            return getattr(item, spelling)  # type: ignore[no-any-return]
        for owner in type(item).__mro__:
            if spelling in vars(owner):
                if owner.__module__.startswith("leanrig.") or owner is base:
                    break
                return getattr(item, spelling)  # type: ignore[no-any-return]
    return None


class DotnetEnumType(enum.EnumType):
    """Accepts both casings of members (`Resolution.DAILY`, `Resolution.Daily`)."""

    def __getattr__(cls, name: str) -> Any:
        found = cls.__members__.get(_ENUM_SPELLING.get((cls.__name__, name)) or snake(name).upper())
        if found is not None and not name.startswith("_"):
            return found
        raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")

    def __getitem__(cls, name: str) -> Any:
        raise TypeError("type(s) expected")


class DotnetEnum(enum.IntEnum, metaclass=DotnetEnumType):
    """A .NET enumeration: text in capitals, equal to its number and to its text in any casing, always true."""

    def __str__(self) -> str:
        return self._name_

    def __format__(self, spec: str) -> str:
        return format(self._name_, spec)

    __repr__ = object.__repr__

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, str):
            return other in (self._name_, self.to_string())
        if isinstance(other, DotnetEnum):
            # Also of another enumeration: Lean's own `insight.direction == portfolio_bias` relies on it.
            return self._value_ == other._value_
        return isinstance(other, (int, float)) and self._value_ == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = int.__hash__

    def __bool__(self) -> bool:
        return True

    def to_string(self) -> str:
        """.NET's own spelling: `Daily`, `PartiallyFilled`."""
        return _DOTNET_SPELLING.get((type(self).__name__, self._name_)) or pascal(self._name_)

    ToString = to_string


_DOTNET_SPELLING: dict[tuple[str, str], str] = {}
_ENUM_SPELLING: dict[tuple[str, str], str] = {}


def spell(enumeration: type[DotnetEnum], **dotnet_names: str) -> None:
    """Record .NET's spelling of members that capital letters alone do not give back (`FTX`, `TotalCostUSD`)."""
    for member, name in dotnet_names.items():
        _DOTNET_SPELLING[enumeration.__name__, member] = name
        _ENUM_SPELLING[enumeration.__name__, name] = member
