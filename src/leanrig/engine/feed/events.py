"""Corporate events of a share: splits and dividends from factor rows, new tickers and the end from map rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from leanrig.engine.data.auxiliary import Delisting, Dividend, Split, SymbolChangedEvent
from leanrig.engine.data.base_data import BaseData
from leanrig.engine.enums import DelistingType, SplitType
from leanrig.engine.files.factor_files import FactorRow
from leanrig.engine.files.map_files import LAST, MapRow
from leanrig.engine.identity import Symbol

__all__ = ["corporate_events"]


def corporate_events(
    symbol: Symbol,
    *,
    dates: Iterable[date],
    factors: Sequence[FactorRow],
    maps: Sequence[MapRow],
    last_price: Callable[[date], Decimal],
) -> Iterator[BaseData]:
    """Yield the events of a share over its tradable dates, in order; each is known at the midnight of its time.

    Parameters
    ----------
    dates
        Tradable dates of the subscription, the first one included.
    factors, maps
        Rows in order of dates; empty where there is no file.
    last_price
        The last raw price before a date, 0 if there is none.
    """
    by_day = {row.day: place for place, row in enumerate(factors)}
    first, end = (maps[0].day, maps[-1].day) if maps else (date.min, LAST)
    pending: list[BaseData] = []
    ticker: str | None = None
    warned = delisted = False
    for day in dates:
        if first <= day <= end:
            yield from (_on(event, day) for event in pending)
            pending = []
            for event in _announced(symbol, factors, by_day.get(day)):
                if isinstance(event, Split):
                    yield Split(symbol, _midnight(day), last_price(day), event.exact_split_factor, SplitType.WARNING)
                pending.append(event)
            now = next((row.ticker for row in maps if row.day >= day), ticker)
            if ticker is not None and now is not None and now != ticker:
                yield SymbolChangedEvent(symbol, _midnight(day), ticker, now)
            ticker = now
        if not warned and day >= end:
            warned = True
            yield Delisting(symbol, _midnight(end), last_price(day), DelistingType.WARNING)
        if not delisted and day > end:
            delisted = True
            yield Delisting(symbol, _midnight(end + timedelta(days=1)), last_price(day), DelistingType.DELISTED)
            return


def _announced(symbol: Symbol, factors: Sequence[FactorRow], place: int | None) -> Iterator[BaseData]:
    """What the factor row of a date announces for the next tradable date: a split first, then a dividend."""
    if place is None or place + 1 >= len(factors):
        return
    row, after = factors[place], factors[place + 1]
    if row.split_factor != after.split_factor:
        yield Split(symbol, None, row.reference, row.split_factor / after.split_factor)
    if row.price_factor != after.price_factor:
        ratio = row.price_factor / after.price_factor
        paid = Dividend.compute_distribution(row.reference, ratio)
        yield Dividend(symbol, None, paid, row.reference)


def _on(event: BaseData, day: date) -> BaseData:
    event.time = _midnight(day)
    return event


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # wall clock of the exchange
