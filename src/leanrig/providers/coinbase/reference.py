"""What Coinbase trades, at which steps; rates between currencies; its clock.

Coinbase's pages: docs.cdp.coinbase.com, Advanced Trade, "Get product", "List products", "Get server time", and
Coinbase App, "Exchange rates".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from leanrig.providers.coinbase.parse import Fields, checked, whole
from leanrig.providers.coinbase.wire import Wire
from leanrig.providers.failures import BadAnswer
from leanrig.providers.http.answer import Answer

__all__ = ["ExchangeRates", "Product", "exchange_rates", "product", "products", "server_time"]

_MOST_PAGES = 200


@dataclass(frozen=True, slots=True)
class Product:
    """One product; prices in the quote currency, sizes in the base currency.

    `price` is None where nobody traded yet. An order's price must be a multiple of `price_step`, its size of
    `size_step`. `alias` is the product whose book it shares (BTC-USD for BTC-USDC). `status` is the vendor's word.
    """

    product_id: str
    product_type: str
    base: str
    quote: str
    status: str
    price: Decimal | None
    price_step: Decimal
    size_step: Decimal
    least_size: Decimal
    most_size: Decimal
    least_value: Decimal
    most_value: Decimal
    alias: str
    is_limit_only: bool
    is_post_only: bool
    can_trade: bool


@dataclass(frozen=True, slots=True)
class ExchangeRates:
    """What one unit of `base` is worth, by currency."""

    base: str
    rates: Mapping[str, Decimal]
    as_of: datetime


def product(wire: Wire, product_id: str) -> Product:
    """Return one product; raise `UnknownSymbol` where there is none of that name."""
    http, url = wire.market(f"/products/{product_id}")
    return read_product(http.get(url, check=checked(read_product)))


def products(wire: Wire, product_ids: Sequence[str] = ()) -> tuple[Product, ...]:
    """Return the products of those names, or all spot products."""
    http, url = wire.market("/products")
    query: dict[str, str | int | Sequence[str]] = {"product_type": "SPOT"}
    if product_ids:
        query["product_ids"] = list(product_ids)
    found: list[Product] = []
    seen: set[str] = set()
    for _ in range(_MOST_PAGES):
        answer = http.get(url, query, check=checked(read_products))
        page, cursor = read_products(answer)
        found += page
        if not cursor:
            return tuple(found)
        if cursor in seen:
            break
        seen.add(cursor)
        query = {**query, "cursor": cursor}
    raise BadAnswer("coinbase sent pages of products without end", cure="try again later")


def exchange_rates(wire: Wire, currency: str = "USD") -> ExchangeRates:
    """Return what one unit of `currency` is worth in every other; needs no key."""
    http, url = wire.open("/v2/exchange-rates")
    return read_exchange_rates(http.get(url, {"currency": currency}, check=checked(read_exchange_rates)))


def server_time(wire: Wire) -> datetime:
    """Return Coinbase's present moment, past the cache; needs no key."""
    http, url = wire.open("/api/v3/brokerage/time")
    return read_server_time(http.get(url, check=checked(read_server_time), cache=False))


def read_product(answer: Answer) -> Product:
    """Parse the answer for one product."""
    return _product(whole(answer, "a product"))


def read_products(answer: Answer) -> tuple[list[Product], str]:
    """Parse a page of products and the cursor of the next, "" where this is the last."""
    page = whole(answer, "products")
    following = page.inner("pagination")
    cursor = following.maybe("next_cursor") if following.flag("has_next") else ""
    return [_product(row) for row in page.rows("products")], cursor


def read_exchange_rates(answer: Answer) -> ExchangeRates:
    """Parse the answer for rates."""
    data = whole(answer, "exchange rates").inner("data")
    rates = data.inner("rates")
    found = {name: rates.number(name) for name in rates.content}
    if not found:
        raise data.bad("rates", "a list of rates")
    return ExchangeRates(data.word("currency"), found, answer.vendor_time or answer.received_at)


def read_server_time(answer: Answer) -> datetime:
    """Parse the answer for the time."""
    found = whole(answer, "the time")
    moment = found.moment("iso")
    if moment is None:
        raise found.bad("iso", "a moment")
    return moment


def _product(row: Fields) -> Product:
    is_stopped = any(row.flag(name) for name in ("is_disabled", "trading_disabled", "cancel_only", "view_only"))
    step = row.amount("price_increment")
    return Product(
        product_id=row.word("product_id"),
        product_type=row.maybe("product_type"),
        base=row.maybe("base_currency_id"),
        quote=row.maybe("quote_currency_id"),
        status=row.maybe("status"),
        price=row.amount("price"),
        price_step=step if step is not None else row.number("quote_increment"),
        size_step=row.number("base_increment"),
        least_size=row.number("base_min_size"),
        most_size=row.number("base_max_size"),
        least_value=row.number("quote_min_size"),
        most_value=row.number("quote_max_size"),
        alias=row.maybe("alias"),
        is_limit_only=row.flag("limit_only"),
        is_post_only=row.flag("post_only"),
        can_trade=not is_stopped,
    )
