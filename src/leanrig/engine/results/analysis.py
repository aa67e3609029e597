"""Findings about a run, as Lean's analyses word them: those that follow from the run's own figures alone.

Lean's other analyses look at the history of SPY, draw random numbers or measure the machine; they are left out.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from leanrig.engine.results.charts import Line
from leanrig.engine.statistics.portfolio_statistics import PortfolioStatistics

__all__ = ["findings"]

_WINDOW = 3
_HALF = 50.0


def findings(portfolio: PortfolioStatistics, margin: Iterable[Line]) -> list[dict[str, Any]]:
    """What is worth saying, the gravest first.

    Parameters
    ----------
    portfolio
        The whole run's statistics.
    margin
        The lines of the chart "Portfolio Margin".
    """
    found = [_no_value(portfolio.exact_end_equity), _idle_margin(list(margin))]
    return [finding for finding in found if finding is not None]


def _no_value(end_equity: Decimal) -> dict[str, Any] | None:
    if end_equity > 0:
        return None
    return {
        "name": "PortfolioValueIsNotPositiveAnalysis",
        "issue": "The portfolio equity dropped to zero or below.",
        "sample": True,
        "solutions": [
            "Add extended market hours or reduce the data resolution to potentially reduce the impact of gaps between "
            "bars.",
            "Reduce position sizes.",
            "If you disabled margin calls, re-enable them. Margin calls may reduce your holdings enough to avoid the "
            "error.",
            "Investigate if it's a data issue with one of the portfolio holdings that's cause the portfolio value to "
            "drop to <= 0.",
        ],
    }


def _idle_margin(lines: Sequence[Line]) -> dict[str, Any] | None:
    totals: dict[int, float] = {}
    for line in lines:
        for moment, values in line.points:
            value = values[-1]
            totals[moment] = totals.get(moment, 0.0) + (0.0 if value is None else float(value))
    idle = sum(mean < _HALF for mean in _moving_average([totals[moment] for moment in sorted(totals)]))
    if not idle:
        return None
    return {
        "name": "PortfolioMarginUsageAnalysis",
        "issue": "The algorithm sometimes only utilizes a small proportion of the margin available.",
        "sample": f"Number of days when the {_WINDOW}-day SMA of the margin usage drops below 50%: {idle}",
        "solutions": [
            "Adjust the strategy logic or position sizing to utilize more margin.",
            "If the algorithm logic leads to periods of time when the portfolio sits in cash, consider holding a "
            '"risk-free" asset during these periods.',
        ],
    }


def _moving_average(values: Sequence[float]) -> list[float]:
    """Means of the last three values, or of those that there are."""
    means = []
    for end in range(1, len(values) + 1):
        window = values[max(0, end - _WINDOW) : end]
        means.append(sum(window) / len(window))
    return means
