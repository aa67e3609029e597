"""`algorithm.portfolio`: holdings by symbol, money, totals and margin."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import OrderDirection, SecurityType
from leanrig.engine.errors import InvalidOperationException, NotImplementedException
from leanrig.engine.identity import Symbol
from leanrig.engine.models.buying_power import SecurityMarginModel
from leanrig.engine.naming import Shown
from leanrig.engine.number import ZERO, exact, shown, total
from leanrig.engine.portfolio.cash import Cash
from leanrig.engine.portfolio.cash_book import CashBook
from leanrig.engine.portfolio.corporate_actions import apply_dividend, apply_split
from leanrig.engine.portfolio.holding import SecurityHolding
from leanrig.engine.portfolio.margin_call import DefaultMarginCallModel
from leanrig.engine.portfolio.records import Records
from leanrig.engine.portfolio.risk_flags import may_be_broke, may_be_called
from leanrig.engine.securities.dictionary import KeyValuePair, SymbolDictionary

__all__ = ["SecurityPortfolioManager"]

# Their value is in the cash book already (pairs), or only their profit counts (contracts).
_NO_VALUE = frozenset(
    (SecurityType.FOREX, SecurityType.CRYPTO, SecurityType.FUTURE, SecurityType.CFD, SecurityType.CRYPTO_FUTURE)
)
_PROFIT_ONLY = frozenset((SecurityType.CFD, SecurityType.CRYPTO_FUTURE))


class SecurityPortfolioManager(SymbolDictionary[SecurityHolding]):
    """The account.

    Attributes
    ----------
    held
        Securities with a quantity, in the order in which they were bought.
    may_be_broke, may_be_called
        False while the value cannot become negative and no margin call or warning can arise.
    records
        Profit of every closed trade (portfolio.records).
    """

    cash, unsettled_cash = Shown("exact_cash"), Shown("exact_unsettled_cash")
    total_portfolio_value = Shown("exact_total_portfolio_value")
    total_portfolio_value_less_free_buffer = Shown("exact_total_portfolio_value_less_free_buffer")
    total_holdings_value = Shown("exact_total_holdings_value")
    total_absolute_holdings_cost = Shown("exact_total_absolute_holdings_cost")
    total_unlevered_absolute_holdings_cost = Shown("exact_total_unlevered_absolute_holdings_cost")
    total_unrealised_profit = total_unrealized_profit = Shown("exact_total_unrealised_profit")
    total_fees, total_profit = Shown("exact_total_fees"), Shown("exact_total_profit")
    total_net_profit, total_sale_volume = Shown("exact_total_net_profit"), Shown("exact_sale_volume")
    total_margin_used, margin_remaining = Shown("exact_total_margin_used"), Shown("exact_margin_remaining")

    def __init__(self, stage: Any) -> None:
        self._stage = stage
        self._total: Decimal | None = None
        self._margin_used: Decimal | None = None
        # Value and margin of positions at the present prices.
        self._values: dict[Symbol, Decimal] = {}
        self._margins: dict[Symbol, tuple[Any, Decimal, Decimal]] = {}
        self._known: list[Any] = []
        self.held: dict[Symbol, Any] = {}
        self._risks: tuple[bool, bool] | None = (False, False)
        # Count changes of cash and holdings, and moments with new prices.
        self.version = self.steps = 0
        self._set_cash_called = self._currency_set_by_name = self._account_currency_set = False
        self.records = Records()
        self.starting_value = ZERO
        self.unsettled_cash_book = CashBook()
        self.cash_book = CashBook()
        self.cash_book["USD"].set_exact(Decimal(100000))
        self.cash_book.twin = self.unsettled_cash_book
        self.cash_book.watcher = self.unsettled_cash_book.watcher = self.money_changed
        self.margin_call_model: Any = DefaultMarginCallModel(self, stage)

    # -- a dictionary over the securities

    def _key(self, key: Any) -> Symbol | None:
        return self._stage.securities._key(key)  # type: ignore[no-any-return]

    def __getitem__(self, key: Any) -> SecurityHolding:
        return self._stage.securities[key].holdings  # type: ignore[no-any-return]

    def __setitem__(self, key: Any, holding: SecurityHolding) -> None:
        self._stage.securities[key].holdings = holding

    def __contains__(self, key: Any) -> bool:
        return key in self._stage.securities

    contains_key = __contains__

    def get(self, key: Any, default: Any = None) -> Any:
        security = self._stage.securities.get(key)
        return default if security is None else security.holdings

    def keys(self) -> list[Symbol]:
        return self._stage.securities.keys()  # type: ignore[no-any-return]

    def values(self) -> list[SecurityHolding]:
        return [security.holdings for security in self._stage.securities.values()]

    def items(self) -> list[tuple[Symbol, SecurityHolding]]:
        return [(symbol, security.holdings) for symbol, security in self._stage.securities.items()]

    def copy(self) -> dict[Symbol, SecurityHolding]:
        return dict(self.items())

    def __len__(self) -> int:
        return len(self._stage.securities)

    @property
    def count(self) -> int:
        return len(self)

    def __iter__(self) -> Iterator[Any]:
        return iter([KeyValuePair(symbol, holding) for symbol, holding in self.items()])

    def add(self, *_: Any) -> None:
        raise NotImplementedException(
            "Portfolio object is an adaptor for Security Manager. To add a new asset add the required data during "
            "initialization."
        )

    def clear(self) -> None:
        raise NotImplementedException("Portfolio object is an adaptor for Security Manager and cannot be cleared.")

    def remove(self, _: Any) -> bool:
        raise NotImplementedException(
            "Portfolio object is an adaptor for Security Manager and objects cannot be removed."
        )

    @property
    def securities(self) -> Any:
        return self._stage.securities

    @property
    def transactions(self) -> Any:
        return self._stage.transactions

    def know(self, security: Any) -> None:
        """Keep watch over a security's holding from now on."""
        self._known.append(security)
        security.holdings.watcher = self._quantity_changed

    def _quantity_changed(self, security: Any) -> None:
        self._values.pop(security.symbol, None)
        self._margins.pop(security.symbol, None)
        if security.holdings.exact_quantity:
            self.held[security.symbol] = security
        else:
            self.held.pop(security.symbol, None)
        self.money_changed()

    # -- what changes the totals

    def prices_changed(self) -> None:
        self._total = self._margin_used = None
        self._values.clear()
        self._margins.clear()
        self.steps += 1

    invalidate_total_portfolio_value = prices_changed

    def money_changed(self) -> None:
        """Cash or holdings are others now."""
        self._total = self._margin_used = None
        self._risks = None
        self.version += 1

    @property
    def may_be_broke(self) -> bool:
        """Whether prices alone could take the account to nothing."""
        return (self._risks or self._looked_at_risks())[0]

    @property
    def may_be_called(self) -> bool:
        """Whether a margin call or its warning is possible."""
        return (self._risks or self._looked_at_risks())[1]

    def _looked_at_risks(self) -> tuple[bool, bool]:
        broke = may_be_broke(self)
        self._risks = risks = broke, may_be_called(self, broke=broke)
        return risks

    def process_fills(self, fills: list[Any]) -> None:
        """Let each fill's security take it into the account."""
        for fill in fills:
            security = self._stage.securities[fill.symbol]
            security.portfolio_model.process_fill(self, security, fill)
        self.money_changed()

    def apply_dividend(self, dividend: Any, mode: Any, live_mode: bool = False) -> None:
        apply_dividend(self, dividend, mode, live_mode=live_mode)

    def apply_split(self, split: Any, mode: Any, live_mode: bool = False) -> None:
        apply_split(self, split, mode, live_mode=live_mode)

    def scan_models(self, moment_us: int) -> None:
        """Settle what is due and take margin interest, once an hour."""
        for security in self._known:
            security.margin_interest_rate_model.scan(self, security, moment_us)
            security.settlement_model.scan_due(self, security, moment_us)

    def margin_calls(self) -> tuple[list[Any], bool]:
        """Orders that the margin call model asks for, and whether a warning is due."""
        return self.margin_call_model.get_margin_call_orders()  # type: ignore[no-any-return]

    def add_transaction_record(self, time_us: int, profit_loss: Decimal, is_win: bool) -> None:
        self.records.add(time_us, profit_loss, is_win)

    # -- money

    def set_account_currency(self, account_currency: str, starting_cash: object = None) -> None:
        """Change the account's currency; once, before any security is added."""
        currency = account_currency.upper()
        if self._account_currency_set:
            return
        self._account_currency_set = True
        if len(self._stage.securities):
            raise InvalidOperationException(
                "SecurityPortfolioManager.SetAccountCurrency(): Cannot change AccountCurrency after adding a Security. "
                "Please move set_account_currency() before add_security()."
            )
        before = self.cash_book[self.cash_book.account_currency]
        previous = before.exact_amount
        twin, self.cash_book.twin = self.cash_book.twin, None
        self.unsettled_cash_book.account_currency = currency
        self.cash_book.account_currency = currency
        self.cash_book.twin = twin
        if self._set_cash_called and self._currency_set_by_name and before.symbol != currency:
            self.cash_book[currency].set_exact(ZERO)
            self.cash_book.add(before.symbol, previous, before.exact_conversion_rate)
        if starting_cash is not None:
            self.set_cash(starting_cash)

    def set_cash(self, *args: object) -> None:
        """`set_cash(amount)` or `set_cash(currency, amount, conversion_rate)`."""
        self._set_cash_called = True
        if len(args) == 1:
            self._currency_set_by_name = False
            self.cash_book[self.cash_book.account_currency].set_exact(exact(args[0]))
            return
        self._currency_set_by_name = True
        symbol = str(args[0]).upper()
        amount, rate = exact(args[1]), exact(args[2]) if len(args) > 2 else ZERO
        cash: Cash | None = self.cash_book.get(symbol)
        if cash is None:
            self.cash_book.add(symbol, amount, rate)
        else:
            cash.set_exact(amount)
            cash.set_rate(rate)

    @property
    def exact_cash(self) -> Decimal:
        return self.cash_book.exact_total_value_in_account_currency

    @property
    def exact_unsettled_cash(self) -> Decimal:
        return self.unsettled_cash_book.exact_total_value_in_account_currency

    @property
    def exact_total_portfolio_value(self) -> Decimal:
        if self._total is None:
            value, profit = ZERO, ZERO
            for security in self.held.values():
                if not security.holdings.invested:
                    continue
                if security.type not in _NO_VALUE:
                    worth = self._values.get(security.symbol)
                    if worth is None:
                        worth = self._values[security.symbol] = security.holdings.exact_holdings_value
                    value += worth
                elif security.type in _PROFIT_ONLY:
                    profit += security.holdings.exact_unrealized_profit
            self._total = self.exact_cash + self.exact_unsettled_cash + value + profit
        return self._total

    @property
    def exact_total_portfolio_value_less_free_buffer(self) -> Decimal:
        value, settings = self.exact_total_portfolio_value, self._stage.settings
        free = settings.exact_free_portfolio_value
        if free is None:
            free = value * settings.exact_free_portfolio_value_percentage
        return value - free  # type: ignore[no-any-return]

    # -- sums over holdings

    @property
    def hold_stock(self) -> bool:
        return any(security.holdings.invested for security in self.held.values())

    @property
    def invested(self) -> bool:
        return self.hold_stock

    def _sum_held(self, field: str) -> Decimal:
        return total(abs(getattr(security.holdings, field)) for security in self.held.values())

    def _sum_known(self, field: str) -> Decimal:
        return total(getattr(security.holdings, field) for security in self._known)

    @property
    def exact_total_holdings_value(self) -> Decimal:
        return self._sum_held("exact_holdings_value")

    @property
    def exact_total_absolute_holdings_cost(self) -> Decimal:
        return self._sum_held("exact_holdings_cost")

    @property
    def exact_total_unlevered_absolute_holdings_cost(self) -> Decimal:
        return self._sum_held("exact_unlevered_holdings_cost")

    @property
    def exact_total_unrealised_profit(self) -> Decimal:
        return total(security.holdings.exact_unrealized_profit for security in self.held.values())

    exact_total_unrealized_profit = exact_total_unrealised_profit

    @property
    def exact_total_fees(self) -> Decimal:
        return self._sum_known("exact_total_fees")

    @property
    def exact_total_profit(self) -> Decimal:
        return self._sum_known("exact_profit")

    @property
    def exact_total_net_profit(self) -> Decimal:
        return self._sum_known("exact_net_profit")

    @property
    def exact_sale_volume(self) -> Decimal:
        """Value of everything bought and sold, in account currency."""
        return self._sum_known("exact_total_sale_volume")

    # -- margin

    @property
    def exact_total_margin_used(self) -> Decimal:
        if self._margin_used is None:
            self._margin_used = total(self._margin_of(security) for security in self.held.values())
        return self._margin_used

    def _margin_of(self, security: Any) -> Decimal:
        """Margin that a position binds, worked out once for a price and a quantity where the model is Lean's usual."""
        model = security.buying_power_model
        if type(model) is not SecurityMarginModel:
            margin: Decimal = model.margin_of_holdings(security)
            return margin
        known = self._margins.get(security.symbol)
        if known is None or known[0] is not model or known[1] != model.most_margin:
            known = self._margins[security.symbol] = (model, model.most_margin, model.margin_of_holdings(security))
        return known[2]

    @property
    def exact_margin_remaining(self) -> Decimal:
        return self.exact_margin_remaining_of(self.exact_total_portfolio_value)

    def exact_margin_remaining_of(self, total_portfolio_value: Decimal) -> Decimal:
        return total_portfolio_value - self.exact_unsettled_cash - self.exact_total_margin_used

    def get_margin_remaining(self, symbol: Any, direction: OrderDirection = OrderDirection.BUY) -> float:
        """Margin for an order of a symbol; given a number, what remains of that portfolio value."""
        if isinstance(symbol, (int, float, Decimal)):
            return shown(self.exact_margin_remaining_of(exact(symbol)))
        security = self._stage.securities[symbol]
        remaining = self.exact_margin_remaining
        quantity = security.holdings.exact_quantity
        if (quantity > 0 and direction is OrderDirection.SELL) or (quantity < 0 and direction is OrderDirection.BUY):
            model = security.buying_power_model
            remaining += model.margin_of_holdings(security) + abs(model.initial_margin(security, quantity))
        return shown(remaining)

    get_buying_power = get_margin_remaining

    def set_margin_call_model(self, margin_call_model: Any) -> None:
        from leanrig.engine.models.python_models import margin_call_model as wrapped

        self.margin_call_model = wrapped(margin_call_model)

    def has_sufficient_buying_power_for_order(self, orders: list[Any]) -> Any:
        """The first refusal of the orders' buying power models, or yes."""
        from leanrig.engine.models.buying_power_parameters import (
            HasSufficientBuyingPowerForOrderParameters,
            HasSufficientBuyingPowerForOrderResult,
        )

        for order in orders:
            security = self._stage.securities[order.symbol]
            result = security.buying_power_model.has_sufficient_buying_power_for_order(
                HasSufficientBuyingPowerForOrderParameters(self, security, order)
            )
            if not result.is_sufficient:
                return result
        return HasSufficientBuyingPowerForOrderResult(True)

    def __str__(self) -> str:
        return "QuantConnect.Securities.SecurityPortfolioManager"
