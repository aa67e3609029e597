"""Models that users write in Python, as Lean wraps them.

A method is found in either casing. What has a base of Lean's falls back to the base's rules; what has none must have
all methods where Lean checks that, and fails at the first use where Lean does not.
"""

from decimal import Decimal
from typing import Any

from leanrig.engine.errors import (
    ArgumentException,
    InvalidCastException,
    NotImplementedException,
    NullReferenceException,
)
from leanrig.engine.models.buying_power import BuyingPowerModel
from leanrig.engine.models.buying_power_parameters import (
    BuyingPower,
    GetMaximumOrderQuantityResult,
    HasSufficientBuyingPowerForOrderResult,
    InitialMargin,
    InitialMarginParameters,
    InitialMarginRequiredForOrderParameters,
    MaintenanceMargin,
    MaintenanceMarginParameters,
    ReservedBuyingPowerForPosition,
    ReservedBuyingPowerForPositionParameters,
)
from leanrig.engine.models.fee import FeeModel, OrderFeeParameters, fee_of
from leanrig.engine.models.settlement import ImmediateSettlementModel, ScanSettlementModelParameters
from leanrig.engine.models.slippage import NullSlippageModel
from leanrig.engine.naming import Dotnet, override, pascal
from leanrig.engine.number import ONE, exact
from leanrig.engine.orders.money import OrderFee

__all__ = [
    "BuyingPowerModelPythonWrapper",
    "FeeModelPythonWrapper",
    "MarginCallModelPythonWrapper",
    "MarginInterestRateModelPythonWrapper",
    "SettlementModelPythonWrapper",
    "ShortableProviderPythonWrapper",
    "SlippageModelPythonWrapper",
    "VolatilityModelPythonWrapper",
    "base_only",
    "buying_power_model",
    "call",
    "fee_model",
    "is_ours",
    "margin_call_model",
    "margin_interest_rate_model",
    "require",
    "settlement_model",
    "shortable_provider",
    "slippage_model",
    "volatility_model",
]


def is_ours(model: object) -> bool:
    """Whether a model is one of Lean's own, not a user's."""
    return type(model).__module__.startswith("leanrig.")


def base_only(model: Any) -> Any:
    """A model as its base of Lean's sees it: without what the user overrides.

    That is what assigning the property of a security does in Lean.
    """
    if is_ours(model):
        return model
    base = next((cls for cls in type(model).__mro__ if cls.__module__.startswith("leanrig.")), None)
    if base is None:
        return model
    plain: Any = object.__new__(base)
    plain.__dict__.update(model.__dict__)
    return plain


def require(model: object, interface: str, *methods: str) -> None:
    """Refuse an object that misses methods of an interface."""
    missing = [pascal(name) for name in methods if not hasattr(model, name) and not hasattr(model, pascal(name))]
    if missing:
        raise NotImplementedException(
            f"{interface} must be fully implemented. Please implement these missing methods on "
            f"{type(model).__name__}: {', '.join(missing)}"
        )


def call(model: Any, name: str, *given: Any) -> Any:
    """Call a method in the casing that the user chose, or the base's."""
    method = override(model, name) or getattr(model, name, None)
    if method is None:
        raise AttributeError(f"'{type(model).__name__}' object has no attribute '{pascal(name)}'")
    return method(*given)


def _checked(result: Any, cls: type, name: str) -> Any:
    if result is None:
        raise NullReferenceException("Object reference not set to an instance of an object.")
    if not isinstance(result, cls):
        raise InvalidCastException(
            f"Invalid return type from method '{name}'. Expected a type convertible to '{cls.__name__}' but was "
            f"'{type(result).__name__}'"
        )
    return result


def _number(result: Any, name: str, kind: str = "Decimal") -> Decimal:
    if isinstance(result, (str, bytes)) or result is None:
        raise InvalidCastException(
            f"Invalid return type from method '{name}'. Expected a type convertible to '{kind}' but was "
            f"'{type(result).__name__}'"
        )
    return exact(result)


class FeeModelPythonWrapper(FeeModel):
    """A user's fee model: `get_order_fee(parameters)`, or the older `get_order_fee(security, order)` in USD."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._extended = True

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        if self._extended:
            try:
                result = call(self.model, "get_order_fee", parameters)
            except Exception:
                # The older signature is tried once and for all, whatever went wrong, as Lean does.
                self._extended = False
            else:
                return _checked(result, OrderFee, "get_order_fee")  # type: ignore[no-any-return]
        result = call(self.model, "get_order_fee", parameters.security, parameters.order)
        return fee_of(_number(result, "get_order_fee"), "USD")


class SlippageModelPythonWrapper(NullSlippageModel):
    """A user's slippage model."""

    def __init__(self, model: Any) -> None:
        require(model, "ISlippageModel", "get_slippage_approximation")
        self.model = model

    def exact_slippage(self, security: Any, order: Any) -> Decimal:
        result = call(self.model, "get_slippage_approximation", security, order)
        return _number(result, "get_slippage_approximation")


class SettlementModelPythonWrapper(ImmediateSettlementModel):
    """A user's settlement model."""

    def __init__(self, model: Any) -> None:
        require(model, "ISettlementModel", "apply_funds", "scan", "get_unsettled_cash")
        self.model = model

    def apply_funds(self, parameters: Any) -> None:
        call(self.model, "apply_funds", parameters)

    def scan(self, parameters: Any) -> None:
        call(self.model, "scan", parameters)

    def scan_due(self, portfolio: Any, security: Any, now_us: int) -> None:
        self.scan(ScanSettlementModelParameters(portfolio, security, now_us))

    def get_unsettled_cash(self) -> Any:
        return call(self.model, "get_unsettled_cash")


_BUYING_POWER = (
    "get_leverage",
    "set_leverage",
    "get_maintenance_margin",
    "get_initial_margin_requirement",
    "get_initial_margin_required_for_order",
    "has_sufficient_buying_power_for_order",
    "get_maximum_order_quantity_for_target_buying_power",
    "get_maximum_order_quantity_for_delta_buying_power",
    "get_reserved_buying_power_for_position",
    "get_buying_power",
)


class BuyingPowerModelPythonWrapper(BuyingPowerModel):
    """A user's buying power model."""

    def __init__(self, model: Any) -> None:
        require(model, "IBuyingPowerModel", *_BUYING_POWER)
        self.model = model

    @property
    def most_margin(self) -> Decimal:
        return ONE

    def _ask(self, name: str, cls: type, *given: Any) -> Any:
        return _checked(call(self.model, name, *given), cls, name)

    def exact_leverage(self, security: Any) -> Decimal:
        return _number(call(self.model, "get_leverage", security), "get_leverage")

    def lever(self, security: Any, leverage: Decimal) -> None:
        call(self.model, "set_leverage", security, leverage)

    def initial_margin(self, security: Any, quantity: Decimal) -> Decimal:
        given = InitialMarginParameters(security, quantity)
        return self._ask("get_initial_margin_requirement", InitialMargin, given).exact_value  # type: ignore[no-any-return]

    def maintenance_margin(self, parameters: MaintenanceMarginParameters) -> Decimal:
        return self._ask("get_maintenance_margin", MaintenanceMargin, parameters).exact_value  # type: ignore[no-any-return]

    def margin_for_order(self, book: Any, security: Any, order: Any) -> Decimal:
        given = InitialMarginRequiredForOrderParameters(book, security, order)
        return self._ask("get_initial_margin_required_for_order", InitialMargin, given).exact_value  # type: ignore[no-any-return]

    def reserved(self, security: Any) -> Decimal:
        given = ReservedBuyingPowerForPositionParameters(security)
        found = self._ask("get_reserved_buying_power_for_position", ReservedBuyingPowerForPosition, given)
        return found.exact_absolute_used_buying_power  # type: ignore[no-any-return]

    def sufficient(self, parameters: Any) -> HasSufficientBuyingPowerForOrderResult:
        name = "has_sufficient_buying_power_for_order"
        return self._ask(name, HasSufficientBuyingPowerForOrderResult, parameters)  # type: ignore[no-any-return]

    def quantity_for_target(self, parameters: Any) -> GetMaximumOrderQuantityResult:
        name = "get_maximum_order_quantity_for_target_buying_power"
        return self._ask(name, GetMaximumOrderQuantityResult, parameters)  # type: ignore[no-any-return]

    def quantity_for_delta(self, parameters: Any) -> GetMaximumOrderQuantityResult:
        name = "get_maximum_order_quantity_for_delta_buying_power"
        return self._ask(name, GetMaximumOrderQuantityResult, parameters)  # type: ignore[no-any-return]

    def power(self, parameters: Any) -> Decimal:
        return self._ask("get_buying_power", BuyingPower, parameters).exact_value  # type: ignore[no-any-return]


class MarginInterestRateModelPythonWrapper(Dotnet):
    """A user's model of margin interest."""

    def __init__(self, model: Any) -> None:
        require(model, "IMarginInterestRateModel", "apply_margin_interest_rate")
        self.model = model

    def apply_margin_interest_rate(self, parameters: Any) -> None:
        call(self.model, "apply_margin_interest_rate", parameters)

    def scan(self, portfolio: Any, security: Any, now_us: int) -> None:
        from leanrig.engine.models.margin_interest import MarginInterestRateParameters

        self.apply_margin_interest_rate(MarginInterestRateParameters(security, now_us))


class ShortableProviderPythonWrapper(Dotnet):
    """A user's list of shortable shares."""

    def __init__(self, model: Any) -> None:
        require(model, "IShortableProvider", "fee_rate", "rebate_rate", "shortable_quantity")
        self.model = model

    def shortable_quantity(self, symbol: Any, local_time: Any) -> int | None:
        found = call(self.model, "shortable_quantity", symbol, local_time)
        return None if found is None else int(found)

    def fee_rate(self, symbol: Any, local_time: Any) -> float:
        return float(call(self.model, "fee_rate", symbol, local_time))

    def rebate_rate(self, symbol: Any, local_time: Any) -> float:
        return float(call(self.model, "rebate_rate", symbol, local_time))


class VolatilityModelPythonWrapper(Dotnet):
    """A user's model of volatility."""

    def __init__(self, model: Any) -> None:
        require(model, "IVolatilityModel", "update", "get_history_requirements")
        self.model = model

    @property
    def volatility(self) -> float:
        return float(self.model.volatility)

    def update(self, security: Any, data: Any) -> None:
        call(self.model, "update", security, data)

    def get_history_requirements(self, security: Any, utc_time: Any) -> list[Any]:
        return list(call(self.model, "get_history_requirements", security, utc_time) or ())


class MarginCallModelPythonWrapper(Dotnet):
    """A user's margin call model."""

    def __init__(self, model: Any) -> None:
        require(model, "IMarginCallModel", "get_margin_call_orders", "execute_margin_call")
        self.model = model

    def get_margin_call_orders(self, *_: object) -> tuple[list[Any], bool]:
        own = override(self.model, "get_margin_call_orders")
        result = self.model.get_margin_call_orders(False) if own is None else own(False)
        if not isinstance(result, tuple):
            raise ArgumentException(
                "Invalid return type from method 'get_margin_call_orders'. Expected a tuple type but was "
                f"'{type(result).__name__}'. The tuple must contain the return value as the first item, with the "
                "remaining ones being the out parameters."
            )
        return list(result[0]), bool(result[1])

    def execute_margin_call(self, orders: Any) -> list[Any]:
        return list(call(self.model, "execute_margin_call", orders))


def fee_model(model: Any) -> Any:
    """The fee model that stands for what a user gave."""
    if is_ours(model) and isinstance(model, FeeModel):
        return model.in_engine()
    return FeeModelPythonWrapper(model)


def slippage_model(model: Any) -> Any:
    return model if is_ours(model) else SlippageModelPythonWrapper(model)


def settlement_model(model: Any) -> Any:
    return model if is_ours(model) else SettlementModelPythonWrapper(model)


def buying_power_model(model: Any) -> Any:
    return model if is_ours(model) else BuyingPowerModelPythonWrapper(model)


def margin_interest_rate_model(model: Any) -> Any:
    return model if is_ours(model) else MarginInterestRateModelPythonWrapper(model)


def shortable_provider(model: Any) -> Any:
    return model if is_ours(model) else ShortableProviderPythonWrapper(model)


def volatility_model(model: Any) -> Any:
    return model if is_ours(model) else VolatilityModelPythonWrapper(model)


def margin_call_model(model: Any) -> Any:
    return model if is_ours(model) else MarginCallModelPythonWrapper(model)
