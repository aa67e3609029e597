"""Slippage by the market impact of an order: permanent, temporary, and noise from .NET's seeded random numbers."""

from collections import deque
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import cos, log, pi, sqrt
from typing import Any

from leanrig.engine.consolidators.bars import TradeBarConsolidator
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.dotnet.random import Random
from leanrig.engine.enums import Resolution, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.models.slippage import NullSlippageModel
from leanrig.engine.number import ONE, ZERO, from_double, shown

__all__ = ["MarketImpactSlippageModel"]

_YEAR = timedelta(days=370)
_DAY_S = 86400.0


class MarketImpactSlippageModel(NullSlippageModel):
    """Almgren's model. The first security that it is asked about is the one whose volume and volatility it knows."""

    def __init__(
        self,
        algorithm: Any,
        non_negative: bool = True,
        latency: float = 0.075,
        impact_time: float = 1800.0,
        alpha: float = 0.891,
        beta: float = 0.600,
        gamma: float = 0.314,
        eta: float = 0.142,
        delta: float = 0.267,
        random_seed: int = 50,
    ) -> None:
        for name, value in (("Latency", latency), ("impactTime", impact_time)):
            if value <= 0:
                raise ArgumentException(f"{name} cannot be less than or equal to 0.")
        self._algorithm = algorithm
        self._non_negative = non_negative
        self._latency, self._impact_time = float(latency), float(impact_time)
        self._alpha, self._beta, self._gamma, self._eta = float(alpha), float(beta), float(gamma), float(eta)
        self._random = Random(random_seed)
        self._known: _Known | None = None

    def exact_slippage(self, security: Any, order: Any) -> Decimal:
        if security.type in (SecurityType.FOREX, SecurityType.CFD):
            raise ArgumentException(
                f"Asset of {security.type.to_string()} is not supported as MarketImpactSlippageModel requires volume "
                "data"
            )
        if self._known is None:
            self._known = _Known(self._algorithm, security)
        known = self._known
        if not known.volume:
            return ZERO
        session = security.exchange.hours.regular_market_duration.total_seconds() / _DAY_S
        execution = self._latency / _DAY_S / session
        impact_time = execution + self._impact_time / _DAY_S / session
        size = shown(abs(order.exact_quantity)) / execution / known.volume
        noise = known.sigma * sqrt(impact_time)
        permanent = known.sigma * execution * (self._gamma * size**self._alpha) + self._gauss() * noise
        temporary = known.sigma * (self._eta * size**self._beta) + self._gauss() * noise
        realized = temporary + permanent * 0.5
        share = min(from_double(realized * self._random.next_double()), ONE)
        return (max(ZERO, share) if self._non_negative else share) * Decimal(security.exact_price)

    def _gauss(self) -> float:
        first, second = 1 - self._random.next_double(), 1 - self._random.next_double()
        return sqrt(-2.0 * log(first)) * cos(2.0 * pi * second)


class _Known:
    """Volatility of daily returns over a year, and the volume of the last ten days."""

    def __init__(self, algorithm: Any, security: Any) -> None:
        self.sigma = self.volume = 0.0
        self._closes: deque[Decimal] = deque(maxlen=252)
        self._volumes: deque[Decimal] = deque(maxlen=10)
        days = TradeBarConsolidator(timedelta(days=1))
        days.data_consolidated += self._take
        algorithm.subscription_manager.add_consolidator(security.symbol, days)
        now: datetime = algorithm.time
        for bar in algorithm.history[TradeBar](security.symbol, now - _YEAR, now, Resolution.DAILY):
            days.update(bar)

    def _take(self, _: object, bar: Any) -> None:
        self._closes.append(bar.exact_close)
        self._volumes.append(bar.exact_volume)
        if len(self._closes) < 2:
            return
        closes = list(self._closes)[::-1]
        changes = [shown((new - old) / old) if old else 0.0 for new, old in pairwise(closes)]
        self.sigma = sqrt(_variance(changes))
        self.volume = shown(sum(self._volumes, ZERO) / len(self._volumes))


def _variance(values: list[float]) -> float:
    if len(values) < 2:
        return float("nan")
    spread, total = 0.0, values[0]
    for count, value in enumerate(values[1:], 2):
        total += value
        away = count * value - total
        spread += away * away / (count * (count - 1))
    return spread / (len(values) - 1)
