"""What can be asked of Coinbase, and what it says of accounts, orders and fills. Money is `Decimal` throughout."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from leanrig.errors import BadInput
from leanrig.providers.coinbase.parse import Fields

__all__ = ["Account", "Fill", "Limit", "Market", "Order", "Placed", "Side", "StopLimit"]


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


@dataclass(frozen=True, slots=True)
class Account:
    """One currency: what is free to use, and what open orders hold."""

    uuid: str
    currency: str
    available: Decimal
    hold: Decimal
    is_active: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that Coinbase took, or had taken before under the same `client_order_id`."""

    order_id: str
    client_order_id: str
    product_id: str
    side: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order as Coinbase has it; `side`, `status` and `kind` are its own words, "" where it says none.

    `filled_price` is the mean of the fills, None before the first. `why` is Coinbase's text where it refused or
    cancelled.
    """

    order_id: str
    client_order_id: str
    product_id: str
    side: str
    status: str
    kind: str
    configuration: str
    created: datetime | None
    filled_size: Decimal
    filled_price: Decimal | None
    filled_value: Decimal
    fees: Decimal
    last_fill: datetime | None
    why: str

    @property
    def is_open(self) -> bool:
        """Whether it may still be filled."""
        return self.status in ("PENDING", "OPEN", "QUEUED", "CANCEL_QUEUED", "EDIT_QUEUED")


@dataclass(frozen=True, slots=True)
class Fill:
    """One trade of an order; `size` is in quote currency where `is_quote_size`."""

    trade_id: str
    order_id: str
    product_id: str
    side: str
    time: datetime
    price: Decimal
    size: Decimal
    fee: Decimal
    is_quote_size: bool
    is_maker: bool


def account_of(row: Fields) -> Account:
    """Parse one account."""
    available, hold = row.inner("available_balance"), row.inner("hold")
    return Account(
        row.word("uuid"),
        row.word("currency"),
        available.number("value"),
        hold.amount("value") or Decimal(0),
        row.flag("active"),
    )


def order_of(row: Fields) -> Order:
    """Parse one order."""
    filled = row.amount("filled_size") or Decimal(0)
    return Order(
        order_id=row.word("order_id"),
        client_order_id=row.maybe("client_order_id"),
        product_id=row.word("product_id"),
        side=row.maybe("side"),
        status=row.word("status"),
        kind=row.maybe("order_type"),
        configuration=next(iter(row.inner("order_configuration").content), ""),
        created=row.moment("created_time"),
        filled_size=filled,
        filled_price=row.amount("average_filled_price") if filled else None,
        filled_value=row.amount("filled_value") or Decimal(0),
        fees=row.amount("total_fees") or Decimal(0),
        last_fill=row.moment("last_fill_time"),
        why=row.maybe("reject_message") or row.maybe("cancel_message"),
    )


def fill_of(row: Fields) -> Fill:
    """Parse one fill."""
    time = row.moment("trade_time")
    if time is None:
        raise row.bad("trade_time", "a moment")
    return Fill(
        trade_id=row.word("trade_id"),
        order_id=row.word("order_id"),
        product_id=row.word("product_id"),
        side=row.maybe("side"),
        time=time,
        price=row.number("price"),
        size=row.number("size"),
        fee=row.amount("commission") or Decimal(0),
        is_quote_size=row.flag("size_in_quote"),
        is_maker=row.maybe("liquidity_indicator") == "MAKER",
    )


def _plain(value: Decimal | None) -> str:
    assert value is not None
    return f"{value:f}"


def _positive(**values: Decimal | None) -> None:
    for name, value in values.items():
        if value is not None and not (value.is_finite() and value > 0):
            raise BadInput(f"{name} of an order must be above zero, not {value}", cure="give a positive amount")
