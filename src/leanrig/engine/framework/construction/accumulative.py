"""A small share of the account for each active insight, added up by security."""

from typing import Any

from leanrig.engine.enums import InsightDirection, PortfolioBias
from leanrig.engine.framework.construction.base import PortfolioConstructionModel
from leanrig.engine.framework.insight import Insight
from leanrig.engine.identity import Symbol

__all__ = ["AccumulativeInsightPortfolioConstructionModel"]


class AccumulativeInsightPortfolioConstructionModel(PortfolioConstructionModel):
    """Every insight moves its security's share by `percent` in its direction; a flat one takes one step back."""

    def __init__(
        self,
        rebalance: Any = None,
        portfolio_bias: PortfolioBias = PortfolioBias.LONG_SHORT,
        percent: float = 0.03,
    ) -> None:
        self._begin(rebalance)
        self._bias = PortfolioBias(int(portfolio_bias))
        self._percent = abs(percent)

    def get_target_insights(self) -> list[Insight]:
        return sorted(self._in_order(), key=lambda insight: insight.generated_us or 0)

    def determine_target_percent(self, active_insights: list[Insight]) -> dict[Insight, float]:
        share_of: dict[Symbol, float] = {}
        first_of: dict[Symbol, Insight] = {}
        for insight in active_insights:
            symbol = insight.symbol
            first_of.setdefault(symbol, insight)
            share_of[symbol] = self._biased(self._moved(share_of.get(symbol), insight))
        return {insight: share_of[symbol] for symbol, insight in first_of.items()}

    def _moved(self, share: float | None, insight: Insight) -> float:
        if share is not None and insight.direction is InsightDirection.FLAT:
            if abs(share) < self._percent:
                share = 0.0
            else:
                share += -self._percent if share > 0 else self._percent
        return (share or 0.0) + self._percent * int(insight.direction)

    def _biased(self, share: float) -> float:
        sign = (share > 0) - (share < 0)
        return share if self._bias is PortfolioBias.LONG_SHORT or sign == int(self._bias) else 0.0
