"""`add_universe` and the universes there are."""

from datetime import timedelta
from typing import Any

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.config import SubscriptionDataConfig, span_of
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, SecurityType
from leanrig.engine.errors import NotThereYet
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet
from leanrig.engine.securities.dictionary import SymbolDictionary
from leanrig.engine.universe.universe import Universe
from leanrig.engine.universe.universes import UniverseManager
from leanrig.engine.universe.user_defined import UserDefinedUniverse

__all__ = ["UniversesMixin"]


class UniversesMixin(Dotnet):
    """Universes of the algorithm; those of given symbols and of the user's own selectors are there."""

    universe_settings: Any
    _lean_feed: Any

    def _lean_make_universes(self) -> None:
        """State of this part of the algorithm."""
        self._lean_universes = UniverseManager()

    @property
    def universe_manager(self) -> UniverseManager:
        return self._lean_universes

    @property
    def active_securities(self) -> SymbolDictionary[Any]:
        """Securities that are selected, or have to stay for a position, an order or a target."""
        return self._lean_universes.active_securities

    def add_universe(self, *arguments: Any) -> Universe:
        """`(universe)`, `(name, selector)`, `(name, resolution, selector)`, or with type, market and settings."""
        if len(arguments) == 1 and isinstance(arguments[0], Universe):
            return self._lean_add_universe(arguments[0])
        first, *rest = arguments
        if isinstance(first, str) and len(rest) in (1, 2) and callable(rest[-1]):
            resolution = rest[0] if len(rest) == 2 else Resolution.DAILY
            if isinstance(resolution, Resolution):
                return self._lean_user_universe(
                    SecurityType.EQUITY, first, resolution, "usa", self.universe_settings, rest[-1]
                )
        if isinstance(first, SecurityType) and len(rest) == 5:
            return self._lean_user_universe(first, *rest)
        raise NotThereYet("QCAlgorithm.add_universe for fundamental and custom data")

    def _lean_add_universe(self, universe: Universe) -> Universe:
        if universe.universe_settings is None:
            universe.universe_settings = self.universe_settings
        if isinstance(universe, UserDefinedUniverse) and universe.hours is None:
            universe.hours = self._lean_feed.market(universe.symbol)[1]
        elif universe.hours is None:
            universe.hours = SecurityExchangeHours.always_open(universe.configuration.exchange_zone)
        self._lean_universes.add(universe)
        return universe

    def _lean_user_universe(
        self, kind: SecurityType, name: str, resolution: Resolution, market: str, settings: Any, selector: Any
    ) -> Universe:
        symbol = Symbol.create(name, kind, market)
        interval = span_of(Resolution(int(resolution))) or timedelta(seconds=1)
        config = self._lean_universe_config(symbol, resolution, BaseData)
        return self._lean_add_universe(UserDefinedUniverse(config, settings, interval, selector))

    def _lean_universe_config(
        self, symbol: Symbol, resolution: Resolution, kind: type = TradeBar
    ) -> SubscriptionDataConfig:
        data_zone, hours = self._lean_feed.market(symbol)
        return SubscriptionDataConfig(
            kind,
            symbol,
            Resolution(int(resolution)),
            data_zone=data_zone,
            exchange_zone=hours.zone,
            fill_data_forward=False,
            is_internal_feed=True,
        )
