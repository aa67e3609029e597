"""`self.candlestick_patterns.doji(symbol)`: patterns that the algorithm makes and feeds itself."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.indicators.candlesticks.catalogue import PATTERNS
from leanrig.engine.indicators.shortcuts import planned
from leanrig.engine.naming import Dotnet, snake

__all__ = ["CandlestickPatterns"]


class CandlestickPatterns(Dotnet):
    """The patterns by name: `(symbol, resolution, selector)`, some with how far the last bar must reach after it."""

    def __init__(self, algorithm: Any) -> None:
        self._algorithm = algorithm

    def __getattr__(self, name: str) -> Any:
        short = snake(name)
        if name in (short, short.title().replace("_", "")) and short in PATTERNS:
            return self._make(short)
        return super().__getattr__(name)

    def _make(self, name: str) -> Callable[..., Any]:
        def make(symbol: Any, *arguments: Any, **keywords: Any) -> Any:
            algorithm = self._algorithm
            asked = planned(PATTERNS[name], name, arguments, keywords)
            found = algorithm._lean_symbol_of(symbol)
            pattern = asked.build(algorithm.create_indicator_name(found, asked.form, asked.resolution))
            # Lean does not warm these up by itself.
            algorithm._lean_register(found, pattern, asked.resolution, asked.selector, asked.field)
            return pattern

        return make
