"""Indicators that the user writes in Python, alone or on `PythonIndicator`."""

from decimal import Decimal
from typing import Any

from leanrig.engine.errors import NotImplementedException
from leanrig.engine.indicators.base import IndicatorBase
from leanrig.engine.naming import override
from leanrig.engine.number import exact

__all__ = ["PythonIndicator", "wrapped"]


class PythonIndicator(IndicatorBase):
    """The base of the user's indicators: `update(data)` says whether it is ready, `value` is the result."""

    value: Any = 0.0

    def __init__(self, *arguments: Any) -> None:
        super().__init__(arguments[0] if arguments and isinstance(arguments[0], str) else "")
        self._told_ready = False

    @property
    def is_ready(self) -> bool:
        return self._told_ready

    @is_ready.setter
    def is_ready(self, ready: bool) -> None:
        self._told_ready = bool(ready)

    @property
    def warm_up_period(self) -> int:
        return int(self.__dict__.get("_needed", 0))

    @warm_up_period.setter
    def warm_up_period(self, period: int) -> None:
        self.__dict__["_needed"] = period

    def advance_bar(self, data: Any) -> bool:
        """Hand a data point to the user's own `update` and publish what it made."""
        return _hand_over(self, data)

    def _ask(self, data: Any) -> Decimal:
        users = override(self, "update")
        assert users is not None
        ready = users(data)
        if ready is not None:
            self._told_ready = bool(ready)
        return exact(self.value)


class WrappedIndicator(IndicatorBase):
    """A class of the user's without our base, fed in the same way."""

    def __init__(self, users: Any) -> None:
        super().__init__(str(getattr(users, "name", type(users).__name__)))
        self._users = users
        self._told_ready = False

    @property
    def warm_up_period(self) -> int:
        return int(getattr(self._users, "warm_up_period", 0))

    @property
    def is_ready(self) -> bool:
        return self._told_ready or bool(getattr(self._users, "is_ready", False))

    def advance_bar(self, data: Any) -> bool:
        return _hand_over(self, data)

    def _ask(self, data: Any) -> Decimal:
        users = override(self._users, "update")
        assert users is not None
        ready = users(data)
        self._told_ready = bool(self._users.is_ready if ready is None else ready)
        return exact(self._users.value)


def _hand_over(indicator: Any, data: Any) -> bool:
    if data is not indicator._last_input and indicator._accepts(data.end_us, data.symbol):
        indicator._last_input = data
        indicator.samples += 1
        indicator._finish(data.end_us, indicator._ask(data), data.symbol)
    return bool(indicator.is_ready)


def wrapped(indicator: Any) -> IndicatorBase:
    """Return what can be fed: Lean's own indicators as they are, the user's classes in a wrapper.

    Raises
    ------
    NotImplementedException
        If the user's class lacks `is_ready`, `update` or `value`, with Lean's text.
    """
    if isinstance(indicator, IndicatorBase):
        return indicator
    for name in ("is_ready", "update", "value"):
        if not hasattr(indicator, name) and override(indicator, name) is None:
            label = type(indicator).__name__
            hint = f" or use PythonIndicator as base:\nclass {label}(PythonIndicator):" if name == "is_ready" else ""
            raise NotImplementedException(
                f"Indicator.{name} must be implemented. Please implement this missing method in {label}{hint}"
            )
    return WrappedIndicator(indicator)
