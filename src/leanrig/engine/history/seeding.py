"""Give securities a price before their first bar: the last known one, or what the user's function says."""

from collections.abc import Callable, Iterable
from typing import Any

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.history.last_prices import last_known_prices
from leanrig.engine.naming import Dotnet

__all__ = ["FuncSecuritySeeder", "SecuritySeeder", "seed"]


def seed(algorithm: Any, securities: Iterable[Any]) -> None:
    """Set the last known prices of the securities that have none."""
    without = [security for security in securities if not security.exact_price]
    if not without:
        return
    prices = last_known_prices(algorithm, [security.symbol for security in without])
    for security in without:
        for point in prices.get(security.symbol) or ():
            security.set_market_price(point)


class FuncSecuritySeeder(Dotnet):
    """Asks a function: it gets the security and returns one data point or several."""

    def __init__(self, seed_function: Callable[[Any], Any]) -> None:
        self._function = seed_function

    def seed_security(self, security: Any) -> bool:
        """Set what the function returns; False when it returned nothing or raised, as Lean does not stop for that."""
        try:
            answer = self._function(security)
        except Exception:
            # Lean notes it in its own log and goes on without a price.
            return False
        points = [answer] if isinstance(answer, BaseData) else list(answer or ())
        for point in points:
            security.set_market_price(point)
        return bool(points)


class _NullSeeder(Dotnet):
    """Seeds nothing."""

    def seed_security(self, security: Any) -> bool:  # the protocol's
        return True


class SecuritySeeder(Dotnet):
    """Ready-made seeders."""

    NULL = _NullSeeder()
