"""What can be asked of Coinbase: which way, how much, at what price. Money is `Decimal` throughout."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from leanrig.errors import BadInput

__all__ = ["Limit", "Market", "Side", "StopLimit"]


class Side(StrEnum):
    """Which way."""

    BUY = "BUY"
    SELL = "SELL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """At once, at the market's price; what cannot be filled at once is dropped.

    Either `base_size` (coins) or `quote_size` (money, fees included).
    """

    base_size: Decimal | None = None
    quote_size: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.base_size is None) == (self.quote_size is None):
            raise BadInput("a market order has a size in coins or in money", cure="give base_size or quote_size")
        _positive(base_size=self.base_size, quote_size=self.quote_size)

    @property
    def configuration(self) -> dict[str, dict[str, str | bool]]:
        """The vendor's form."""
        name, size = ("base_size", self.base_size) if self.base_size is not None else ("quote_size", self.quote_size)
        return {"market_market_ioc": {name: _plain(size)}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At `limit_price` or better, until it is cancelled; `post_only` never takes from the book."""

    base_size: Decimal
    limit_price: Decimal
    post_only: bool = False

    def __post_init__(self) -> None:
        _positive(base_size=self.base_size, limit_price=self.limit_price)

    @property
    def configuration(self) -> dict[str, dict[str, str | bool]]:
        """The vendor's form."""
        size, price = _plain(self.base_size), _plain(self.limit_price)
        return {"limit_limit_gtc": {"base_size": size, "limit_price": price, "post_only": self.post_only}}


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLimit:
    """A limit order that wakes when the market reaches `stop_price`, rising or falling to it."""

    base_size: Decimal
    limit_price: Decimal
    stop_price: Decimal
    is_rising: bool

    def __post_init__(self) -> None:
        _positive(base_size=self.base_size, limit_price=self.limit_price, stop_price=self.stop_price)

    @property
    def configuration(self) -> dict[str, dict[str, str | bool]]:
        """The vendor's form."""
        return {
            "stop_limit_stop_limit_gtc": {
                "base_size": _plain(self.base_size),
                "limit_price": _plain(self.limit_price),
                "stop_price": _plain(self.stop_price),
                "stop_direction": f"STOP_DIRECTION_STOP_{'UP' if self.is_rising else 'DOWN'}",
            }
        }


def _plain(value: Decimal | None) -> str:
    assert value is not None
    return f"{value:f}"


def _positive(**values: Decimal | None) -> None:
    for name, value in values.items():
        if value is not None and not (value.is_finite() and value > 0):
            raise BadInput(f"{name} of an order must be above zero, not {value}", cure="give a positive amount")
