"""Fields of bars that indicators are fed with: `self.sma(symbol, 20, Resolution.DAILY, Field.HIGH)`."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import TickType
from leanrig.engine.naming import Dotnet
from leanrig.engine.number import shown

__all__ = ["Field", "Selector"]

_TWO, _THREE, _FOUR, _SEVEN = Decimal(2), Decimal(3), Decimal(4), Decimal(7)


class Selector:
    """One field: called, a float; `exact`, the decimal that indicators take.

    Attributes
    ----------
    tick_type
        The kind of data that has the field; None where all have.
    """

    def __init__(self, take: Callable[[Any], Decimal], tick_type: TickType | None = None) -> None:
        self.exact = take
        self.tick_type = tick_type

    def __call__(self, data: Any) -> float:
        return shown(self.exact(data))


def _bar(take: Callable[[Any], Decimal]) -> Selector:
    """A field of bars; of anything else the value."""
    return Selector(lambda data: take(data) if hasattr(data, "exact_high") else data.exact_value)


def _side(side: str, price: str) -> Selector:
    """A price of a quote bar's side; of anything else the value."""

    def take(data: Any) -> Decimal:
        bar = getattr(data, side) if isinstance(data, QuoteBar) else None
        return data.exact_value if bar is None else getattr(bar, price)  # type: ignore[no-any-return]

    return Selector(take, TickType.QUOTE)


def _tick(side: str) -> Selector:
    """The price of a quote, or the close of a quote bar's side."""

    def take(data: Any) -> Decimal:
        if isinstance(data, Tick):
            return getattr(data, f"exact_{side}_price")  # type: ignore[no-any-return]
        return _side(side, "exact_close").exact(data)

    return Selector(take, TickType.QUOTE)


def _volume(data: Any) -> Decimal:
    if isinstance(data, TradeBar):
        return data.exact_volume
    return data.exact_quantity if isinstance(data, Tick) else data.exact_value


class Field(Dotnet):
    """The fields that Lean names."""

    OPEN: ClassVar[Selector] = _bar(lambda bar: bar.exact_open)
    HIGH: ClassVar[Selector] = _bar(lambda bar: bar.exact_high)
    LOW: ClassVar[Selector] = _bar(lambda bar: bar.exact_low)
    CLOSE: ClassVar[Selector] = Selector(lambda data: data.exact_value)
    AVERAGE: ClassVar[Selector] = _bar(
        lambda bar: (bar.exact_open + bar.exact_high + bar.exact_low + bar.exact_close) / _FOUR
    )
    MEDIAN: ClassVar[Selector] = _bar(lambda bar: (bar.exact_high + bar.exact_low) / _TWO)
    TYPICAL: ClassVar[Selector] = _bar(lambda bar: (bar.exact_high + bar.exact_low + bar.exact_close) / _THREE)
    WEIGHTED: ClassVar[Selector] = _bar(lambda bar: (bar.exact_high + bar.exact_low + _TWO * bar.exact_close) / _FOUR)
    SEVEN_BAR: ClassVar[Selector] = _bar(
        lambda bar: (_TWO * bar.exact_open + bar.exact_high + bar.exact_low + _THREE * bar.exact_close) / _SEVEN
    )
    VOLUME: ClassVar[Selector] = Selector(_volume, TickType.TRADE)
    BID_OPEN: ClassVar[Selector] = _side("bid", "exact_open")
    BID_HIGH: ClassVar[Selector] = _side("bid", "exact_high")
    BID_LOW: ClassVar[Selector] = _side("bid", "exact_low")
    BID_CLOSE: ClassVar[Selector] = _side("bid", "exact_close")
    ASK_OPEN: ClassVar[Selector] = _side("ask", "exact_open")
    ASK_HIGH: ClassVar[Selector] = _side("ask", "exact_high")
    ASK_LOW: ClassVar[Selector] = _side("ask", "exact_low")
    ASK_CLOSE: ClassVar[Selector] = _side("ask", "exact_close")
    BID_PRICE: ClassVar[Selector] = _tick("bid")
    ASK_PRICE: ClassVar[Selector] = _tick("ask")
