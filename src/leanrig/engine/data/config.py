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


# What may follow the resolution without its name, in Lean's order.
_FIELDS = (
    "data_zone",
    "exchange_zone",
    "fill_data_forward",
    "extended_market_hours",
    "is_internal_feed",
    "is_custom_data",
    "tick_type",
    "is_filtered_subscription",
    "data_normalization_mode",
)
_LEANS_NAMES = {
    "object_type": "data_type",
    "data_time_zone": "data_zone",
    "exchange_time_zone": "exchange_zone",
    "fill_forward": "fill_data_forward",
    "extended_hours": "extended_market_hours",
    "is_custom": "is_custom_data",
}


def _ours(keywords: dict[str, Any]) -> dict[str, Any]:
    return {_LEANS_NAMES.get(name, name): value for name, value in keywords.items()}


class SubscriptionDataConfig(Dotnet):
    """One stream of data of one symbol. Zones are IANA names."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        """A new one (`_make`), or one like another but for what is given: `(config, type, symbol, resolution, ...)`."""
        if arguments and isinstance(arguments[0], SubscriptionDataConfig):
            self._copy(*arguments, **keywords)
        else:
            self._make(*arguments[:3], **dict(zip(_FIELDS, arguments[3:], strict=False)) | _ours(keywords))

    def _copy(
        self,
        config: "SubscriptionDataConfig",
        object_type: type | None = None,
        symbol: Symbol | None = None,
        resolution: Resolution | None = None,
        data_time_zone: str | None = None,
        exchange_time_zone: str | None = None,
        fill_forward: bool | None = None,
        extended_hours: bool | None = None,
        is_internal_feed: bool | None = None,
        is_custom: bool | None = None,
        tick_type: TickType | None = None,
        is_filtered_subscription: bool | None = None,
        data_normalization_mode: DataNormalizationMode | None = None,
        *_: object,
    ) -> None:
        def chosen(given: Any, own: Any) -> Any:
            return own if given is None else given

        self._make(
            object_type or config.type,
            symbol or config.symbol,
            chosen(resolution, config.resolution),
            data_zone=chosen(data_time_zone, config.data_zone),
            exchange_zone=chosen(exchange_time_zone, config.exchange_zone),
            fill_data_forward=chosen(fill_forward, config.fill_data_forward),
            extended_market_hours=chosen(extended_hours, config.extended_market_hours),
            is_internal_feed=chosen(is_internal_feed, config.is_internal_feed),
            is_custom_data=chosen(is_custom, config.is_custom_data),
            tick_type=chosen(tick_type, config.tick_type),
            is_filtered_subscription=chosen(is_filtered_subscription, config.is_filtered_subscription),
            data_normalization_mode=chosen(data_normalization_mode, config.data_normalization_mode),
        )

    def _make(
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
