"""Lean's constructors take an optional name first: `SMA(20)` and `SMA("slow", 20)`."""

from typing import Any

from leanrig.engine.identity import Symbol

__all__ = ["filled", "named"]


def named(arguments: tuple[Any, ...], form: str, shown: int = 1) -> tuple[Any, ...]:
    """Return name and parameters: a text in front is the name, else `form` filled with the first `shown` parameters."""
    if arguments and isinstance(arguments[0], (str, Symbol)):
        return (str(arguments[0]), *arguments[1:])
    return (form.format(*(_text(argument) for argument in arguments[:shown])), *arguments)


def filled(arguments: tuple[Any, ...], *defaults: Any) -> tuple[Any, ...]:
    """Return name and parameters, what is left out filled with `defaults`; the name is empty where none is given."""
    has_name = bool(arguments) and isinstance(arguments[0], str)
    name, given = (arguments[0], arguments[1:]) if has_name else ("", arguments)
    return (name, *given, *defaults[len(given) :])


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
