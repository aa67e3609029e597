"""One symbol from the chain of vendors into the store: only what is missing, each piece kept as it arrives."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pandas as pd

from leanrig.errors import BadInput, Missing, VendorFailed
from leanrig.model.resolution import Resolution
from leanrig.model.sessions import bar_days, day_zone
from leanrig.model.symbol import SecurityType, Symbol
from leanrig.providers.chain import Answered, Chain
from leanrig.providers.failures import UnknownSymbol
from leanrig.providers.protocol import VendorProvider
from leanrig.store.coverage import SETTLE, DayRange, Segment, missing_days
from leanrig.store.parquet_store import ParquetStore

__all__ = ["Brought", "VendorFetch"]

_NO_WAIT = timedelta(0)
_EVENTS_SINCE = date(1998, 1, 1)


@dataclass(slots=True)
class Brought:
    """What the vendors brought for one symbol: counts of bars, who answered, and what should be said about it.

    `vendor_time` is the latest moment that an answer was given at, by the vendor's clock.
    """

    new: int = 0
    revised: int = 0
    gone: int = 0
    vendors: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    vendor_time: datetime | None = None

    def note(self, words: Sequence[str]) -> None:
        """Keep each remark once, in order."""
        self.notes.update(dict.fromkeys(words))


@dataclass(frozen=True, slots=True)
class VendorFetch:
    """The plan for one symbol; `tell` is called before each piece with the pieces left and the time they take."""

    store: ParquetStore
    chain: Chain
    symbol: Symbol
    resolution: Resolution
    days: DayRange
    now: datetime
    may_mix: bool

    def run(self, tell: Callable[[int, int, str, float], None]) -> Brought:
        """Fetch what is missing.

        Raises
        ------
        BadInput
            If the store holds made-up bars and a real vendor is asked, or the other way round.
        UnknownSymbol
            If no vendor that is well has such a symbol.
        VendorFailed
            If a piece that the store lacks cannot be had; what came before it is kept.
        """
        brought = Brought()
        self._refuse_other_world()
        is_new = not self._segments()
        if is_new and not self.chain.knows(self.symbol):
            raise UnknownSymbol(
                f"no vendor knows {self.symbol}", cure="check the spelling, such as AAPL, BTCUSD, EURUSD"
            )
        self._learn_events(brought, is_new=is_new)
        needed = list(self._pieces(self._missing(settle=_NO_WAIT)))
        better = list(self._pieces(self._improvable(needed)))
        plan = [*needed, *better]
        for number, piece in enumerate(plan):
            if brought.vendor_time is not None and piece.first > _day_of(brought.vendor_time, self.symbol):
                brought.note(
                    [f"the vendor's clock stands at {brought.vendor_time:%Y-%m-%d %H:%M} UTC: later days wait"]
                )
                continue
            tell(number, len(plan), str(piece), self._seconds_for(plan[number:]))
            if number < len(needed):
                self._keep(self.chain.bars(self.symbol, self.resolution, piece.first, piece.last), piece, brought)
            elif not self._improved(piece, brought):
                break
        return brought

    def _refuse_other_world(self) -> None:
        """Made-up prices never stand beside real ones, nor count as them."""
        others = [s for s in self._segments() if s.source.is_simulated != self.chain.is_sandbox]
        if others:
            whose = "real" if self.chain.is_sandbox else "made up"
            raise BadInput(
                f"the stored {self.resolution} bars of {self.symbol} are {whose}",
                where=f"{self.store.folder(self.symbol)}: {others[0].source.label}",
                cure=f"delete the folder data/{self.symbol} and fetch again, or work in another workspace",
            )

    def _learn_events(self, brought: Brought, *, is_new: bool) -> None:
        """Ask for splits, dividends and names; where nobody can say, what was known before has to do."""
        if self.symbol.security_type is not SecurityType.EQUITY:
            return
        span = DayRange(_EVENTS_SINCE, self.now.date())
        try:
            events, vendor = self.chain.events(self.symbol, span.first, span.last)
        except VendorFailed as error:
            if is_new:
                raise
            brought.note([f"splits and dividends could not be asked for ({error.what}); those known before are used"])
            return
        splits = [] if is_new else self.store.new_splits(self.symbol, events.actions)
        for ex_date in splits:
            # First uncovered, then known: a process killed in between does it again.
            self.store.uncover(self.symbol, None, ex_date)
            brought.note([f"{vendor} knows of a split on {ex_date}: everything since is fetched again"])
        is_first = vendor == self._first.name
        self.store.put_events(self.symbol, events.actions, events.ticker_changes, days=span if is_first else None)

    @property
    def _first(self) -> VendorProvider:
        return self.chain.serving(self.symbol.security_type)[0]

    def _segments(self) -> tuple[Segment, ...]:
        try:
            return self.store.stored(self.symbol, self.resolution).segments
        except Missing:
            return ()

    def _missing(self, *, settle: timedelta, prefer: str | None = None) -> list[DayRange]:
        zone = day_zone(self.symbol)
        return missing_days(self._segments(), self.days, zone=zone, now=self.now, prefer=prefer, settle=settle)

    def _improvable(self, needed: Sequence[DayRange]) -> list[DayRange]:
        """Days that are there and may get better: corrected since, or a fallback's."""
        left = self._missing(settle=SETTLE, prefer=self._first.name)
        for piece in needed:
            left = [part for days in left for part in days.without(piece)]
        return left

    def _pieces(self, missing: Sequence[DayRange]) -> Iterator[DayRange]:
        size = self._first.chunk_days(self.symbol, self.resolution)
        for days in missing:
            yield from days.chunks(size)

    def _improved(self, piece: DayRange, brought: Brought) -> bool:
        """Ask the first vendor again, else those whose days these are; return whether anybody answered."""
        owners = [segment.source.vendor for segment in self._segments() if segment.days.common(piece)]
        for name in dict.fromkeys((self._first.name, *owners)):
            try:
                answered = self.chain.bars(self.symbol, self.resolution, piece.first, piece.last, only=name)
            except VendorFailed as error:
                brought.note([f"{piece} was not looked at again: {error.where or error.what}"])
                continue
            if answered.bar_set.bars.empty and (there := self._bars_within(piece)):
                brought.note([f"{name} has no bars from {piece} any more, where {there:,} were: they are kept"])
                return True
            self._keep(answered, piece, brought)
            return True
        return False

    def _bars_within(self, piece: DayRange) -> int:
        days = bar_days(self.symbol, pd.DatetimeIndex(self.store.read(self.symbol, self.resolution).bars.index))
        return int(((days >= pd.Timestamp(piece.first)) & (days <= pd.Timestamp(piece.last))).sum())

    def _keep(self, answered: Answered, piece: DayRange, brought: Brought) -> None:
        known = answered.bar_set.provenance
        brought.note([f"{words}; {answered.vendor} answered instead" for words in answered.passed])
        brought.note([f"{answered.vendor}: {text}" for name, text in known.details.items() if name.startswith("note")])
        # Counters of one answer are no property of the source: with them no two answers would be of the same one.
        plain = replace(answered.bar_set, provenance=replace(known, details={}))
        put = self.store.put(plain, piece, mix=self.may_mix)
        brought.vendors[answered.vendor] = None
        brought.vendor_time = max(known.as_of, brought.vendor_time or known.as_of)
        brought.new += put.added
        brought.revised += put.revised
        brought.gone += put.removed

    def _seconds_for(self, pieces: Sequence[DayRange]) -> float:
        requests = sum(self._first.requests_for(self.symbol, self.resolution, piece.days) for piece in pieces)
        return self._first.seconds_for(requests)


def _day_of(moment: datetime, symbol: Symbol) -> date:
    return moment.astimezone(day_zone(symbol)).date()
