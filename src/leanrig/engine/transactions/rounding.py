"""Orders in the sizes and price steps that a market takes, with Lean's warnings, each said once."""

from decimal import Decimal
from typing import Any

from leanrig.engine.models.price_variation import GetMinimumPriceVariationParameters, price_variation_of
from leanrig.engine.naming import pascal
from leanrig.engine.number import exact, round_even, text
from leanrig.engine.orders.order import Order

__all__ = ["OrderRounding"]

# Prices of an order in the order in which they are rounded.
_FIELDS = {
    "LIMIT": ("limit_price",),
    "STOP_MARKET": ("stop_price",),
    "STOP_LIMIT": ("limit_price", "stop_price"),
    "TRAILING_STOP": ("stop_price", "trailing_amount"),
    "LIMIT_IF_TOUCHED": ("limit_price", "trigger_price"),
    "COMBO_LEG_LIMIT": ("limit_price",),
}


class OrderRounding:
    """Rounds; remembers whether it has warned.

    Parameters
    ----------
    stage
        Whose `error` the warnings go to.
    """

    def __init__(self, stage: Any) -> None:
        self._stage = stage
        self._warned_size = False
        self._warned_price = False

    def size(self, order: Order, security: Any) -> None:
        """Cut the quantity to whole lots."""
        lot: Decimal = security.symbol_properties.exact_lot_size
        rest = order.exact_quantity % lot
        if not rest:
            return
        order.exact_quantity = order.exact_quantity - rest
        if not self._warned_size:
            self._warned_size = True
            self._stage.error(
                f"Warning: Due to brokerage limitations, orders will be rounded to the nearest lot size of {text(lot)}"
            )

    def prices(self, order: Order, security: Any) -> None:
        """Round the order's prices to the smallest step there is for such a price."""
        for name in _FIELDS.get(order.type._name_, ()):
            if name == "trailing_amount" and getattr(order, "trailing_as_percentage", False):
                continue
            price: Decimal = getattr(order, f"exact_{name}")
            step = self._step(security, price)
            if step <= 0:
                continue
            rounded = round_even(price / step, 0) * step
            setattr(order, f"exact_{name}", rounded)
            if rounded != price:
                self._warn(pascal(name), rounded, price)

    def _step(self, security: Any, price: Decimal) -> Decimal:
        parameters = GetMinimumPriceVariationParameters(security, price)
        return exact(price_variation_of(security).get_minimum_price_variation(parameters))

    def _warn(self, name: str, rounded: Decimal, price: Decimal) -> None:
        if self._warned_price:
            return
        self._warned_price = True
        self._stage.error(
            f"Warning: To meet brokerage precision requirements, order {name} was rounded to {text(rounded)} "
            f"from {text(price)}"
        )
