"""An autoregressive integrated moving average: what the next value would be."""

from collections import deque
from decimal import Decimal
from math import sqrt
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.indicators.parts import PartedIndicator
from leanrig.engine.number import ZERO, from_double, shown

__all__ = ["AutoRegressiveIntegratedMovingAverage", "TimeSeriesIndicator"]

Rows = list[list[float]]


class TimeSeriesIndicator(PartedIndicator):
    """The base: differences of a series and back. Series begin with the newest value."""

    @staticmethod
    def difference_series(d: int, series: list[float]) -> tuple[list[float], list[float]]:
        """Differences taken `d` times, and the last value of each series on the way."""
        heads = []
        for _ in range(d):
            heads.append(series[-1])
            series = [series[place] - series[place + 1] for place in range(len(series) - 1)]
        return series, heads

    @staticmethod
    def inverse_differenced_series(series: list[float], diff_heads: list[float]) -> list[float]:
        """The series that the differences were taken of."""
        for head in reversed(diff_heads):
            series = TimeSeriesIndicator.cumulative_sum([*series, head], True)
        return series

    @staticmethod
    def lagged_series(p: int, series: list[float], include_t: bool = False) -> Rows:
        """For each place from `p` on the `p` values before it."""
        first = 0 if include_t else 1
        return [[series[place - lag] for lag in range(first, p + 1)] for place in range(p, len(series))]

    @staticmethod
    def cumulative_sum(series: list[float], reverse: bool = False) -> list[float]:
        """Running sums, from the end where `reverse`."""
        total, sums = 0.0, []
        for value in reversed(series) if reverse else series:
            total += value
            sums.append(total)
        return sums[::-1] if reverse else sums


class AutoRegressiveIntegratedMovingAverage(TimeSeriesIndicator):
    """`(ar order, differences, ma order, period, intercept)`, fitted in two steps by least squares."""

    def __init__(self, *arguments: Any) -> None:
        name, given = (arguments[0], arguments[1:]) if isinstance(arguments[0], str) else ("", arguments)
        ar, diff, ma, period = (int(order) for order in given[:4])
        intercept = bool(given[4]) if len(given) > 4 else True
        if ar < 0 or ma < 0:
            raise ArgumentException("AR/MA orders cannot be negative.")
        if ar == 0:
            raise ArgumentException(
                "arOrder (p) must be greater than zero for all currently available fitting methods."
            )
        if period < max(ar, ma):
            raise ArgumentException("Period must exceed both arOrder and maOrder")
        super().__init__(name or f"ARIMA(({ar}, {diff}, {ma}), {period}, {intercept})")
        self._ar, self._diff, self._ma, self._has_intercept = ar, diff, ma, intercept
        self.needed = period
        self._values: deque[float] = deque(maxlen=period)
        self.ar_parameters: list[float] = []
        self.ma_parameters: list[float] = []
        self.intercept = self.ar_residual_error = self.ma_residual_error = 0.0
        self.handle_exceptions = True
        self._residuals: list[float] = []

    def forget(self) -> None:
        self._values.clear()

    @property
    def is_ready(self) -> bool:
        return len(self._values) == self.needed

    def compute(self, value: Decimal) -> Decimal:
        self._values.append(shown(value))
        if not self.is_ready:
            return ZERO
        series, heads = self.difference_series(self._diff, list(self._values)[::-1])
        self._fit(series)
        total = 0.0
        for place in range(self._ar):
            total += self.ar_parameters[place] * series[place]
        for place in range(self._ma):
            total += self.ma_parameters[place] * self._residuals[self._ma + place + 1]
        total += self.intercept
        if self._diff:
            total = self.inverse_differenced_series([total, *series], heads)[0]
        return from_double(total)

    def _fit(self, series: list[float]) -> None:
        lags = self.lagged_series(self._ar, series)
        found = _least_squares(lags, series[self._ar :])
        self._residuals = [0.0] * self._ar
        error = 0.0
        for place in range(self._ar, len(series)):
            residual = series[place] - _dot(lags[place - self._ar], found)
            error += residual**2
            self._residuals.append(residual)
        self.ar_residual_error = error / (len(series) - self._ar - 1)
        if not self._ma:
            self.ar_parameters = found
            return
        self._fit_errors(lags, series)

    def _fit_errors(self, lags: Rows, series: list[float]) -> None:
        """Fit the values and the errors of the first step together."""
        errors = self.lagged_series(self._ma, self._residuals)
        rows = [[*lag, *error] for lag, error in zip(lags, errors, strict=False)]
        fed = [[1.0, *row] for row in rows] if self._has_intercept else rows
        found = _least_squares(fed, series[self._ma :])
        parameters = found[1:] if self._has_intercept else found
        error = 0.0
        for place in range(self._ma, len(series)):
            error += (series[place] - _dot(rows[place - self._ma], parameters)) ** 2
        self.ma_residual_error = error / (len(series) - max(self._ar, self._ma) - 1)
        self.ar_parameters, self.ma_parameters = parameters[: self._ar], parameters[self._ar :]
        if self._has_intercept:
            self.intercept = found[0]


def _dot(one: list[float], other: list[float]) -> float:
    return sum((first * second for first, second in zip(one, other, strict=True)), 0.0)


def _least_squares(rows: Rows, values: list[float]) -> list[float]:
    """Solve the normal equations by Cholesky's factors; zeros where they have no solution."""
    width = len(rows[0])
    left = [[sum((row[i] * row[j] for row in rows), 0.0) for j in range(width)] for i in range(width)]
    right = [sum((row[i] * value for row, value in zip(rows, values, strict=True)), 0.0) for i in range(width)]
    factor = [[0.0] * width for _ in range(width)]
    for i in range(width):
        for j in range(i + 1):
            rest = left[i][j] - sum((factor[i][k] * factor[j][k] for k in range(j)), 0.0)
            if i != j:
                factor[i][j] = rest / factor[j][j]
            elif rest > 0:
                factor[i][i] = sqrt(rest)
            else:
                return [0.0] * width
    middle: list[float] = []
    for i in range(width):
        middle.append((right[i] - sum((factor[i][k] * middle[k] for k in range(i)), 0.0)) / factor[i][i])
    found = [0.0] * width
    for i in reversed(range(width)):
        found[i] = (middle[i] - sum((factor[k][i] * found[k] for k in range(i + 1, width)), 0.0)) / factor[i][i]
    return found
