"""Orders while the price is some standard deviations better than its mean."""

from decimal import Decimal
from typing import Any

from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution
from leanrig.engine.framework.calls import own
from leanrig.engine.framework.execution.order_sizing import of_maximum_value
from leanrig.engine.framework.execution.waiting import WaitingExecutionModel
from leanrig.engine.indicators.dispersion import StandardDeviation
from leanrig.engine.indicators.moving_averages import SimpleMovingAverage
from leanrig.engine.naming import Shown
from leanrig.engine.number import ZERO, exact

__all__ = ["StandardDeviationExecutionModel"]


class StandardDeviationExecutionModel(WaitingExecutionModel):
    """Buys below mean - n deviations, sells above mean + n deviations; a most value at once."""

    maximum_order_value = Shown("exact_maximum_order_value")

    def __init__(
        self,
        period: int = 60,
        deviations: float = 2,
        resolution: Resolution = Resolution.MINUTE,
        asynchronous: bool = True,
    ) -> None:
        super().__init__(asynchronous)
        self._period, self._deviations = period, exact(deviations)
        self._resolution = Resolution(int(resolution))
        self.exact_maximum_order_value = Decimal(20000)

    def _order_size(self, data: Any, quantity: Decimal) -> Decimal:
        if not data.std.is_ready or not own(self, "price_is_favorable", data, quantity):
            return ZERO
        return of_maximum_value(data.security, self.exact_maximum_order_value, quantity)

    def _watch(self, algorithm: Any, security: Any) -> Any:
        return _Band(algorithm, security, self._period, self._resolution)

    def price_is_favorable(self, data: Any, unordered_quantity: Any) -> bool:
        """Whether the market is far enough on the right side of the mean."""
        width = self._deviations * data.std.exact
        security = data.security
        if unordered_quantity > 0:
            return bool(security.exact_bid_price < data.sma.exact - width)
        return bool(security.exact_ask_price > data.sma.exact + width)


class _Band:
    def __init__(self, algorithm: Any, security: Any, period: int, resolution: Resolution) -> None:
        symbol = security.symbol
        self.security = security
        self.consolidator = algorithm.resolve_consolidator(symbol, resolution)
        self.sma = SimpleMovingAverage(algorithm.create_indicator_name(symbol, f"SMA{period}", resolution), period)
        self.std = StandardDeviation(algorithm.create_indicator_name(symbol, f"STD{period}", resolution), period)
        for indicator in (self.sma, self.std):
            algorithm.register_indicator(symbol, indicator, self.consolidator)
        for bar in algorithm.history[TradeBar](symbol, period, resolution):
            for indicator in (self.sma, self.std):
                indicator.advance(bar.end_us, bar.exact_value)
