"""So much of one currency, and what it is worth in the account's currency."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from leanrig.engine.errors import ArgumentException
from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import exact, round_away, round_even, significant, text, times
from leanrig.engine.orders.money import currency_symbol
from leanrig.engine.portfolio.conversion import ConstantCurrencyConversion

__all__ = ["Cash", "ConvertibleCashAmount", "fixed"]


def fixed(value: Decimal, least: int, most: int) -> str:
    """.NET's `0.00####`: at least `least` and at most `most` decimals, half away from zero."""
    digits = format(round_away(value, most), f".{most}f")
    whole, point, after = digits.partition(".")
    return whole + point + after[:least] + after[least:].rstrip("0")


class ConvertibleCashAmount(Dotnet):
    """An amount that knows its currency's Cash."""

    __slots__ = ("cash", "exact_amount")
    amount = Shown("exact_amount")
    in_account_currency = Shown("exact_in_account_currency")

    def __init__(self, amount: Decimal, cash: "Cash") -> None:
        self.exact_amount = amount
        self.cash = cash

    @property
    def exact_in_account_currency(self) -> Decimal:
        return times(self.exact_amount, self.cash.exact_conversion_rate)


class Cash(Dotnet):
    """An entry of the cash book.

    `exact_conversion_rate` is the price of one unit in account currency; 0 until a price of its pair is known.
    `watcher` is called after each change of amount or rate.
    """

    amount, conversion_rate = Shown("exact_amount"), Shown("exact_conversion_rate")
    value_in_account_currency = Shown("exact_value_in_account_currency")

    def __init__(self, symbol: str, amount: object = 0, conversion_rate: object = 0) -> None:
        if not symbol:
            raise ArgumentException("Cash symbols cannot be null or empty.")
        self.symbol = symbol.upper()
        self.currency_symbol = currency_symbol(self.symbol)
        self.exact_amount = exact(amount)
        self.exact_conversion_rate = exact(conversion_rate)
        # None until the book knows which pair gives the rate.
        self._conversion: Any = None
        self.watcher: Callable[[], None] | None = None

    @property
    def currency_conversion(self) -> Any:
        """What the rate comes from; a constant until the securities that give it are known."""
        return self._conversion or ConstantCurrencyConversion(self.symbol, None, self.exact_conversion_rate)

    @property
    def is_settled(self) -> bool:
        """Whether it is decided where the rate comes from."""
        return self._conversion is not None

    def convert_by(self, conversion: Any) -> None:
        """Take the rate from `conversion` from now on; a rate that was there stays until the first price."""
        self._conversion = conversion
        if not self.exact_conversion_rate or not conversion.steps:
            self.set_rate(self.exact_conversion_rate or conversion.exact_conversion_rate)

    @property
    def security_symbols(self) -> list[Any]:
        return [security.symbol for security in self.currency_conversion.conversion_rate_securities]

    @property
    def exact_value_in_account_currency(self) -> Decimal:
        return self.exact_amount * self.exact_conversion_rate

    def update(self) -> None:
        """Read the rate anew from the securities that give it."""
        if self._conversion is not None and self._conversion.steps:
            rate = self._conversion.exact_conversion_rate
            if rate != self.exact_conversion_rate:
                self.set_rate(rate)

    def set_rate(self, rate: Decimal) -> None:
        self.exact_conversion_rate = rate
        self._changed()

    def add_exact(self, change: Decimal) -> None:
        self.exact_amount += change
        self._changed()

    def set_exact(self, amount: Decimal) -> None:
        self.exact_amount = amount
        self._changed()

    def add_amount(self, amount: object) -> float:
        self.add_exact(exact(amount))
        return self.amount

    def set_amount(self, amount: object) -> None:
        self.set_exact(exact(amount))

    def _changed(self) -> None:
        if self.watcher is not None:
            self.watcher()

    def text_in(self, account_currency: str) -> str:
        rate = self.exact_conversion_rate
        rate = significant(rate, 5) if rate < 1000 else round_even(rate, 2)
        value = text(round_even(self.exact_value_in_account_currency, 2))
        return (
            f"{self.symbol}: {self.currency_symbol}{fixed(self.exact_amount, 2, 2):>15} @ {fixed(rate, 2, 6):>10} = "
            f"{currency_symbol(account_currency)}{value}"
        )

    def __str__(self) -> str:
        return self.text_in("USD")
