"""All securities of an algorithm by symbol."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.errors import InvalidOperationException, KeyNotFoundException
from leanrig.engine.identity import Symbol
from leanrig.engine.securities.clock import Clock
from leanrig.engine.securities.dictionary import SymbolDictionary, found_symbol
from leanrig.engine.securities.security import Security

__all__ = ["SecurityManager"]


class SecurityManager(SymbolDictionary[Security]):
    """`algorithm.securities`: symbol -> Security, with Lean's errors for unknown ones."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        # Those that have gone can still be asked for by symbol.
        self._ever: dict[Symbol, Security] = {}
        # Called with (security, added) whenever one comes or goes.
        self.watchers: list[Callable[[Security, bool], None]] = []
        # Makes a security that is not the user's (loop.services).
        self.benchmark_maker: Callable[[Symbol], Security] | None = None

    def create_benchmark_security(self, symbol: Symbol) -> Security:
        """A security of its own for a benchmark, not among the algorithm's."""
        if self.benchmark_maker is None:
            raise InvalidOperationException("securities cannot be made outside of a run")
        return self.benchmark_maker(symbol)

    def add(self, *args: Any) -> None:
        """`add(security)` or `add(symbol, security)`."""
        security: Security = args[-1]
        if security.symbol not in self._items:
            self._items[security.symbol] = self._ever[security.symbol] = security
            for watcher in self.watchers:
                watcher(security, True)

    def remove(self, key: Any) -> bool:
        symbol = self._key(key)
        security = None if symbol is None else self._items.pop(symbol, None)
        if security is None:
            return False
        for watcher in self.watchers:
            watcher(security, False)
        return True

    @property
    def total(self) -> list[Security]:
        """All there ever were."""
        return list(self._ever.values())

    def by_symbol(self, symbol: Symbol) -> Security | None:
        return self._ever.get(symbol)

    def __getitem__(self, key: Any) -> Security:
        found = self._ever.get(key if type(key) is Symbol else found_symbol(key))
        if found is None:
            raise self._missing(key)
        return found

    def __contains__(self, key: Any) -> bool:
        found = self._key(key)
        return found is not None and found in self._ever

    contains_key = __contains__

    def get(self, key: Any, default: Any = None) -> Any:
        found = self._key(key)
        return default if found is None else self._ever.get(found, default)

    def _missing(self, key: Any) -> Exception:
        return KeyNotFoundException(
            f"This asset symbol ({key}) was not found in your security list. Please add this security before using it. "
            "To prevent the exception, use self.securities.get(symbol), which returns None when the symbol is not "
            "found, or guard the access with 'if symbol in self.securities:'."
        )
