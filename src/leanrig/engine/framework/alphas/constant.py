"""The same view of every security, again and again."""

from datetime import timedelta
from typing import Any

from leanrig.engine.dotnet.time_span import dotnet_span
from leanrig.engine.enums import InsightDirection, InsightType
from leanrig.engine.framework.alphas.base import AlphaModel
from leanrig.engine.framework.calls import own
from leanrig.engine.framework.insight import Insight
from leanrig.engine.identity import Symbol
from leanrig.engine.orders.base import aware

__all__ = ["ConstantAlphaModel"]


class ConstantAlphaModel(AlphaModel):
    """One insight for each security, a new one when the period is over."""

    def __init__(
        self,
        type: InsightType,  # Lean's name
        direction: InsightDirection,
        period: timedelta,
        magnitude: float | None = None,
        confidence: float | None = None,
        weight: float | None = None,
    ) -> None:
        self._type = InsightType(int(type))
        self._direction = InsightDirection(int(direction))
        self._period = period
        self._optional = (magnitude, confidence, None, weight)
        self._securities: dict[Symbol, Any] = {}
        self._emitted_us: dict[Symbol, int] = {}
        shown = [f",{value:.15g}" for value in (magnitude, confidence) if value is not None]
        self.name = (
            f"ConstantAlphaModel({self._type.to_string()},{self._direction.to_string()},{dotnet_span(period)}"
            f"{''.join(shown)})"
        )

    def update(self, algorithm: Any, data: Any) -> list[Insight]:  # Lean's signature
        found = []
        now_us = algorithm.now_us
        for symbol, security in self._securities.items():
            # A security may have no price yet where others have.
            if security.exact_price and self._is_due(now_us, symbol):
                found.append(Insight(symbol, self._period, self._type, self._direction, *self._optional))
        return found

    def _is_due(self, now_us: int, symbol: Symbol) -> bool:
        if type(self) is ConstantAlphaModel:
            return self._was_due(now_us, symbol)
        return bool(own(self, "should_emit_insight", aware(now_us), symbol))

    def _was_due(self, now_us: int, symbol: Symbol) -> bool:
        emitted = self._emitted_us.get(symbol)
        if emitted is not None and timedelta(microseconds=now_us - emitted) < self._period:
            return False
        self._emitted_us[symbol] = now_us
        return True

    def should_emit_insight(self, utc_time: Any, symbol: Symbol) -> bool:
        """Whether the last insight of a symbol is over; users may override it."""
        from leanrig.engine.data.base_data import micros

        return self._was_due(micros(utc_time), symbol)

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:  # Lean's signature
        for added in changes.added_securities:
            self._securities[added.symbol] = added
        for removed in changes.removed_securities:
            self._securities.pop(removed.symbol, None)
            # So that it is sent again when the security comes back.
            self._emitted_us.pop(removed.symbol, None)
