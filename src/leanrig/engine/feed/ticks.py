"""Pages of ticks."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from leanrig.engine.data.base_data import naive
from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.quote_bar import middle
from leanrig.engine.data.tick import Tick
from leanrig.engine.enums import SecurityType, TickType
from leanrig.engine.feed.columns import Column, Ints
from leanrig.engine.feed.exchange_names import exchange_name
from leanrig.engine.feed.price_files import PriceFiles
from leanrig.engine.feed.scaling import Scaling
from leanrig.engine.feed.tick_files import TickCells
from leanrig.engine.feed.window import Window
from leanrig.engine.hours.exchange_hours import SecurityExchangeHours
from leanrig.engine.hours.sessions import day_number, session_arrays, tradable_days
from leanrig.engine.hours.zone_arrays import to_utc, to_wall
from leanrig.engine.number import ZERO

__all__ = ["TickPage", "tick_pages"]

_DAY_US = 86_400_000_000
_DAY = timedelta(days=1)
# Places of price and size in a line; of the exchange, the condition and the mark of suspicion.
_Places = tuple[tuple[int, int | None], ...]
_TRADE: _Places = ((1, 2),)
_QUOTE: _Places = ((1, 2), (3, 4))
_PAIR: _Places = ((1, None), (2, None))


class TickPage:
    """Ticks of one symbol and kind on one day; each is made when somebody looks."""

    data_type = Tick
    filled = None
    has_zero = True

    def __init__(
        self,
        config: SubscriptionDataConfig,
        emit: Ints,
        wall: Ints,
        sides: list[tuple[Column, Column | None]],
        cells: TickCells,
        marks: tuple[int, int, int],
    ) -> None:
        self.symbol = config.symbol
        self._config = config
        self._emit, self._wall = emit, wall
        self._sides = sides
        self._cells = cells
        self._exchange, self._condition, self._suspicion = marks
        self._made: tuple[int, Tick] | None = None

    def __len__(self) -> int:
        return len(self._emit)

    @cached_property
    def emit(self) -> list[int]:
        values: list[int] = self._emit.tolist()
        return values

    @cached_property
    def ends(self) -> list[int]:
        values: list[int] = self._wall.tolist()
        return values

    def is_fill_forward(self, row: int) -> bool:  # ticks are never repeated
        return False

    def rows(self, first: int, last: int) -> "TickPage":
        """The page with the rows from `first` to before `last`."""
        some = np.arange(first, last)
        sides = [(price.take(some), None if size is None else size.take(some)) for price, size in self._sides]
        marks = (self._exchange, self._condition, self._suspicion)
        return TickPage(self._config, self._emit[some], self._wall[some], sides, self._cells.some(some), marks)

    def item(self, row: int) -> Tick:
        """The tick of a row; the same object while it is the newest."""
        if self._made is not None and self._made[0] == row:
            return self._made[1]
        tick = Tick.__new__(Tick)
        tick.symbol = self.symbol
        tick._time, tick._end = naive(int(self._wall[row])), None
        tick.exact_quantity = tick.exact_bid_price = tick.exact_ask_price = ZERO
        tick.exact_bid_size = tick.exact_ask_size = ZERO
        self._fill_prices(tick, row)
        self._fill_marks(tick, row)
        self._made = (row, tick)
        return tick

    def _fill_prices(self, tick: Tick, row: int) -> None:
        numbers = [(price.exact(row), ZERO if size is None else size.exact(row)) for price, size in self._sides]
        if len(numbers) == 1:
            tick.tick_type = TickType.TRADE
            tick.exact_value, tick.exact_quantity = numbers[0]
            return
        tick.tick_type = TickType.QUOTE
        (tick.exact_bid_price, tick.exact_bid_size), (tick.exact_ask_price, tick.exact_ask_size) = numbers
        tick.exact_value = middle(tick.exact_bid_price, tick.exact_ask_price)

    def _fill_marks(self, tick: Tick, row: int) -> None:
        kind = self._config.security_type
        letter = self._cells.text(row, self._exchange) if self._exchange else ""
        tick.exchange = exchange_name(letter) if kind is SecurityType.EQUITY else ""
        tick.sale_condition = self._cells.text(row, self._condition) if self._condition else ""
        tick.suspicious = bool(self._suspicion) and self._cells.text(row, self._suspicion) == "1"


def tick_pages(
    config: SubscriptionDataConfig,
    hours: SecurityExchangeHours,
    files: PriceFiles,
    scaling: Scaling,
    window: Window,
    *,
    extended: bool,
) -> Iterator[TickPage]:
    """Yield a page for each day with ticks."""
    for day in tradable_days(hours, window.start_us, window.end_us, config.data_zone, extended=extended):
        content = files.content(day)
        if content is not None:
            page = _page(config, hours, scaling, window, day, content, extended=extended)
            if len(page):
                yield page


def _page(
    config: SubscriptionDataConfig,
    hours: SecurityExchangeHours,
    scaling: Scaling,
    window: Window,
    day: date,
    content: bytes,
    *,
    extended: bool,
) -> TickPage:
    equity = config.security_type is SecurityType.EQUITY
    sides: _Places
    if config.security_type in (SecurityType.FOREX, SecurityType.CFD):
        sides, marks = _PAIR, (0, 0, 0)
    elif config.tick_type is TickType.TRADE:
        sides, marks = _TRADE, (3, 4, 5) if equity else (0, 0, 3)
    else:
        sides, marks = _QUOTE, (5, 6, 7) if equity else (0, 0, 5)
    cells = TickCells(content, len(sides) * 2 + 1 if sides is not _PAIR else 3)
    emit = to_utc(day_number(day) * _DAY_US + _clock(cells), config.data_zone)
    keep = _open(hours, day, emit, extended=extended)
    keep &= (emit >= max(window.start_us, window.first_us)) & (emit <= window.end_us)
    cells.keep(keep)
    emit = emit[keep]
    wall = to_wall(emit, config.exchange_zone)
    rules = scaling.rules(wall // _DAY_US)
    columns = [
        (
            scaling.prices(*cells.numbers(price), rules),
            None if size is None else scaling.volumes(*cells.numbers(size), rules),
        )
        for price, size in sides
    ]
    return TickPage(config, emit, wall, columns, cells, marks)  # type: ignore[arg-type]  # volumes are columns


def _clock(cells: TickCells) -> Ints:
    """Microseconds since midnight from milliseconds that may have a fraction."""
    mantissas, places = cells.numbers(0)
    if places is None:
        return mantissas * 1000
    powers = 10 ** np.abs(places - 3)
    clock: Ints = np.where(places <= 3, mantissas * powers, mantissas // powers)
    return clock


def _open(hours: SecurityExchangeHours, day: date, emit: Ints, *, extended: bool) -> "np.typing.NDArray[np.bool_]":
    sessions = session_arrays(hours, day - _DAY, day + _DAY, extended)
    place = np.searchsorted(sessions.closes, emit, side="right")
    inside = place < len(sessions.opens)
    inside[inside] = sessions.opens[place[inside]] <= emit[inside]
    return inside
