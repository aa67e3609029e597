"""Orders while the price is better than the day's volume weighted mean."""

from decimal import Decimal
from typing import Any

from leanrig.engine.framework.calls import own
from leanrig.engine.framework.execution.order_sizing import of_percent_volume
from leanrig.engine.framework.execution.waiting import WaitingExecutionModel
from leanrig.engine.indicators.volume_weighted import IntradayVwap
from leanrig.engine.naming import Shown
from leanrig.engine.number import ZERO

__all__ = ["VolumeWeightedAveragePriceExecutionModel"]


class VolumeWeightedAveragePriceExecutionModel(WaitingExecutionModel):
    """Buys below the mean, sells above it; at most a share of the bar's volume at once."""

    maximum_order_quantity_percent_volume = Shown("exact_maximum_order_quantity_percent_volume")

    def __init__(self, asynchronous: bool = True) -> None:
        super().__init__(asynchronous)
        self.exact_maximum_order_quantity_percent_volume = Decimal("0.01")

    def _order_size(self, data: Any, quantity: Decimal) -> Decimal:
        if not own(self, "price_is_favorable", data, quantity):
            return ZERO
        return of_percent_volume(data.security, self.exact_maximum_order_quantity_percent_volume, quantity)

    def _watch(self, algorithm: Any, security: Any) -> Any:
        return _Mean(algorithm, security)

    def price_is_favorable(self, data: Any, unordered_quantity: Any) -> bool:
        """Whether the market is on the right side of the mean."""
        security, mean = data.security, data.vwap.exact
        if unordered_quantity > 0:
            return bool(security.exact_bid_price < mean)
        return bool(security.exact_ask_price > mean)


class _Mean:
    def __init__(self, algorithm: Any, security: Any) -> None:
        symbol, resolution = security.symbol, security.resolution
        self.security = security
        self.consolidator = algorithm.resolve_consolidator(symbol, resolution)
        self.vwap = IntradayVwap(algorithm.create_indicator_name(symbol, "VWAP", resolution))
        algorithm.register_indicator(symbol, self.vwap, self.consolidator, lambda bar: bar)
