"""The algorithm's subscriptions and what listens to them: `self.subscription_manager`."""

from typing import Any

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import DataNormalizationMode, SecurityType, TickType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.loop.consolidation import IntoConsolidator, type_of
from leanrig.engine.naming import Dotnet

__all__ = ["SubscriptionDataConfigList", "SubscriptionManager"]

_BOTH = (TickType.TRADE, TickType.QUOTE)
_CONTRACTS = (TickType.QUOTE, TickType.TRADE, TickType.OPEN_INTEREST)
_COMMON = {TradeBar: TickType.TRADE, QuoteBar: TickType.QUOTE}
_BY_TYPE = {
    SecurityType.BASE: (TickType.TRADE,),
    SecurityType.INDEX: (TickType.TRADE,),
    SecurityType.FOREX: (TickType.QUOTE,),
    SecurityType.EQUITY: _BOTH,
    SecurityType.OPTION: _CONTRACTS,
    SecurityType.FUTURE_OPTION: _CONTRACTS,
    SecurityType.INDEX_OPTION: _CONTRACTS,
    SecurityType.CFD: (TickType.QUOTE,),
    SecurityType.FUTURE: _CONTRACTS,
    SecurityType.COMMODITY: (TickType.TRADE,),
    SecurityType.CRYPTO: _BOTH,
    SecurityType.CRYPTO_FUTURE: _BOTH,
}


class SubscriptionDataConfigList(list[SubscriptionDataConfig]):
    """The configurations of one symbol."""

    def __init__(self, symbol: Symbol, configs: list[SubscriptionDataConfig] = []) -> None:  # noqa: B006  # only read
        super().__init__(configs)
        self.symbol = symbol

    @property
    def is_internal_feed(self) -> bool:
        return bool(self) and self[0].is_internal_feed

    def set_data_normalization_mode(self, normalization_mode: DataNormalizationMode) -> None:
        """Give all of them the same prices."""
        for config in self:
            config.data_normalization_mode = normalization_mode


class _ConfigService(Dotnet):
    """`subscription_manager.subscription_data_config_service`."""

    def __init__(self, securities: Any) -> None:
        self._securities = securities

    def get_subscription_data_configs(
        self, symbol: Any = None, include_internal_configs: bool = False
    ) -> SubscriptionDataConfigList:
        """The configurations of a symbol, or all."""
        found = None if symbol is None else as_symbol(symbol)
        configs = [
            config
            for security in self._securities.total
            for config in security.subscription_list
            if (include_internal_configs or not config.is_internal_feed) and (found is None or config.symbol == found)
        ]
        return SubscriptionDataConfigList(found or Symbol.EMPTY, configs)


class SubscriptionManager(Dotnet):
    """Tells of subscriptions, and lets consolidators listen to them."""

    def __init__(self, securities: Any, consolidation: Any) -> None:
        self._consolidation = consolidation
        self.subscription_data_config_service = _ConfigService(securities)
        self.available_data_types = self.default_data_types()

    @staticmethod
    def default_data_types() -> dict[SecurityType, list[TickType]]:
        """Which kinds of data a type of security has; the first is its own."""
        return {kind: list(types) for kind, types in _BY_TYPE.items()}

    @property
    def subscriptions(self) -> list[SubscriptionDataConfig]:
        """All that the user asked for."""
        return self.subscription_data_config_service.get_subscription_data_configs()

    @property
    def count(self) -> int:
        return len(self.subscription_data_config_service.get_subscription_data_configs(None, True))

    def get_data_types_for_security(self, security_type: SecurityType) -> list[TickType]:
        return self.available_data_types[security_type]

    def add_consolidator(self, symbol: Any, consolidator: Any, tick_type: TickType | None = None) -> None:
        """Feed a consolidator with the first of a symbol's subscriptions that suits it."""
        found = as_symbol(symbol)
        configs = self.subscription_data_config_service.get_subscription_data_configs(found) if found else []
        if found is None or not configs:
            raise ArgumentException(
                "Please subscribe to this symbol before adding a consolidator for it. "
                f"Symbol: {getattr(found, 'value', symbol)}"
            )
        wanted = type_of(consolidator, "input_type")
        if tick_type is None and wanted in (None, BaseData):
            tick_type = self.available_data_types[found.security_type][0]
        for config in configs:
            if self.is_subscription_valid_for_consolidator(config, consolidator, tick_type):
                self._consolidation.add(config, IntoConsolidator(consolidator, config.exchange_zone))
                return
        if tick_type is not None and all(config.tick_type is not tick_type for config in configs):
            raise ArgumentException(
                f"No subscription with the requested Tick Type {tick_type.to_string()} was found. Available Tick "
                f"Types: {', '.join(config.tick_type.to_string() for config in configs)}"
            )
        raise ArgumentException(
            f"Type mismatch found between consolidator and symbol. Symbol: {found.value} does not support input type: "
            f"{getattr(wanted, '__name__', wanted)}. "
            f"Supported types: {','.join(config.type.__name__ for config in configs)}."
        )

    @staticmethod
    def is_subscription_valid_for_consolidator(
        subscription: SubscriptionDataConfig, consolidator: Any, desired_tick_type: TickType | None = None
    ) -> bool:
        """Whether a consolidator takes the data of a subscription."""
        wanted = type_of(consolidator, "input_type")
        if wanted is not None and not issubclass(subscription.type, wanted):
            return False
        if subscription.type is not Tick:
            return True
        if desired_tick_type is None:
            made = type_of(consolidator, "output_type")
            if made is Tick:
                desired_tick_type = TickType.TRADE
            elif made in _COMMON:
                desired_tick_type = _COMMON[made]
        return desired_tick_type is None or subscription.tick_type is desired_tick_type

    def remove_consolidator(self, symbol: Any, consolidator: Any) -> None:
        """Stop feeding a consolidator."""
        configs = self.subscription_data_config_service.get_subscription_data_configs(None, True)
        self._consolidation.remove(configs, consolidator)
        consolidator.dispose()
