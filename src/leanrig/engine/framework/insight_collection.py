"""Insights by symbol: those that are still looked at, and all there ever were."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from leanrig.engine.data.base_data import micros
from leanrig.engine.errors import ArgumentException, KeyNotFoundException
from leanrig.engine.framework.insight import Insight
from leanrig.engine.framework.slots import Slots
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Dotnet
from leanrig.engine.orders.base import aware

__all__ = ["InsightCollection"]


class InsightCollection(Dotnet):
    """A list of insights that is a dictionary by symbol, too."""

    def __init__(self) -> None:
        self._total = 0
        self._complete: list[Insight] = []
        self._by_symbol: Slots[Symbol, list[Insight]] = Slots()

    @property
    def count(self) -> int:
        """Those that nobody has taken out, expired ones included."""
        return sum(len(insights) for insights in self._by_symbol.values())

    @property
    def total_count(self) -> int:
        return self._total

    def __len__(self) -> int:
        return self.count

    def __bool__(self) -> bool:
        return bool(self._by_symbol)

    def __iter__(self) -> Iterator[Insight]:
        return iter([insight for insights in self._by_symbol.values() for insight in insights])

    def add(self, item: Insight) -> None:
        self._total += 1
        self._complete.append(item)
        if item.symbol not in self._by_symbol:
            self._by_symbol[item.symbol] = []
        self._by_symbol[item.symbol].append(item)

    def add_range(self, insights: Iterable[Insight]) -> None:
        for insight in insights:
            self.add(insight)

    def contains(self, item: Insight) -> bool:
        return item in self._by_symbol.get(item.symbol, ())

    def __contains__(self, item: Any) -> bool:
        return self.contains(item) if isinstance(item, Insight) else self.contains_key(item)

    def contains_key(self, symbol: Any) -> bool:
        return bool(self._by_symbol.get(_symbol(symbol)))

    def remove(self, item: Insight) -> bool:
        """Take the first that is this one out."""
        insights = self._by_symbol.get(item.symbol)
        if insights is None or item not in insights:
            return False
        insights.remove(item)
        if not insights:
            self._by_symbol.pop(item.symbol)
        return True

    def __getitem__(self, symbol: Any) -> list[Insight]:
        found = self._by_symbol.get(_symbol(symbol))
        if found is None:
            raise KeyNotFoundException(f"The given key '{symbol}' was not present in the dictionary.")
        return list(found)

    def __setitem__(self, symbol: Any, insights: list[Insight]) -> None:
        self._total += len(insights)
        self._by_symbol[_symbol(symbol)] = list(insights)

    def try_get_value(self, symbol: Any, _: Any = None) -> tuple[bool, list[Insight] | None]:
        found = self._by_symbol.get(_symbol(symbol))
        return found is not None, None if found is None else list(found)

    def of(self, symbol: Symbol) -> list[Insight]:
        """Those of a symbol; none where there are none."""
        return list(self._by_symbol.get(symbol, ()))

    def clear(self, symbols: Iterable[Any]) -> None:
        """Forget these symbols."""
        for symbol in symbols:
            self._by_symbol.pop(_symbol(symbol))

    def next_expiry_us(self) -> int | None:
        """Moment of the earliest end, in microseconds UTC."""
        return min(
            (insight.close_us or 0 for insights in self._by_symbol.values() for insight in insights), default=None
        )

    def get_next_expiry_time(self) -> datetime | None:
        moment = self.next_expiry_us()
        return None if moment is None else aware(moment)

    def active_at(self, now_us: int) -> list[Insight]:
        """As `get_active_insights`, for a moment in microseconds UTC."""
        return [
            insight
            for insights in self._by_symbol.values()
            for insight in insights
            if not insight.is_expired_at(now_us)
        ]

    def get_active_insights(self, utc_time: datetime) -> list[Insight]:
        return self.active_at(micros(utc_time))

    def has_active_at(self, symbol: Symbol, now_us: int) -> bool:
        """As `has_active_insights`, for a moment in microseconds UTC."""
        return any(not insight.is_expired_at(now_us) for insight in self._by_symbol.get(symbol, ()))

    def has_active_insights(self, symbol: Any, utc_time: datetime) -> bool:
        return self.has_active_at(_symbol(symbol), micros(utc_time))

    def remove_expired_at(self, now_us: int) -> list[Insight]:
        """As `remove_expired_insights`, for a moment in microseconds UTC."""
        gone = [insight for insight in self if insight.is_expired_at(now_us)]
        for insight in gone:
            self.remove(insight)
        return gone

    def remove_expired_insights(self, utc_time: datetime) -> list[Insight]:
        """Take out those that have ended; they are returned."""
        return self.remove_expired_at(micros(utc_time))

    def remove_insights(self, filter: Callable[[Insight], bool]) -> None:  # Lean's name
        """Forget insights for good."""
        self._complete = [insight for insight in self._complete if not filter(insight)]
        for insight in list(self):
            if filter(insight):
                self.remove(insight)

    def get_insights(self, filter: Callable[[Insight], bool] | None = None) -> list[Insight]:
        """Of all insights there ever were, those that the filter takes."""
        if filter is not None and not callable(filter):
            raise ArgumentException(f"InsightCollection.GetInsights: {filter!r} is not a valid argument.")
        return [insight for insight in self._complete if filter is None or filter(insight)]


def _symbol(key: Any) -> Symbol:
    found = as_symbol(key)
    return Symbol.EMPTY if found is None else found
