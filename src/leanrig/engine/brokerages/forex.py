"""Oanda and FXCM."""

from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.brokerages.checks import order_type_refused, refusal, security_type_refused, time_in_force_refused
from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.message import BrokerageMessageEvent
from leanrig.engine.enums import AccountType, OrderDirection, OrderType, SecurityType
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.models.fee import ConstantFeeModel, FeeModel
from leanrig.engine.models.fees_brokers import FxcmFeeModel
from leanrig.engine.models.settlement import AccountCurrencyImmediateSettlementModel, ImmediateSettlementModel
from leanrig.engine.number import text

__all__ = ["FxcmBrokerageModel", "OandaBrokerageModel"]

_GOOD_TIL_CANCELED = "GoodTilCanceledTimeInForce"


def _markets(market: str) -> dict[SecurityType, str]:
    usa = dict.fromkeys((SecurityType.BASE, SecurityType.EQUITY, SecurityType.OPTION), "usa")
    return usa | {SecurityType.FOREX: market, SecurityType.CFD: market}


class OandaBrokerageModel(DefaultBrokerageModel):
    """Spread instead of fees; margin accounts only."""

    MARKETS: ClassVar[dict[SecurityType, str]] = _markets("oanda")
    DEFAULT_MARKET_MAP = MARKETS
    BENCHMARK = ("EURUSD", SecurityType.FOREX, "oanda")
    SECURITIES = (SecurityType.FOREX, SecurityType.CFD)
    ORDERS = (OrderType.LIMIT, OrderType.MARKET, OrderType.STOP_MARKET, OrderType.STOP_LIMIT)

    def _check_account(self) -> None:
        if self.account_type is AccountType.CASH:
            raise InvalidOperationException("Oanda brokerage can only be used with a Margin account type")

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        reason = super().refused(security, order)
        if reason is None and type(order.time_in_force).__name__ != _GOOD_TIL_CANCELED:
            return time_in_force_refused(self, order)
        return reason

    def get_fee_model(self, security: Any) -> FeeModel:
        return ConstantFeeModel(0)

    def get_settlement_model(self, security: Any) -> Any:
        if security.type is SecurityType.CFD:
            return AccountCurrencyImmediateSettlementModel()
        return ImmediateSettlementModel()


class FxcmBrokerageModel(DefaultBrokerageModel):
    """Prices of orders must lie on the right side of the market and not too far from it."""

    MARKETS: ClassVar[dict[SecurityType, str]] = _markets("fxcm")
    DEFAULT_MARKET_MAP = MARKETS
    BENCHMARK = ("EURUSD", SecurityType.FOREX, "fxcm")
    SECURITIES = (SecurityType.FOREX, SecurityType.CFD)
    ORDERS = (OrderType.LIMIT, OrderType.MARKET, OrderType.STOP_MARKET)

    def refused(self, security: Any, order: Any) -> BrokerageMessageEvent | None:
        if security.type not in self.SECURITIES:
            return security_type_refused(self, security)
        if order.type not in self.ORDERS:
            return order_type_refused(self, order, self.ORDERS)
        if order.exact_quantity % security.symbol_properties.exact_lot_size:
            return _wrong_lot(security)
        price = security.exact_price
        if order.type is OrderType.LIMIT:
            return _wrong_price(security, order.type, order.direction, price, order.exact_limit_price)
        if order.type is OrderType.STOP_MARKET:
            return _wrong_price(security, order.type, order.direction, order.exact_stop_price, price)
        if type(order.time_in_force).__name__ != _GOOD_TIL_CANCELED:
            return time_in_force_refused(self, order)
        return None

    def update_refused(self, security: Any, order: Any, request: Any) -> BrokerageMessageEvent | None:
        wanted = request.exact_quantity
        if wanted is not None and wanted % security.symbol_properties.exact_lot_size:
            return _wrong_lot(security)
        quantity = order.exact_quantity if wanted is None else wanted
        direction = OrderDirection.BUY if quantity > 0 else OrderDirection.SELL
        price = security.exact_price
        stop = price if request.exact_stop_price is None else request.exact_stop_price
        limit = price if request.exact_limit_price is None else request.exact_limit_price
        return _wrong_price(security, order.type, direction, stop, limit)

    def get_fee_model(self, security: Any) -> FeeModel:
        return FxcmFeeModel()

    get_settlement_model = OandaBrokerageModel.get_settlement_model


def _wrong_lot(security: Any) -> BrokerageMessageEvent:
    lot = text(security.symbol_properties.exact_lot_size)
    return refusal(f"The order quantity must be a multiple of lot_size: [{lot}].")


def _wrong_price(
    security: Any, kind: OrderType, direction: OrderDirection, stop: Decimal, limit: Decimal
) -> BrokerageMessageEvent | None:
    if kind not in (OrderType.LIMIT, OrderType.STOP_MARKET):
        return None
    price = security.exact_price
    limits, buys = kind is OrderType.LIMIT, direction is OrderDirection.BUY
    wanted = limit if limits else stop
    # Limits to buy and stops to sell lie below the market.
    below = limits == buys
    if (wanted > price) if below else (wanted < price):
        return refusal(
            "Limit Buy orders and Stop Sell orders must be below market, Limit Sell orders and Stop Buy orders must be "
            "above market."
        )
    farthest = min(security.symbol_properties.exact_minimum_price_variation * 10 * 15000, price / 2)
    if (wanted < price - farthest) if below else (wanted > price + farthest):
        return refusal(
            f"The {kind.to_string()} {direction.to_string()} order price ({text(wanted)}) is too far from the current "
            f"market price ({text(price)})."
        )
    return None
