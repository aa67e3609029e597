"""Universes of given symbols, and of the user's own choice at a regular interval."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from leanrig.engine.data.base_data import micros
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.hours.zones import to_local, to_us
from leanrig.engine.identity import Symbol
from leanrig.engine.universe.universe import UnchangedUniverse, Universe

__all__ = ["CustomUniverse", "ManualUniverse", "UserDefinedUniverse"]

_DAY = timedelta(days=1)


class UserDefinedUniverse(Universe):
    """Symbols that were added one by one, or what a selector gives.

    `(configuration, settings, interval, symbols)` or `(configuration, settings, interval, selector)`.
    """

    def __init__(
        self, configuration: SubscriptionDataConfig, universe_settings: Any, interval: timedelta, symbols: Any = ()
    ) -> None:
        super().__init__(configuration, universe_settings)
        self.interval = interval
        self._selector: Callable[[datetime], Any] | None = symbols if callable(symbols) else None
        self.is_selecting = self._selector is not None
        self._symbols: dict[Symbol, None] = {} if callable(symbols) else dict.fromkeys(symbols)
        self._configs: dict[Symbol, list[SubscriptionDataConfig]] = {}
        # Still asked for when a symbol that was taken out is unsubscribed.
        self._gone: dict[Symbol, list[SubscriptionDataConfig]] = {}
        self._once_more: list[Symbol] = []

    def select_symbols(self, utc_time: datetime, data: Any) -> Any:  # Lean's signature
        if self._selector is None:
            return [*self._configs, *(symbol for symbol in self._symbols if symbol not in self._configs)]
        chosen = self._selector(to_local(micros(utc_time), self.configuration.exchange_zone))
        return chosen if isinstance(chosen, UnchangedUniverse) else self._created(chosen)

    def _created(self, chosen: Iterable[Any]) -> list[Symbol]:
        config = self.configuration
        return [
            item if isinstance(item, Symbol) else Symbol.create(str(item), config.security_type, config.market)
            for item in chosen
        ]

    def triggers(self, start_us: int, end_us: int) -> Iterator[int]:
        """The start, then every interval in which the market opens."""
        zone = self.hours.zone if self.hours is not None else "UTC"
        local, last = to_local(start_us, zone), to_local(end_us, zone)
        yield start_us
        while self._selector is not None and self.interval and last - local >= self.interval:
            local += self.interval
            if self.hours is None or self.hours.is_open_during(
                local, local + self.interval, self.configuration.extended_market_hours
            ):
                yield to_us(local, zone)

    # -- added and removed one by one

    def add(self, item: Any) -> bool:
        """A symbol, or a configuration; whether it is new."""
        if isinstance(item, Symbol):
            is_new = item not in self._symbols
            self._symbols[item] = None
            return is_new
        own = self._configs.setdefault(item.symbol, [])
        if item in own:
            return False
        own.append(item)
        if item.symbol in self.entries:
            self._once_more.append(item.symbol)
        return True

    def added_once_more(self) -> list[tuple[Any, list[SubscriptionDataConfig]]]:
        """Members with new subscriptions since this was last asked."""
        symbols, self._once_more = self._once_more, []
        return [(self.entries[symbol].security, self._configs[symbol]) for symbol in symbols if symbol in self.entries]

    def remove(self, symbol: Any) -> bool:
        """Take a symbol out of the selection."""
        found: Symbol = getattr(symbol, "symbol", symbol)
        configs = self._configs.pop(found, None)
        listed = found in self._symbols
        self._symbols.pop(found, None)
        if configs:
            self._gone.setdefault(found, []).extend(configs)
        return listed or configs is not None

    def remove_member(self, now_us: int, symbol: Symbol) -> bool:
        if not super().remove_member(now_us, symbol):
            return False
        self.remove(symbol)
        return True

    def subscriptions(self, services: Any, symbol: Symbol) -> list[SubscriptionDataConfig]:
        own = self._configs.get(symbol)
        if own:
            return list(own)
        gone = self._gone.pop(symbol, None)
        if gone:
            return gone
        made = super().subscriptions(services, symbol)
        self._configs[symbol] = list(made)
        return made


class ManualUniverse(UserDefinedUniverse):
    """A fixed list of symbols; subscriptions that are there already are taken over."""

    def __init__(self, configuration: SubscriptionDataConfig, universe_settings: Any, symbols: Any = ()) -> None:
        super().__init__(configuration, universe_settings, timedelta.max, symbols)

    def subscriptions(self, services: Any, symbol: Symbol) -> list[SubscriptionDataConfig]:
        return services.live_configs(symbol) or super().subscriptions(services, symbol)


class CustomUniverse(UserDefinedUniverse):
    """A selector at an interval; subscriptions that are there already are taken over."""

    def subscriptions(self, services: Any, symbol: Symbol) -> list[SubscriptionDataConfig]:
        return services.live_configs(symbol) or super().subscriptions(services, symbol)
