"""Placing orders: every order type, targets, and closing positions."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from leanrig.engine.algorithm.order_arguments import amount, check_flag, ordered_symbol, size_of
from leanrig.engine.algorithm.order_checks import first_refusal, is_daily_only, is_too_late_for_close
from leanrig.engine.algorithm.targets import liquidate, set_holdings
from leanrig.engine.enums import OrderDirection, OrderType, SecurityType
from leanrig.engine.errors import InvalidOperationException, NotThereYet
from leanrig.engine.history.seeding import seed
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import shown
from leanrig.engine.orders.order import TrailingStopOrder
from leanrig.engine.orders.properties import GoodTilDateTimeInForce, OrderProperties, TimeInForce
from leanrig.engine.orders.requests import SubmitOrderRequest
from leanrig.engine.orders.ticket import OrderTicket
from leanrig.engine.portfolio.targets import PortfolioTarget
from leanrig.engine.securities.security import Security
from leanrig.engine.transactions.manager import SecurityTransactionManager

__all__ = ["TradingMixin"]

_AT_OPEN = (
    "Warning: market orders submitted while the market is closed are automatically converted into MarketOnOpen orders "
    "to fill at the next market open."
)
_DAILY = (
    "Warning: market orders on daily resolution data sent during market hours are automatically converted into "
    "MarketOnClose orders (or MarketOnOpen near the close) to avoid filling at the stale previous close. Note: in live "
    "trading this conversion is not applied, as the order fills at the current market price."
)
_GOOD_TIL_DATE = (
    "Warning: Good-Til-Date Time-In-Force is not supported for MOO and MOC orders. The time-in-force will be reset to "
    "Good-Til-Canceled (GTC)."
)


class TradingMixin(Dotnet):
    """`market_order` and its siblings; `asynchronous`, `tag` and `order_properties` close every list of arguments."""

    _lean_transactions: SecurityTransactionManager
    _lean_said: set[str]
    _lean_maximum_orders: int
    _lean_locked: bool
    securities: Any
    settings: Any
    live_mode: bool
    default_order_properties: Any

    def _lean_make_trading(self) -> None:
        """State of a new algorithm."""
        self._lean_transactions = SecurityTransactionManager(self)
        self._lean_said = set()
        self._lean_maximum_orders = 10000
        self.default_order_properties = OrderProperties()

    @property
    def transactions(self) -> SecurityTransactionManager:
        return self._lean_transactions

    def set_maximum_orders(self, max: int) -> None:
        """Most orders that a run may place; only in initialize."""
        if not self._lean_locked:
            self._lean_maximum_orders = int(max)

    def _lean_say_once(self, message: str) -> None:
        if message not in self._lean_said:
            self._lean_said.add(message)
            self.debug(message)

    # -- market orders

    def market_order(
        self,
        symbol: object,
        quantity: object,
        asynchronous: bool = False,
        tag: str = "",
        order_properties: Any = None,
    ) -> OrderTicket:
        """Buy (positive) or sell (negative) at once; at the next open or this close when that is not possible."""
        check_flag("market_order", asynchronous)
        size = size_of("market_order", quantity)
        security = self._lean_security_for(symbol)
        rest = (asynchronous, tag, order_properties)
        if not security.exchange.exchange_open:
            return self._lean_converted(self.market_on_open_order(security.symbol, size, *rest), _AT_OPEN)
        always = security.exchange.hours.is_market_always_open
        if not self.live_mode and not always and is_daily_only(self, security):
            late = is_too_late_for_close(self, security)
            place = self.market_on_open_order if late else self.market_on_close_order
            return self._lean_converted(place(security.symbol, size, *rest), _DAILY)
        return self._lean_place(OrderType.MARKET, security, size, *rest)

    def _lean_converted(self, ticket: OrderTicket, warning: str) -> OrderTicket:
        if ticket.submit_request.response.is_success:
            self._lean_say_once(warning)
        return ticket

    def order(
        self,
        symbol: object,
        quantity: object,
        asynchronous: Any = False,
        tag: Any = "",
        order_properties: Any = None,
        *rest: Any,
    ) -> OrderTicket:
        """As `market_order`; an order type in third place is passed over, as in Lean."""
        if isinstance(asynchronous, OrderType):
            asynchronous, tag, order_properties = tag or False, order_properties or "", rest[0] if rest else None
        return self.market_order(symbol, quantity, asynchronous, tag, order_properties)

    def buy(self, symbol: object, quantity: object) -> OrderTicket:
        return self.market_order(symbol, abs(size_of("buy", quantity)))

    def sell(self, symbol: object, quantity: object) -> OrderTicket:
        return self.market_order(symbol, -abs(size_of("sell", quantity)))

    def market_on_open_order(
        self,
        symbol: object,
        quantity: object,
        asynchronous: bool = False,
        tag: str = "",
        order_properties: Any = None,
    ) -> OrderTicket:
        """At the next opening of the market."""
        return self._lean_at_session("market_on_open_order", symbol, quantity, asynchronous, tag, order_properties)

    def market_on_close_order(
        self,
        symbol: object,
        quantity: object,
        asynchronous: bool = False,
        tag: str = "",
        order_properties: Any = None,
    ) -> OrderTicket:
        """At the next close of the market."""
        return self._lean_at_session("market_on_close_order", symbol, quantity, asynchronous, tag, order_properties)

    def _lean_at_session(
        self, method: str, symbol: object, quantity: object, asynchronous: bool, tag: str, given: Any
    ) -> OrderTicket:
        check_flag(method, asynchronous)
        kind = OrderType.MARKET_ON_OPEN if "open" in method else OrderType.MARKET_ON_CLOSE
        properties = self._lean_properties(given)
        if properties is not None and isinstance(properties.time_in_force, GoodTilDateTimeInForce):
            properties.time_in_force = TimeInForce.GOOD_TIL_CANCELED
            self._lean_say_once(_GOOD_TIL_DATE)
        return self._lean_place(
            kind, self._lean_security_for(symbol), size_of(method, quantity), asynchronous, tag, properties
        )

    # -- orders with prices

    def limit_order(
        self,
        symbol: object,
        quantity: object,
        limit_price: object,
        asynchronous: bool = False,
        tag: str = "",
        order_properties: Any = None,
    ) -> OrderTicket:
        """At a price or better."""
        check_flag("limit_order", asynchronous)
        prices = {"limit_price": amount("limit_order", limit_price, symbol, quantity)}
        size = size_of("limit_order", quantity)
        security = self._lean_security_for(symbol)
        return self._lean_place(OrderType.LIMIT, security, size, asynchronous, tag, order_properties, **prices)

    def stop_market_order(
        self,
        symbol: object,
        quantity: object,
        stop_price: object,
        asynchronous: bool = False,
        tag: str = "",
        order_properties: Any = None,
    ) -> OrderTicket:
        """At the market once a price is passed."""
        check_flag("stop_market_order", asynchronous)
        prices = {"stop_price": amount("stop_market_order", stop_price)}
        size = size_of("stop_market_order", quantity)
        security = self._lean_security_for(symbol)
        return self._lean_place(OrderType.STOP_MARKET, security, size, asynchronous, tag, order_properties, **prices)

    def stop_limit_order(
        self,
        symbol: object,
        quantity: object,
        stop_price: object,
        limit_price: object,
        asynchronous: bool = False,
        tag: str = "",
        order_properties: Any = None,
    ) -> OrderTicket:
        """At a limit once a price is passed."""
        method = "stop_limit_order"
        check_flag(method, asynchronous)
        prices = {"stop_price": amount(method, stop_price), "limit_price": amount(method, limit_price)}
        size = size_of(method, quantity)
        security = self._lean_security_for(symbol)
        return self._lean_place(OrderType.STOP_LIMIT, security, size, asynchronous, tag, order_properties, **prices)

    def limit_if_touched_order(
        self,
        symbol: object,
        quantity: object,
        trigger_price: object,
        limit_price: object,
        asynchronous: bool = False,
        tag: str = "",
        order_properties: Any = None,
    ) -> OrderTicket:
        """At a limit once a better price was touched."""
        method = "limit_if_touched_order"
        check_flag(method, asynchronous)
        prices = {"trigger_price": amount(method, trigger_price), "limit_price": amount(method, limit_price)}
        size = size_of(method, quantity)
        security = self._lean_security_for(symbol)
        return self._lean_place(
            OrderType.LIMIT_IF_TOUCHED, security, size, asynchronous, tag, order_properties, **prices
        )

    def trailing_stop_order(self, symbol: object, quantity: object, *rest: Any, **named: Any) -> OrderTicket:
        """At the market once the price has come back by an amount or a share.

        `(symbol, quantity, trailing_amount, trailing_as_percentage, asynchronous, tag, order_properties)`, or with a
        `stop_price` of one's own before the trailing amount.
        """
        method, given = "trailing_stop_order", _trailing_arguments(rest, named)
        check_flag(method, given["trailing_as_percentage"])
        check_flag(method, given["asynchronous"])
        size, distance = size_of(method, quantity), amount(method, given["trailing_amount"])
        percentage = bool(given["trailing_as_percentage"])
        security = self._lean_security_for(symbol)
        if given["stop_price"] is None:
            direction = OrderDirection.BUY if size > 0 else OrderDirection.SELL
            stop = TrailingStopOrder.stop_of(security.exact_price, distance, percentage, direction)
        else:
            stop = amount(method, given["stop_price"])
        return self._lean_place(
            OrderType.TRAILING_STOP,
            security,
            size,
            given["asynchronous"],
            given["tag"],
            given["order_properties"],
            stop_price=stop,
            trailing_amount=distance,
            trailing_as_percentage=percentage,
        )

    def combo_market_order(self, *_: Any, **__: Any) -> list[OrderTicket]:
        raise NotThereYet("QCAlgorithm.combo_market_order")

    def combo_limit_order(self, *_: Any, **__: Any) -> list[OrderTicket]:
        raise NotThereYet("QCAlgorithm.combo_limit_order")

    def combo_leg_limit_order(self, *_: Any, **__: Any) -> list[OrderTicket]:
        raise NotThereYet("QCAlgorithm.combo_leg_limit_order")

    def exercise_option(self, *_: Any, **__: Any) -> OrderTicket:
        raise NotThereYet("QCAlgorithm.exercise_option")

    # -- from arguments to tickets

    def _lean_properties(self, given: Any) -> Any:
        if given is not None or self.default_order_properties is None:
            return given
        return self.default_order_properties.clone()

    def _lean_place(
        self,
        kind: OrderType,
        security: Security,
        quantity: Decimal,
        asynchronous: bool,
        tag: str,
        properties: Any,
        **prices: Any,
    ) -> OrderTicket:
        request = SubmitOrderRequest(
            kind,
            security.symbol,
            quantity,
            time_us=self.now_us,
            tag=tag,
            properties=self._lean_properties(properties),
            asynchronous=bool(asynchronous),
            **prices,
        )
        return self.submit_order_request(request)

    def submit_order_request(self, request: SubmitOrderRequest) -> OrderTicket:
        """Place an order that is described by a request; refused ones get an invalid ticket without a number."""
        refused = first_refusal(self, request)
        if refused is None:
            return self._lean_transactions.add_order(request)
        self.error(refused.error_message)
        request.set_response(refused)
        return OrderTicket(self._lean_transactions, request, invalid=True)

    def _lean_security_for(self, symbol: object) -> Security:
        """The security of a symbol; one that was never added is added and given its last known price."""
        wanted = ordered_symbol(symbol)
        found: Security | None = self.securities.by_symbol(wanted)
        if found is not None and (found.is_tradable or found.is_delisted):
            return found
        if wanted.security_type is SecurityType.INDEX:
            raise InvalidOperationException(
                f"The symbol {wanted} is not found in the algorithm's securities collection and cannot be re-added due "
                "to it being delisted or no longer tradable."
            )
        added: Security = self.add_security(wanted)
        if not self.settings.seed_initial_prices:
            seed(self, [added])
        return added

    # -- targets

    def set_holdings(self, *args: Any, **named: Any) -> list[OrderTicket]:
        """Order what brings a symbol, or a list of targets, to shares of the account's value.

        `(symbol, percentage, liquidate_existing_holdings, asynchronous, tag, order_properties)` or
        `(targets, liquidate_existing_holdings, asynchronous, tag, order_properties)`.
        """
        return set_holdings(self, *args, **named)

    def exact_order_quantity(self, symbol: object, target: object) -> Decimal:
        """What has to be ordered to get to a share of the account's value."""
        wanted = amount("calculate_order_quantity", target)
        found = PortfolioTarget.percent(self, symbol, wanted, return_delta_quantity=True)
        return Decimal(0) if found is None else found.exact_quantity

    def calculate_order_quantity(self, symbol: object, target: object) -> float:
        """What has to be ordered to get to a share of the account's value."""
        return shown(self.exact_order_quantity(symbol, target))

    def liquidate(
        self,
        symbol: Any = None,
        asynchronous: Any = False,
        tag: str | None = None,
        order_properties: Any = None,
    ) -> list[OrderTicket]:
        """Cancel open orders and close the position of a symbol, of several, or of all."""
        if isinstance(asynchronous, str):
            # Lean's older form: (symbol, tag), which answers with numbers.
            return [ticket.order_id for ticket in self.liquidate(symbol, tag=asynchronous)]  # type: ignore[misc]
        if symbol is None:
            every = sorted(self.securities.keys(), key=lambda found: found.value)
            return liquidate(self, every, asynchronous, tag, order_properties)
        several = isinstance(symbol, Iterable) and not isinstance(symbol, (str, Symbol, Security))
        symbols = [ordered_symbol(one) for one in (symbol if several else [symbol])]
        return liquidate(self, symbols, asynchronous, tag, order_properties)

    # -- questions

    def is_market_open(self, symbol: object) -> bool:
        """Whether the regular session of a symbol's exchange is open now."""
        found = ordered_symbol(symbol)
        security = self.securities.by_symbol(found)
        if security is not None:
            return bool(security.exchange.exchange_open)
        return bool(self._lean_services.is_market_open(found))

    def shortable(self, symbol: object, short_quantity: object = 0, update_order_id: int | None = None) -> bool:
        """Whether so much can be sold short, with what is held and ordered already."""
        security = self.securities[symbol]
        most = _shortable_of(security)
        if most is None:
            return True
        mine = security.symbol
        open_quantity = self._lean_transactions.exact_open_quantity(
            lambda ticket: ticket.symbol == mine and ticket.order_id != update_order_id
        )
        after: Decimal = security.holdings.exact_quantity + open_quantity
        if after <= -most:
            return False
        return bool(after - abs(amount("shortable", short_quantity)) >= -most)

    def shortable_quantity(self, symbol: object) -> int:
        """How much of a symbol can be sold short today; 0 when nobody says."""
        return int(_shortable_of(self.securities[symbol]) or 0)


def _shortable_of(security: Any) -> Any:
    """The shortable quantity, or None when there is no limit."""
    provider = security.shortable_provider
    if provider is None:
        return None
    return provider.shortable_quantity(security.symbol, security.local_time)


def _trailing_arguments(rest: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    """Both orders of Lean's arguments: with a stop price of the user's, and without."""
    given: dict[str, Any] = {"stop_price": None, "asynchronous": False, "tag": "", "order_properties": None}
    names = ["trailing_amount", "trailing_as_percentage", "asynchronous", "tag", "order_properties"]
    numbers = next((i for i, value in enumerate(rest) if isinstance(value, (bool, str))), len(rest))
    if "stop_price" not in named and numbers > ("trailing_amount" not in named):
        names.insert(0, "stop_price")
    names = [name for name in names if name not in named]
    given.update(zip(names, rest, strict=False))
    given.update(named)
    return given
