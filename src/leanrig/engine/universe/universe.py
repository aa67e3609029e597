"""What a universe is: a selection of symbols with settings, made at its own times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from leanrig.engine.data.config import SubscriptionDataConfig, span_of
from leanrig.engine.enums import Resolution
from leanrig.engine.errors import NotImplementedException
from leanrig.engine.identity import Symbol
from leanrig.engine.indicators.event import Event
from leanrig.engine.naming import Dotnet
from leanrig.engine.orders.base import aware
from leanrig.engine.securities.dictionary import SymbolDictionary

__all__ = ["Member", "Members", "UnchangedUniverse", "Universe"]


class UnchangedUniverse(Dotnet):
    """What a selector gives to keep the last selection."""

    def __iter__(self) -> Iterator[Symbol]:
        return iter(())


@dataclass(slots=True)
class Member:
    """A security in a universe, and since when."""

    added_us: int
    security: Any


class Members(SymbolDictionary[Any]):
    """Securities by symbol; keys and values are properties, as in .NET."""

    @property
    def keys(self) -> Any:
        return list(self._items)

    @property
    def values(self) -> Any:
        return list(self._items.values())


class Universe(Dotnet):
    """Selects symbols. `triggers` gives its times.

    Attributes
    ----------
    entries
        Members by symbol.
    selected
        The last selection, in its order.
    """

    # Whether it chooses at its own times: bars that end at such a time are the first ones.
    is_selecting = True
    UNCHANGED: ClassVar[UnchangedUniverse] = UnchangedUniverse()

    def __init__(self, configuration: SubscriptionDataConfig, universe_settings: Any = None) -> None:
        self.configuration = configuration
        self.universe_settings = universe_settings
        self.entries: dict[Symbol, Member] = {}
        self.selected: list[Symbol] = []
        self.dispose_requested = False
        # Opening hours of the market that it looks at; set when it is added.
        self.hours: Any = None
        self.selection_changed = Event()
        self._previous: frozenset[Symbol] = frozenset()

    # -- who it is

    @property
    def symbol(self) -> Symbol:
        return self.configuration.symbol

    @property
    def security_type(self) -> Any:
        return self.configuration.symbol.security_type

    @property
    def market(self) -> str:
        return self.configuration.market

    @property
    def data_type(self) -> Any:
        return self.configuration.type

    @property
    def members(self) -> Members:
        return Members({symbol: entry.security for symbol, entry in self.entries.items()})

    @property
    def securities(self) -> SymbolDictionary[Member]:
        return SymbolDictionary(self.entries)

    def contains_member(self, symbol: Any) -> bool:
        return getattr(symbol, "symbol", symbol) in self.entries

    # -- selecting

    def triggers(self, start_us: int, end_us: int) -> Iterator[int]:  # for others to override
        """Moments of selection in microseconds UTC."""
        return iter((start_us,))

    def select_symbols(self, utc_time: datetime, data: Any) -> Any:  # for others to override
        """The symbols wanted now, or `Universe.UNCHANGED`."""
        raise NotImplementedException(f"{type(self).__name__}.SelectSymbols is not implemented")

    def perform(self, now_us: int) -> bool:
        """Select; say whether the selection is another one than before."""
        if self.dispose_requested:
            self.selected = []
            self.selection_changed(self, None)
            return True
        result = self.select_symbols(aware(now_us), None)
        if isinstance(result, UnchangedUniverse):
            return False
        chosen = list(dict.fromkeys(result))
        kept = frozenset(chosen)
        if kept == self._previous:
            return False
        self._previous, self.selected = kept, chosen
        self.selection_changed(self, chosen)
        return True

    def dispose(self) -> None:
        """Ask for a last selection, of nothing."""
        self.dispose_requested = True

    # -- members

    def can_remove(self, now_us: int, symbol: Symbol) -> bool:
        """Whether a member has been there long enough, in whole units of the least time."""
        entry = self.entries.get(symbol)
        if self.dispose_requested or (entry is not None and entry.security.is_delisted):
            return True
        if entry is None:
            return False
        least: timedelta = self.universe_settings.minimum_time_in_universe
        spent = timedelta(microseconds=now_us - entry.added_us)
        return _rounded(spent, _unit(least)) >= least

    def add_member(self, now_us: int, security: Any) -> bool:
        if self.dispose_requested or security.is_delisted or security.symbol in self.entries:
            return False
        self.entries[security.symbol] = Member(now_us, security)
        return True

    def remove_member(self, now_us: int, symbol: Symbol) -> bool:
        if not self.can_remove(now_us, symbol):
            return False
        return self.entries.pop(symbol, None) is not None

    def subscriptions(self, services: Any, symbol: Symbol) -> list[SubscriptionDataConfig]:
        """Configurations that a member is subscribed with."""
        found: list[SubscriptionDataConfig] = services.configs_by(symbol, self.universe_settings)
        return found


_UNITS = tuple(
    span_of(resolution) for resolution in (Resolution.DAILY, Resolution.HOUR, Resolution.MINUTE, Resolution.SECOND)
)


def _unit(least: timedelta) -> timedelta:
    return next((unit for unit in _UNITS if least >= unit), least)


def _rounded(spent: timedelta, unit: timedelta) -> timedelta:
    """To the nearest multiple, halves to the even one."""
    return spent if not unit else round(spent / unit) * unit
