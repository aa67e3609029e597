"""A fixed list of symbols."""

from typing import Any

from leanrig.engine.errors import ArgumentNullException
from leanrig.engine.framework.selection.base import UniverseSelectionModel
from leanrig.engine.identity import Symbol, SymbolCache, as_symbol
from leanrig.engine.universe.universe import Universe
from leanrig.engine.universe.user_defined import ManualUniverse

__all__ = ["ManualUniverseSelectionModel"]


class ManualUniverseSelectionModel(UniverseSelectionModel):
    """`(symbols, universe_settings)`, or symbols one by one: one universe for each type and market."""

    def __init__(self, *symbols: Any, **named: Any) -> None:
        given = list(symbols)
        settings = named.get("universe_settings")
        if given and not isinstance(given[0], (Symbol, str)):
            settings = given[1] if len(given) > 1 else settings
            given = given[0]
        elif "symbols" in named:
            given = named["symbols"]
        if given is None:
            raise ArgumentNullException("Value cannot be null. (Parameter 'symbols')")
        found = [as_symbol(symbol) for symbol in given]
        self._symbols = [symbol for symbol in found if symbol is not None]
        self._settings = settings
        for symbol in self._symbols:
            SymbolCache.set(symbol.value, symbol)

    def create_universes(self, algorithm: Any) -> list[Universe]:
        settings = algorithm.universe_settings if self._settings is None else self._settings
        groups: dict[Any, list[Symbol]] = {}
        for symbol in self._symbols:
            groups.setdefault((symbol.id.market, symbol.security_type), []).append(symbol)
        made: list[Universe] = []
        for (market, kind), group in groups.items():
            code = abs(hash(tuple(str(symbol.id) for symbol in group))) % 10**9
            name = f"manual-universe-selection-model-{kind.to_string()}-{market}-{code}"
            config = algorithm._lean_universe_config(Symbol.create(name, kind, market), settings.resolution)
            made.append(ManualUniverse(config, settings, group))
        return made
