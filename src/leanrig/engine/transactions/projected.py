"""A holding as it will be when all open orders have filled."""

from decimal import Decimal

from leanrig.engine.naming import Dotnet, Shown

__all__ = ["ProjectedHoldings"]


class ProjectedHoldings(Dotnet):
    """What is held, what open orders will add, and the sum."""

    holdings_quantity, open_orders_quantity = Shown("exact_holdings_quantity"), Shown("exact_open_orders_quantity")
    projected_quantity = Shown("exact_projected_quantity")

    def __init__(self, holdings: Decimal, open_orders: Decimal) -> None:
        self.exact_holdings_quantity = holdings
        self.exact_open_orders_quantity = open_orders
        self.exact_projected_quantity = holdings + open_orders
