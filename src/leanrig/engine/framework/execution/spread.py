"""Orders while bid and ask are close together."""

from typing import Any

from leanrig.engine.framework.calls import own
from leanrig.engine.framework.execution.base import ExecutionModel
from leanrig.engine.framework.execution.order_sizing import unordered
from leanrig.engine.framework.execution.targets import PortfolioTargetCollection
from leanrig.engine.number import exact

__all__ = ["SpreadExecutionModel"]


class SpreadExecutionModel(ExecutionModel):
    """A market order for all that a target lacks once the spread is at most a share of the price."""

    def __init__(self, accepting_spread_percent: float = 0.005, asynchronous: bool = True) -> None:
        super().__init__(asynchronous)
        self._most = abs(exact(accepting_spread_percent))
        self._targets = PortfolioTargetCollection()

    def execute(self, algorithm: Any, targets: Any) -> None:
        self._targets.add_range(targets)
        if self._targets.is_empty:
            return
        for target in self._targets.order_by_margin_impact(algorithm):
            security = algorithm.securities[target.symbol]
            quantity = unordered(algorithm, target, security)
            if quantity and own(self, "price_is_favorable", security):
                algorithm.market_order(target.symbol, quantity, self.asynchronous, target.tag)
        self._targets.clear_fulfilled(algorithm)

    def price_is_favorable(self, security: Any) -> bool:
        """Whether the spread is narrow, in a market that is open."""
        price, bid, ask = security.exact_price, security.exact_bid_price, security.exact_ask_price
        if not security.exchange.exchange_open or price <= 0 or ask <= 0 or bid <= 0:
            return False
        return bool((ask - bid) / price <= self._most)
