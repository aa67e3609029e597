"""The algorithm's own constructors (`self.sma(symbol, 20)`): parameters, defaults, names and what they are fed with.

The algorithm asks `plan` what a call means and registers what it makes. Names are Lean's, without the subscription
that is put behind the last parameter (`SMA(20` -> `SMA(20,SPY_day)`).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from leanrig.engine.enums import Resolution
from leanrig.engine.indicators.catalogue_bars import OVER_BARS
from leanrig.engine.indicators.catalogue_values import OVER_VALUES, VALUE_AT_RISK
from leanrig.engine.indicators.shortcut import REQUIRED, Shortcut
from leanrig.engine.naming import DotnetEnum

__all__ = ["SHORTCUTS", "Plan", "Shortcut", "plan", "planned"]


class Plan(NamedTuple):
    """What one call asks for: `build(name)` makes the indicator."""

    form: str
    build: Callable[[str], Any]
    resolution: Any
    selector: Any
    field: str


def plan(name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Plan:
    """Return what `self.<name>(symbol, *arguments, **keywords)` asks for.

    Raises
    ------
    TypeError
        If a parameter is missing or there is one too many, with Lean's beginning of that text.
    """
    return planned(_overload(name, arguments, keywords), name, arguments, keywords)


def planned(shortcut: Shortcut, name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Plan:
    """Return what a call of one constructor asks for; raises as `plan` does."""
    names = [parameter for parameter, _ in shortcut.parameters] + ["resolution", "selector"]
    if len(arguments) > len(names) or set(keywords) - set(names):
        raise TypeError(f"No method matches given arguments for {name}")
    given = _matched(names, arguments, shortcut) | keywords
    values = {parameter: given.get(parameter, default) for parameter, default in shortcut.parameters}
    if REQUIRED in values.values():
        raise TypeError(f"No method matches given arguments for {name}")
    for follower, leader in _FOLLOWS.get(name, {}).items():
        if values[follower] is None:
            values[follower] = leader if isinstance(leader, int) else values[leader]
    return Plan(
        form=shortcut.form.format(**{key: _text(value) for key, value in values.items()}),
        build=lambda label: shortcut.build(label, *values.values()),
        resolution=given.get("resolution", shortcut.resolution),
        selector=given.get("selector"),
        field="bar" if shortcut.is_bar else shortcut.field,
    )


def _overload(name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Shortcut:
    """Which of the constructors of one name is meant: `var` is the variance, or the value at risk."""
    has_level = (
        len(arguments) > 1 and isinstance(arguments[1], (int, float)) and not isinstance(arguments[1], Resolution)
    )
    if name == "var" and (has_level or "confidence_level" in keywords):
        return VALUE_AT_RISK
    return SHORTCUTS[name]


def _matched(names: list[str], arguments: tuple[Any, ...], shortcut: Shortcut) -> dict[str, Any]:
    """Match positions to names; a resolution may stand where an optional parameter would (Lean's overloads)."""
    first = next((n for n, value in enumerate(arguments) if isinstance(value, (Resolution, timedelta))), None)
    if first is None or first >= len(shortcut.parameters):
        return dict(zip(names, arguments, strict=False))
    head = dict(zip(names[:first], arguments[:first], strict=True))
    return head | dict(zip(["resolution", "selector"], arguments[first:], strict=False))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if value is None:
        return ""
    return value.to_string() if isinstance(value, DotnetEnum) else str(value)


# An optional parameter that is left out follows another one, or has a number of its own.
_FOLLOWS: dict[str, dict[str, Any]] = {
    "aroon": {"down_period": "up_period"},
    "dch": {"lower_period": "upper_period"},
    "sto": {"k_period": "period", "d_period": 3},
}
SHORTCUTS: dict[str, Shortcut] = OVER_VALUES | OVER_BARS
