"""One security: who it is, what it costs now, and the models that trade it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.enums import DataNormalizationMode, Resolution, SecurityType, TickType
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Shown
from leanrig.engine.securities.clock import Clock
from leanrig.engine.securities.data_view import DynamicSecurityData
from leanrig.engine.securities.exchange import SecurityExchange
from leanrig.engine.securities.models import SecurityModels
from leanrig.engine.securities.own_values import OwnValues
from leanrig.engine.securities.price_cache import PriceCache
from leanrig.engine.securities.session import Session

__all__ = ["Security"]


class Security(SecurityModels, OwnValues):
    """Prices, holdings, exchange and models of a symbol.

    Parameters
    ----------
    symbol, hours, symbol_properties
        Identity, opening hours (room hours) and contract properties (room files).
    quote_currency
        Its Cash (room portfolio).
    clock
        The run's present.
    cache
        Prices; a fresh one unless given.
    """

    open, high, low, close, price = (Shown(f"exact_{name}") for name in ("open", "high", "low", "close", "price"))
    bid_price, ask_price = Shown("exact_bid_price"), Shown("exact_ask_price")
    bid_size, ask_size, volume = Shown("exact_bid_size"), Shown("exact_ask_size"), Shown("exact_volume")

    def __init__(
        self,
        symbol: Symbol,
        *,
        hours: Any,
        symbol_properties: Any,
        quote_currency: Any,
        clock: Clock,
        cache: PriceCache | None = None,
    ) -> None:
        self.symbol = symbol
        self.type = symbol.security_type
        self.symbol_properties = symbol_properties
        self.quote_currency = quote_currency
        self.exchange = SecurityExchange(hours, clock)
        self._clock = clock
        self.cache = cache or PriceCache(symbol.security_type)
        # Configurations (data.config.SubscriptionDataConfig), the user's and internal ones.
        self.subscription_list: list[Any] = []
        self.is_tradable = symbol.security_type is not SecurityType.INDEX
        self.is_delisted = False
        # Set by the room that makes securities.
        self.holdings: Any = None
        self.make_models()
        self._session: Session | None = None
        self._values_are_users = True

    @property
    def data(self) -> DynamicSecurityData:
        """The newest data by type."""
        return DynamicSecurityData(self.cache)

    @property
    def session(self) -> Session:
        """The trading day so far; it is kept once its size is set."""
        if self._session is None:
            quotes = self.type in (SecurityType.FOREX, SecurityType.CFD)
            source = TickType.QUOTE if quotes else TickType.TRADE
            self._session = Session(self.symbol, self.exchange.hours, source, self.cache, self._clock)
        return self._session

    @property
    def exact_price(self) -> Decimal:
        return self.cache.exact_price

    @property
    def exact_open(self) -> Decimal:
        return self.cache.exact_open or self.cache.exact_price

    @property
    def exact_high(self) -> Decimal:
        return self.cache.exact_high or self.cache.exact_price

    @property
    def exact_low(self) -> Decimal:
        return self.cache.exact_low or self.cache.exact_price

    @property
    def exact_close(self) -> Decimal:
        return self.cache.exact_close or self.cache.exact_price

    @property
    def exact_bid_price(self) -> Decimal:
        return self.cache.exact_bid_price or self.cache.exact_price

    @property
    def exact_ask_price(self) -> Decimal:
        return self.cache.exact_ask_price or self.cache.exact_price

    @property
    def exact_bid_size(self) -> Decimal:
        return self.cache.exact_bid_size

    @property
    def exact_ask_size(self) -> Decimal:
        return self.cache.exact_ask_size

    @property
    def exact_volume(self) -> Decimal:
        return self.cache.exact_volume

    @property
    def open_interest(self) -> int:
        return self.cache.open_interest

    @property
    def has_data(self) -> bool:
        return self.cache.get_data() is not None

    def get_last_data(self) -> BaseData | None:
        found: BaseData | None = self.cache.get_data()
        return found

    def set_market_price(self, data: BaseData | None) -> None:
        """Take a data point as the newest price."""
        if data is not None:
            self.cache.add_data(data)

    def apply_split(self, split: Any) -> None:
        """Scale all prices to the new shares."""
        self.cache.apply_split(split.exact_split_factor)

    @property
    def now_us(self) -> int:
        """The run's present in microseconds UTC."""
        return self._clock.now_us

    @property
    def local_time(self) -> datetime:
        return self.exchange.local_time

    @property
    def hold_stock(self) -> bool:
        return bool(self.holdings.hold_stock)

    @property
    def invested(self) -> bool:
        return bool(self.holdings.hold_stock)

    @property
    def subscriptions(self) -> list[Any]:
        return list(self.subscription_list)

    @property
    def resolution(self) -> Resolution:
        """The finest of the subscriptions."""
        return min((config.resolution for config in self.subscription_list), default=Resolution.DAILY)

    @property
    def is_fill_data_forward(self) -> bool:
        return any(config.fill_data_forward for config in self.subscription_list)

    @property
    def is_extended_market_hours(self) -> bool:
        return any(config.extended_market_hours for config in self.subscription_list)

    @property
    def data_normalization_mode(self) -> DataNormalizationMode:
        modes = [config.data_normalization_mode for config in self.subscription_list]
        return modes[0] if modes else DataNormalizationMode.ADJUSTED

    def set_data_normalization_mode(self, mode: DataNormalizationMode) -> None:
        for config in self.subscription_list:
            config.data_normalization_mode = DataNormalizationMode(int(mode))

    def __str__(self) -> str:
        return str(self.symbol)
