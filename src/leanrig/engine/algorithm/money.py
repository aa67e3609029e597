"""Cash, account currency, broker and the models that new securities get."""

from typing import Any

from leanrig.engine.brokerages.catalogue import brokerage_model
from leanrig.engine.brokerages.default import DefaultBrokerageModel
from leanrig.engine.brokerages.initializers import (
    BrokerageModelSecurityInitializer,
    CompositeSecurityInitializer,
    wrapped_initializer,
)
from leanrig.engine.brokerages.python_brokerage import wrapped_brokerage
from leanrig.engine.enums import AccountType, BrokerageName
from leanrig.engine.errors import InvalidOperationException
from leanrig.engine.models.portfolio_model import SecurityPortfolioModel
from leanrig.engine.models.volatility import VolatilityModel
from leanrig.engine.naming import Dotnet
from leanrig.engine.portfolio.holding import holding_of
from leanrig.engine.portfolio.manager import SecurityPortfolioManager

__all__ = ["MoneyMixin"]

_PORTFOLIO_MODEL = SecurityPortfolioModel()
_DEFAULTS = BrokerageModelSecurityInitializer(DefaultBrokerageModel())


class MoneyMixin(Dotnet):
    """`set_cash`, `set_brokerage_model`, `set_security_initializer` and what they need."""

    securities: Any

    def _lean_make_money(self) -> None:
        """State of this part of the algorithm."""
        self._lean_portfolio = SecurityPortfolioManager(self)
        self._lean_brokerage_model: Any = DefaultBrokerageModel()
        self._lean_brokerage_name = BrokerageName.DEFAULT
        self._lean_security_initializer: Any = BrokerageModelSecurityInitializer(self._lean_brokerage_model)
        self._lean_initializer_is_users = False
        self._lean_brokerage_message_handler: Any = None

    @property
    def portfolio(self) -> SecurityPortfolioManager:
        return self._lean_portfolio

    @property
    def account_currency(self) -> str:
        return self._lean_portfolio.cash_book.account_currency

    def set_account_currency(self, account_currency: str, starting_cash: object = None) -> None:
        """Count money in another currency; before any security is added."""
        self._lean_before_start("set_account_currency", "AccountCurrency")
        told = f"Changing account currency from {self.account_currency} to {account_currency}"
        self.debug(f"{told}..." if starting_cash is None else f"{told}, with a starting cash of {starting_cash}...")
        self._lean_portfolio.set_account_currency(account_currency, starting_cash)

    def set_cash(self, *args: Any, **named: Any) -> None:
        """`set_cash(amount)` or `set_cash(currency, amount, conversion_rate=0)`."""
        given = [*args, *(named[name] for name in _CASH_NAMES if name in named)]
        self._lean_before_start("set_cash", "cash available")
        self._lean_portfolio.set_cash(*given)

    def _lean_before_start(self, name: str, what: str) -> None:
        if self.get_locked():
            raise InvalidOperationException(f"self.{name}(): Cannot change {what} after algorithm initialized.")

    @property
    def brokerage_model(self) -> Any:
        return self._lean_brokerage_model

    @property
    def brokerage_name(self) -> BrokerageName:
        return self._lean_brokerage_name

    def set_brokerage_model(self, brokerage: Any, account_type: AccountType = AccountType.MARGIN) -> None:
        """By a name of BrokerageName and an account type, or a model of Lean's or of the user's own."""
        if isinstance(brokerage, BrokerageName):
            self._lean_brokerage_name = brokerage
            model = brokerage_model(brokerage, account_type)
        else:
            model = wrapped_brokerage(brokerage)
        self._lean_brokerage_model = model
        if self._lean_initializer_is_users:
            return
        self._lean_replace_initializer(BrokerageModelSecurityInitializer(model))
        for security in self.securities.values():
            leverage = security.exact_leverage
            self._lean_security_initializer.initialize(security)
            security.set_leverage(leverage)

    def _lean_replace_initializer(self, fresh: BrokerageModelSecurityInitializer) -> None:
        """The broker's initializer runs before those that were added."""
        present = self._lean_security_initializer
        if not isinstance(present, CompositeSecurityInitializer):
            self._lean_security_initializer = fresh
            return
        self.debug(
            "Warning: SetBrokerageModel(): a custom security initializer has been added. Please call "
            "SetBrokerageModel() before calling AddSecurityInitializer()."
        )
        others = [item for item in present.initializers if not isinstance(item, BrokerageModelSecurityInitializer)]
        self._lean_security_initializer = CompositeSecurityInitializer(fresh, *others)

    def set_brokerage_message_handler(self, handler: Any) -> None:
        self._lean_brokerage_message_handler = handler

    @property
    def security_initializer(self) -> Any:
        return self._lean_security_initializer

    def set_security_initializer(self, security_initializer: Any) -> None:
        """Run this on each new security instead of the broker's initializer."""
        if self.get_locked():
            raise InvalidOperationException(
                "SetSecurityInitializer() cannot be called after algorithm initialization. When you use the "
                "SetSecurityInitializer() method it will apply to all universes and manually added securities."
            )
        if self._lean_initializer_is_users:
            self.debug(
                "Warning: SetSecurityInitializer() has already been called, existing security initializers in all "
                "universes will be overwritten."
            )
        self._lean_initializer_is_users = True
        self._lean_security_initializer = wrapped_initializer(security_initializer)

    def add_security_initializer(self, security_initializer: Any) -> None:
        """Run this on each new security after the initializers that are there."""
        if self.get_locked():
            raise InvalidOperationException(
                "AddSecurityInitializer() cannot be called after algorithm initialization. When you use the "
                "AddSecurityInitializer() method it will apply to all universes and manually added securities."
            )
        present = self._lean_security_initializer
        if isinstance(present, CompositeSecurityInitializer):
            present.add_security_initializer(security_initializer)
        else:
            self._lean_security_initializer = CompositeSecurityInitializer(present, security_initializer)

    def _lean_furnish_security(self, security: Any) -> None:
        """Give a new security its holding and the models of its type."""
        security.holdings = holding_of(security, self._lean_portfolio.cash_book)
        security.portfolio_model = _PORTFOLIO_MODEL
        security.volatility_model = VolatilityModel.NULL
        _DEFAULTS.initialize(security)
        self._lean_portfolio.know(security)

    def _lean_initialize_security(self, security: Any) -> None:
        """Let the initializers have it."""
        self._lean_security_initializer.initialize(security)


_CASH_NAMES = ("symbol", "starting_cash", "conversion_rate")
