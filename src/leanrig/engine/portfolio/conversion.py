"""Where a currency's rate comes from: nothing, a constant, or the prices of one or two pairs."""

from decimal import Decimal
from typing import Any

from leanrig.engine.naming import Dotnet, Shown
from leanrig.engine.number import ONE, ZERO, exact, limited

__all__ = ["ConstantCurrencyConversion", "SecurityCurrencyConversion"]


class ConstantCurrencyConversion(Dotnet):
    """A rate that does not move."""

    conversion_rate = Shown("exact_conversion_rate")
    steps: tuple[tuple[Any, bool], ...] = ()
    conversion_rate_securities: tuple[Any, ...] = ()

    def __init__(self, source_currency: str, destination_currency: str | None, conversion_rate: object = 1) -> None:
        self.source_currency = source_currency
        self.destination_currency = destination_currency
        self.exact_conversion_rate = exact(conversion_rate)

    @staticmethod
    def identity(source_currency: str, destination_currency: str | None = None) -> "ConstantCurrencyConversion":
        return ConstantCurrencyConversion(source_currency, destination_currency or source_currency)

    @staticmethod
    def null(source_currency: str, destination_currency: str) -> "ConstantCurrencyConversion":
        return ConstantCurrencyConversion(source_currency, destination_currency, 0)


class SecurityCurrencyConversion(Dotnet):
    """A rate from one or two pairs; `steps` holds (security, inverted)."""

    conversion_rate = Shown("exact_conversion_rate")

    def __init__(self, source_currency: str, destination_currency: str, steps: list[tuple[Any, bool]]) -> None:
        self.source_currency = source_currency
        self.destination_currency = destination_currency
        self.steps = tuple(steps)

    @property
    def conversion_rate_securities(self) -> tuple[Any, ...]:
        return tuple(security for security, _ in self.steps)

    @property
    def exact_conversion_rate(self) -> Decimal:
        """Product of the pairs' newest prices; 0 while one of them has none."""
        rate = ONE
        for security, inverted in self.steps:
            data = security.cache.get_data()
            price: Decimal = ZERO if data is None else data.exact_value
            if not price:
                return ZERO
            rate = limited(rate / price if inverted else rate * price)
        return rate
