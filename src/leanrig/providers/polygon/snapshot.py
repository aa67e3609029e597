"""All crypto pairs of one day in one answer: https://massive.com/docs/rest/crypto/aggregates/daily-market-summary."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from leanrig.model.bars import BAR_COLUMNS, Provenance
from leanrig.providers.polygon.columns import Columns, read_columns
from leanrig.providers.polygon.wire import bad, rows_of

__all__ = ["CryptoDay", "frame_by_ticker", "read_grouped"]

_PREFIX = "X:"


@dataclass(frozen=True, slots=True)
class CryptoDay:
    """The whole market on one UTC day: `bars` has `BAR_COLUMNS` and is indexed by Lean's ticker (`BTCUSD`).

    All are known at `end_time`, the midnight that ends the day.
    """

    day: date
    end_time: datetime
    bars: pd.DataFrame
    provenance: Provenance


def read_grouped(body: Any, about: str) -> tuple[list[str], Columns]:
    """Return the tickers and their bars.

    The stamp of such a bar is the end of its window, or the end of its last trade's; here it only has to be a number.
    """
    rows = rows_of(body, about)
    tickers = [row.get("T") for row in rows]
    if not all(isinstance(ticker, str) for ticker in tickers):
        raise bad("a bar without its ticker", about)
    return [str(ticker) for ticker in tickers], read_columns(rows, about)


def frame_by_ticker(tickers: list[str], columns: Columns) -> pd.DataFrame:
    """Return the bars by Lean's ticker, each once, in order."""
    names = pd.Index([ticker.removeprefix(_PREFIX) for ticker in tickers], name="ticker", dtype=object)
    frame = pd.DataFrame(columns.values.T, index=names, columns=list(BAR_COLUMNS))
    return frame[~frame.index.duplicated(keep="last")].sort_index()
