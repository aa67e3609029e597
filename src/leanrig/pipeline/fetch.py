"""fetch: bars from a provider or the chain of vendors into the store, as they came and in Lean's own layout."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from leanrig.clock import utc_now
from leanrig.errors import BadInput
from leanrig.model.bars import BarSet
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol
from leanrig.pipeline.side_by_side import side_by_side
from leanrig.pipeline.vendor_fetch import Brought, VendorFetch
from leanrig.providers.chain import Chain
from leanrig.providers.failures import UnknownSymbol
from leanrig.providers.protocol import BarProvider
from leanrig.store.coverage import DayRange
from leanrig.store.gaps import missing_sessions
from leanrig.store.lean_defaults import ensure_defaults
from leanrig.store.lean_sync import sync_lean
from leanrig.store.parquet_store import ParquetStore

__all__ = ["Fetched", "Told", "fetch"]


class Told(Protocol):
    """Called with the share that is done, a word on where it stands, and the seconds left where a limit sets them."""

    def __call__(self, share: float, word: str, left_s: float | None = None, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is there of one symbol now; `gaps` are sessions without a bar, `brought` is what this fetch changed."""

    bar_set: BarSet
    files: tuple[Path, ...]
    gaps: tuple[date, ...]
    brought: Brought = field(default_factory=Brought)


@dataclass(frozen=True, slots=True)
class _Job:
    data_folder: Path
    provider: BarProvider | Chain
    resolution: Resolution
    days: DayRange
    last_year: int
    now: datetime
    watch: "_Watch"


def fetch(
    data_folder: Path,
    symbols: Iterable[Symbol],
    provider: BarProvider | Chain,
    *,
    resolution: Resolution,
    start: date,
    end: date,
    last_year: int,
    now: datetime | None = None,
    progress: Told = lambda share, word, left_s=None, /: None,  # noqa: ARG005
    warn: Callable[[str], None] = lambda words: None,  # noqa: ARG005
) -> list[Fetched]:
    """Fetch bars of `symbols` from `start` to `end` (both included) and keep them.

    From the chain only what is missing is asked for, several symbols at once; a symbol that nobody knows is skipped
    with a warning where others remain.

    Raises
    ------
    BadInput
        If the dates are reversed, a symbol is unknown, or bars break a law; what was kept before stays as it was.
    VendorFailed
        If nobody answered for a symbol. The other symbols are finished first.
    """
    if start > end:
        raise BadInput(f"the range ends ({end}) before it starts ({start})", cure="swap --from and --to")
    wanted = list(dict.fromkeys(symbols))
    watch = _Watch(progress, len(wanted))
    job = _Job(data_folder, provider, resolution, DayRange(start, end), last_year, now or utc_now(), watch)
    if isinstance(provider, Chain):
        brought = _from_chain(job, wanted, warn)
    else:
        brought = [_from_one(job, provider, number, symbol) for number, symbol in enumerate(wanted)]
    progress(1.0, "")
    return brought


def _from_chain(job: _Job, wanted: Sequence[Symbol], warn: Callable[[str], None]) -> list[Fetched]:
    found = side_by_side([lambda symbol=symbol: _vendor_symbol(job, symbol) for symbol in wanted])  # type: ignore[misc]
    unknown = [error for error in found if isinstance(error, UnknownSymbol)]
    for outcome in found:
        if isinstance(outcome, Exception) and (outcome not in unknown or len(unknown) == len(found)):
            raise outcome
    for error in unknown:
        warn(f"{error.what}: skipped")
    return [outcome for outcome in found if isinstance(outcome, Fetched)]


def _vendor_symbol(job: _Job, symbol: Symbol) -> Fetched:
    assert isinstance(job.provider, Chain)
    store = ParquetStore(job.data_folder)
    may_mix = job.provider.name == "auto"
    plan = VendorFetch(store, job.provider, symbol, job.resolution, job.days, job.now, may_mix)
    try:
        brought = plan.run(lambda done, of, word, left_s: job.watch.at(symbol, done / of, word, left_s))
    finally:
        job.watch.at(symbol, 1.0, "", 0.0)
    return _settled(job, store, symbol, brought)


def _from_one(job: _Job, provider: BarProvider, number: int, symbol: Symbol) -> Fetched:
    """A package or a simulator gives the whole range in one go."""
    job.watch.tell(number / job.watch.count, str(symbol))
    store = ParquetStore(job.data_folder)
    store.append(provider.bars(symbol, job.resolution, job.days.first, job.days.last))
    return _settled(job, store, symbol, Brought())


def _settled(job: _Job, store: ParquetStore, symbol: Symbol, brought: Brought) -> Fetched:
    """Lay what is stored into Lean's folder, with what Lean needs besides."""
    store.tidy(symbol, job.resolution)
    whole = store.read(symbol, job.resolution)
    if whole.bars.empty:
        raise BadInput(
            f"{symbol} has no {job.resolution} bars from {job.days}", cure="choose another range or resolution"
        )
    files = sync_lean(store, symbol, job.resolution, job.data_folder)
    files += ensure_defaults(job.data_folder, [whole], last_year=job.last_year)
    return Fetched(whole, tuple(files), missing_sessions(whole), brought)


class _Watch:
    """Adds up how far all symbols are; the longest time left under the limit is the one that is told."""

    def __init__(self, tell: Told, count: int) -> None:
        self.tell = tell
        self.count = count
        self._shares: dict[Symbol, float] = {}
        self._left: dict[Symbol, float] = {}
        self._lock = threading.Lock()

    def at(self, symbol: Symbol, share: float, word: str, left_s: float) -> None:
        """Note where one symbol stands and tell where all of them stand."""
        with self._lock:
            self._shares[symbol], self._left[symbol] = share, left_s
            share_of_all, left = sum(self._shares.values()) / self.count, sum(self._left.values())
        self.tell(share_of_all, f"{symbol} {word}", left or None)
