"""How much money a strategy could manage: Lean's estimate from its least liquid security."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from leanrig.engine.number import ZERO
from leanrig.engine.statistics.symbol_capacity import SymbolCapacity

__all__ = ["CapacityEstimate"]

_DAY_US = 86_400_000_000
_MOST_DAYS = 7
_STEP = Decimal("1000.00")
_NEW, _OLD = Decimal("0.33"), Decimal("0.66")


class CapacityEstimate:
    """Takes snapshots once a week, or once for shorter runs.

    Parameters
    ----------
    algorithm
        The running algorithm.
    start_us, end_us
        The run's first and last moment as wall-clock times of the algorithm's zone.

    Attributes
    ----------
    is_watching
        Whether some security's volume is being looked at: `see` is then wanted at each moment.
    next_snapshot_us
        The UTC midnight from which the next snapshot is due.
    """

    def __init__(self, algorithm: Any, start_us: int, end_us: int) -> None:
        self._algorithm = algorithm
        self._period_us = max(min(end_us - start_us - _DAY_US, _MOST_DAYS * _DAY_US), _DAY_US)
        self._due_us = start_us + self._period_us
        self._all: dict[Any, SymbolCapacity] = {}
        self._watched: list[SymbolCapacity] = []
        self._capacity = ZERO
        self.lowest: Any = None

    @property
    def exact_capacity(self) -> Decimal:
        """The estimate to the nearest thousand."""
        return _STEP * (self._capacity / _STEP).quantize(Decimal(1), rounding=ROUND_HALF_UP)

    @property
    def is_watching(self) -> bool:
        return bool(self._watched)

    @property
    def next_snapshot_us(self) -> int | None:
        """The first UTC midnight at which a snapshot is due; None while nothing was traded."""
        return -(-self._due_us // _DAY_US) * _DAY_US if self._all else None

    def fill(self, event: Any) -> None:
        """Take a fill and look at the market's volume after it."""
        capacity = self._all.get(event.symbol)
        if capacity is None:
            capacity = self._all[event.symbol] = SymbolCapacity(self._algorithm.securities[event.symbol])
        capacity.fill(event)
        if capacity not in self._watched:
            self._watched.append(capacity)

    def see(self, moment_us: int, *, force: bool = False) -> None:
        """Take the market's volume of a moment; a snapshot when it is due, or forced at the end."""
        if self._watched:
            slice_ = self._algorithm.current_slice
            self._watched = [one for one in self._watched if not one.see(slice_, moment_us)]
        day_us = moment_us // _DAY_US * _DAY_US
        if self._all and (force or day_us >= self._due_us):
            self._snapshot(moment_us, day_us)

    def _snapshot(self, moment_us: int, day_us: int) -> None:
        total = self._algorithm.portfolio.exact_total_portfolio_value
        if not total:
            return
        smallest = min(self._all.values(), key=lambda one: one.exact_market_dollar_volume)
        self.lowest = smallest.security.symbol
        sales = sum((one.exact_sale_volume for one in self._all.values()), ZERO)
        traded = smallest.exact_sale_volume / sales if sales else ZERO
        share = max(traded, _position(smallest.security) / total)
        volume = smallest.exact_market_dollar_volume / smallest.trades
        fresh = volume / share if share else self._capacity
        self._capacity = _NEW * fresh + self._capacity * _OLD if self._capacity else fresh
        self._forget(moment_us)
        self._due_us = day_us + self._period_us

    def _forget(self, moment_us: int) -> None:
        """Start anew with each security; leave out those that are gone."""
        for symbol, capacity in list(self._all.items()):
            if not capacity.is_forgotten(moment_us):
                capacity.start_anew()
                continue
            del self._all[symbol]
            self._watched = [one for one in self._watched if one is not capacity]


def _position(security: Any) -> Decimal:
    """The size of a position by the margin that it binds."""
    from leanrig.engine.models.buying_power_parameters import ReservedBuyingPowerForPositionParameters

    bound = security.buying_power_model.get_reserved_buying_power_for_position(
        ReservedBuyingPowerForPositionParameters(security)
    )
    return bound.exact_absolute_used_buying_power * security.exact_leverage  # type: ignore[no-any-return]
