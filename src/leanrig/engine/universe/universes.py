"""All universes of an algorithm: `self.universe_manager`."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.errors import KeyNotFoundException
from leanrig.engine.identity import Symbol
from leanrig.engine.securities.dictionary import SymbolDictionary
from leanrig.engine.universe.universe import Universe

__all__ = ["UniverseManager"]


class UniverseManager(SymbolDictionary[Universe]):
    """Universes by their symbol. `watcher` is called with each that is new."""

    def __init__(self) -> None:
        super().__init__()
        self.watcher: Callable[[Universe], None] | None = None

    def add(self, *args: Any) -> None:
        """`add(symbol, universe)`; one with a known symbol is passed over."""
        universe: Universe = args[-1]
        if universe.symbol not in self._items:
            self._items[universe.symbol] = universe
            if self.watcher is not None:
                self.watcher(universe)

    def remove(self, key: Any) -> bool:
        universe = self.pop(key)
        if universe is None:
            return False
        universe.dispose()
        return True

    def active(self, symbol: Symbol) -> bool:
        """Whether any universe has a symbol among its members."""
        return any(symbol in universe.entries for universe in self._items.values())

    @property
    def active_securities(self) -> SymbolDictionary[Any]:
        found: dict[Symbol, Any] = {}
        for universe in self._items.values():
            for symbol, entry in universe.entries.items():
                found.setdefault(symbol, entry.security)
        return SymbolDictionary(found)

    def _missing(self, key: Any) -> Exception:
        return KeyNotFoundException(
            f"This universe symbol ({key}) was not found in your universe list. Please add this security or check it "
            f"exists before using it with 'Universes.ContainsKey(\"{key}\")'"
        )
