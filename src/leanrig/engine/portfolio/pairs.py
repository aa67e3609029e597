"""Which pair, or chain of two pairs, gives a currency's rate."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from leanrig.engine.enums import SecurityType
from leanrig.engine.portfolio.currencies import is_stand_in

__all__ = ["Listed", "Pair", "chain", "pairs_of", "split_pair"]

_KINDS = (SecurityType.FOREX, SecurityType.CFD, SecurityType.CRYPTO)

# (market, security type) -> (ticker, quote currency) of every row in the symbol properties database, in file order.
Listed = Callable[[str, SecurityType], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two currencies that trade against each other on a market."""

    ticker: str
    kind: SecurityType
    market: str
    base: str
    quote: str


def split_pair(ticker: str, kind: SecurityType, quote: str) -> tuple[str, str] | None:
    """Base and quote currency of a ticker; None when it cannot be split."""
    if kind is SecurityType.FOREX:
        return (ticker[:3], ticker[3:]) if len(ticker) == 6 else None
    if not ticker.endswith(quote) or ticker == quote:
        return None
    return ticker[: -len(quote)], quote


def pairs_of(securities: Iterable[Any], default_markets: dict[SecurityType, str], listed: Listed) -> list[Pair]:
    """All pairs that may be used: those of the securities, then those that the markets in use list."""
    securities = list(securities)
    found = [
        Pair(security.symbol.value, security.type, security.symbol.id.market, *parts)
        for security in securities
        if security.type in _KINDS
        and (parts := split_pair(security.symbol.value, security.type, security.quote_currency.symbol))
    ]
    used: dict[SecurityType, list[str]] = {}
    for security in securities:
        markets = used.setdefault(security.type, [])
        if security.symbol.id.market not in markets:
            markets.append(security.symbol.id.market)
    for one, other in ((SecurityType.CFD, SecurityType.FOREX), (SecurityType.FOREX, SecurityType.CFD)):
        if one in used and other not in used:
            used[other] = used[one]
    kinds = list(_KINDS)
    if default_markets.get(SecurityType.CRYPTO_FUTURE) == "dydx":
        kinds.insert(2, SecurityType.CRYPTO_FUTURE)
    for kind in kinds:
        for market in dict.fromkeys([*filter(None, [default_markets.get(kind)]), *used.get(kind, ())]):
            for ticker, quote in listed(market, kind):
                parts = split_pair(ticker, kind, quote)
                if parts is not None:
                    found.append(Pair(ticker, kind, market, *parts))
    return found


def chain(source: str, destination: str, pairs: list[Pair]) -> list[tuple[Pair, bool]] | None:
    """One pair or two that lead from `source` to `destination`; True beside those to divide by."""
    for pair in pairs:
        inverted = _match(pair, source, destination)
        if inverted is not None:
            return [(pair, inverted)]
    for pair in pairs:
        middle = pair.quote if pair.base == source else pair.base if pair.quote == source else None
        if middle is None:
            continue
        for second in pairs:
            inverted = _match(second, middle, destination)
            if inverted is not None:
                return [(pair, source == pair.quote), (second, inverted)]
    return None


def _match(pair: Pair, base: str, quote: str) -> bool | None:
    """False when the pair is base/quote, True when it is quote/base, None when it is neither."""
    mine = [pair.base, pair.quote]
    if mine == [base, quote]:
        return False
    wanted = (base, quote)
    for own, other in ((1, 1), (1, 0), (0, 1), (0, 0)):
        if is_stand_in(mine[own] + wanted[other], pair.market) or is_stand_in(wanted[other] + mine[own], pair.market):
            mine[own] = wanted[other]
    if mine == [base, quote]:
        return False
    return True if mine == [quote, base] else None
