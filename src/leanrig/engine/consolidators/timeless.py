"""Consolidators that know no period: a bar ends when its price has moved far enough, in bricks or ranges."""

from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from leanrig.engine.consolidators.base import DataConsolidator
from leanrig.engine.data.base_data import BaseData
from leanrig.engine.data.built_bars import RangeBar, RenkoBar
from leanrig.engine.data.tick import Tick
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import RenkoType
from leanrig.engine.errors import ArgumentException, ArgumentOutOfRangeException
from leanrig.engine.number import ZERO, exact

__all__ = ["BaseTimelessConsolidator", "ClassicRangeConsolidator", "ClassicRenkoConsolidator", "RangeConsolidator"]

_EPSILON = Decimal("1e-28")


class BaseTimelessConsolidator(DataConsolidator):
    """Takes one number of each data point, its value where no `selector` says otherwise, and its volume."""

    _own_event = "first"

    input_type = BaseData

    def __init__(self, selector: Any = None, volume_selector: Any = None) -> None:
        super().__init__()
        self._select = _number(selector, "selector") or (lambda data: data.exact_value)
        self._select_volume = _number(volume_selector, "volumeSelector") or _volume
        self._bar: Any = None

    @property
    def working_data(self) -> Any:
        return self._bar.clone() if self._bar is not None else None

    def update(self, data: Any) -> None:
        value, volume = self._select(data), self._select_volume(data)
        if self._bar is not None:
            self._extend(data.time, value, volume)
        if self._bar is None:
            self._bar = self._begin(data, value, volume)

    def _extend(self, moment: datetime, value: Decimal, volume: Decimal) -> None:
        raise NotImplementedError

    def _begin(self, data: Any, value: Decimal, volume: Decimal) -> Any:
        raise NotImplementedError

    def reset(self) -> None:
        super().reset()
        self._bar = None


class ClassicRenkoConsolidator(BaseTimelessConsolidator):
    """Bricks that end at their edge: `(bar_size, selector, volume_selector, even_bars)` or `(bar_size, even_bars)`."""

    output_type = RenkoBar
    type = RenkoType.CLASSIC

    def __init__(self, bar_size: object, *rest: Any, **keywords: Any) -> None:
        if rest and isinstance(rest[0], RenkoType):
            if rest[0] is not RenkoType.CLASSIC:
                raise ArgumentException("Please use the new RenkoConsolidator type if RenkoType is not Classic")
            rest = ()
        names = ("even_bars",) if rest and isinstance(rest[0], bool) else ("selector", "volume_selector", "even_bars")
        given = dict(zip(names, rest, strict=False)) | keywords
        super().__init__(given.get("selector"), given.get("volume_selector"))
        self._size = exact(bar_size)
        self._even = bool(given.get("even_bars", True))
        self._last_close: Decimal | None = None
        if self._size < _EPSILON:
            raise ArgumentOutOfRangeException(
                "RenkoConsolidator bar size must be positve and greater than 1e-28 (Parameter 'barSize')"
            )

    def _extend(self, moment: datetime, value: Decimal, volume: Decimal) -> None:
        self._bar.update(moment, value, volume)
        if self._bar.is_closed:
            self._last_close = self._bar.exact_close
            self.publish(self._bar)
            self._bar = None

    def _begin(self, data: Any, value: Decimal, volume: Decimal) -> RenkoBar:
        start = value if self._last_close is None else self._last_close
        if self._even and self._last_close is None:
            start = _ceiling(start / self._size) * self._size
        return RenkoBar(data.symbol, data.time, self._size, start, volume)

    def reset(self) -> None:
        super().reset()
        self._last_close = None


class RangeConsolidator(BaseTimelessConsolidator):
    """Bars of `range` price steps; where a price jumps over several, bars without volume fill the way."""

    output_type = RangeBar

    def __init__(self, range: int, selector: Any = None, volume_selector: Any = None) -> None:
        super().__init__(selector, volume_selector)
        self.range = int(range)
        self._forget()

    def _forget(self) -> None:
        self._is_first = True
        self._step = self._size = ZERO

    @property
    def range_size(self) -> float:
        return float(self._size)

    def _extend(self, moment: datetime, value: Decimal, volume: Decimal) -> None:
        rises = value > self._bar.exact_high
        self._bar.update(moment, value, volume)
        while self._bar.is_closed:
            self.publish(self._bar)
            full = self._bar
            start = full.exact_high + self._step if rises else full.exact_low - self._step
            self._bar = RangeBar(full.symbol, full.end_time, self._size, start)
            is_passed = abs(self._bar.exact_low - value) > self._size
            self._bar.update(moment, value, ZERO if is_passed else volume)

    def _begin(self, data: Any, value: Decimal, volume: Decimal) -> RangeBar:
        if self._is_first:
            from leanrig.engine.files.symbol_properties import SymbolPropertiesDatabase

            symbol = data.symbol
            properties = SymbolPropertiesDatabase.from_data_folder().get_symbol_properties(
                symbol.id.market, symbol, symbol.security_type, "USD"
            )
            self._step = properties.exact_minimum_price_variation
            self._size = self._step * self.range
            value = _ceiling(value / self._size) * self._size
            self._is_first = False
        return RangeBar(data.symbol, data.time, self._size, value, volume=volume)

    def reset(self) -> None:
        super().reset()
        self._forget()


class ClassicRangeConsolidator(RangeConsolidator):
    """Range bars without bars in between: the next one starts with the next price."""

    def _extend(self, moment: datetime, value: Decimal, volume: Decimal) -> None:
        self._bar.update(moment, value, volume)
        if self._bar.is_closed:
            self.publish(self._bar)
            self._bar = None


def _volume(data: Any) -> Decimal:
    if isinstance(data, TradeBar):
        return data.exact_volume
    return data.exact_quantity if isinstance(data, Tick) else ZERO


def _number(selector: Any, name: str) -> Callable[[Any], Decimal] | None:
    if selector is None:
        return None
    chosen = getattr(selector, "exact", selector)
    if not callable(chosen):
        raise ArgumentException(f"Unable to convert parameter {name} to delegate type Func<IBaseData, decimal>")
    return lambda data: exact(chosen(data))


def _ceiling(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_CEILING)
