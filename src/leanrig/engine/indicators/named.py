"""Lean's constructors take an optional name first: `SMA(20)` and `SMA("slow", 20)`."""

from typing import Any

__all__ = ["named"]


def named(arguments: tuple[Any, ...], form: str, shown: int = 1) -> tuple[Any, ...]:
    """Return name and parameters: a text in front is the name, else `form` filled with the first `shown` parameters."""
    if arguments and isinstance(arguments[0], str):
        return arguments
    return (form.format(*(_text(argument) for argument in arguments[:shown])), *arguments)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
