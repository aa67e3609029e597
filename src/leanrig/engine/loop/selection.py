"""Universes at work: who is selected when, who comes, who goes, and who has to stay for a while."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from leanrig.engine.algorithm.settings import UniverseSettings
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.feed.timeline import NEVER
from leanrig.engine.identity import Symbol
from leanrig.engine.securities.security import Security
from leanrig.engine.universe.changes import SecurityChanges
from leanrig.engine.universe.universe import Universe
from leanrig.engine.universe.user_defined import UserDefinedUniverse

__all__ = ["Selection"]


class Selection:
    """Asks universes at their times, and keeps their members.

    It is a stream of the timeline: its rows are the moments at which a universe selects.

    Attributes
    ----------
    is_due
        A selection is to be made at the moment that the timeline has reached.
    next_us
        The next moment of a selection.
    """

    order = (-1, -1, "", 0)
    is_event = is_internal = False
    page: Any = None
    row = 0

    def __init__(self, algorithm: Any, services: Any) -> None:
        self._algorithm = algorithm
        self._services = services
        self._fresh: list[Universe] = []
        self._asked: dict[Universe, None] = {}
        self._triggers: dict[Universe, tuple[int, Iterator[int]]] = {}
        self._updates: list[tuple[UserDefinedUniverse, list[SubscriptionDataConfig] | None, Security]] = []
        self._leaving: dict[Universe, list[Symbol]] = {}
        self.is_due = False
        self.next_us = NEVER
        algorithm.universe_manager.watcher = self._fresh.append

    def step(self) -> None:
        """The timeline has reached the moment."""
        self.is_due = True
        self.next_us = NEVER

    # -- what users add and remove

    def joined(self, security: Security, configs: list[SubscriptionDataConfig]) -> None:
        """A security was added by name: it joins the universe of its type and market."""
        self._updates.append((self._of_type(configs[0], security), configs, security))

    def left(self, security: Security) -> None:
        """A security was removed by name: the universes of given symbols give it up."""
        symbol = security.symbol
        self._updates = [update for update in self._updates if update[2].symbol != symbol]
        for universe in self._algorithm.universe_manager.values():
            if isinstance(universe, UserDefinedUniverse) and symbol in universe.entries:
                self._updates.append((universe, None, security))

    def _of_type(self, config: SubscriptionDataConfig, security: Security) -> UserDefinedUniverse:
        universes = self._algorithm.universe_manager
        symbol = universe_symbol(security.symbol)
        found = universes.get(symbol)
        if found is None:
            settings = UniverseSettings(
                config.resolution,
                security.leverage,
                config.fill_data_forward,
                config.extended_market_hours,
                timedelta(0),
            )
            copy = SubscriptionDataConfig(
                config, None, symbol, None, "UTC", "UTC", fill_forward=False, is_internal_feed=True
            )
            found = UserDefinedUniverse(copy, settings, timedelta.max)
            found.hours = security.exchange.hours
            universes.add(found)
        return found  # type: ignore[no-any-return]

    def collect(self) -> bool:
        """Let what was added or removed in this step take effect; say whether there is something to select now."""
        algorithm = self._algorithm
        for universe, configs, security in self._updates:
            if configs is None:
                changed = universe.remove(security.symbol)
            else:
                changed = sum(universe.add(config) for config in configs) > 0
            if changed:
                self._asked[universe] = None
        self._updates.clear()
        for added in self._fresh:
            moments = added.triggers(algorithm.now_us, algorithm.end_us)
            self._triggers[added] = (next(moments, NEVER), moments)
        self._fresh.clear()
        for known in algorithm.universe_manager.values():
            if known.dispose_requested and known.entries:
                self._asked[known] = None
        self._arm()
        return bool(self._asked) or self.next_us <= algorithm.now_us

    def _arm(self) -> None:
        self.next_us = min((moment for moment, _ in self._triggers.values()), default=NEVER)

    def restart(self, moment: int) -> None:
        """Begin anew with universes that repeat: Lean starts them again when bars are repeated at another pace."""
        for universe in list(self._triggers):
            if universe.configuration.fill_data_forward:
                moments = universe.triggers(moment, self._algorithm.end_us)
                self._triggers[universe] = (next(moments, NEVER), moments)
        self._arm()

    # -- selecting

    def select(self, moment: int) -> tuple[int, SecurityChanges]:
        """Ask the universes whose time has come; return how many, and who came and went."""
        self.is_due = False
        due = self._due(moment)
        changes = SecurityChanges()
        for universe in sorted(due, key=_finest_first):
            changes.merge(self._selected(universe, moment))
        self._arm()
        return len(due), changes

    def _due(self, moment: int) -> list[Universe]:
        due = dict(self._asked)
        self._asked.clear()
        for universe, (first, moments) in list(self._triggers.items()):
            following = first
            while following <= moment:
                due[universe] = None
                following = next(moments, NEVER)
            if following == NEVER or universe.dispose_requested:
                del self._triggers[universe]
            else:
                self._triggers[universe] = (following, moments)
        return list(due)

    def _selected(self, universe: Universe, moment: int) -> SecurityChanges:
        changed = universe.perform(moment)
        self._release(universe, moment)
        changes = SecurityChanges()
        if isinstance(universe, UserDefinedUniverse):
            self._more_of(universe, changes)
        if not changed:
            return changes
        chosen = set(universe.selected)
        for symbol in sorted(universe.entries, key=lambda symbol: (int(symbol.security_type), str(symbol.id))):
            if symbol not in chosen and universe.can_remove(moment, symbol):
                self._deselect(universe, symbol, moment, changes)
        for symbol in universe.selected:
            if symbol not in universe.entries:
                self._enter(universe, symbol, moment, changes)
        return changes

    def _more_of(self, universe: UserDefinedUniverse, changes: SecurityChanges) -> None:
        """Members may have been added once more, with other data."""
        for security, configs in universe.added_once_more():
            if self._services.subscribe(universe, security, configs):
                changes.add(security)

    def _enter(self, universe: Universe, symbol: Symbol, moment: int, changes: SecurityChanges) -> None:
        configs = universe.subscriptions(self._services, symbol)
        settings = universe.universe_settings
        security = self._services.selected_security(symbol, configs, settings.exact_leverage)
        is_new = self._services.subscribe(universe, security, configs)
        if universe.add_member(moment, security) and is_new:
            changes.add(security)

    def _deselect(self, universe: Universe, symbol: Symbol, moment: int, changes: SecurityChanges) -> None:
        security = universe.entries[symbol].security
        if not security.is_delisted and not any(symbol in leaving for leaving in self._leaving.values()):
            changes.remove(security)
        if self._may_go(security):
            self._remove(universe, symbol, moment)
        else:
            leaving = self._leaving.setdefault(universe, [])
            if symbol not in leaving:
                leaving.append(symbol)

    def _release(self, current: Universe, moment: int) -> None:
        """Let those go that stayed for a position, an order or a target; those that were selected again stay."""
        for universe, leaving in list(self._leaving.items()):
            for symbol in list(leaving):
                entry = universe.entries.get(symbol)
                is_safe = entry is None or self._may_go(entry.security)
                if is_safe or (universe is current and symbol in current.selected):
                    leaving.remove(symbol)
                    if is_safe and entry is not None:
                        self._remove(universe, symbol, moment)
            if not leaving:
                del self._leaving[universe]

    def _may_go(self, security: Security) -> bool:
        target = security.holdings.target
        return not (
            security.hold_stock
            or self._algorithm.transactions.get_open_orders(security.symbol)
            or (target is not None and target.exact_quantity)
        )

    def _remove(self, universe: Universe, symbol: Symbol, moment: int) -> None:
        security = universe.entries[symbol].security
        universe.remove_member(moment, symbol)
        is_active = self._algorithm.universe_manager.active(symbol)
        self._services.unsubscribe(universe, security, universe.subscriptions(self._services, symbol))
        if not is_active:
            self._services.retire(security)


def universe_symbol(symbol: Symbol) -> Symbol:
    """The symbol of the universe that a security joins when it is added by name."""
    kind = symbol.security_type
    ticker = f"qc-universe-userdefined-{symbol.id.market.lower()}-{kind.to_string()}"
    return Symbol.create(ticker, kind, symbol.id.market)


def _finest_first(universe: Universe) -> tuple[int, str]:
    return int(universe.configuration.resolution), str(universe.symbol.id)
