"""A subscription on its way through time: which row is next, and which was seen last."""

from collections.abc import Iterator
from typing import Any

from leanrig.engine.data.config import SubscriptionDataConfig
from leanrig.engine.data.trade_bar import TradeBar
from leanrig.engine.feed.timeline import NEVER
from leanrig.engine.securities.price_cache import PriceCache

__all__ = ["BarStream", "sort_key"]


def sort_key(config: SubscriptionDataConfig, *, event: bool = False) -> tuple[int, int, str, int]:
    """Order of rows at one moment: by security type, trades before quotes, by symbol; events before bars."""
    return (int(config.security_type), int(config.tick_type), str(config.symbol.id), 0 if event else 1)


class BarStream:
    """Rows of a subscription, page by page.

    Parameters
    ----------
    config, security
        What is streamed, and whose prices it sets.
    pages
        In time order; read one by one when they are needed.
    event
        Whether the rows are corporate events rather than prices.
    """

    def __init__(
        self, config: SubscriptionDataConfig, security: Any, pages: Iterator[Any], *, event: bool = False
    ) -> None:
        self.config = config
        self.security = security
        self.is_event = event
        self.is_internal = config.is_internal_feed
        self.order = sort_key(config, event=event)
        self.page: Any = None
        self.row = 0
        self.next_us = NEVER
        # The newest real row that was delivered, and whether the price cache still has to take it in.
        self.seen_page: Any = None
        self.seen_row = 0
        self.waiting = False
        self._pages = pages
        self._emit: list[int] = []
        self._count = 0
        self._turn()

    def step(self) -> None:
        """Move to the next row, reading the next page when this one is through."""
        row = self.row + 1
        if row < self._count:
            self.row = row
            self.next_us = self._emit[row]
        else:
            self._turn()

    def _turn(self) -> None:
        for page in self._pages:
            count = len(page)
            if count:
                self.page, self.row, self._count, self._emit = page, 0, count, page.emit
                self.next_us = self._emit[0]
                return
        self.next_us = NEVER

    def skip_until(self, moment_us: int) -> None:
        """Leave out rows up to and including a moment."""
        while self.next_us <= moment_us:
            self.step()

    def seen_us(self) -> int:
        """Moment of the newest row that was delivered."""
        return self.seen_page.emit[self.seen_row]  # type: ignore[no-any-return]

    def settle(self, cache: PriceCache) -> None:
        """Store the newest row in the price cache."""
        self.waiting = False
        page = self.seen_page
        if page.data_type is TradeBar and not page.has_zero:
            cache.take_row(page, self.seen_row)
        else:
            cache.store([page.item(self.seen_row)], page.data_type)
