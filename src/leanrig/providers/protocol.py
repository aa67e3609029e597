"""What every source of bars can do, and what a vendor can do besides."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from leanrig.model.bars import BarSet, CorporateAction, TickerChange
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.http.limiter import Standing

__all__ = ["BarProvider", "CompanyEvents", "VendorProvider"]


class BarProvider(Protocol):
    """A vendor, a package or a simulator, behind one method."""

    @property
    def name(self) -> str:
        """The vendor's name, as settings, labels and messages say it."""
        ...

    def bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet:
        """Return raw bars of the sessions from `start` to `end`, both included.

        Raises
        ------
        BadInput
            If the provider does not know the symbol or resolution, or has nothing in the range; says what it has.
        VendorFailed
            If a vendor did not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class CompanyEvents:
    """Splits, dividends and names of one share, oldest first."""

    actions: tuple[CorporateAction, ...] = ()
    ticker_changes: tuple[TickerChange, ...] = ()


class VendorProvider(BarProvider, Protocol):
    """A vendor behind HTTP.

    Its `bars` are of regular hours for stocks, raw (neither split nor dividend adjusted), finished (a bar that ends
    after the vendor's present moment is left out), in order, each moment once. A range without a trade gives an empty
    frame. Days are New York's for stocks, UTC's for all else. The provenance's `as_of` is the vendor's own Date header,
    to the second, where there is one.
    """

    def serves(self, security_type: SecurityType) -> bool:
        """Whether this vendor, with the keys it has, can be asked for such symbols."""
        ...

    def chunk_days(self, symbol: Symbol, resolution: Resolution) -> int:
        """Return how many days fit into about one page: what is fetched, and kept, in one go."""
        ...

    def requests_for(self, symbol: Symbol, resolution: Resolution, days: int) -> int:
        """Return how many requests `days` will take, for the time that is left under the limit."""
        ...

    def held_bars(self, symbol: Symbol, resolution: Resolution, start: date, end: date) -> BarSet | None:
        """Return what `bars` would, from copies of at most 24 h alone; None where a page is missing."""
        ...

    def events(self, symbol: Symbol, start: date, end: date) -> CompanyEvents:
        """Return splits, dividends and ticker changes from `start` to `end`; nothing for pairs of currencies."""
        ...

    def knows(self, symbol: Symbol) -> bool:
        """Whether the vendor has such a symbol at all."""
        ...

    def ping(self) -> None:
        """Ask for something small that needs the key, past the cache; raises what `bars` would raise."""
        ...

    def seconds_for(self, requests: int) -> float:
        """Return how long `requests` more will take under the vendor's limit, from now, in seconds."""
        ...

    def standing(self) -> Standing:
        """Return what the vendor's limits leave now."""
        ...
