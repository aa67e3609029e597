"""Brokerage models that users write in Python."""

from decimal import Decimal
from typing import Any

from leanrig.engine.brokerages.default import Answer
from leanrig.engine.enums import AccountType, SecurityType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.identity import Symbol
from leanrig.engine.models import python_models
from leanrig.engine.models.python_models import call, is_ours, require
from leanrig.engine.naming import Dotnet, override, pascal
from leanrig.engine.number import exact, shown

__all__ = ["BrokerageModelPythonWrapper", "wrapped_brokerage"]

_METHODS = (
    "can_submit_order",
    "can_update_order",
    "can_execute_order",
    "apply_split",
    "get_leverage",
    "get_fill_model",
    "get_fee_model",
    "get_slippage_model",
    "get_settlement_model",
    "get_margin_interest_rate_model",
    "get_buying_power_model",
    "get_shortable_provider",
)


class BrokerageModelPythonWrapper(Dotnet):
    """A user's brokerage model: methods in either casing, results checked and wrapped."""

    def __init__(self, model: Any) -> None:
        require(model, "IBrokerageModel", *_METHODS)
        self.model = model

    def _field(self, name: str) -> Any:
        found = getattr(self.model, name, None)
        return getattr(self.model, pascal(name)) if found is None else found

    @property
    def account_type(self) -> AccountType:
        return AccountType(int(self._field("account_type")))

    @property
    def required_free_buying_power_percent(self) -> float:
        return float(self._field("required_free_buying_power_percent"))

    @property
    def default_markets(self) -> dict[SecurityType, str]:
        return dict(self._field("default_markets"))

    @property
    def trading_days_per_year(self) -> int:
        """A user's model counts 252 days whatever its base is: Lean looks at the wrapper's type."""
        return 252

    @property
    def benchmark_symbol(self) -> Symbol | None:
        found: Symbol | None = getattr(self.model, "benchmark_symbol", None)
        return found

    @property
    def own_benchmark(self) -> Any:
        """The user's `get_benchmark`; None when the base's counts."""
        return override(self.model, "get_benchmark")

    def _answer(self, name: str, *given: Any) -> Answer:
        result = call(self.model, name, *given, None)
        if not isinstance(result, tuple):
            raise ArgumentException(
                f"Invalid return type from method '{name}'. Expected a tuple type but was '{type(result).__name__}'. "
                "The tuple must contain the return value as the first item, with the remaining ones being the out "
                "parameters."
            )
        return bool(result[0]), result[1]

    def can_submit_order(self, security: Any, order: Any, message: Any = None) -> Answer:
        return self._answer("can_submit_order", security, order)

    def can_update_order(self, security: Any, order: Any, request: Any, message: Any = None) -> Answer:
        return self._answer("can_update_order", security, order, request)

    def can_execute_order(self, security: Any, order: Any) -> bool:
        return bool(call(self.model, "can_execute_order", security, order))

    def apply_split(self, tickets: list[Any], split: Any) -> None:
        call(self.model, "apply_split", tickets, split)

    def leverage_of(self, security: Any) -> Decimal:
        return exact(call(self.model, "get_leverage", security))

    def get_leverage(self, security: Any) -> float:
        return shown(self.leverage_of(security))

    def get_fill_model(self, security: Any) -> Any:
        return call(self.model, "get_fill_model", security)

    def get_fee_model(self, security: Any) -> Any:
        return python_models.fee_model(call(self.model, "get_fee_model", security))

    def get_slippage_model(self, security: Any) -> Any:
        return python_models.slippage_model(call(self.model, "get_slippage_model", security))

    def get_settlement_model(self, security: Any) -> Any:
        return python_models.settlement_model(call(self.model, "get_settlement_model", security))

    def get_buying_power_model(self, security: Any) -> Any:
        return python_models.buying_power_model(call(self.model, "get_buying_power_model", security))

    def get_shortable_provider(self, security: Any) -> Any:
        return python_models.shortable_provider(call(self.model, "get_shortable_provider", security))

    def get_margin_interest_rate_model(self, security: Any) -> Any:
        return python_models.margin_interest_rate_model(call(self.model, "get_margin_interest_rate_model", security))


def wrapped_brokerage(model: Any) -> Any:
    """The model that stands for what a user gave."""
    return model if is_ours(model) else BrokerageModelPythonWrapper(model)
