"""Methods that take types in brackets: `data.get[TradeBar](symbol)`."""

from collections.abc import Callable
from functools import partial
from typing import Any

__all__ = ["GenericMethod"]


class _Bound:
    __slots__ = ("_call",)

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self._call(*arguments, **keywords)

    def __getitem__(self, kind: Any) -> Callable[..., Any]:
        return partial(self._call, *(kind if isinstance(kind, tuple) else (kind,)))


class GenericMethod:
    """A method whose types in brackets come in front of its arguments."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.__doc__ = function.__doc__

    def __get__(self, instance: object | None, owner: type) -> Any:
        return self if instance is None else _Bound(partial(self._function, instance))
