"""The many forms of `history(...)`, as Lean's overloads have them, brought to one question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType
from leanrig.engine.errors import ArgumentException, InvalidOperationException, NotThereYet
from leanrig.engine.history.requests import UNCOUNTED, Options, Request, by_count, by_dates, refuse_ticks, wall_us
from leanrig.engine.identity import Symbol, SymbolCache, as_symbol

__all__ = ["Question", "asked", "custom_type", "requests_for", "symbols_of"]

_SUBJECTS = ("tickers", "symbols", "symbol", "ticker", "universe")
_AFTER = (
    "resolution",
    "fill_forward",
    "extended_market_hours",
    "data_mapping_mode",
    "data_normalization_mode",
    "contract_depth_offset",
    "flatten",
)
_KNOWN = frozenset((*_SUBJECTS, *_AFTER, "type", "periods", "span", "start", "end"))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for.

    Attributes
    ----------
    subject
        What stood in the symbols' place; None for all securities.
    kind
        The type of data asked for.
    window
        A number of bars, a span, or (start, end).
    is_bare
        Neither symbols nor a type was given: slices are wanted.
    """

    subject: Any
    kind: type | None
    window: Any
    options: Options
    is_bare: bool


def asked(args: tuple[Any, ...], kwargs: dict[str, Any], kind: type | None = None) -> Question:
    """Return what a call means.

    Raises
    ------
    TypeError
        When no form fits.
    """
    unknown = set(kwargs) - _KNOWN
    if unknown:
        raise TypeError(f"No method matches given arguments for history: unknown {', '.join(sorted(unknown))}")
    rest = list(args)
    kind = kwargs.get("type", kind)
    if rest and isinstance(rest[0], type):
        kind = rest.pop(0)
    given = [kwargs[name] for name in _SUBJECTS if name in kwargs]
    is_bare = not given and not (rest and not _is_window(rest[0])) and kind is None
    if not given and rest and not _is_window(rest[0]):
        given = [rest.pop(0)]
    window = _window(rest, kwargs)
    options = dict(zip(_AFTER, rest, strict=False)) | {name: kwargs[name] for name in _AFTER if name in kwargs}
    return Question(given[0] if given else None, kind, window, _options(options), is_bare)


def _is_window(value: Any) -> bool:
    return isinstance(value, (int, float, timedelta, date)) and not isinstance(value, Resolution)


def _window(rest: list[Any], kwargs: dict[str, Any]) -> Any:
    """Take the window from the front of `rest`, or from the keywords."""
    if "periods" in kwargs:
        return int(kwargs["periods"])
    if "span" in kwargs:
        return kwargs["span"]
    moments = [rest.pop(0) for _ in range(2) if rest and isinstance(rest[0], date)]
    moments += [kwargs[name] for name in ("start", "end") if name in kwargs]
    if len(moments) == 2:
        return tuple(moments)
    if moments or not rest or not _is_window(rest[0]):
        raise TypeError("No method matches given arguments for history")
    first = rest.pop(0)
    return first if isinstance(first, timedelta) else int(first)


def _options(given: dict[str, Any]) -> Options:
    resolution, mode = given.get("resolution"), given.get("data_normalization_mode")
    return Options(
        resolution=None if resolution is None else Resolution(int(resolution)),
        fill_forward=given.get("fill_forward"),
        extended=given.get("extended_market_hours"),
        mode=None if mode is None else DataNormalizationMode(int(mode)),
    )


def symbols_of(algorithm: Any, subject: Any) -> list[Symbol]:
    """Symbols of a symbol, security, ticker or list of them; all securities' for None.

    Raises
    ------
    InvalidOperationException
        For a ticker that was never added, with Lean's text.
    ArgumentException
        For what is no symbol at all.
    """
    if subject is None:
        return [security.symbol for security in algorithm.securities.values()]
    if isinstance(subject, str) or as_symbol(subject) is not None:
        return [_symbol(subject)]
    if hasattr(subject, "selector") or type(subject).__name__.endswith("Universe"):
        raise NotThereYet("QCAlgorithm.history of a universe")
    if isinstance(subject, Iterable):
        return [_symbol(getattr(item, "key", item)) for item in subject]
    raise _no_symbol(subject)


def _symbol(item: Any) -> Symbol:
    if isinstance(item, str):
        return SymbolCache.get_symbol(item)
    found = as_symbol(item)
    if found is None:
        raise _no_symbol(item)
    return found


def _no_symbol(item: Any) -> ArgumentException:
    return ArgumentException(f"Argument type should be Symbol or a list of Symbol. Object: {item}. Type: {type(item)}")


def custom_type(algorithm: Any, symbols: list[Symbol]) -> type | None:
    """The user's own type that all of the symbols are of, if there is one."""
    kinds = set()
    for symbol in symbols:
        security = algorithm.securities.by_symbol(symbol)
        configs: list[SubscriptionDataConfig] = [] if security is None else security.subscription_list
        own = [config.type for config in configs if config.is_custom_data]
        kinds.add(own[0] if symbol.security_type is SecurityType.BASE and own else None)
    return kinds.pop() if len(kinds) == 1 else None


def requests_for(algorithm: Any, question: Question, symbols: list[Symbol], kind: type | None) -> list[Request]:
    """Requests that answer a question about these symbols."""
    window, options = question.window, question.options
    if isinstance(window, int):
        refuse_ticks(algorithm, symbols, options.resolution, kind)
        return by_count(algorithm, symbols, kind, window, options)
    if isinstance(window, tuple):
        start, end = (wall_us(algorithm, moment) for moment in window)
    else:
        start, end = wall_us(algorithm, algorithm.time - window), algorithm.now_us
    if end > algorithm.now_us and not isinstance(window, timedelta):
        algorithm.debug("Request for future history modified to end now.")
    return by_dates(algorithm, symbols, kind, start, end, options)


def nothing_of(symbol: Symbol, kind: type) -> ArgumentException:
    """What Lean says when a symbol has no data of a type."""
    return ArgumentException(
        "No history data could be fetched. This could be due to the specified security not being of the requested "
        f"type. Symbol: {symbol} Requested Type: {kind.__name__}"
    )


def no_ticks(*, counted: bool) -> InvalidOperationException:
    """What Lean says to a ticker with ticks, which are no trade bars and cannot be counted."""
    if counted:
        return InvalidOperationException(UNCOUNTED)
    return InvalidOperationException(
        "Calling History<TradeBar> method with Resolution.Tick will return an empty result. Please use the generic "
        "version with Tick type parameter or provide a list of Symbols to use the Slice history request API."
    )
