"""Positions are closed when they fall back too far from their best."""

from decimal import Decimal
from typing import Any

from leanrig.engine.framework.risk.base import RiskManagementModel
from leanrig.engine.identity import Symbol
from leanrig.engine.number import exact
from leanrig.engine.portfolio.targets import PortfolioTarget

__all__ = ["TrailingStopRiskManagementModel"]


class TrailingStopRiskManagementModel(RiskManagementModel):
    """Close what has fallen by more than a share from its best value since it was entered."""

    def __init__(self, maximum_drawdown_percent: float = 0.05) -> None:
        self._most = abs(exact(maximum_drawdown_percent))
        # Whether the position is long, and its best value, by symbol.
        self._best: dict[Symbol, tuple[bool, Decimal]] = {}

    def manage_risk(self, algorithm: Any, targets: Any) -> list[PortfolioTarget]:
        closed = []
        for security in algorithm.securities.values():
            symbol = security.symbol
            if not security.invested:
                self._best.pop(symbol, None)
            elif self._fell(security):
                algorithm.insights.cancel([symbol])
                self._best.pop(symbol, None)
                closed.append(PortfolioTarget(symbol, 0))
        return closed

    def _fell(self, security: Any) -> bool:
        symbol, holdings = security.symbol, security.holdings
        is_long, value = holdings.is_long, abs(holdings.exact_holdings_value)
        known = self._best.get(symbol)
        if known is None or known[0] is not is_long:
            known = self._best[symbol] = (is_long, abs(holdings.exact_holdings_cost))
        best = known[1]
        if (is_long and best < value) or (not is_long and best > value):
            self._best[symbol] = (is_long, value)
            return False
        return bool(abs((best - value) / best) > self._most)
