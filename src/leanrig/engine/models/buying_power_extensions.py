"""Lean's extension methods of buying power models, called by their class's name."""

from typing import Any

from leanrig.engine.models.buying_power import above_minimum
from leanrig.engine.models.buying_power_parameters import (
    BuyingPowerParameters,
    GetMaximumOrderQuantityForTargetBuyingPowerParameters,
    GetMaximumOrderQuantityResult,
    HasSufficientBuyingPowerForOrderParameters,
    HasSufficientBuyingPowerForOrderResult,
    MaintenanceMarginParameters,
    ReservedBuyingPowerForPositionParameters,
)
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import exact, shown

__all__ = ["BuyingPowerModelExtensions"]


class BuyingPowerModelExtensions(Dotnet):
    """`BuyingPowerModelExtensions.get_reserved_buying_power_for_position(model, security)` and its siblings."""

    @staticmethod
    def get_reserved_buying_power_for_position(model: Any, security: Any) -> float:
        answer = model.get_reserved_buying_power_for_position(ReservedBuyingPowerForPositionParameters(security))
        return answer.absolute_used_buying_power  # type: ignore[no-any-return]

    @staticmethod
    def has_sufficient_buying_power_for_order(
        model: Any, portfolio: Any, security: Any, order: Any
    ) -> HasSufficientBuyingPowerForOrderResult:
        return model.has_sufficient_buying_power_for_order(  # type: ignore[no-any-return]
            HasSufficientBuyingPowerForOrderParameters(portfolio, security, order)
        )

    @staticmethod
    def get_maximum_order_quantity_for_target_buying_power(
        model: Any, portfolio: Any, security: Any, target: object, minimum_order_margin_portfolio_percentage: object
    ) -> GetMaximumOrderQuantityResult:
        return model.get_maximum_order_quantity_for_target_buying_power(  # type: ignore[no-any-return]
            GetMaximumOrderQuantityForTargetBuyingPowerParameters(
                portfolio, security, target, minimum_order_margin_portfolio_percentage
            )
        )

    @staticmethod
    def get_buying_power(model: Any, portfolio: Any, security: Any, direction: Any) -> float:
        return model.get_buying_power(BuyingPowerParameters(portfolio, security, direction)).value  # type: ignore[no-any-return]

    @staticmethod
    def get_maintenance_margin(model: Any, security: Any) -> float:
        given = MaintenanceMarginParameters.for_current_holdings(security)
        return model.get_maintenance_margin(given).value  # type: ignore[no-any-return]

    @staticmethod
    def get_initial_margin_requirement(model: Any, security: Any, quantity: object) -> float:
        return shown(model.initial_margin(security, exact(quantity)))

    @staticmethod
    def above_minimum_order_margin_portfolio_percentage(*given: Any) -> bool:
        """`(model, security, quantity, portfolio, share)` or `(portfolio, share, margin)`."""
        if len(given) == 3:
            portfolio, share, margin = given
            return above_minimum(portfolio, exact(share), exact(margin))
        model, security, quantity, portfolio, share = given
        least = exact(share)
        return not least or above_minimum(portfolio, least, abs(model.initial_margin(security, exact(quantity))))
