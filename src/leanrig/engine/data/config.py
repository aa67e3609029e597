"""What a subscription is: type of data, symbol, resolution, and how it is to be treated."""

from datetime import timedelta
from typing import Any

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import (
    DataMappingMode,
    DataNormalizationMode,
    MarketDataType,
    Resolution,
    SecurityType,
    TickType,
)
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet

__all__ = ["SubscriptionDataConfig", "span_of", "span_us"]

_SPANS_US = {0: 0, 1: 1_000_000, 2: 60_000_000, 3: 3_600_000_000, 4: 86_400_000_000}
_COMMON = (TradeBar, QuoteBar, Tick)


def span_us(resolution: Resolution) -> int:
    """Length of a bar in microseconds; 0 for ticks."""
    return _SPANS_US[resolution._value_]


def span_of(resolution: Resolution) -> timedelta:
    """Length of a bar; zero for ticks."""
    return timedelta(microseconds=span_us(resolution))


class SubscriptionDataConfig(Dotnet):
    """One stream of data of one symbol. Zones are IANA names."""

    def __init__(
        self,
        data_type: type,
        symbol: Symbol,
        resolution: Resolution,
        *,
        data_zone: str,
        exchange_zone: str,
        fill_data_forward: bool = True,
        extended_market_hours: bool = False,
        is_internal_feed: bool = False,
        is_custom_data: bool = False,
        is_filtered_subscription: bool = True,
        tick_type: TickType | None = None,
        data_normalization_mode: DataNormalizationMode = DataNormalizationMode.ADJUSTED,
    ) -> None:
        self.type = data_type
        self.symbol = symbol
        self.security_type: SecurityType = symbol.security_type
        self.resolution = resolution
        self.data_zone = data_zone
        self.exchange_zone = exchange_zone
        self.fill_data_forward = fill_data_forward
        self.extended_market_hours = extended_market_hours
        self.is_internal_feed = is_internal_feed
        auxiliary = getattr(data_type, "data_type", None) is MarketDataType.AUXILIARY
        self.is_custom_data = is_custom_data or not (auxiliary or data_type in _COMMON)
        self.is_filtered_subscription = is_filtered_subscription
        self.tick_type = tick_type if tick_type is not None else _default_tick_type(data_type)
        self.data_normalization_mode = data_normalization_mode
        self.data_mapping_mode = DataMappingMode.LAST_TRADING_DAY
        self.mapped_symbol = symbol.value
        self.consolidators = Listeners()

    @property
    def increment(self) -> timedelta:
        return span_of(self.resolution)

    @property
    def market(self) -> str:
        return self.symbol.id.market

    @property
    def data_time_zone(self) -> str:
        return self.data_zone

    @property
    def exchange_time_zone(self) -> str:
        return self.exchange_zone

    def __str__(self) -> str:
        kind, ff = self.type.__name__, self.fill_data_forward
        return f"{self.symbol.value},#0,{self.mapped_symbol},{self.resolution.to_string()},{kind},{self.tick_type},{ff}"


class Listeners(list[Any]):
    """What a subscription feeds, counted as .NET counts."""

    @property
    def count(self) -> int:  # type: ignore[override]  # .NET's property, not Python's method
        return len(self)

    Count = count


def _default_tick_type(data_type: type) -> TickType:
    return TickType.QUOTE if issubclass(data_type, QuoteBar) else TickType.TRADE
