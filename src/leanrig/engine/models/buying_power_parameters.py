"""What buying power models are asked with, and what they answer."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderDirection
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ZERO, exact

__all__ = [
    "BuyingPower",
    "BuyingPowerParameters",
    "GetMaximumOrderQuantityForDeltaBuyingPowerParameters",
    "GetMaximumOrderQuantityForTargetBuyingPowerParameters",
    "GetMaximumOrderQuantityResult",
    "HasSufficientBuyingPowerForOrderParameters",
    "HasSufficientBuyingPowerForOrderResult",
    "InitialMargin",
    "InitialMarginParameters",
    "InitialMarginRequiredForOrderParameters",
    "MaintenanceMargin",
    "MaintenanceMarginParameters",
    "ReservedBuyingPowerForPosition",
    "ReservedBuyingPowerForPositionParameters",
]


class InitialMargin(Dotnet):
    """Margin in account currency that opening a position binds; signed as the quantity."""

    value = Shown("exact_value")

    def __init__(self, value: object) -> None:
        self.exact_value = exact(value)

    def __float__(self) -> float:
        return self.value


class MaintenanceMargin(InitialMargin):
    """Margin in account currency that keeping a position binds."""


class InitialMarginParameters(Dotnet):
    """A security and a quantity."""

    quantity = Shown("exact_quantity")

    def __init__(self, security: Any, quantity: object) -> None:
        self.security = security
        self.exact_quantity = exact(quantity)


class MaintenanceMarginParameters(Dotnet):
    """A position with its cost and value in account currency."""

    quantity, absolute_quantity = Shown("exact_quantity"), Shown("exact_absolute_quantity")
    holdings_cost, absolute_holdings_cost = Shown("exact_holdings_cost"), Shown("exact_absolute_holdings_cost")
    holdings_value, absolute_holdings_value = Shown("exact_holdings_value"), Shown("exact_absolute_holdings_value")

    def __init__(self, security: Any, quantity: object, holdings_cost: object, holdings_value: object) -> None:
        self.security = security
        self.exact_quantity = exact(quantity)
        self.exact_holdings_cost = exact(holdings_cost)
        self.exact_holdings_value = exact(holdings_value)
        self.exact_absolute_quantity = abs(self.exact_quantity)
        self.exact_absolute_holdings_cost = abs(self.exact_holdings_cost)
        self.exact_absolute_holdings_value = abs(self.exact_holdings_value)

    @staticmethod
    def for_current_holdings(security: Any) -> "MaintenanceMarginParameters":
        held = security.holdings
        return MaintenanceMarginParameters(
            security, held.exact_quantity, held.exact_holdings_cost, held.exact_holdings_value
        )

    @staticmethod
    def for_quantity_at_current_price(security: Any, quantity: object) -> "MaintenanceMarginParameters":
        number = exact(quantity)
        value = security.holdings.quantity_value(number, security.exact_price).exact_in_account_currency
        return MaintenanceMarginParameters(security, number, value, value)


class InitialMarginRequiredForOrderParameters(Dotnet):
    """An order of a security."""

    def __init__(self, currency_converter: Any, security: Any, order: Any) -> None:
        self.currency_converter = currency_converter
        self.security = security
        self.order = order


class HasSufficientBuyingPowerForOrderResult(Dotnet):
    """Yes, or no with a reason."""

    def __init__(self, is_sufficient: bool, reason: str | None = None) -> None:
        self.is_sufficient = bool(is_sufficient)
        self.reason = reason


class HasSufficientBuyingPowerForOrderParameters(Dotnet):
    """An order of a security in an account."""

    def __init__(self, portfolio: Any, security: Any, order: Any) -> None:
        self.portfolio = portfolio
        self.security = security
        self.order = order

    def sufficient(self) -> HasSufficientBuyingPowerForOrderResult:
        return HasSufficientBuyingPowerForOrderResult(True)

    def insufficient(self, reason: str) -> HasSufficientBuyingPowerForOrderResult:
        return HasSufficientBuyingPowerForOrderResult(False, reason)


class GetMaximumOrderQuantityResult(Dotnet):
    """How much to order; 0 with a reason when nothing."""

    quantity = Shown("exact_quantity")

    def __init__(self, quantity: object, reason: str | None = "", is_error: bool | None = None) -> None:
        self.exact_quantity = exact(quantity)
        self.reason = "" if reason is None else reason
        self.is_error = bool(self.reason) if is_error is None else is_error
        # The algorithm warns once of targets that were too small for an order.
        self.below_minimum = False


class GetMaximumOrderQuantityForTargetBuyingPowerParameters(Dotnet):
    """A target as a signed share of the portfolio's value in margin."""

    target_buying_power = Shown("exact_target_buying_power")
    minimum_order_margin_portfolio_percentage = Shown("exact_minimum_order_margin_portfolio_percentage")

    def __init__(
        self,
        portfolio: Any,
        security: Any,
        target_buying_power: object,
        minimum_order_margin_portfolio_percentage: object,
        silence_non_error_reasons: bool = False,
    ) -> None:
        self.portfolio = portfolio
        self.security = security
        self.exact_target_buying_power = exact(target_buying_power)
        self.exact_minimum_order_margin_portfolio_percentage = exact(minimum_order_margin_portfolio_percentage)
        self.silence_non_error_reasons = silence_non_error_reasons


class GetMaximumOrderQuantityForDeltaBuyingPowerParameters(Dotnet):
    """A signed change of margin in account currency."""

    delta_buying_power = Shown("exact_delta_buying_power")
    minimum_order_margin_portfolio_percentage = Shown("exact_minimum_order_margin_portfolio_percentage")

    def __init__(
        self,
        portfolio: Any,
        security: Any,
        delta_buying_power: object,
        minimum_order_margin_portfolio_percentage: object,
        silence_non_error_reasons: bool = False,
    ) -> None:
        self.portfolio = portfolio
        self.security = security
        self.exact_delta_buying_power = exact(delta_buying_power)
        self.exact_minimum_order_margin_portfolio_percentage = exact(minimum_order_margin_portfolio_percentage)
        self.silence_non_error_reasons = silence_non_error_reasons


class ReservedBuyingPowerForPosition(Dotnet):
    """Margin that a position binds."""

    absolute_used_buying_power = Shown("exact_absolute_used_buying_power")

    def __init__(self, absolute_used_buying_power: object) -> None:
        self.exact_absolute_used_buying_power = exact(absolute_used_buying_power)


class ReservedBuyingPowerForPositionParameters(Dotnet):
    """A security whose position is meant."""

    def __init__(self, security: Any) -> None:
        self.security = security

    def result_in_account_currency(self, reserved_buying_power: object) -> ReservedBuyingPowerForPosition:
        return ReservedBuyingPowerForPosition(reserved_buying_power)


class BuyingPower(Dotnet):
    """How much can be bought or sold."""

    value = Shown("exact_value")

    def __init__(self, buying_power: object) -> None:
        self.exact_value: Decimal = exact(buying_power)


class BuyingPowerParameters(Dotnet):
    """An account, a security and a direction."""

    def __init__(self, portfolio: Any, security: Any, direction: OrderDirection) -> None:
        self.portfolio = portfolio
        self.security = security
        self.direction = direction

    def result(self, buying_power: object, currency: str = "") -> BuyingPower:
        return BuyingPower(buying_power)

    def result_in_account_currency(self, buying_power: object = ZERO) -> BuyingPower:
        return BuyingPower(buying_power)
