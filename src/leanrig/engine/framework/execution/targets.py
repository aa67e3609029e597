"""Targets that wait to be fulfilled, one a symbol."""

from collections.abc import Iterable, Iterator
from typing import Any

from leanrig.engine.portfolio.targets import PortfolioTarget, by_margin_impact
from leanrig.engine.securities.dictionary import SymbolDictionary

__all__ = ["PortfolioTargetCollection"]


class PortfolioTargetCollection(SymbolDictionary[PortfolioTarget]):
    """Targets by symbol; iterating gives the targets."""

    def add(self, *args: Any) -> None:
        """`add(target)` or `add(symbol, target)`: the newest of a symbol counts."""
        if args[-1] is not None:
            self._items[args[-1].symbol] = args[-1]

    def add_range(self, targets: Iterable[PortfolioTarget]) -> None:
        for target in targets:
            self._items[target.symbol] = target

    def __iter__(self) -> Iterator[PortfolioTarget]:
        return iter(list(self._items.values()))

    @property
    def is_empty(self) -> bool:
        return not self._items

    def contains(self, key: Any, _: Any = None) -> bool:
        return (key.symbol if isinstance(key, PortfolioTarget) else key) in self

    def remove(self, key: Any) -> bool:
        """By symbol, or the target itself if it is the one that is kept."""
        if isinstance(key, PortfolioTarget):
            return self._items.get(key.symbol) is key and super().remove(key.symbol)
        return super().remove(key)

    def clear_fulfilled(self, algorithm: Any) -> None:
        """Forget targets that the holdings have reached."""
        for symbol, target in list(self._items.items()):
            security = algorithm.securities[symbol]
            short = abs(target.exact_quantity - security.holdings.exact_quantity)
            if short < security.symbol_properties.exact_lot_size:
                del self._items[symbol]

    def order_by_margin_impact(self, algorithm: Any) -> list[PortfolioTarget]:
        """In the order in which orders are best placed: reductions first, then by value."""
        return by_margin_impact(self._items.values(), algorithm) if self._items else []
