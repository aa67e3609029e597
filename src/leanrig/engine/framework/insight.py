"""Insight: what an alpha model expects of a security, how strongly, and for how long."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import FIRST_TIME, micros
from leanrig.engine.dotnet.time_span import dotnet_span
from leanrig.engine.dotnet.times import Time
from leanrig.engine.enums import InsightDirection, InsightType, Resolution
from leanrig.engine.errors import (
    ArgumentNullException,
    ArgumentOutOfRangeException,
    InvalidOperationException,
)
from leanrig.engine.framework.insight_periods import (
    INVALID_PERIOD,
    BarCount,
    CloseTime,
    Ending,
    EndOfTime,
    Function,
    Span,
    close_us_of,
)
from leanrig.engine.framework.insight_score import InsightScore
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO
from leanrig.engine.orders.base import aware

__all__ = ["Insight"]

_SECOND_US = 1_000_000
_NAMES = ("magnitude", "confidence", "source_model", "weight", "tag")


class Insight(Dotnet):
    """A view on one symbol.

    `Insight(symbol, period, type, direction, magnitude, confidence, source_model, weight, tag)`, where the period is a
    span or a function from local time to the end; a text after the direction is the tag; a datetime before the symbol
    is the time of the insight. `generated_us` and `close_us` are its times in microseconds UTC, None before emission.
    """

    reference_value = Shown("exact_reference_value")
    reference_value_final = Shown("exact_reference_value_final")
    estimated_value = Shown("exact_estimated_value")
    group_id: uuid.UUID | None
    generated_us: int | None
    close_us: int | None
    period: timedelta

    def __init__(self, *arguments: Any, **named: Any) -> None:
        given = list(arguments)
        generated = named.pop("generated_time_utc", None)
        if given and isinstance(given[0], datetime):
            generated = given.pop(0)
        names = ("symbol", "period", "type", "direction")
        if len(given) > 4 and isinstance(given[4], str):
            given[4:5] = [None, None, None, None, given[4]]
        values = dict(zip((*names, *_NAMES), given, strict=False)) | named
        period: Any = values.get("period", values.get("expiry_func"))
        ending: Ending = Function(period) if callable(period) else Span(period)
        self._make(
            values["symbol"], ending, values["type"], values["direction"], {name: values.get(name) for name in _NAMES}
        )
        if generated is not None:
            self.generated_us = micros(generated)
            self.close_us = self.generated_us + (self.period // timedelta(microseconds=1))

    def _make(self, symbol: Any, ending: Ending, kind: Any, direction: Any, given: dict[str, Any]) -> None:
        self.id = uuid.uuid4()
        self.group_id = None
        self.score = InsightScore()
        found = as_symbol(symbol)
        self.symbol: Symbol = symbol if found is None else found
        self.type = InsightType(int(kind))
        self.direction = InsightDirection(int(direction))
        self.magnitude = _double(given["magnitude"])
        self.confidence = _double(given["confidence"])
        self.weight = _double(given["weight"])
        self.source_model: str | None = given["source_model"]
        self.tag: str = given["tag"] or ""
        self.generated_us = self.close_us = None
        self.exact_reference_value: Decimal = ZERO
        self.exact_reference_value_final: Decimal = ZERO
        self.exact_estimated_value: Decimal = ZERO
        self._ending = ending
        # Only spans are known before the insight is emitted.
        self.period = ending.period if isinstance(ending, Span) else timedelta(0)

    # -- other ways to make one

    @classmethod
    def _of(
        cls, symbol: Any, ending: Ending, direction: Any, rest: tuple[Any, ...], named: dict[str, Any]
    ) -> "Insight":
        given = dict.fromkeys(_NAMES) | dict(zip(_NAMES, rest, strict=False)) | named
        made = object.__new__(cls)
        made._make(symbol, ending, InsightType.PRICE, direction, given)
        return made

    @staticmethod
    def price(symbol: Any, period: Any = None, *rest: Any, **named: Any) -> "Insight":
        """A price insight; the period is a span, `(resolution, bar_count)`, a local datetime or a function."""
        given = list(rest)
        for name in ("resolution", "close_time_local", "expiry_func"):
            if name in named:
                given = given if period is None else [period, *given]
                period = named.pop(name)
        ending: Ending
        if isinstance(period, Resolution):
            count = named.pop("bar_count") if "bar_count" in named else given.pop(0)
            ending = _bars(period, int(count))
        elif isinstance(period, datetime):
            ending = EndOfTime() if period == Time.END_OF_TIME else CloseTime(period)
        elif callable(period):
            ending = Function(period)
        else:
            ending = _span(period)
        direction = named.pop("direction") if "direction" in named else given.pop(0)
        return Insight._of(symbol, ending, direction, tuple(given), named)

    @staticmethod
    def group(*insights: Any) -> list["Insight"]:
        """Give insights one group id."""
        if len(insights) == 1 and isinstance(insights[0], Iterable):
            insights = tuple(insights[0])
        if any(insight is None for insight in insights):
            raise ArgumentNullException("Value cannot be null. (Parameter 'insights')")
        group_id = uuid.uuid4()
        for insight in insights:
            if insight.group_id is not None:
                raise InvalidOperationException(
                    f"Unable to set group id on insight {insight} because it has already been assigned to a group."
                )
            insight.group_id = group_id
        return list(insights)

    @staticmethod
    def compute_close_time(exchange_hours: Any, generated_time_utc: datetime, *period: Any) -> datetime:
        """The end of a span, or of `(resolution, bar_count)`, from a moment on."""
        probe = object.__new__(Insight)
        probe.generated_us = micros(generated_time_utc)
        if len(period) == 2:
            return aware(close_us_of(exchange_hours, probe.generated_us, period[0], int(period[1])))
        _span(period[0]).apply(probe, exchange_hours)
        assert probe.close_us is not None
        return aware(probe.close_us)

    def clone(self) -> "Insight":
        """A copy with the same id, group, times and score."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._ending = Span(self.period)
        return copy

    # -- times

    @property
    def generated_time_utc(self) -> datetime:
        return FIRST_TIME if self.generated_us is None else aware(self.generated_us)

    @generated_time_utc.setter
    def generated_time_utc(self, moment: datetime) -> None:
        self.generated_us = micros(moment)

    @property
    def close_time_utc(self) -> datetime:
        return FIRST_TIME if self.close_us is None else aware(self.close_us)

    @close_time_utc.setter
    def close_time_utc(self, moment: datetime) -> None:
        self.close_us = micros(moment)

    def set_period_and_close_time(self, exchange_hours: Any) -> None:
        """Work out the end from the time of the insight."""
        if self.generated_us is None:
            raise InvalidOperationException(
                "The insight's 'GeneratedTimeUtc' property must be set before calling SetPeriodAndCloseTime."
            )
        self._ending.apply(self, exchange_hours)

    def is_expired_at(self, now_us: int) -> bool:
        """As `is_expired`, for a moment in microseconds UTC."""
        return self.close_us is None or self.close_us < now_us

    def is_expired(self, utc_time: datetime) -> bool:
        return self.is_expired_at(micros(utc_time))

    def is_active(self, utc_time: datetime) -> bool:
        return not self.is_expired(utc_time)

    def expire_at(self, now_us: int) -> None:
        """As `expire`, for a moment in microseconds UTC."""
        if not self.is_expired_at(now_us):
            self.close_us = now_us - _SECOND_US
            self.period = timedelta(microseconds=self.close_us - (self.generated_us or 0))

    def expire(self, utc_time: datetime) -> None:
        """Let it end a second ago."""
        self.expire_at(micros(utc_time))

    cancel = expire

    # -- texts

    def __str__(self) -> str:
        text = (
            f"{self.id.hex}: {self.symbol} {self.type.to_string()} {self.direction.to_string()} "
            f"within {dotnet_span(self.period)}"
        )
        if self.magnitude is not None:
            text += f" by {self.magnitude:.15g}%"
        if self.confidence is not None:
            text += f" with {round(100 * self.confidence, 1):g}% confidence"
        if self.weight is not None:
            text += f" and {round(100 * self.weight, 1):g}% weight"
        return f"{text}: {self.tag}" if self.tag else text

    def short_to_string(self) -> str:
        text = f"{self.symbol.value} {self.type.to_string()} {self.direction.to_string()} {dotnet_span(self.period)}"
        if self.magnitude is not None:
            text += f" M:{self.magnitude:.15g}%"
        if self.confidence is not None:
            text += f" C:{round(100 * self.confidence, 1):g}%"
        if self.weight is not None:
            text += f" W:{round(100 * self.weight, 1):g}%"
        return f"{text}. {self.tag}" if self.tag else text


def _double(value: Any) -> float | None:
    return None if value is None else float(value)


def _bars(resolution: Resolution, count: int) -> BarCount:
    return BarCount(resolution, count)


def _span(period: timedelta) -> Span | EndOfTime:
    if period < timedelta(seconds=1):
        raise ArgumentOutOfRangeException(INVALID_PERIOD)
    return EndOfTime() if period == Time.END_OF_TIME - FIRST_TIME else Span(period)
