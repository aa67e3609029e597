"""What all indicators have in common: forward only, exact values, a window of the newest ones, an event.

An indicator over values implements `compute(value)`, one over bars `compute_bar(bar)`; both return the new value, or
None where arithmetic has no answer (nothing is published then). The engine feeds through `advance` and `advance_bar`,
which build no objects; Python code through `update`.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import micros
from leanrig.engine.errors import ArgumentException, NotSupportedException
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.data_point import BEFORE_ALL_US, IndicatorDataPoint
from leanrig.engine.indicators.event import Event
from leanrig.engine.indicators.rolling_window import RollingWindow
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO, exact, round_away, text

__all__ = ["BarIndicator", "Indicator", "IndicatorBase", "IndicatorWindow", "on_error"]

_errors: list[Any] = []


def on_error(say: Any) -> None:
    """Set where the one line about a value from the past goes (Lean's own log)."""
    _errors[:] = [say]


class IndicatorWindow(RollingWindow[IndicatorDataPoint]):
    """The newest values; points are made when somebody looks."""

    def __init__(self, size: int = 2) -> None:
        super().__init__(size)

    def push(self, moment_us: int, value: Decimal, symbol: Symbol) -> None:
        """Take a new value in."""
        items = self._items
        self.samples += 1
        items.append((moment_us, value, symbol))
        if len(items) > self._size:
            self._removed = items.pop(0)

    def newest(self) -> Decimal:
        """The newest value, exact."""
        return self._items[-1][1]  # type: ignore[no-any-return]

    def __getitem__(self, index: int) -> Any:
        return self._point(super().__getitem__(index))

    def __iter__(self) -> Any:
        return map(self._point, super().__iter__())

    @property
    def most_recently_removed(self) -> Any:
        return self._point(super().most_recently_removed)

    @staticmethod
    def _point(item: Any) -> Any:
        return IndicatorDataPoint.at(*item) if type(item) is tuple else item


class IndicatorBase(Dotnet):
    """The root of all indicators."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.samples = 0
        self.updated = Event()
        self.window = IndicatorWindow()
        self._last_us: dict[Symbol, int] = {}
        self._last_input: Any = None
        self._complained = False
        self._publish(BEFORE_ALL_US, ZERO, Symbol.EMPTY)

    # -- what Python sees

    @property
    def is_ready(self) -> bool:
        raise NotImplementedError

    @property
    def warm_up_period(self) -> int:
        """How many inputs it needs to be ready."""
        return 0

    @property
    def exact(self) -> Decimal:
        """The newest value."""
        return self.window.newest()

    @property
    def current(self) -> IndicatorDataPoint:
        return IndicatorDataPoint.at(*self.window._items[-1])

    @property
    def previous(self) -> IndicatorDataPoint | None:
        return self.window[1] if self.window.count > 1 else None

    @property
    def consolidators(self) -> set[Any]:
        """The consolidators that feed it."""
        return self.__dict__.setdefault("_consolidators", set())  # type: ignore[no-any-return]

    def reset(self) -> None:
        """Back to the beginning: no samples, value 0."""
        self.samples = 0
        self._last_us.clear()
        self._last_input = None
        self.window.reset()
        self._publish(BEFORE_ALL_US, ZERO, Symbol.EMPTY)

    def update(self, *arguments: Any) -> bool:
        """Take in a point or bar, or a time and a value; return whether the indicator is ready."""
        raise NotImplementedError

    # -- how the engine feeds it

    def _accepts(self, moment_us: int, symbol: Symbol) -> bool:
        last = self._last_us.get(symbol)
        if last is not None and moment_us < last:
            self._complain(moment_us, last)
            return False
        self._last_us[symbol] = moment_us
        return True

    def _complain(self, moment_us: int, last_us: int) -> None:
        if self._complained or not _errors:
            return
        self._complained = True
        now, last = (
            f"{IndicatorDataPoint.at(us, ZERO, Symbol.EMPTY).time:%Y-%m-%d %H:%M:%S}Z" for us in (moment_us, last_us)
        )
        _errors[0](
            f"IndicatorBase.Update(): This is a forward only indicator: {self.name} Input: {now} Previous: {last}. "
            "It will not be updated with this input."
        )

    def _publish(self, moment_us: int, value: Decimal, symbol: Symbol) -> None:
        self.window.push(moment_us, value, symbol)

    def _finish(self, moment_us: int, value: Decimal | None, symbol: Symbol) -> None:
        if value is not None:
            self.window.push(moment_us, value, symbol)
            if self.updated:
                self.updated(self, self.window[0])

    # -- comparisons and text

    def __getitem__(self, index: int) -> Any:
        return self.window[index]

    def __iter__(self) -> Any:
        return iter(self.window)

    def _other(self, other: object) -> Decimal:
        if not isinstance(other, IndicatorBase):
            raise TypeError(f"Object must be of type {type(self).__name__}")
        return other.exact

    def __lt__(self, other: object) -> bool:
        return self.exact < self._other(other)

    def __le__(self, other: object) -> bool:
        return self.exact <= self._other(other)

    def __gt__(self, other: object) -> bool:
        return self.exact > self._other(other)

    def __ge__(self, other: object) -> bool:
        return self.exact >= self._other(other)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (int, float, Decimal)) and not isinstance(other, bool):
            return self.exact == exact(other)
        return self is other

    __hash__ = object.__hash__

    def __str__(self) -> str:
        rounded = text(round_away(self.exact, 5))
        whole, _, fraction = rounded.partition(".")
        return f"{whole}.{fraction.rstrip('0') or '0'}"

    def to_detailed_string(self) -> str:
        return f"{self.name} - {self}"


class Indicator(IndicatorBase):
    """An indicator over values."""

    def compute(self, value: Decimal) -> Decimal | None:
        """Return the new value; `samples` counts this input already."""
        raise NotImplementedError

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal | None:
        """Return the new value where the moment matters too."""
        return self.compute(value)

    def advance(self, moment_us: int, value: Decimal, symbol: Symbol = Symbol.EMPTY) -> bool:
        """Take in a value that is known at `moment_us` (wall clock of the exchange); return whether it is ready."""
        if self._accepts(moment_us, symbol):
            self.samples += 1
            self._finish(moment_us, self.compute_at(moment_us, value), symbol)
        return self.is_ready

    def advance_bar(self, bar: Any) -> bool:
        """Take in a bar's or point's value; the very same object twice counts once."""
        if bar is self._last_input:
            return self.is_ready
        self._last_input = bar
        return self.advance(bar.end_us, bar.exact_value, bar.symbol)

    def update(self, *arguments: Any) -> bool:
        if len(arguments) == 1:
            return self.advance_bar(arguments[0])
        moment, value = _moment_and_value(arguments)
        return self.advance(micros(moment), value)


class BarIndicator(IndicatorBase):
    """An indicator over bars."""

    def compute_bar(self, bar: Any) -> Decimal | None:
        """Return the new value; `samples` counts this bar already."""
        raise NotImplementedError

    def advance_bar(self, bar: Any) -> bool:
        """Take in a bar; return whether the indicator is ready."""
        if bar is not self._last_input and self._accepts(bar.end_us, bar.symbol):
            if not hasattr(bar, "exact_high"):
                raise ArgumentException(
                    "IndicatorBase.Update() 'input' expected to be of type "
                    f"QuantConnect.Data.Market.IBaseDataBar but is of type {type(bar).__name__}"
                )
            self._last_input = bar
            self.samples += 1
            self._finish(bar.end_us, self.compute_bar(bar), bar.symbol)
        return self.is_ready

    def update(self, *arguments: Any) -> bool:
        if len(arguments) == 1:
            return self.advance_bar(arguments[0])
        raise NotSupportedException(
            f"{type(self).__name__} does not support the `Update(DateTime, decimal)` method. "
            "Use one of the following methods instead: Update(TradeBar), Update(QuoteBar)"
        )


def _moment_and_value(arguments: tuple[Any, ...]) -> tuple[datetime, Decimal]:
    if len(arguments) != 2 or not isinstance(arguments[0], datetime):
        raise TypeError("No method matches given arguments for update")
    return arguments[0], exact(arguments[1])
