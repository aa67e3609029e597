"""Orders at once."""

from typing import Any

from leanrig.engine.framework.execution.base import ExecutionModel
from leanrig.engine.framework.execution.order_sizing import unordered
from leanrig.engine.framework.execution.targets import PortfolioTargetCollection
from leanrig.engine.models.buying_power import above_minimum
from leanrig.engine.portfolio.targets import warn_below_minimum

__all__ = ["ImmediateExecutionModel"]


class ImmediateExecutionModel(ExecutionModel):
    """A market order for all that a target lacks."""

    def __init__(self, asynchronous: bool = True) -> None:
        super().__init__(asynchronous)
        self._targets = PortfolioTargetCollection()

    def execute(self, algorithm: Any, targets: Any) -> None:
        self._targets.add_range(targets)
        if self._targets.is_empty:
            return
        least = algorithm.settings.exact_minimum_order_margin_portfolio_percentage
        for target in self._targets.order_by_margin_impact(algorithm):
            security = algorithm.securities[target.symbol]
            quantity = unordered(algorithm, target, security, account_for_fees=True)
            if not quantity:
                continue
            margin = abs(security.buying_power_model.initial_margin(security, quantity)) if least else quantity
            if not least or above_minimum(algorithm.portfolio, least, margin):
                algorithm.market_order(security.symbol, quantity, self.asynchronous, target.tag)
            else:
                warn_below_minimum(algorithm)
        self._targets.clear_fulfilled(algorithm)
