"""Teach pandas that tickers, identifiers and symbols mean the same row: `frame.loc["SPY"]`, `"SPY" in frame.index`.

Lean does so to the whole of pandas, for every frame that an algorithm makes, so an algorithm may rely on it for frames
of its own as well; a subclass of DataFrame would not survive `unstack`, `concat` and `groupby`. It happens once, in the
process that runs the algorithm, when its first frame is made.
"""

import functools
import importlib
from collections.abc import Callable
from typing import Any

from leanrig.engine.identity import Symbol, SymbolCache

__all__ = ["teach_pandas"]


def teach_pandas() -> None:
    """Let pandas find rows and columns by what a symbol is called."""
    import pandas as pd

    # The stubs of pandas do not know these two, which `loc` and `at` share.
    indexing: Any = importlib.import_module("pandas.core.indexing")
    index: Any = pd.Index
    table: Any = pd.DataFrame
    if getattr(index.get_loc, "knows_symbols", False):
        return
    for owner in (indexing._LocationIndexer, indexing._ScalarAccessIndexer, table):
        owner.__getitem__ = _finding(owner.__getitem__)
    index.get_loc = _finding(index.get_loc)
    index.__contains__ = _containing(index.__contains__)


def _mapped(key: Any) -> Any:
    """A key with symbols where texts name one."""
    kind = type(key)
    if kind is str:
        return SymbolCache.find(key) or key
    if kind is tuple:
        return tuple(_mapped(part) for part in key)
    if kind is list:
        return [_mapped(part) for part in key]
    return key


def _finding(function: Callable[..., Any]) -> Callable[..., Any]:
    """Try the symbol first, then the key as it is."""

    @functools.wraps(function)
    def find(self: Any, *args: Any, **kwargs: Any) -> Any:
        mapped = tuple(_mapped(argument) for argument in args)
        named = {name: _mapped(argument) for name, argument in kwargs.items()}
        try:
            return function(self, *mapped, **named)
        except KeyError:
            pass
        try:
            return function(self, *args, **kwargs)
        except KeyError:
            raise KeyError(
                "No key found for either mapped or original key. "
                f"Mapped Key: {_texts(mapped)}; Original Key: {_texts(args)}"
            ) from None

    find.knows_symbols = True  # type: ignore[attr-defined]
    return find


def _texts(keys: tuple[Any, ...]) -> list[str]:
    return [str(key) for key in keys if isinstance(key, (str, Symbol))]


def _containing(function: Callable[..., bool]) -> Callable[..., bool]:
    @functools.wraps(function)
    def contains(self: Any, key: Any) -> bool:
        return function(self, key) or function(self, _mapped(key))

    return contains
