"""How much of a target is still to be ordered, and how much at once."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.models.fee import OrderFeeParameters
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ZERO, exact, shown
from leanrig.engine.orders.order import MarketOrder
from leanrig.engine.portfolio.targets import whole_lots

__all__ = ["OrderSizing", "of_maximum_value", "of_percent_volume", "unordered"]


def unordered(algorithm: Any, target: Any, security: Any, *, account_for_fees: bool = False) -> Decimal:
    """What the holdings and open orders lack of a target, in whole lots."""
    held = algorithm.transactions.get_projected_holdings(security).exact_projected_quantity
    quantity = target.exact_quantity - held
    if account_for_fees and security.type is SecurityType.CRYPTO and quantity > 0:
        order = MarketOrder(security.symbol, quantity, algorithm.now_us)
        fee = security.fee_model.get_order_fee(OrderFeeParameters(security, order)).value
        if fee.currency == security.base_currency.symbol:
            quantity += fee.exact_amount
    return whole_lots(security, quantity)


def of_percent_volume(security: Any, share: Decimal, desired: Decimal) -> Decimal:
    """As much as a share of the last bar's volume, in whole lots."""
    return _signed(desired, whole_lots(security, min(share * security.exact_volume, abs(desired))))


def of_maximum_value(security: Any, value: Decimal, desired: Decimal) -> Decimal:
    """As much as a value in account currency buys, in whole lots."""
    price = (
        security.exact_price
        * security.quote_currency.exact_conversion_rate
        * security.symbol_properties.exact_contract_multiplier
    )
    if not price:
        return ZERO
    return _signed(desired, whole_lots(security, min(value / price, abs(desired))))


def _signed(like: Decimal, size: Decimal) -> Decimal:
    return size if like > 0 else -size if like < 0 else ZERO


class OrderSizing(Dotnet):
    """QuantConnect.Orders.OrderSizing for Python code."""

    @staticmethod
    def get_unordered_quantity(
        algorithm: Any, target: Any, security: Any = None, account_for_fees: bool = False
    ) -> float:
        security = algorithm.securities[target.symbol] if security is None else security
        return shown(unordered(algorithm, target, security, account_for_fees=account_for_fees))

    @staticmethod
    def get_order_size_for_percent_volume(
        security: Any, maximum_percent_current_volume: object, desired_order_size: object
    ) -> float:
        return shown(of_percent_volume(security, exact(maximum_percent_current_volume), exact(desired_order_size)))

    @staticmethod
    def get_order_size_for_maximum_value(
        security: Any, maximum_order_value_in_account_currency: object, desired_order_size: object
    ) -> float:
        value = exact(maximum_order_value_in_account_currency)
        return shown(of_maximum_value(security, value, exact(desired_order_size)))

    @staticmethod
    def adjust_by_lot_size(security: Any, quantity: object) -> float:
        return shown(whole_lots(security, exact(quantity)))
