"""The whole account has lost too much."""

from typing import Any

from leanrig.engine.framework.risk.base import RiskManagementModel
from leanrig.engine.number import ONE, ZERO, exact
from leanrig.engine.portfolio.targets import PortfolioTarget

__all__ = ["MaximumDrawdownPercentPortfolio"]


class MaximumDrawdownPercentPortfolio(RiskManagementModel):
    """Sets new targets to nothing when the account is a share below its first value, or its highest if trailing."""

    def __init__(self, maximum_drawdown_percent: float = 0.05, is_trailing: bool = False) -> None:
        self._least = -abs(exact(maximum_drawdown_percent))
        self._is_trailing = is_trailing
        self._has_begun = False
        self._high = ZERO

    def manage_risk(self, algorithm: Any, targets: Any) -> list[PortfolioTarget]:
        value = algorithm.portfolio.exact_total_portfolio_value
        if not self._has_begun:
            self._high, self._has_begun = value, True
        if self._is_trailing and self._high < value:
            self._high = value
            return []
        if not len(targets) or value / self._high - ONE >= self._least:
            return []
        # Trading may begin again from here.
        self._has_begun = False
        closed = []
        for target in targets:
            algorithm.insights.cancel([target.symbol])
            closed.append(PortfolioTarget(target.symbol, 0))
        return closed
