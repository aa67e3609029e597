"""Single trades and quotes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import FIRST_TIME, BaseData
from leanrig.engine.data.quote_bar import middle
from leanrig.engine.enums import MarketDataType, TickType
from leanrig.engine.identity import Symbol, as_symbol
from leanrig.engine.naming import Shown
from leanrig.engine.number import ZERO, exact, normalize, text

__all__ = ["Tick"]


class Tick(BaseData):
    """A trade (price, quantity) or a quote (bid, ask and their sizes) at one moment."""

    data_type: Any = MarketDataType.TICK
    value, price, last_price = Shown("exact_value"), Shown("exact_value"), Shown("exact_value")
    quantity = Shown("exact_quantity")
    bid_price, ask_price = Shown("exact_bid_price"), Shown("exact_ask_price")
    bid_size, ask_size = Shown("exact_bid_size"), Shown("exact_ask_size")

    def __init__(self, time: datetime | None = None, symbol: object = None, *numbers: object) -> None:
        """`(time, symbol, bid, ask)`, `(time, symbol, last, bid, ask)` as in Lean; nothing for an empty one."""
        self.symbol = as_symbol(symbol) or Symbol.EMPTY
        self._time = time or FIRST_TIME
        self._end = None
        self.tick_type = TickType.QUOTE if numbers else TickType.TRADE
        self.exchange = ""
        self.sale_condition = ""
        self.suspicious = False
        self.exact_quantity = self.exact_bid_size = self.exact_ask_size = ZERO
        values = [exact(number) for number in numbers if isinstance(number, (int, float, Decimal))]
        self.exact_bid_price, self.exact_ask_price = (values[-2], values[-1]) if len(values) >= 2 else (ZERO, ZERO)
        self.exact_value = values[0] if len(values) == 3 else middle(self.exact_bid_price, self.exact_ask_price)

    @property
    def exchange_code(self) -> str:
        return self.exchange

    @property
    def parsed_sale_condition(self) -> int:
        return int(self.sale_condition or "0", 16)

    def is_valid(self) -> bool:
        if self.tick_type is TickType.TRADE:
            return self.exact_value > 0 and self.exact_quantity > 0
        return (self.exact_ask_price > 0 and self.exact_ask_size > 0) or (
            self.exact_bid_price > 0 and self.exact_bid_size > 0
        )

    def is_sparse_data(self) -> bool:
        return False

    def __str__(self) -> str:
        if self.tick_type is TickType.TRADE:
            price, quantity = text(normalize(self.exact_value)), text(normalize(self.exact_quantity))
            return f"{self.symbol}: Price: {price} Quantity: {quantity}"
        bid = f"{text(normalize(self.exact_bid_size))}@{text(normalize(self.exact_bid_price))}"
        ask = f"{text(normalize(self.exact_ask_size))}@{text(normalize(self.exact_ask_price))}"
        return f"{self.symbol}: Bid: {bid} Ask: {ask}"
