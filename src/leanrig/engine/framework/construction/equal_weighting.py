"""The same share of the account for each security with a view."""

from typing import Any

from leanrig.engine.enums import InsightDirection, PortfolioBias, Resolution
from leanrig.engine.framework.construction.base import PortfolioConstructionModel, respects
from leanrig.engine.framework.insight import Insight
from leanrig.engine.number import ONE, ZERO, shown

__all__ = ["EqualWeightingPortfolioConstructionModel"]


class EqualWeightingPortfolioConstructionModel(PortfolioConstructionModel):
    """1/N, long or short by the insight's direction."""

    def __init__(
        self, rebalance: Any = Resolution.DAILY, portfolio_bias: PortfolioBias = PortfolioBias.LONG_SHORT
    ) -> None:
        self._begin(rebalance)
        self._bias = PortfolioBias(int(portfolio_bias))

    def respect_portfolio_bias(self, insight: Insight) -> bool:
        return respects(insight, self._bias)

    def determine_target_percent(self, active_insights: list[Insight]) -> dict[Insight, float]:
        counted = [
            insight
            for insight in active_insights
            if insight.direction is not InsightDirection.FLAT and self.respect_portfolio_bias(insight)
        ]
        share = shown(ONE / len(counted)) if counted else shown(ZERO)
        return {
            insight: (int(insight.direction) if self.respect_portfolio_bias(insight) else 0) * share
            for insight in active_insights
        }
