"""Indicators made of others: constants, functions, sums and quotients, one fed by another."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.base import BarIndicator, Indicator, IndicatorBase
from leanrig.engine.indicators.data_point import BEFORE_ALL_US
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import exact

__all__ = [
    "CompositeIndicator",
    "ConstantIndicator",
    "FunctionalBarIndicator",
    "FunctionalIndicator",
    "Identity",
    "IndicatorResult",
    "ResetCompositeIndicator",
    "feed_by",
    "over",
]

Compose = Callable[[IndicatorBase, IndicatorBase], Any]


class Identity(Indicator):
    """The value itself."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name)

    @property
    def warm_up_period(self) -> int:
        return 1

    @property
    def is_ready(self) -> bool:
        return self.samples > 0

    def compute(self, value: Decimal) -> Decimal:
        return value


class ConstantIndicator(Indicator):
    """Always the same; `ConstantIndicator[IndicatorDataPoint](name, value)` in Lean's Python."""

    def __class_getitem__(cls, _: Any) -> type["ConstantIndicator"]:
        return cls

    def __init__(self, name: str, value: object) -> None:
        self._value = exact(value)
        super().__init__(name)
        self._publish(BEFORE_ALL_US, self._value, Symbol.EMPTY)

    @property
    def is_ready(self) -> bool:
        return True

    def compute(self, value: Decimal) -> Decimal:
        return self._value

    def reset(self) -> None:
        super().reset()
        self._publish(BEFORE_ALL_US, self._value, Symbol.EMPTY)


class FunctionalIndicator(Indicator):
    """A function over values, with functions for readiness and reset."""

    def __init__(
        self,
        name: str,
        compute: Callable[[int, Decimal], Decimal],
        is_ready: Callable[[], bool],
        reset: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(name)
        self._compute, self._ready, self._forget = compute, is_ready, reset

    @property
    def is_ready(self) -> bool:
        return self._ready()

    def compute_at(self, moment_us: int, value: Decimal) -> Decimal:
        return self._compute(moment_us, value)

    def reset(self) -> None:
        if self._forget:
            self._forget()
        super().reset()


class FunctionalBarIndicator(BarIndicator):
    """A function over bars, with functions for readiness and reset."""

    def __init__(
        self,
        name: str,
        compute: Callable[[Any], Decimal],
        is_ready: Callable[[], bool],
        reset: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(name)
        self._compute, self._ready, self._forget = compute, is_ready, reset

    @property
    def is_ready(self) -> bool:
        return self._ready()

    def compute_bar(self, bar: Any) -> Decimal:
        return self._compute(bar)

    def reset(self) -> None:
        if self._forget:
            self._forget()
        super().reset()


class CompositeIndicator(Indicator):
    """Two indicators in one, new whenever both have a new value (or the other one is a constant).

    `CompositeIndicator(left, right, composer)` or with a name in front; the composer gets both indicators and returns a
    value, an `IndicatorResult`, or None where there is none.
    """

    def __init__(self, *arguments: Any) -> None:
        name, left, right, compose = arguments if len(arguments) == 4 else (None, *arguments)
        super().__init__(name or f"COMPOSE({left.name},{right.name})")
        self.left, self.right, self._compose = left, right, compose
        self._new: set[str] = set()
        left.updated += lambda _, point: self._heard("left", "right", point)
        right.updated += lambda _, point: self._heard("right", "left", point)

    @property
    def is_ready(self) -> bool:
        return bool(self.left.is_ready and self.right.is_ready)

    def _heard(self, side: str, other: str, point: Any) -> None:
        self._new.add(side)
        if other in self._new or isinstance(getattr(self, other), ConstantIndicator):
            self._new.clear()
            newest = (point.end_us, self.left.current.end_us, self.right.current.end_us)
            self.advance(max(newest), point.exact_value)

    def compute(self, value: Decimal) -> Decimal | None:
        result = self._compose(self.left, self.right)
        if isinstance(result, IndicatorResult):
            return result.exact_value if result.is_success else None
        return None if result is None else exact(result)

    def reset(self) -> None:
        self.left.reset()
        self.right.reset()
        self._new.clear()
        super().reset()


class ResetCompositeIndicator(CompositeIndicator):
    """Two indicators in one, with something more to do on a reset: the last argument."""

    def __init__(self, *arguments: Any) -> None:
        *rest, self._also = arguments
        name, left, right, compose = rest if len(rest) == 4 else (None, *rest)
        super().__init__(name or f"RESET_COMPOSE({left.name},{right.name})", left, right, compose)

    def reset(self) -> None:
        super().reset()
        self._also()


class IndicatorResult(Dotnet):
    """What a composer of the user's returns: a value, and whether arithmetic had an answer."""

    def __init__(self, value: object, status: object = 0) -> None:
        self.exact_value = exact(value)
        self.status = status

    @property
    def value(self) -> float:
        return float(self.exact_value)

    @property
    def is_success(self) -> bool:
        return int(self.status) == 0  # type: ignore[call-overload,no-any-return]


def over(left: IndicatorBase, right: IndicatorBase) -> Decimal | None:
    """The quotient; None where the divisor is 0."""
    return left.exact / right.exact if right.exact else None


def feed_by(second: Any, first: Any, wait_for_first_to_ready: bool = True) -> Any:
    """Feed `second` with each new value of `first`, from the moment that is ready (or at once); return `second`."""

    def heard(_: Any, point: Any) -> None:
        if not wait_for_first_to_ready or first.is_ready:
            second.update(point)

    first.updated += heard
    return second
