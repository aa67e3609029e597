"""Shares of the account as the insights themselves weigh, or are confident."""

from leanrig.engine.framework.calls import own
from leanrig.engine.framework.construction.equal_weighting import EqualWeightingPortfolioConstructionModel
from leanrig.engine.framework.insight import Insight

__all__ = ["ConfidenceWeightedPortfolioConstructionModel", "InsightWeightingPortfolioConstructionModel"]


class InsightWeightingPortfolioConstructionModel(EqualWeightingPortfolioConstructionModel):
    """Each insight's weight; scaled down where they sum to more than 1."""

    _takes_all = False

    def should_create_target_for_insight(self, insight: Insight) -> bool:
        return insight.weight is not None

    def determine_target_percent(self, active_insights: list[Insight]) -> dict[Insight, float]:
        total = 0.0
        for insight in active_insights:
            if self.respect_portfolio_bias(insight):
                total += own(self, "get_value", insight)
        factor = 1 / total if total > 1 else 1.0
        return {
            insight: (int(insight.direction) if self.respect_portfolio_bias(insight) else 0)
            * own(self, "get_value", insight)
            * factor
            for insight in active_insights
        }

    def get_value(self, insight: Insight) -> float:
        return 0.0 if insight.weight is None else abs(insight.weight)


class ConfidenceWeightedPortfolioConstructionModel(InsightWeightingPortfolioConstructionModel):
    """Each insight's confidence; scaled down where they sum to more than 1."""

    def should_create_target_for_insight(self, insight: Insight) -> bool:
        return insight.confidence is not None

    def get_value(self, insight: Insight) -> float:
        return 0.0 if insight.confidence is None else insight.confidence
