"""When positions must be reduced for want of margin, and by how much."""

from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderType
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import ONE, ZERO, exact
from leanrig.engine.orders.requests import SubmitOrderRequest

__all__ = ["DefaultMarginCallModel", "MarginCallModel", "NullMarginCallModel"]

_WARN_BELOW = Decimal("0.05")


class DefaultMarginCallModel(Dotnet):
    """Warns at 5% of remaining margin; asks for orders when used margin exceeds the value by the buffer.

    Parameters
    ----------
    portfolio
        Whose margin it is.
    stage
        The algorithm, whose default order properties the orders get.
    margin_buffer
        Share by which used margin may exceed the portfolio's value.
    """

    def __init__(self, portfolio: Any, stage: Any = None, margin_buffer: object = Decimal("0.10")) -> None:
        self.portfolio = portfolio
        self._stage = stage
        self._buffer = exact(margin_buffer)

    def get_margin_call_orders(self, *_: object) -> tuple[list[SubmitOrderRequest], bool]:
        """Requests for orders, and whether a warning is due."""
        portfolio = self.portfolio
        used = portfolio.exact_total_margin_used
        if used <= 0:
            return [], False
        total = portfolio.exact_total_portfolio_value
        remaining = portfolio.exact_margin_remaining_of(total)
        if remaining > 0:
            return [], remaining <= total * _WARN_BELOW
        requests = []
        if used > total * (ONE + self._buffer):
            for security in list(portfolio.held.values()):
                request = self._request(security, total, used)
                if request is not None:
                    requests.append(request)
        return requests, bool(requests)

    def _request(self, security: Any, total: Decimal, used: Decimal) -> SubmitOrderRequest | None:
        from leanrig.engine.models.buying_power_parameters import GetMaximumOrderQuantityForDeltaBuyingPowerParameters

        if not security.quote_currency.exact_conversion_rate:
            return None
        mine = security.buying_power_model.margin_of_holdings(security)
        held = security.holdings.exact_quantity
        reduce = mine - max(ZERO, mine - (used - total))
        found = security.buying_power_model.get_maximum_order_quantity_for_delta_buying_power(
            GetMaximumOrderQuantityForDeltaBuyingPowerParameters(
                self.portfolio, security, -reduce if held > 0 else reduce, ZERO
            )
        )
        lot = security.symbol_properties.exact_lot_size
        quantity = abs(found.exact_quantity / lot) * lot
        if not quantity:
            return None
        properties = getattr(self._stage, "default_order_properties", None)
        return SubmitOrderRequest(
            OrderType.MARKET,
            security.symbol,
            -quantity if held > 0 else quantity,
            time_us=security.now_us,
            tag="Margin Call",
            properties=None if properties is None else properties.clone(),
        )

    def execute_margin_call(self, generated_margin_call_orders: Any) -> list[Any]:
        """Send the requests, the greatest loser first, until the margin suffices again."""
        portfolio = self.portfolio
        if portfolio.exact_margin_remaining >= 0:
            return []
        losers = sorted(
            generated_margin_call_orders, key=lambda request: portfolio[request.symbol].exact_unrealized_profit
        )
        executed = []
        for request in losers:
            executed.append(portfolio.transactions.add_order(request))
            if portfolio.exact_margin_remaining >= 0:
                break
        return executed


class NullMarginCallModel(Dotnet):
    """Never."""

    def get_margin_call_orders(self, *_: object) -> tuple[list[SubmitOrderRequest], bool]:
        return [], False

    def execute_margin_call(self, _: Any) -> list[Any]:
        return []


class MarginCallModel(Dotnet):
    """Where Lean keeps the model that does nothing."""

    NULL = NullMarginCallModel()
