"""Where models find the subscriptions of a symbol."""

from typing import Any

from leanrig.engine.naming import Dotnet

__all__ = ["ConfigProvider"]


class ConfigProvider(Dotnet):
    """Lean's provider of subscriptions over the running algorithm."""

    def __init__(self, stage: Any) -> None:
        self._stage = stage

    def get_subscription_data_configs(self, symbol: Any, include_internal_configs: bool = False) -> list[Any]:
        """Subscriptions of a symbol, the user's own unless the engine's are asked for too."""
        security = self._stage.securities.by_symbol(symbol)
        if security is None:
            return []
        found: list[Any] = self._stage.configs_of(security, internal=include_internal_configs)
        return found
