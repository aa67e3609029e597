"""A security's volatility as option models and others ask for it."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from math import sqrt
from typing import Any, ClassVar

from leanrig.engine.data.config import span_of
from leanrig.engine.enums import DataNormalizationMode, Resolution
from leanrig.engine.errors import ArgumentOutOfRangeException
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO, from_double, shown

__all__ = [
    "BaseVolatilityModel",
    "IndicatorVolatilityModel",
    "NullVolatilityModel",
    "RelativeStandardDeviationVolatilityModel",
    "StandardDeviationOfReturnsVolatilityModel",
    "VolatilityModel",
    "VolatilityModelExtensions",
]

_YEAR = from_double(sqrt(252.0))
_PERIODS = {Resolution.TICK: 600, Resolution.SECOND: 600, Resolution.MINUTE: 60 * 24, Resolution.HOUR: 24 * 30}


class NullVolatilityModel(Dotnet):
    """Zero."""

    volatility: Any = 0.0

    def update(self, security: Any, data: Any) -> None:
        """Nothing to learn."""

    def get_history_requirements(self, security: Any, utc_time: datetime, *_: object) -> list[Any]:
        return []


class VolatilityModel(Dotnet):
    """Where Lean keeps the model that does nothing."""

    NULL: ClassVar[NullVolatilityModel] = NullVolatilityModel()


class BaseVolatilityModel(NullVolatilityModel):
    """The base of models that users write."""


class _Sampled(BaseVolatilityModel):
    """Takes a price every so often into a window."""

    def __init__(self, periods: int, span: timedelta) -> None:
        if periods < 2:
            raise ArgumentOutOfRangeException("'periods' must be greater than or equal to 2. (Parameter 'periods')")
        self._span = span
        self._window: deque[float] = deque(maxlen=int(periods))
        self._latest: datetime | None = None

    @property
    def exact_volatility(self) -> Decimal:
        """The volatility from the window."""
        raise NotImplementedError

    @property
    def volatility(self) -> float:
        return shown(self.exact_volatility) if len(self._window) > 1 else 0.0

    def update(self, security: Any, data: Any) -> None:
        """Take a data point in, when it is time for one."""
        if data.exact_value > 0 and (self._latest is None or data.end_time - self._latest >= self._span):
            self.take(data.exact_value)
            self._latest = data.end_time

    def take(self, price: Decimal) -> None:
        """Take a price in."""
        raise NotImplementedError


class StandardDeviationOfReturnsVolatilityModel(_Sampled):
    """Standard deviation of returns, by the year: `(periods, resolution, update_frequency)` or `(resolution, ...)`."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        by_resolution = bool(arguments) and isinstance(arguments[0], Resolution)
        names = ("resolution", "update_frequency") if by_resolution else ("periods", "resolution", "update_frequency")
        given = dict(zip(names, arguments, strict=False)) | keywords
        resolution, frequency = given.get("resolution"), given.get("update_frequency")
        usual = timedelta(days=1) if resolution is None else span_of(resolution)
        periods = given.get("periods", _PERIODS.get(resolution, 30) if resolution is not None else 30)
        super().__init__(int(periods), usual if frequency is None else frequency)
        self._before = ZERO

    def take(self, price: Decimal) -> None:
        if self._before > 0:
            self._window.append(shown(price / self._before) - 1.0)
        self._before = price

    @property
    def exact_volatility(self) -> Decimal:
        return from_double(_deviation(list(self._window)[::-1])) * _YEAR


class RelativeStandardDeviationVolatilityModel(_Sampled):
    """Standard deviation of prices over their mean."""

    def __init__(self, period_span: timedelta, periods: int) -> None:
        super().__init__(periods, period_span)

    def take(self, price: Decimal) -> None:
        self._window.append(shown(price))

    @property
    def exact_volatility(self) -> Decimal:
        values = list(self._window)[::-1]
        mean = abs(from_double(_mean(values)))
        return from_double(_deviation(values)) / mean if mean else ZERO


class IndicatorVolatilityModel(BaseVolatilityModel):
    """An indicator's value; a function may feed it."""

    def __init__(self, indicator: Any, indicator_update: Callable[[Any, Any, Any], None] | None = None) -> None:
        self._indicator = indicator
        self._feed = indicator_update

    @property
    def volatility(self) -> float:
        return float(self._indicator.current.value)

    def update(self, security: Any, data: Any) -> None:
        """Let the function feed the indicator."""
        if self._feed is not None:
            self._feed(security, data, self._indicator)


class VolatilityModelExtensions(Dotnet):
    """Warming a model up."""

    @staticmethod
    def warm_up(
        volatility_model: Any,
        algorithm: Any,
        security: Any,
        resolution: Resolution | None,
        bar_count: int,
        data_normalization_mode: DataNormalizationMode | None = None,
    ) -> None:
        """Feed a model with the last bars; raw prices are scaled to the newest ones."""
        kind = min(security.subscription_list, key=lambda config: config.tick_type._value_).type
        mode = data_normalization_mode
        if mode is DataNormalizationMode.RAW:
            mode = DataNormalizationMode.SCALED_RAW
        more = {} if mode is None else {"data_normalization_mode": mode}
        for bar in algorithm.history[kind](security.symbol, int(bar_count), resolution, **more):
            volatility_model.update(security, bar)


def _mean(values: list[float]) -> float:
    mean = 0.0
    for count, value in enumerate(values, 1):
        mean += (value - mean) / count
    return mean


def _deviation(values: list[float]) -> float:
    """Standard deviation of a sample, as it streams by."""
    spread, total = 0.0, values[0]
    for count, value in enumerate(values[1:], 2):
        total += value
        away = count * value - total
        spread += away * away / (count * (count - 1))
    return sqrt(spread / (len(values) - 1))
