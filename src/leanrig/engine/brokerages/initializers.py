"""What is done to each new security: models from the broker, then what users add."""

from collections.abc import Callable
from typing import Any

from leanrig.engine.models.python_models import call, is_ours
from leanrig.engine.naming import Dotnet

__all__ = [
    "BrokerageModelSecurityInitializer",
    "CompositeSecurityInitializer",
    "FuncSecurityInitializer",
    "SecurityInitializerPythonWrapper",
    "wrapped_initializer",
]


class BrokerageModelSecurityInitializer(Dotnet):
    """Sets all models of a security from a brokerage model, then seeds its price.

    Parameters
    ----------
    brokerage_model
        Where the models come from.
    security_seeder
        Gives the first price; None for none.
    """

    def __init__(self, brokerage_model: Any = None, security_seeder: Any = None) -> None:
        self.brokerage_model = brokerage_model
        self.security_seeder = security_seeder

    def initialize(self, security: Any) -> None:
        model = self.brokerage_model
        security.fill_model = model.get_fill_model(security)
        security.set_fee_model(model.get_fee_model(security))
        security._slippage_model = model.get_slippage_model(security)
        security._settlement_model = model.get_settlement_model(security)
        security._buying_power_model = model.get_buying_power_model(security)
        security._margin_interest_rate_model = model.get_margin_interest_rate_model(security)
        security.set_leverage(model.leverage_of(security))
        security._shortable_provider = model.get_shortable_provider(security)
        if self.security_seeder is not None:
            call(self.security_seeder, "seed_security", security)


class FuncSecurityInitializer(Dotnet):
    """A user's function of the security."""

    def __init__(self, initializer: Callable[[Any], Any]) -> None:
        self._function = initializer

    def initialize(self, security: Any) -> None:
        self._function(security)


class SecurityInitializerPythonWrapper(Dotnet):
    """A user's object with `initialize(security)`, in either casing."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def initialize(self, security: Any) -> None:
        call(self.model, "initialize", security)


class CompositeSecurityInitializer(Dotnet):
    """One after the other."""

    def __init__(self, *initializers: Any) -> None:
        self.initializers = [wrapped_initializer(initializer) for initializer in initializers]

    def add_security_initializer(self, initializer: Any) -> None:
        self.initializers.append(wrapped_initializer(initializer))

    def initialize(self, security: Any) -> None:
        for initializer in self.initializers:
            initializer.initialize(security)


def wrapped_initializer(initializer: Any) -> Any:
    """Functions and users' objects as initializers."""
    if is_ours(initializer):
        return initializer
    if callable(initializer) and not hasattr(initializer, "initialize"):
        return FuncSecurityInitializer(initializer)
    return SecurityInitializerPythonWrapper(initializer)
