"""What every fee model is: asked with an order of a security, it answers with an OrderFee."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderType
from leanrig.engine.errors import ArgumentException
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO, exact, limited, normalize
from leanrig.engine.orders.money import CashAmount, OrderFee

__all__ = ["ConstantFeeModel", "FeeModel", "OrderFeeParameters", "fee_of", "is_maker", "unsupported"]


class OrderFeeParameters(Dotnet):
    """An order of a security."""

    __slots__ = ("order", "security")

    def __init__(self, security: Any, order: Any) -> None:
        self.security = security
        self.order = order


def fee_of(amount: Decimal, currency: str) -> OrderFee:
    """A fee without trailing zeros, as Lean keeps it."""
    return OrderFee(CashAmount(normalize(limited(amount)), currency))


def unsupported(security: Any) -> ArgumentException:
    return ArgumentException(f"Unsupported security type: {security.type.to_string()}")


def is_maker(order: Any) -> bool:
    """Whether a limit order waits in the book, by its price or by its wish to be posted only."""
    if order.type is not OrderType.LIMIT:
        return False
    return bool(getattr(order.properties, "post_only", False)) or not order.is_marketable


class FeeModel(Dotnet):
    """No fee; the base of the others and of users' own."""

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        return fee_of(ZERO, "USD")

    def in_engine(self) -> "FeeModel":
        """What Lean's engine makes of it: a few models hide the method instead of overriding it, and cost nothing."""
        return self


class ConstantFeeModel(FeeModel):
    """The same for every order."""

    def __init__(self, fee: object = 0, currency: str = "USD") -> None:
        self._fee = fee_of(abs(exact(fee)), currency)

    def get_order_fee(self, parameters: OrderFeeParameters) -> OrderFee:
        return OrderFee(self._fee.value)
