"""What execution models share that wait for a better price."""

from decimal import Decimal
from typing import Any

from leanrig.engine.framework.calls import own
from leanrig.engine.framework.execution.base import ExecutionModel
from leanrig.engine.framework.execution.order_sizing import unordered
from leanrig.engine.framework.execution.targets import PortfolioTargetCollection
from leanrig.engine.identity import Symbol

__all__ = ["WaitingExecutionModel"]


class WaitingExecutionModel(ExecutionModel):
    """Keeps targets until they are fulfilled, and orders a part whenever the price is favourable."""

    def __init__(self, asynchronous: bool = True) -> None:
        super().__init__(asynchronous)
        self._targets = PortfolioTargetCollection()
        self._data: dict[Symbol, Any] = {}

    def execute(self, algorithm: Any, targets: Any) -> None:
        self._targets.add_range(targets)
        if self._targets.is_empty:
            return
        for target in self._targets.order_by_margin_impact(algorithm):
            data = self._data.get(target.symbol)
            if data is None:
                continue
            quantity = self._order_size(data, unordered(algorithm, target, data.security))
            if quantity:
                algorithm.market_order(target.symbol, quantity, self.asynchronous, target.tag)
        self._targets.clear_fulfilled(algorithm)

    def _order_size(self, data: Any, quantity: Decimal) -> Decimal:
        raise NotImplementedError

    def _watch(self, algorithm: Any, security: Any) -> Any:
        raise NotImplementedError

    def on_securities_changed(self, algorithm: Any, changes: Any) -> None:
        for added in changes.added_securities:
            if added.symbol not in self._data:
                self._data[added.symbol] = self._watch(algorithm, added)
        for removed in changes.removed_securities:
            data = self._data.get(removed.symbol)
            if data is not None and own(self, "is_safe_to_remove", algorithm, removed.symbol):
                del self._data[removed.symbol]
                algorithm.subscription_manager.remove_consolidator(removed.symbol, data.consolidator)

    def is_safe_to_remove(self, algorithm: Any, symbol: Symbol) -> bool:
        """Whether no universe has the symbol any more."""
        return not algorithm.universe_manager.active(symbol)
