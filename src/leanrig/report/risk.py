"""Return, Sharpe ratio and drawdown by Lean's own rules, so that account and benchmark are measured alike."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Fall", "annual_return", "deviation", "drawdowns", "implied_rate", "sharpe", "worst_drawdown"]

Floats = NDArray[np.float64]

# Outside these a rate worked back from a rounded Sharpe ratio says nothing of interest.
_PLAUSIBLE_RATES = (-0.02, 0.25)


@dataclass(frozen=True, slots=True)
class Fall:
    """The deepest drawdown: places of peak and trough, depth as a fraction (never above 0)."""

    peak: int
    trough: int
    depth: float


def annual_return(first: float, last: float, years: float) -> float:
    """Compound growth a year."""
    if first <= 0 or years <= 0:
        return float("nan")
    return float((last / first) ** (1 / years) - 1) if last > 0 else -1.0


def deviation(returns: Floats, *, days_per_year: int) -> float:
    """Return the deviation of daily returns, scaled to a year; NaN for fewer than two."""
    return float(np.std(returns, ddof=1)) * days_per_year**0.5 if len(returns) > 1 else float("nan")


def sharpe(returns: Floats, *, days_per_year: int, rate: float) -> float:
    """Return (compounded mean - rate) / annualised deviation.

    Lean's rule: all calendar days count, weekends as days without change, and a year has `days_per_year` of them.
    """
    if len(returns) < 2:
        return float("nan")
    width = deviation(returns, days_per_year=days_per_year)
    grown = (1 + float(np.mean(returns))) ** days_per_year - 1
    return (grown - rate) / width if width > 0 else float("nan")


def implied_rate(returns: Floats, *, days_per_year: int, said: float) -> float | None:
    """Return the risk-free rate with which Lean must have counted to say this ratio; None where it is no rate."""
    if len(returns) < 2:
        return None
    width = deviation(returns, days_per_year=days_per_year)
    if width <= 0:
        return None
    rate = (1 + float(np.mean(returns))) ** days_per_year - 1 - said * width
    low, high = _PLAUSIBLE_RATES
    return rate if low <= rate <= high else None


def drawdowns(values: Floats) -> Floats:
    """Return the fall from the running peak at each place, as a fraction."""
    peaks = np.maximum.accumulate(values)
    return np.divide(values, peaks, out=np.ones(len(values)), where=peaks > 0) - 1


def worst_drawdown(values: Floats) -> Fall:
    """Return the deepest fall."""
    falls = drawdowns(values)
    trough = int(np.argmin(falls))
    return Fall(int(np.argmax(values[: trough + 1])), trough, float(falls[trough]))
