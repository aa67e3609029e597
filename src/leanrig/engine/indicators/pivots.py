"""Turning points of prices."""

from collections import deque
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.enums import PivotPointType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.composite import Identity
from leanrig.engine.indicators.event import Event
from leanrig.engine.indicators.named import filled
from leanrig.engine.indicators.parts import PartedBarIndicator
from leanrig.engine.indicators.rolling_window import RollingWindow
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ONE, ZERO, exact, text

__all__ = ["PivotPoint", "PivotPointsEventArgs", "PivotPointsHighLow", "ZigZag"]


class PivotPoint(BaseData):
    """A high or low, and when it was."""

    def __init__(self, type: PivotPointType, price: object, time: datetime) -> None:
        super().__init__()
        self.pivot_point_type = type
        self.exact_value = exact(price)
        self.time = time


class PivotPointsEventArgs(Dotnet):
    """What a handler of a new pivot point gets."""

    def __init__(self, pivot_point: PivotPoint) -> None:
        self.pivot_point = pivot_point


class PivotPointsHighLow(PartedBarIndicator):
    """Bars with a higher high, or a lower low, than so many bars on both sides; the value says which it was.

    `(bars on each side of a high, and of a low, points to keep, whether equal prices spoil it)`, or the bars on each
    side of both and the points to keep.
    """

    def __init__(self, *arguments: Any) -> None:
        name, high, low, kept, strict = _parameters(arguments)
        super().__init__(name)
        self._high, self._low = int(high), int(low)
        self._higher: Callable[[Any, Any], bool] = lt if strict else le
        self._lower: Callable[[Any, Any], bool] = gt if strict else ge
        self.needed = 2 * max(self._high, self._low) + 1
        self._points: RollingWindow[PivotPoint] = RollingWindow(int(kept))
        self.new_pivot_point_formed = Event()
        self.forget()

    def forget(self) -> None:
        self._bars: deque[Any] = deque(maxlen=self.needed)
        self._points.reset()

    @property
    def is_ready(self) -> bool:
        return self.samples >= self.needed

    def compute_bar(self, bar: Any) -> Decimal:
        self._bars.append(bar)
        high = self._middle("exact_high", self._high, self._higher)
        low = self._middle("exact_low", self._low, self._lower)
        if high is not None:
            self._found(PivotPoint(PivotPointType.HIGH, high.exact_high, high.end_time))
        if low is not None:
            self._found(PivotPoint(PivotPointType.LOW, low.exact_low, low.end_time))
        if high is not None and low is not None:
            return Decimal(PivotPointType.BOTH)
        return ONE if high is not None else -ONE if low is not None else ZERO

    def _middle(self, field: str, around: int, is_beyond: Callable[[Any, Any], bool]) -> Any:
        """The bar with `around` bars on either side that are all not as far out; None where it is not one."""
        if len(self._bars) < 2 * around + 1:
            return None
        bars = list(self._bars)[-(2 * around + 1) :]
        middle = bars.pop(around)
        value = getattr(middle, field)
        return middle if all(is_beyond(getattr(other, field), value) for other in bars) else None

    def _found(self, point: PivotPoint) -> None:
        self._points.add(point)
        if self.new_pivot_point_formed:
            self.new_pivot_point_formed(self, PivotPointsEventArgs(point))

    def get_all_pivot_points_array(self) -> list[PivotPoint]:
        """All points kept, the newest first."""
        return list(self._points)

    def get_high_pivot_points_array(self) -> list[PivotPoint]:
        """The highs kept, the newest first."""
        return [point for point in self._points if point.pivot_point_type is PivotPointType.HIGH]

    def get_low_pivot_points_array(self) -> list[PivotPoint]:
        """The lows kept, the newest first."""
        return [point for point in self._points if point.pivot_point_type is PivotPointType.LOW]


def _parameters(arguments: tuple[Any, ...]) -> tuple[str, int, int, int, bool]:
    """Name, bars around a high, around a low, points to keep, strictness; two numbers may mean bars and points."""
    has_name = isinstance(arguments[0], str)
    given = arguments[1:] if has_name else arguments
    if len(given) == 1:
        name = f"PivotPointsHighLow({given[0]})"
        given = (given[0], given[0])
    else:
        name = f"PivotPointsHighLow({given[0]},{given[1]})"
    kept, strict = (given[2:] + (100, True)[len(given) - 2 :])[:2]
    return arguments[0] if has_name else name, given[0], given[1], kept, strict


class ZigZag(PartedBarIndicator):
    """The last turning point: prices must turn by a fraction, after so many bars at least."""

    def __init__(self, *arguments: Any) -> None:
        name, sensitivity, least = filled(arguments, "0.05", 1)
        self._sensitivity, self._least = exact(sensitivity), int(least)
        super().__init__(name or f"ZZ({text(self._sensitivity)},{least})")
        if not 0 < self._sensitivity < 1:
            raise ArgumentException("Sensitivity must be between 0 and 1. (Parameter 'sensitivity')")
        if self._least < 1:
            raise ArgumentException("Minimum trend length must be greater than 0. (Parameter 'minTrendLength')")
        self.high_pivot, self.low_pivot = Identity(f"{self.name}_HighPivot"), Identity(f"{self.name}_LowPivot")
        self.needed = self._least + 1
        self.parts = (self.high_pivot, self.low_pivot)
        self._count, self._was_low = 0, False  # Lean keeps both through a reset
        self.forget()

    def forget(self) -> None:
        self._last: Any = None
        self.pivot_type = PivotPointType.LOW

    @property
    def is_ready(self) -> bool:
        return self.samples > self._least

    def compute_bar(self, bar: Any) -> Decimal:
        if self._last is None:
            self._turn(bar, True)
            return ZERO
        last, high, low = self._last, bar.exact_high, bar.exact_low
        is_due = self._count >= self._least
        found = Decimal(last.exact_low if self._was_low else last.exact_high)
        if self._was_low:
            if is_due and high >= last.exact_low * (ONE + self._sensitivity):
                found = self._turn(bar, False)
            elif low <= last.exact_low:
                found = self._turn(bar, True)
        elif is_due and low <= last.exact_high * (ONE - self._sensitivity):
            found = self._turn(bar, True)
        elif high >= last.exact_high:
            found = self._turn(bar, False)
        self._count += 1
        return found

    def _turn(self, bar: Any, is_low: bool) -> Decimal:
        """Make the bar the last turning point; return its price."""
        pivot, price = (self.low_pivot, bar.exact_low) if is_low else (self.high_pivot, bar.exact_high)
        pivot.advance(bar.end_us, price)
        if self._was_low != is_low:
            self.pivot_type = PivotPointType.LOW if is_low else PivotPointType.HIGH
        self._last, self._count, self._was_low = bar, 0, is_low
        return pivot.exact
