"""fetch: bars from a provider into the store, as they came and in Lean's own layout."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leanrig.errors import BadInput
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol
from leanrig.providers.protocol import BarProvider
from leanrig.store.gaps import missing_sessions
from leanrig.store.lean_defaults import ensure_defaults
from leanrig.store.lean_format import write_lean
from leanrig.store.parquet_store import ParquetStore

__all__ = ["Fetched", "fetch"]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one symbol's fetch brought; `gaps` are sessions of the range without a bar."""

    bar_set: BarSet
    files: tuple[Path, ...]
    gaps: tuple[date, ...]


def fetch(
    data_folder: Path,
    symbols: Iterable[Symbol],
    provider: BarProvider,
    *,
    resolution: Resolution,
    start: date,
    end: date,
    last_year: int,
    progress: Callable[[float, str], None] = lambda share, word: None,  # noqa: ARG005
) -> list[Fetched]:
    """Fetch bars of `symbols` from `start` to `end` (both included) and keep them.

    Raises
    ------
    BadInput
        If the dates are reversed, a symbol is unknown, or bars break a law; what was kept before stays as it was.
    """
    if start > end:
        raise BadInput(f"the range ends ({end}) before it starts ({start})", cure="swap --from and --to")
    wanted = list(symbols)
    store = ParquetStore(data_folder)
    brought = []
    for number, symbol in enumerate(wanted):
        progress(number / len(wanted), str(symbol))
        store.append(provider.bars(symbol, resolution, start, end))
        whole = store.read(symbol, resolution)
        files = write_lean(whole, data_folder) + ensure_defaults(data_folder, [whole], last_year=last_year)
        brought.append(Fetched(whole, tuple(files), missing_sessions(whole)))
    progress(1.0, "")
    return brought
