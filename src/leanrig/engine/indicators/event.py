"""A .NET event: handlers join with `+=` and leave with `-=`, and are called in the order they came."""

from collections.abc import Callable
from typing import Any

__all__ = ["Event"]


class Event:
    """Handlers of one happening."""

    __slots__ = ("_handlers",)

    def __init__(self) -> None:
        self._handlers: list[Callable[..., Any]] = []

    def __iadd__(self, handler: Callable[..., Any]) -> "Event":
        self._handlers.append(handler)
        return self

    def __isub__(self, handler: Callable[..., Any]) -> "Event":
        if handler in self._handlers:
            self._handlers.remove(handler)
        return self

    def __bool__(self) -> bool:
        return bool(self._handlers)

    def __call__(self, *arguments: object) -> None:
        for handler in tuple(self._handlers):
            handler(*arguments)
