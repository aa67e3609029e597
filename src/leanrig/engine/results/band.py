"""Prices between which a step has nothing to do, while one stock is all that is held."""

from typing import Any

from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.enums import SecurityType

__all__ = ["Band", "quiet_band"]


class Band:
    """No price of the stock inside of it is an extreme of the open candle or of an open trade.

    Parameters
    ----------
    stream
        The stock's only subscription to trades.
    low, high
        The band, without its ends.
    version
        The account's, at which the band was made: other money, another band.
    """

    __slots__ = ("_high", "_low", "_stream", "_version")

    def __init__(self, stream: Any, low: float, high: float, version: int) -> None:
        self._stream, self._low, self._high, self._version = stream, low, high, version

    def holds(self, portfolio: Any) -> bool:
        """Whether the newest price lies inside, and the account is as it was."""
        stream = self._stream
        price: float = stream.seen_page.close_floats[stream.seen_row]
        return self._low < price < self._high and bool(portfolio.version == self._version)


def quiet_band(algorithm: Any, inside: tuple[float, float] | None) -> Band | None:
    """The band as of now; None where more than one stock with one subscription moves the account.

    Parameters
    ----------
    inside
        Account values that are no extreme of the open candle; None where there is no candle.
    """
    portfolio, positions = algorithm.portfolio, algorithm.trade_builder.open_positions
    if inside is None or len(portfolio.held) != 1 or len(positions) != 1 or portfolio.cash_book.has_foreign:
        return None
    (security,) = portfolio.held.values()
    position = positions.get(security.symbol)
    streams = security.cache.feeding
    if security.type is not SecurityType.EQUITY or position is None or len(streams) != 1:
        return None
    stream = streams[0]
    benchmark = algorithm.benchmark.security
    if (benchmark is not None and benchmark.symbol == security.symbol) or not position.last_prices:
        return None
    page = stream.seen_page
    if page is None or page.data_type is not TradeBar or None in position.last_prices:
        return None
    quantity = float(security.holdings.exact_quantity)
    other = float(portfolio.exact_total_portfolio_value) - quantity * page.close_floats[stream.seen_row]
    ends = sorted((value - other) / quantity for value in inside)
    low, high = max(position.quiet[0], ends[0]), min(position.quiet[1], ends[1])
    return Band(stream, low, high, portfolio.version) if low < high else None
