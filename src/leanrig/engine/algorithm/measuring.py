"""`trade_builder` and `statistics`: how the run goes so far."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import FillGroupingMethod, FillMatchingMethod
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.models.interest_rates import InterestRateProvider, rate_of
from leanrig.engine.naming import Dotnet
from leanrig.engine.statistics.trade_builder import TradeBuilder

__all__ = ["MeasuringMixin"]


class MeasuringMixin(Dotnet):
    """What an algorithm can know of its own trades and statistics."""

    _lean_locked: bool
    _lean_trade_builder: TradeBuilder
    # Set by the wiring: the statistics as of now.
    _lean_statistics: Callable[[], Any]

    def _lean_make_measuring(self) -> None:
        """State of a new algorithm."""
        self._lean_trade_builder = TradeBuilder(FillGroupingMethod.FILL_TO_FILL, FillMatchingMethod.FIFO)
        self._lean_rates: Any = InterestRateProvider()

    @property
    def trade_builder(self) -> TradeBuilder:
        return self._lean_trade_builder

    def set_trade_builder(self, trade_builder: TradeBuilder) -> None:
        """Group fills into trades in another way; only in initialize."""
        if self._lean_locked:
            raise InvalidOperationException("TradeBuilder cannot be changed after the algorithm was initialized.")
        self._lean_trade_builder = trade_builder

    @property
    def risk_free_interest_rate_model(self) -> Any:
        return self._lean_rates

    def set_risk_free_interest_rate_model(self, model: Any) -> None:
        """Take the risk-free rate of statistics from a model."""
        self._lean_rates = model

    def _lean_interest_rate(self, day: date) -> Decimal:
        """The risk-free rate of a date."""
        return rate_of(self._lean_rates, day)

    @property
    def statistics(self) -> Any:
        return self._lean_statistics()
