"""`trade_builder` and `statistics`: how the run goes so far."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.enums import FillGroupingMethod, FillMatchingMethod
from leanrig.engine.errors import InvalidOperationException
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

    @property
    def trade_builder(self) -> TradeBuilder:
        return self._lean_trade_builder

    def set_trade_builder(self, trade_builder: TradeBuilder) -> None:
        """Group fills into trades in another way; only in initialize."""
        if self._lean_locked:
            raise InvalidOperationException("TradeBuilder cannot be changed after the algorithm was initialized.")
        self._lean_trade_builder = trade_builder

    @property
    def statistics(self) -> Any:
        return self._lean_statistics()
