"""Pages without the rows that a user's data filter keeps back."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from leanrig.engine.feed.pages import ListPage, QuotePage, TradePage

__all__ = ["passed"]


def passed(pages: Iterator[Any], security: Any, is_wanted: Callable[[Any, Any], bool]) -> Iterator[Any]:
    """Yield pages with the rows for which `is_wanted(security, data)` holds.

    Rows that repeat an earlier one stand or fall with the last row of the file before them.
    """
    is_last_wanted = False
    for page in pages:
        keep = []
        for row in range(len(page)):
            point = page.item(row)
            if not point.is_fill_forward:
                is_last_wanted = bool(is_wanted(security, point))
                keep.append(is_last_wanted)
            else:
                keep.append(is_last_wanted)
        if all(keep):
            yield page
        elif any(keep):
            yield _part(page, [row for row, is_kept in enumerate(keep) if is_kept])


def _part(page: Any, rows: list[int]) -> Any:
    if isinstance(page, ListPage):
        return ListPage(
            page.symbol, [page.emit[row] for row in rows], [page.item(row) for row in rows], data_type=page.data_type
        )
    chosen = np.array(rows, dtype=np.int64)
    times = page.times.take(chosen)
    if isinstance(page, QuotePage):
        return QuotePage(page.symbol, times, bid=page._bid.take(chosen), ask=page._ask.take(chosen))
    assert isinstance(page, TradePage)
    prices = {name: getattr(page, name).take(chosen) for name in ("open", "high", "low", "close", "volume")}
    return TradePage(page.symbol, times, **prices)
