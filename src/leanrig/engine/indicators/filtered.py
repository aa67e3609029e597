"""A value where a condition on the bar holds."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from leanrig.engine.indicators.base import IndicatorBase

__all__ = ["FilteredIdentity"]


class FilteredIdentity(IndicatorBase):
    """Passes on the value of each bar that the filter lets through."""

    def __init__(self, name: str, filter: Callable[[Any], bool] | None = None) -> None:
        super().__init__(name)
        self._filter = filter

    @property
    def warm_up_period(self) -> int:
        return 1

    @property
    def is_ready(self) -> bool:
        return self.samples > 0

    def advance_bar(self, data: Any) -> bool:
        """Take in a bar or point; return whether the indicator is ready."""
        if data is not self._last_input and self._accepts(data.end_us, data.symbol):
            self._last_input = data
            self.samples += 1
            passes = self._filter is None or self._filter(data)
            value: Decimal | None = data.exact_value if passes else None
            self._finish(data.end_us, value, data.symbol)
        return self.is_ready

    def update(self, *arguments: Any) -> bool:
        return self.advance_bar(arguments[0])
