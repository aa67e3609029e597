"""The last known prices of securities, looked for further and further back."""

from collections.abc import Iterable
from typing import Any

from leanrig.engine.data.quote_bar import QuoteBar
from leanrig.engine.data.slices import DataDictionary
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import Resolution, TickType
from leanrig.engine.history.reading import slices
from leanrig.engine.history.requests import Options, Request, by_count
from leanrig.engine.identity import Symbol

__all__ = ["last_known_prices"]

_FIRST_PERIODS = 5
_RETRY_PERIODS = {Resolution.DAILY: 10, Resolution.HOUR: 24}
_RETRY_MINUTES = 24 * 60
_LAST_DAYS = 50

Key = tuple[Symbol, type, TickType]


def last_known_prices(algorithm: Any, symbols: Iterable[Symbol]) -> DataDictionary[Any]:
    """For each symbol its newest real point of each kind, oldest first.

    Five bars are looked at, then about a day more of the same bars, then fifty daily ones.
    """
    found: dict[Key, Any] = {}
    requests = _first(algorithm, list(symbols))
    for attempt in range(3):
        if not requests:
            break
        _look(algorithm, requests, found)
        missing = [request for request in requests if _key(request) not in found]
        requests = _again(algorithm, missing) if attempt == 0 else _days(algorithm, missing)
    by_symbol: dict[Symbol, list[Key]] = {}
    for key in found:
        by_symbol.setdefault(key[0], []).append(key)
    return DataDictionary(
        {
            symbol: [found[key] for key in sorted(keys, key=lambda key: (found[key].time, key[2]._value_))]
            for symbol, keys in by_symbol.items()
        }
    )


def _key(request: Request) -> Key:
    return (request.symbol, request.config.type, request.config.tick_type)


def _first(algorithm: Any, symbols: list[Symbol]) -> list[Request]:
    """Five bars of every subscription; of ticks and seconds, minute bars."""
    options = Options(fill_forward=False)
    requests: list[Request] = []
    for request in by_count(algorithm, symbols, None, _FIRST_PERIODS, options, everything=True):
        if request.config.resolution < Resolution.MINUTE:
            kind = TradeBar if request.config.tick_type is TickType.TRADE else QuoteBar
            minutes = Options(resolution=Resolution.MINUTE, fill_forward=False)
            requests += by_count(algorithm, [request.symbol], kind, _FIRST_PERIODS, minutes, everything=True)
        else:
            requests.append(request)
    return requests


def _again(algorithm: Any, missing: list[Request]) -> list[Request]:
    requests: list[Request] = []
    for symbol in dict.fromkeys(request.symbol for request in missing):
        own = [request for request in missing if request.symbol == symbol]
        resolution = own[0].config.resolution
        options = Options(resolution=resolution, fill_forward=False)
        periods = _RETRY_PERIODS.get(resolution, _RETRY_MINUTES)
        wanted = {request.config.type for request in own}
        made = by_count(algorithm, [symbol], None, periods, options, everything=True)
        requests += [request for request in made if request.config.type in wanted]
    return requests


def _days(algorithm: Any, missing: list[Request]) -> list[Request]:
    symbols = dict.fromkeys(request.symbol for request in missing)
    options = Options(resolution=Resolution.DAILY, fill_forward=False)
    return by_count(algorithm, symbols, None, _LAST_DAYS, options, everything=True)


def _look(algorithm: Any, requests: list[Request], found: dict[Key, Any]) -> None:
    for slice_ in slices(algorithm, requests):
        for request in requests:
            point = slice_.of_type(request.config.type).get(request.symbol)
            if point is not None:
                found[_key(request)] = point
