"""Cash, holdings and margin of a margin account: a first cut until the room portfolio is there."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from leanrig.engine.data.base_data import naive
from leanrig.engine.enums import DataNormalizationMode, OrderDirection
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ONE, ZERO, exact, normalize, text
from leanrig.engine.securities.dictionary import PairDictionary
from leanrig.engine.thin.orders import CashAmount, MarketOrder, Order, OrderFee, OrderProperties, SubmitOrderRequest

TWO = Decimal(2)


class Cash(Dotnet):
    amount, conversion_rate = Shown("exact_amount"), Shown("exact_conversion_rate")

    def __init__(self, symbol: str, amount: Any, rate: Any) -> None:
        self.symbol, self.exact_amount, self.exact_conversion_rate = symbol, exact(amount), exact(rate)

    @property
    def exact_value_in_account_currency(self) -> Decimal:
        return self.exact_amount * self.exact_conversion_rate

    @property
    def value_in_account_currency(self) -> float:
        return float(self.exact_value_in_account_currency)


class CashBook(PairDictionary[str, Cash]):
    account_currency = "USD"

    def _key(self, key: Any) -> Any:
        return str(key).upper()

    def add(self, symbol: str, amount: Any, rate: Any = 0) -> Cash:  # type: ignore[override]
        self._items[symbol] = Cash(symbol, amount, rate)
        return self._items[symbol]

    def to_account(self, money: Any) -> Decimal:
        if money.currency in (self.account_currency, "QCC") or not money.exact_amount:
            return money.exact_amount  # type: ignore[no-any-return]
        return money.exact_amount * self[money.currency].exact_conversion_rate  # type: ignore[no-any-return]


class SecurityHolding(Dotnet):
    quantity, average_price = Shown("exact_quantity"), Shown("exact_average_price")
    total_sale_volume, total_fees = Shown("exact_total_sale_volume"), Shown("exact_total_fees")
    profit, last_trade_profit = Shown("exact_profit"), Shown("exact_last_trade_profit")

    def __init__(self, security: Any, book: CashBook) -> None:
        self.security, self._book = security, book
        self.exact_quantity = self.exact_average_price = self.exact_total_sale_volume = ZERO
        self.exact_total_fees = self.exact_profit = self.exact_last_trade_profit = self.exact_total_dividends = ZERO

    @property
    def symbol(self) -> Any:
        return self.security.symbol

    def worth(self, quantity: Decimal, price: Decimal) -> Decimal:
        s = self.security
        return quantity * price * s.quote_currency.exact_conversion_rate * s.symbol_properties.exact_contract_multiplier

    @property
    def hold_stock(self) -> bool:
        return self.invested

    @property
    def invested(self) -> bool:
        return abs(self.exact_quantity) >= self.security.symbol_properties.exact_lot_size

    @property
    def is_long(self) -> bool:
        return self.exact_quantity > 0

    @property
    def is_short(self) -> bool:
        return self.exact_quantity < 0

    @property
    def absolute_quantity(self) -> float:
        return abs(self.quantity)

    @property
    def price(self) -> float:
        return float(self.security.price)

    @property
    def exact_value(self) -> Decimal:
        return self.worth(self.exact_quantity, self.security.exact_price) if self.exact_quantity else ZERO

    @property
    def holdings_value(self) -> float:
        return float(self.exact_value)

    @property
    def absolute_holdings_value(self) -> float:
        return abs(self.holdings_value)

    @property
    def exact_cost(self) -> Decimal:
        return self.worth(self.exact_quantity, self.exact_average_price)

    @property
    def holdings_cost(self) -> float:
        return float(self.exact_cost)

    @property
    def absolute_holdings_cost(self) -> float:
        return abs(self.holdings_cost)

    def total_close_profit(self, *_: Any) -> float:
        return float(self.exact_unrealized)

    @property
    def exact_unrealized(self) -> Decimal:
        if not self.invested:
            return ZERO
        order = market_order(self.security, -self.exact_quantity)
        fees = self._book.to_account(self.security.fee_model.fee(self.security, order).value)
        price = self.security.exact_bid_price if self.is_long else self.security.exact_ask_price
        return self.worth(self.exact_quantity, price) - self.exact_cost - fees

    @property
    def unrealized_profit(self) -> float:
        return float(self.exact_unrealized)

    @property
    def unrealized_profit_percent(self) -> float:
        return self.unrealized_profit / self.absolute_holdings_cost if self.exact_average_price else 0.0

    @property
    def net_profit(self) -> float:
        return float(self.exact_profit - self.exact_total_fees)

    def __str__(self) -> str:
        return f"{self.symbol.value}: {text(normalize(self.exact_quantity))} @ {text(normalize(self.exact_average_price))}"


def market_order(security: Any, quantity: Decimal) -> Order:
    request = SubmitOrderRequest(MarketOrder.type, security.symbol, quantity, 0, "", None)
    return MarketOrder(request)


class InteractiveBrokersFeeModel(Dotnet):
    def fee(self, security: Any, order: Order) -> OrderFee:
        value = abs(order_value(order, security))
        if security.type._name_ in ("FOREX",):
            return OrderFee(CashAmount(max(value * Decimal("0.00002"), TWO), "USD"))
        if security.type._name_ != "EQUITY":
            return OrderFee(CashAmount(0, "USD"))
        fee = Decimal("0.005") * abs(order.exact_quantity)
        most = Decimal("0.005") * value
        if fee < ONE:
            fee = ONE
        elif fee > most:
            fee = most
        return OrderFee(CashAmount(abs(fee), "USD"))


class ConstantFeeModel(Dotnet):
    def __init__(self, amount: Any = 0, currency: str = "USD") -> None:
        self._money = CashAmount(exact(amount), currency)

    def fee(self, security: Any, order: Order) -> OrderFee:  # noqa: ARG002
        return OrderFee(self._money)


def order_value(order: Order, security: Any) -> Decimal:
    price = security.exact_price
    limit = {"LIMIT": order.exact_limit_price, "STOP_LIMIT": order.exact_limit_price, "LIMIT_IF_TOUCHED": order.exact_limit_price,
             "STOP_MARKET": order.exact_stop_price, "TRAILING_STOP": order.exact_stop_price}.get(order.type._name_)
    if limit is not None and order.exact_quantity:
        price = min(limit, price) if order.exact_quantity > 0 else max(limit, price)
    return order.exact_quantity * price * security.quote_currency.exact_conversion_rate * security.symbol_properties.exact_contract_multiplier


class SecurityMarginModel(Dotnet):
    def __init__(self, leverage: Any = 1) -> None:
        self._requirement = ONE / exact(leverage)

    def exact_leverage(self, _: Any) -> Decimal:
        return ONE / self._requirement

    def set_leverage(self, _: Any, leverage: Decimal) -> None:
        self._requirement = ONE / leverage

    def margin(self, security: Any, quantity: Decimal) -> Decimal:
        """Initial margin of a quantity, signed."""
        s = security
        return s.quote_currency.exact_conversion_rate * s.symbol_properties.exact_contract_multiplier * s.exact_price * quantity * self._requirement

    def maintenance(self, security: Any) -> Decimal:
        return abs(security.holdings.exact_value) * self._requirement

    def for_order(self, portfolio: Any, security: Any, order: Order) -> Decimal:
        fee = portfolio.cash_book.to_account(security.fee_model.fee(security, order).value)
        value = self.margin(security, order.exact_quantity)
        return value + (fee if order.exact_quantity > 0 else -fee)

    def free(self, portfolio: Any, security: Any, direction: OrderDirection) -> Decimal:
        result = portfolio.exact_margin_remaining
        holdings = security.holdings
        reversing = (holdings.is_long and direction is OrderDirection.SELL) or (holdings.is_short and direction is OrderDirection.BUY)
        if reversing:
            result += self.maintenance(security) + self.margin(security, abs(holdings.exact_quantity))
        return max(result, ZERO)

    def insufficient(self, portfolio: Any, security: Any, order: Order) -> str | None:
        """None when there is enough; else Lean's reason."""
        held = security.holdings.exact_quantity
        if not order.exact_quantity or (held * order.exact_quantity < 0 and abs(held) >= abs(order.exact_quantity)):
            return None
        needed = self.for_order(portfolio, security, order)
        remaining = needed * (order.exact_quantity - order.exact_filled) / order.exact_quantity
        free = self.free(portfolio, security, order.direction)
        if abs(remaining) > free:
            return f"Id: {order.id}, Initial Margin: {text(normalize(remaining))}, Free Margin: {text(normalize(free))}."
        return None

    def quantity_for(self, portfolio: Any, security: Any, target: Decimal, minimum: Decimal) -> tuple[Decimal, bool]:
        """Shares to order for a signed share of the portfolio's value in margin; and whether the minimum stopped it."""
        total = portfolio.exact_total_portfolio_value
        wanted = target * (total - total * ZERO)
        held = security.holdings.exact_quantity
        if not wanted:
            return -held, False
        used = self.margin(security, held)
        unit = abs(self.margin(security, ONE))
        difference = abs(wanted - used)
        if not (difference > minimum * total or (minimum == 0)):
            return ZERO, True
        last = ZERO
        while True:
            quantity, final = self._amount(security, wanted, unit)
            if not quantity:
                return ZERO, False
            fee = portfolio.cash_book.to_account(security.fee_model.fee(security, market_order(security, quantity)).value)
            wanted = (total - fee - total * ZERO) * target
            if last == quantity:
                raise ValueError("GetMaximumOrderQuantityForTargetBuyingPower failed to converge on the target margin")
            last = quantity
            if abs(final) <= abs(wanted):
                return quantity, False

    def _amount(self, security: Any, wanted: Decimal, unit: Decimal) -> tuple[Decimal, Decimal]:
        lot, held = security.symbol_properties.exact_lot_size, security.holdings.exact_quantity
        size = -held + wanted / unit
        lots = (size / lot).to_integral_value(ROUND_CEILING if wanted < 0 else ROUND_FLOOR)
        size = lots * lot
        final = self.margin(security, size + held)
        while (wanted < 0 and final < wanted) or (wanted > 0 and final > wanted):
            size += lot if wanted < 0 else -lot
            final = self.margin(security, size + held)
        return size, final


class Portfolio(PairDictionary[Any, SecurityHolding]):
    """`algorithm.portfolio`."""

    def __init__(self, stage: Any) -> None:
        super().__init__()
        self._stage = stage
        self.cash_book = CashBook()
        self.cash_book.add("USD", 100000, 1)
        self.exact_unsettled_cash = ZERO
        self.exact_sale_volume = ZERO
        self.exact_fees = ZERO
        self.exact_profit = ZERO
        self.exact_start = Decimal(100000)
        self.may_be_broke = False
        self.may_be_called = False
        self._total: Decimal | None = None
        self.records: list[tuple[int, Decimal, bool]] = []
        self.margin_call_model: Any = None

    @property
    def _items(self) -> Any:
        return {symbol: security.holdings for symbol, security in self._stage.securities._items.items()}

    @_items.setter
    def _items(self, _: Any) -> None: ...

    def _key(self, key: Any) -> Any:
        return self._stage.securities._key(key)

    def __getitem__(self, key: Any) -> SecurityHolding:
        return self._stage.securities[key].holdings  # type: ignore[no-any-return]

    def prices_changed(self) -> None:
        self._total = None

    def scan_models(self, moment: int) -> None: ...

    @property
    def held(self) -> list[Any]:
        return [s for s in self._stage.securities._items.values() if s.holdings.exact_quantity]

    @property
    def invested(self) -> bool:
        return any(s.holdings.invested for s in self._stage.securities._items.values())

    @property
    def hold_stock(self) -> bool:
        return self.invested

    @property
    def exact_cash(self) -> Decimal:
        return self.cash_book["USD"].exact_amount

    @property
    def cash(self) -> float:
        return float(self.exact_cash)

    @property
    def unsettled_cash(self) -> float:
        return float(self.exact_unsettled_cash)

    @property
    def exact_total_portfolio_value(self) -> Decimal:
        if self._total is None:
            value = sum((c.exact_value_in_account_currency for c in self.cash_book.values()), ZERO)
            for s in self.held:
                value += s.holdings.exact_value
            self._total = value
        return self._total

    @property
    def total_portfolio_value(self) -> float:
        return float(self.exact_total_portfolio_value)

    @property
    def exact_holdings_value(self) -> Decimal:
        return sum((s.holdings.exact_value for s in self.held), ZERO)

    @property
    def total_holdings_value(self) -> float:
        return float(sum((abs(s.holdings.exact_value) for s in self.held), ZERO))

    @property
    def total_absolute_holdings_cost(self) -> float:
        return float(sum((abs(s.holdings.exact_cost) for s in self.held), ZERO))

    @property
    def total_fees(self) -> float:
        return float(self.exact_fees)

    @property
    def total_profit(self) -> float:
        return float(self.exact_profit)

    @property
    def total_net_profit(self) -> float:
        return float(self.exact_profit - self.exact_fees)

    @property
    def exact_unrealized(self) -> Decimal:
        return sum((s.holdings.exact_unrealized for s in self.held), ZERO)

    @property
    def total_unrealized_profit(self) -> float:
        return float(self.exact_unrealized)

    @property
    def total_unrealised_profit(self) -> float:
        return float(self.exact_unrealized)

    @property
    def exact_margin_used(self) -> Decimal:
        return sum((s.buying_power_model.maintenance(s) for s in self.held), ZERO)

    @property
    def total_margin_used(self) -> float:
        return float(self.exact_margin_used)

    @property
    def exact_margin_remaining(self) -> Decimal:
        return self.exact_total_portfolio_value - self.exact_unsettled_cash - self.exact_margin_used

    @property
    def margin_remaining(self) -> float:
        return float(self.exact_margin_remaining)

    def set_cash(self, amount: Any, symbol: str = "USD", rate: Any = 1) -> None:
        self.cash_book.add(symbol, amount, rate)
        self._total = None

    def process_fill(self, event: Any, security: Any) -> None:
        h, quantity, price = security.holdings, event.exact_fill_quantity, event.exact_fill_price
        sale = h.worth(abs(quantity), price)
        h.exact_total_sale_volume += sale
        self.exact_sale_volume += sale
        fee = self.cash_book.to_account(event.order_fee.value)
        if fee:
            h.exact_total_fees += fee
            self.exact_fees += fee
            money = event.order_fee.value
            self.cash_book[money.currency].exact_amount -= money.exact_amount
        self.cash_book[security.quote_currency.symbol].exact_amount += -quantity * price * security.symbol_properties.exact_contract_multiplier
        held, average = h.exact_quantity, h.exact_average_price
        if (held > 0 > quantity) or (held < 0 < quantity):
            closed = min(abs(quantity), abs(held)) * (1 if held > 0 else -1)
            profit = h.worth(closed, price) - h.worth(closed, average)
            h.exact_profit += profit
            h.exact_last_trade_profit = profit
            self.exact_profit += profit
            made = profit - TWO * fee
            self.records.append((self._stage.now_us, made, made > 0))
        after = held + quantity
        if not held:
            average = price
        elif (held > 0) == (quantity > 0):
            average = (average * held + quantity * price) / after
        elif not after:
            average = ZERO
        elif (after > 0) != (held > 0):
            average = price
        h.exact_average_price, h.exact_quantity = average, after
        self._total = None
        self.refresh_flags()

    def refresh_flags(self) -> None:
        held = self.held
        short = any(s.holdings.exact_quantity < 0 for s in held)
        self.may_be_broke = bool(held) and (short or self.exact_cash < 0)
        self.may_be_called = self.may_be_broke

    def apply_dividend(self, dividend: Any, security: Any, mode: Any) -> None:
        if mode in (DataNormalizationMode.RAW, DataNormalizationMode.SPLIT_ADJUSTED) and security.holdings.exact_quantity:
            total = security.holdings.exact_quantity * dividend.exact_value * security.quote_currency.exact_conversion_rate
            security.holdings.exact_total_dividends += total
            self.cash_book["USD"].exact_amount += total
            self._total = None

    def apply_split(self, split: Any, security: Any, mode: Any) -> None:
        if mode is not DataNormalizationMode.RAW:
            return
        h, factor = security.holdings, split.exact_split_factor
        quantity = h.exact_quantity / factor
        average = h.exact_average_price * factor
        whole = Decimal(int(quantity))
        leftover = quantity - whole
        price = split.exact_value * factor
        if security.holdings.exact_quantity:
            h.exact_quantity, h.exact_average_price = whole, average
            self.cash_book["USD"].exact_amount += leftover * price * security.quote_currency.exact_conversion_rate
        security.cache.settle() if security.cache.pending else None
        for name in ("open", "high", "low", "close", "price"):
            setattr(security.cache, f"_{name}", getattr(security.cache, f"_{name}") * factor)
        for name in ("bid_price", "ask_price"):
            setattr(security.cache, f"_{name}", getattr(security.cache, f"_{name}") * factor)
        self._total = None

    def __str__(self) -> str:
        return "QuantConnect.Securities.SecurityPortfolioManager"


_ = (naive, OrderProperties)
