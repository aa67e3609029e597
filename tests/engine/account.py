"""A small account for tests: the real money room on a stage with a clock, without data feed and orders."""

from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from leanrig.engine.algorithm.money import MoneyMixin
from leanrig.engine.algorithm.settings import AlgorithmSettings
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.trade_bar import Bar, TradeBar
from leanrig.engine.enums import OrderStatus, Resolution, SecurityType
from leanrig.engine.files.symbol_properties import SymbolProperties
from leanrig.engine.hours.zones import to_us
from leanrig.engine.identity import Symbol
from leanrig.engine.models.fee import OrderFeeParameters
from leanrig.engine.orders.event import OrderEvent
from leanrig.engine.orders.order import MarketOrder
from leanrig.engine.securities.clock import Clock
from leanrig.engine.securities.security_manager import SecurityManager
from leanrig.engine.securities.types import class_of

MORNING = datetime(2013, 10, 8, 11)


class OpenMarket:
    """Hours of a market that is open whenever a test looks, in New York."""

    zone = "America/New_York"

    def is_open(self, *_: Any) -> bool:
        return True

    def is_date_open(self, day: datetime, *_: Any) -> bool:
        return day.weekday() < 5


class Tickets:
    """Orders that the test has placed."""

    def __init__(self) -> None:
        self.open_orders: list[Any] = []

    def get_order_ticket(self, _: int) -> Any:
        return SimpleNamespace(exact_quantity_filled=Decimal(0))

    def get_open_orders(self, *_: Any) -> list[Any]:
        return self.open_orders


class Account(MoneyMixin):
    """An algorithm as far as its money goes."""

    def __init__(self, now: datetime = MORNING) -> None:
        self._lean_clock = Clock(to_us(now, "America/New_York"))
        self.securities = SecurityManager(self._lean_clock)
        self.settings = AlgorithmSettings()
        self.transactions = Tickets()
        self.lines: list[str] = []
        self.locked = False
        self._lean_make_money()

    @property
    def now_us(self) -> int:
        return self._lean_clock.now_us

    def get_locked(self) -> bool:
        return self.locked

    def debug(self, message: object) -> None:
        self.lines.append(str(message))

    def go_to(self, moment: datetime) -> None:
        self._lean_clock.now_us = to_us(moment, "America/New_York")

    def add(self, ticker: str, kind: SecurityType = SecurityType.EQUITY, market: str = "usa", **properties: Any) -> Any:
        """A subscribed security; `quote` names its quote currency (USD)."""
        quote = properties.pop("quote", "USD")
        book = self.portfolio.cash_book
        pair = kind in (SecurityType.FOREX, SecurityType.CRYPTO, SecurityType.CRYPTO_FUTURE)
        security = class_of(kind)(
            Symbol.create(ticker, kind, market),
            hours=OpenMarket(),
            symbol_properties=SymbolProperties("", quote, **properties),
            quote_currency=book.get(quote) or book.add(quote, 0, 0),
            clock=self._lean_clock,
        )
        if pair:
            code = ticker[: -len(quote)]
            security.base_currency = book.get(code) or book.add(code, 0, 0)
        security.subscription_list.append(
            SubscriptionDataConfig(TradeBar, security.symbol, Resolution.MINUTE, data_zone="UTC", exchange_zone="UTC")
        )
        self._lean_furnish_security(security)
        self._lean_initialize_security(security)
        self.securities.add(security)
        return security

    def price(self, security: Any, price: str, bid: str | None = None, ask: str | None = None) -> None:
        """A new price, and quotes when given."""
        number = Decimal(price)
        moment = datetime(2013, 10, 8, 10, 59)
        if bid is not None and ask is not None:
            sides = (Bar(*[Decimal(side)] * 4) for side in (bid, ask))
            first, second = sides
            security.set_market_price(QuoteBar(moment, security.symbol, first, 0, second, 0))
        if bid is None or security.type is SecurityType.EQUITY:
            security.set_market_price(TradeBar(moment, security.symbol, number, number, number, number, 1000))
        self.portfolio.prices_changed()

    def trade(self, security: Any, quantity: object, price: object = None, **order: Any) -> OrderEvent:
        """Fill a market order at a price, with the fee of the security's model."""
        wanted = MarketOrder(security.symbol, Decimal(str(quantity)), self.now_us)
        wanted.status = OrderStatus.FILLED
        event = OrderEvent(wanted, self.now_us, security.fee_model.get_order_fee(OrderFeeParameters(security, wanted)))
        event.exact_fill_quantity = wanted.exact_quantity
        event.exact_fill_price = security.exact_price if price is None else Decimal(str(price))
        self.portfolio.process_fills([event])
        return event
