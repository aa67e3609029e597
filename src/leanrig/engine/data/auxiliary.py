"""Corporate actions and other events that arrive beside prices."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from leanrig.engine.data.base_data import BaseData
from leanrig.engine.enums import DelistingType, MarketDataType, SplitType
from leanrig.engine.identity import Symbol
from leanrig.engine.naming import Shown
from leanrig.engine.number import exact, normalize, round_even, text

__all__ = ["Delisting", "Dividend", "MarginInterestRate", "Split", "SymbolChangedEvent"]


class _Event(BaseData):
    data_type: Any = MarketDataType.AUXILIARY

    def __init__(self, symbol: Symbol | None = None, time: datetime | None = None) -> None:
        super().__init__()
        if symbol is not None:
            self.symbol = symbol
        if time is not None:
            self._time = time


class Dividend(_Event):
    """Cash paid per share, known at midnight of the ex-date."""

    distribution = Shown("exact_value")
    reference_price = Shown("exact_reference_price")

    def __init__(
        self,
        symbol: Symbol | None = None,
        date: datetime | None = None,
        distribution: object = 0,
        reference_price: object = 0,
    ) -> None:
        super().__init__(symbol, date)
        self.exact_value = exact(distribution)
        self.exact_reference_price = exact(reference_price)

    @staticmethod
    def compute_distribution(close: Decimal, ratio: Decimal, digits: int = 2) -> Decimal:
        """The dividend that a price factor ratio stands for."""
        return round_even(close - close * ratio, digits)

    def __str__(self) -> str:
        return f"Dividend: {self.symbol}: {text(self.exact_value)} | {text(self.exact_reference_price)}"


class Split(_Event):
    """New shares for old; `split_factor` 0.5 is two for one."""

    split_factor = Shown("exact_split_factor")
    reference_price = Shown("exact_value")

    def __init__(
        self,
        symbol: Symbol | None = None,
        date: datetime | None = None,
        price: object = 0,
        split_factor: object = 0,
        type: SplitType = SplitType.SPLIT_OCCURRED,
    ) -> None:
        super().__init__(symbol, date)
        self.type = type
        self.exact_value = exact(price)
        self.exact_split_factor = exact(split_factor)

    def __str__(self) -> str:
        kind = "Split Warning" if self.type is SplitType.WARNING else "Split"
        return f"{kind}: {self.symbol}: {text(self.exact_split_factor)} | {text(self.exact_value)}"


class Delisting(_Event):
    """Last day of trading (warning) or the day after it."""

    price = Shown("exact_value")

    def __init__(
        self,
        symbol: Symbol | None = None,
        date: datetime | None = None,
        price: object = 0,
        type: DelistingType = DelistingType.WARNING,
    ) -> None:
        super().__init__(symbol, date)
        self.type = type
        self.exact_value = exact(price)
        self.ticket: Any = None

    def set_order_ticket(self, ticket: Any) -> None:
        self.ticket = ticket

    def __str__(self) -> str:
        kind = "Delisting Warning" if self.type is DelistingType.WARNING else "Delisted"
        return f"{kind}: {self.symbol} {self.end_time}"


class SymbolChangedEvent(_Event):
    """A new ticker for the same security."""

    def __init__(
        self, symbol: Symbol | None = None, date: datetime | None = None, old_symbol: str = "", new_symbol: str = ""
    ) -> None:
        super().__init__(symbol, date)
        self.old_symbol = old_symbol
        self.new_symbol = new_symbol

    def __str__(self) -> str:
        return f"{self.symbol}: {self.old_symbol} -> {self.new_symbol}"


class MarginInterestRate(_Event):
    """Funding rate of a perpetual contract."""

    interest_rate = Shown("exact_value")

    def __str__(self) -> str:
        return f"{self.symbol}: {text(normalize(self.exact_value))}"
