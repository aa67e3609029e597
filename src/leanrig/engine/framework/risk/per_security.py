"""Positions are closed one by one when they lose or gain too much."""

from collections.abc import Iterator
from typing import Any

from leanrig.engine.framework.risk.base import RiskManagementModel
from leanrig.engine.number import exact
from leanrig.engine.portfolio.targets import PortfolioTarget

__all__ = ["MaximumDrawdownPercentPerSecurity", "MaximumUnrealizedProfitPercentPerSecurity"]


class MaximumDrawdownPercentPerSecurity(RiskManagementModel):
    """Close what has lost more than a share of its cost."""

    def __init__(self, maximum_drawdown_percent: float = 0.05) -> None:
        self._least = -abs(exact(maximum_drawdown_percent))

    def manage_risk(self, algorithm: Any, targets: Any) -> list[PortfolioTarget]:  # Lean's signature
        return [
            _closed(algorithm, security)
            for security in _invested(algorithm)
            if security.holdings.exact_unrealized_profit_percent < self._least
        ]


class MaximumUnrealizedProfitPercentPerSecurity(RiskManagementModel):
    """Close what has gained more than a share of its cost."""

    def __init__(self, maximum_unrealized_profit_percent: float = 0.05) -> None:
        self._most = abs(exact(maximum_unrealized_profit_percent))

    def manage_risk(self, algorithm: Any, targets: Any) -> list[PortfolioTarget]:  # Lean's signature
        return [
            _closed(algorithm, security)
            for security in _invested(algorithm)
            if security.holdings.exact_unrealized_profit_percent > self._most
        ]


def _invested(algorithm: Any) -> Iterator[Any]:
    return (security for security in algorithm.securities.values() if security.invested)


def _closed(algorithm: Any, security: Any) -> PortfolioTarget:
    algorithm.insights.cancel([security.symbol])
    return PortfolioTarget(security.symbol, 0)
