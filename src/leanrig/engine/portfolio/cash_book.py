"""All money by currency, and conversions between currencies."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.errors import ArgumentException, InvalidOperationException, KeyNotFoundException
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Shown
from leanrig.engine.number import ZERO, exact, limited, round_even, shown, text
from leanrig.engine.orders.money import NULL_CURRENCY, CashAmount, currency_symbol
from leanrig.engine.portfolio.cash import Cash
from leanrig.engine.portfolio.conversion import ConstantCurrencyConversion, SecurityCurrencyConversion
from leanrig.engine.portfolio.currencies import stands_for
from leanrig.engine.portfolio.pairs import Listed, chain, pairs_of
from leanrig.engine.securities.dictionary import PairDictionary

__all__ = ["CashBook"]


class CashBook(PairDictionary[str, Cash]):
    """`portfolio.cash_book`: currency -> Cash.

    Attributes
    ----------
    has_foreign
        Whether a currency's rate can move: then `update_conversion_rates` is due at each step.
    has_unsettled
        Whether a currency was added whose rate's source is not decided: then `ensure_conversions` is due.
    """

    total_value_in_account_currency = Shown("exact_total_value_in_account_currency")

    def __init__(self, account_currency: str = "USD") -> None:
        super().__init__()
        self.watcher: Callable[[], None] | None = None
        self.twin: CashBook | None = None
        self.has_foreign = False
        self.has_unsettled = False
        self._account_currency = ""
        self.account_currency = account_currency

    @property
    def account_currency(self) -> str:
        return self._account_currency

    @account_currency.setter
    def account_currency(self, currency: str) -> None:
        before = self._items.pop(self._account_currency, None)
        self._account_currency = currency.upper()
        self._enter(Cash(self._account_currency, ZERO if before is None else before.exact_amount, 1))

    def add(self, symbol: str, quantity: object, conversion_rate: object = 0) -> Cash | None:  # type: ignore[override]
        """Add a currency, or set the amount and rate of one that is there."""
        if isinstance(quantity, Cash):
            return self._enter(quantity)
        if symbol == NULL_CURRENCY:
            return None
        here = self._items.get(symbol)
        if here is None:
            return self._enter(Cash(symbol, quantity, conversion_rate))
        here.exact_conversion_rate = exact(conversion_rate)
        here.set_exact(exact(quantity))
        return here

    def __setitem__(self, symbol: Any, cash: Cash) -> None:
        self._enter(cash)

    def _enter(self, cash: Cash) -> Cash:
        self._items[cash.symbol] = cash
        cash.watcher = self._changed
        self.has_unsettled = self.has_unsettled or cash.symbol != self._account_currency
        if self.twin is not None:
            self.twin.add(cash.symbol, ZERO, cash.exact_conversion_rate)
        self._changed()
        return cash

    def remove(self, symbol: Any) -> bool:
        found = super().remove(symbol)
        self._changed()
        return found

    def clear(self) -> None:
        super().clear()
        self._changed()

    def _changed(self) -> None:
        if self.watcher is not None:
            self.watcher()

    def __getitem__(self, symbol: Any) -> Cash:
        found = self._items.get(symbol)
        if found is None:
            if symbol == NULL_CURRENCY:
                raise InvalidOperationException("Unexpected request for NullCurrency Cash instance")
            raise KeyNotFoundException(f"This cash symbol ({symbol}) was not found in your cash book.")
        return found

    @property
    def exact_total_value_in_account_currency(self) -> Decimal:
        total = ZERO
        for cash in self._items.values():
            total += cash.exact_amount * cash.exact_conversion_rate
        return total

    def convert_exact(self, amount: Decimal, source: str, destination: str) -> Decimal:
        """An amount in another currency, by today's rates."""
        if not amount:
            return ZERO
        rates = []
        for currency in (source, destination):
            rate = self[currency].exact_conversion_rate
            if not rate:
                raise ArgumentException(f"The conversion rate for {currency} is not available.")
            rates.append(rate)
        return limited(amount * limited(rates[0] / rates[1]))

    def to_account(self, money: CashAmount) -> Decimal:
        """Exact value of an amount in account currency."""
        if money.currency == self._account_currency:
            return money.exact_amount
        return self.convert_exact(money.exact_amount, money.currency, self._account_currency)

    def amount_to_account(self, amount: Decimal, currency: str) -> Decimal:
        if currency == self._account_currency:
            return amount
        return self.convert_exact(amount, currency, self._account_currency)

    def convert(self, source_quantity: object, source_currency: str, destination_currency: str) -> float:
        return shown(self.convert_exact(exact(source_quantity), source_currency, destination_currency))

    def convert_to_account_currency(self, amount: Any, source_currency: str | None = None) -> Any:
        """A number with its currency gives a number; a CashAmount gives a CashAmount."""
        if isinstance(amount, CashAmount):
            return CashAmount(self.to_account(amount), self._account_currency)
        return shown(self.amount_to_account(exact(amount), str(source_currency)))

    def update_conversion_rates(self) -> None:
        """Read the rates of foreign currencies anew; both books follow."""
        for cash in self._items.values():
            cash.update()
            twin = None if self.twin is None else self.twin._items.get(cash.symbol)
            if twin is not None and twin.exact_conversion_rate != cash.exact_conversion_rate:
                twin.set_rate(cash.exact_conversion_rate)

    def ensure_conversions(
        self,
        securities: Iterable[Any],
        default_markets: dict[SecurityType, str],
        listed: Listed,
        make: Callable[[Symbol], Any],
    ) -> list[str]:
        """Decide for each new currency which pair gives its rate.

        Parameters
        ----------
        securities
            All of the algorithm's, internal ones included.
        default_markets
            The brokerage model's.
        listed
            Pairs in the symbol properties database.
        make
            Makes an internal security, subscribed at the finest resolution in use, for a pair that is not there.

        Returns
        -------
        Error lines for currencies without any pair; their rate stays 0.
        """
        self.has_unsettled = False
        errors = []
        by_symbol = {security.symbol: security for security in securities}
        for cash in list(self._items.values()):
            if cash.is_settled:
                continue
            error = self._settle(cash, by_symbol, default_markets, listed, make)
            if error:
                errors.append(error)
            twin = None if self.twin is None else self.twin._items.get(cash.symbol)
            if twin is not None:
                twin.set_rate(cash.exact_conversion_rate)
        self.has_foreign = any(cash.currency_conversion.steps for cash in self._items.values())
        return errors

    def _settle(
        self, cash: Cash, by_symbol: dict[Symbol, Any], markets: dict[SecurityType, str], listed: Listed, make: Any
    ) -> str | None:
        account = self._account_currency
        if cash.symbol == account or stands_for(account, cash.symbol, markets.get(SecurityType.CRYPTO, "")):
            cash.convert_by(ConstantCurrencyConversion.identity(account, cash.symbol))
            return None
        pairs = pairs_of(by_symbol.values(), markets, listed)
        if not any(cash.symbol in (pair.base, pair.quote) for pair in pairs):
            cash.convert_by(ConstantCurrencyConversion.null(account, cash.symbol))
            kinds = (SecurityType.FOREX, SecurityType.CFD, SecurityType.CRYPTO)
            used = ",".join(f"{kind.to_string()}:{market}" for kind, market in markets.items() if kind in kinds)
            return (
                f"No tradeable pair was found for currency {cash.symbol}, conversion rate to account currency "
                f"({account}) will be set to zero. Markets: [{used}]"
            )
        found = chain(cash.symbol, account, pairs)
        if found is None:
            raise ArgumentException(
                f"No conversion path found between source currency {cash.symbol} and destination currency {account}"
            )
        steps = []
        for pair, inverted in found:
            symbol = Symbol.create(pair.ticker, pair.kind, pair.market)
            if symbol not in by_symbol:
                by_symbol[symbol] = make(symbol)
            steps.append((by_symbol[symbol], inverted))
        cash.convert_by(SecurityCurrencyConversion(cash.symbol, account, steps))
        return None

    def __str__(self) -> str:
        account = self._account_currency
        total = text(round_even(self.exact_total_value_in_account_currency, 2))
        lines = [f"Symbol {'Quantity':>13}    {'Conversion':>10} = Value in {account}"]
        lines += [cash.text_in(account) for cash in self._items.values()]
        lines += ["-" * 49, f"CashBook Total Value:                {currency_symbol(account)}{total}", ""]
        return "\n".join(lines)
