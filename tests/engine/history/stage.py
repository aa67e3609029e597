"""An algorithm's side that history needs, without a run around it: real mixins over a real data folder."""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from leanrig.engine.algorithm.assets import AssetsMixin
from leanrig.engine.algorithm.dates import DatesMixin
from leanrig.engine.algorithm.history import HistoryMixin
from leanrig.engine.algorithm.indicators import IndicatorsMixin
from leanrig.engine.algorithm.settings import AlgorithmSettings, UniverseSettings
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.feed.data_feed import DataFeed
from leanrig.engine.feed.timeline import Timeline
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol, SymbolCache
from leanrig.engine.loop.consolidation import Consolidation
from leanrig.engine.loop.services import Services
from leanrig.engine.securities.clock import Clock
from leanrig.engine.securities.security import Security
from leanrig.engine.securities.security_manager import SecurityManager
from leanrig.engine.universe.universes import UniverseManager

BARE_DATA = Path(__file__).parents[2] / "bare" / "data"


class Stage(DatesMixin, AssetsMixin, IndicatorsMixin, HistoryMixin):
    """Adds securities and tells the time; keeps what it was told to say."""

    def __init__(self, start: datetime, end: datetime, data: Path = BARE_DATA) -> None:
        SymbolCache.clear()
        self.today = date(2026, 8, 21)
        self._lean_zone = "America/New_York"
        self._lean_clock = Clock()
        self._lean_locked = False
        self._lean_benchmark_begun = False
        self._lean_time_cache = (-1, "", datetime.min)
        self._lean_end = end
        self.set_start_date(start)
        self.set_end_date(end)
        self.settings = AlgorithmSettings()
        self.universe_settings = UniverseSettings()
        self.securities = SecurityManager(self._lean_clock)
        self.universe_manager = UniverseManager()
        self._lean_consolidation = Consolidation(self._lean_clock)
        self._lean_feed = DataFeed(data, self.settings)
        self._subscriptions = Services(self, Timeline(), self._lean_feed)
        self._lean_services = self
        self.brokerage_model = SimpleNamespace()
        self.is_warming_up = True
        self.said: list[str] = []

    def at(self, moment: datetime) -> "Stage":
        """Move to a wall-clock time of New York."""
        self._lean_clock.now_us = to_us(moment, self._lean_zone)
        return self

    def configs(self, *arguments: Any, **options: Any) -> list[SubscriptionDataConfig]:
        return self._subscriptions.configs(*arguments, **options)

    def security(self, symbol: Symbol, configs: list[SubscriptionDataConfig], *_: Any) -> Security:
        known = self.securities.by_symbol(symbol)
        security = known or Security(
            symbol,
            hours=self._lean_feed.market(symbol)[1],
            symbol_properties=None,
            quote_currency=None,
            clock=self._lean_clock,
        )
        security.subscription_list += configs
        SymbolCache.set(symbol.value, symbol)
        return security

    def join(self, security: Security, _: Any) -> Security:
        self.securities.add(security)
        return security

    def get_locked(self) -> bool:
        return self._lean_locked

    def debug(self, message: object) -> None:
        self.said.append(str(message))

    log = error = debug


def utc(moment: datetime) -> int:
    """Microseconds UTC of a wall-clock time of New York."""
    return to_us(moment, "America/New_York")


def moment_of(microseconds: int) -> datetime:
    """The aware moment of microseconds UTC."""
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)
