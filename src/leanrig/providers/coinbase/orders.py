"""What Coinbase says of accounts, orders and fills. Money is `Decimal` throughout."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from leanrig.providers.coinbase.parse import Fields

__all__ = ["Account", "Fill", "Order", "Placed", "account_of", "fill_of", "order_of"]


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
