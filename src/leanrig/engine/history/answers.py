"""`algorithm.history`: called for frames and sequences, indexed with a type for sequences of that type."""

from dataclasses import replace
from typing import Any

from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, SecurityType
from leanrig.engine.history.forms import (
    Question,
    asked,
    custom_type,
    no_ticks,
    nothing_of,
    requests_for,
    symbols_of,
)
from leanrig.engine.history.reading import slices
from leanrig.engine.history.requests import Request, resolution_for
from leanrig.engine.history.sequences import dictionaries, memoized, type_name, values_of
from leanrig.engine.identity import Symbol, SymbolCache, as_symbol

__all__ = ["History"]


class History:
    """What `self.history` is.

    Parameters
    ----------
    algorithm
        Whose securities, clock and feed are used.
    """

    def __init__(self, algorithm: Any) -> None:
        self._algorithm = algorithm

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        algorithm = self._algorithm
        if args and _are_requests(args[0]):
            requests = [args[0]] if isinstance(args[0], Request) else list(args[0])
            return memoized(slices(algorithm, requests), "Slice")
        question = asked(args, kwargs)
        if question.is_bare:
            return self._slices(question)
        if isinstance(question.subject, str) and question.kind is None:
            return self._trade_bars(question)
        symbols = symbols_of(algorithm, question.subject)
        kind = question.kind or custom_type(algorithm, symbols)
        from leanrig.engine.history.frames import frame

        return frame(algorithm, requests_for(algorithm, question, symbols, kind))

    def __getitem__(self, kind: type) -> "_Typed":
        return _Typed(self._algorithm, kind)

    def _slices(self, question: Question) -> Any:
        algorithm = self._algorithm
        symbols = symbols_of(algorithm, None)
        requests = requests_for(algorithm, question, symbols, custom_type(algorithm, symbols))
        return memoized(slices(algorithm, requests), "Slice")

    def _trade_bars(self, question: Question) -> Any:
        """A ticker alone is asked for its trade bars, whatever its security has."""
        algorithm = self._algorithm
        symbol = SymbolCache.find(question.subject)
        if symbol is None:
            return memoized((), "TradeBar")
        if symbol.security_type in (SecurityType.FOREX, SecurityType.CFD):
            algorithm.error(
                "Calling History<TradeBar> method on a Forex or CFD security will return an empty result. "
                "Please use the generic version with QuoteBar type parameter."
            )
        question = _at_own_resolution(algorithm, question, symbol, TradeBar)
        if question.options.resolution is Resolution.TICK:
            raise no_ticks(counted=isinstance(question.window, int))
        requests = requests_for(algorithm, question, [symbol], None)
        return memoized(values_of(slices(algorithm, requests), TradeBar, symbol), "TradeBar")


def _are_requests(value: Any) -> bool:
    return isinstance(value, Request) or (
        isinstance(value, (list, tuple)) and bool(value) and isinstance(value[0], Request)
    )


class _Typed:
    """`self.history[TradeBar]`."""

    def __init__(self, algorithm: Any, kind: type) -> None:
        self._algorithm = algorithm
        self._kind = kind

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        algorithm, kind = self._algorithm, self._kind
        question = asked(args, kwargs, kind)
        single = _single(question.subject)
        symbols = [single] if single is not None else symbols_of(algorithm, question.subject)
        if single is not None and isinstance(question.window, int):
            question = _at_own_resolution(algorithm, question, single, kind)
        requests = requests_for(algorithm, question, symbols, kind)
        if single is None:
            return memoized(dictionaries(slices(algorithm, requests), kind), f"DataDictionary[{type_name(kind)}]")
        if not requests:
            raise nothing_of(single, kind)
        return memoized(values_of(slices(algorithm, requests), kind, single), type_name(kind))


def _at_own_resolution(algorithm: Any, question: Question, symbol: Symbol, kind: type) -> Question:
    """The question with a resolution where it had none: the finest that the symbol is subscribed with."""
    chosen = resolution_for(algorithm, symbol, question.options.resolution, kind)
    return replace(question, options=replace(question.options, resolution=chosen))


def _single(subject: Any) -> Symbol | None:
    return None if subject is None else as_symbol(subject)
