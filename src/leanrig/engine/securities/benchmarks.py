"""What a run is measured against."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from leanrig.engine.naming import Dotnet
from leanrig.engine.number import exact

__all__ = ["FuncBenchmark", "SecurityBenchmark"]


class SecurityBenchmark(Dotnet):
    """The price of a security that the run keeps for this alone, in account currency."""

    def __init__(self, security: Any) -> None:
        self.security = security

    def exact_at(self, moment_us: int) -> Decimal:
        """The benchmark's value now; `moment_us` is the present."""
        value: Decimal = self.security.exact_price * self.security.quote_currency.exact_conversion_rate
        return value

    def evaluate(self, time: Any) -> float:
        return float(self.exact_at(0))

    @staticmethod
    def create_instance(securities: Any, symbol: Any) -> "SecurityBenchmark":
        return SecurityBenchmark(securities.create_benchmark_security(symbol))


class FuncBenchmark(Dotnet):
    """A function of the time, in UTC."""

    # A function follows no security.
    security: Any = None

    def __init__(self, benchmark: Callable[[Any], object]) -> None:
        self._function = benchmark

    def exact_at(self, moment_us: int) -> Decimal:
        """The function's value at a moment."""
        from leanrig.engine.orders.order import aware

        return exact(self._function(aware(moment_us)))

    def evaluate(self, time: Any) -> float:
        return float(exact(self._function(time)))
