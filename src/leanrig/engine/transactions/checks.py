"""Whether there is the money for an order, in the portfolio's words."""

from typing import Any

from leanrig.engine.models.buying_power_parameters import HasSufficientBuyingPowerForOrderParameters
from leanrig.engine.number import smart_round, text
from leanrig.engine.orders.order import Order

__all__ = ["insufficient_text", "sufficient"]


def sufficient(stage: Any, security: Any, order: Order) -> Any:
    """The buying power model's answer: `is_sufficient` and `reason`."""
    parameters = HasSufficientBuyingPowerForOrderParameters(stage.portfolio, security, order)
    return security.buying_power_model.has_sufficient_buying_power_for_order(parameters)


def insufficient_text(security: Any, order: Order, answer: Any) -> str:
    """What Lean says of an order that there is not enough money for."""
    value = text(smart_round(order.exact_value_in(security)))
    return (
        f"Order Error: ids: [{order.id}], Insufficient buying power to complete orders (Value:[{value}]), "
        f"Reason: {answer.reason}."
    )
