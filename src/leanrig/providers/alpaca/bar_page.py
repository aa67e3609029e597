"""A page of bars as columns.

StockBars and CryptoBars in https://docs.alpaca.markets/reference
"""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from leanrig.model.bars import BAR_COLUMNS
from leanrig.providers.alpaca.fields import bad, token_of
from leanrig.providers.http.answer import Answer

__all__ = ["BarPage", "RawBars", "read_bar_page"]

_KEYS = ("o", "h", "l", "c", "v")
_PLAIN = len("2024-01-02T05:00:00Z")


@dataclass(frozen=True, slots=True)
class RawBars:
    """Bars as the vendor sent them.

    `starts` is datetime64[us] in UTC, shape (n,); `values` float64, shape (5, n), in the order of `BAR_COLUMNS`.
    """

    starts: npt.NDArray[np.datetime64]
    values: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.starts)

    def chosen(self, keep: npt.NDArray[Any]) -> "RawBars":
        """Return the bars at a mask or at indices."""
        return RawBars(self.starts[keep], self.values[:, keep])


@dataclass(frozen=True, slots=True)
class BarPage:
    """Bars by the vendor's symbol, and where the next page begins."""

    bars: Mapping[str, RawBars]
    next_token: str | None


def read_bar_page(answer: Answer) -> BarPage:
    """Return one page of `/v2/stocks/bars` or of `/v1beta3/crypto/{loc}/bars`; raise `BadAnswer` where it is none."""
    body = answer.json()
    if not isinstance(body, dict):
        raise bad("bars", "bars")
    found = body.get("bars", ...)
    if found is not None and not isinstance(found, dict):
        raise bad("bars", "bars")
    return BarPage({symbol: _columns(rows, symbol) for symbol, rows in (found or {}).items()}, token_of(body, "bars"))


def _columns(rows: Any, symbol: str) -> RawBars:
    if not isinstance(rows, list):
        raise bad("bars", symbol, "is no list")
    values = np.empty((len(BAR_COLUMNS), len(rows)))
    if not rows:
        return RawBars(np.empty(0, dtype="M8[us]"), values)
    for at, key in enumerate(_KEYS):
        values[at] = _numbers(rows, key, symbol)
    return RawBars(_moments(rows, symbol), values)


def _numbers(rows: list[Any], key: str, symbol: str) -> npt.NDArray[np.float64]:
    """An array of its own kind tells text and null from numbers; `fromiter` would take both."""
    try:
        found = np.array(list(map(itemgetter(key), rows)))
    except (KeyError, TypeError, ValueError):
        raise bad(key, symbol) from None
    if found.dtype.kind not in "fiu" or found.ndim != 1:
        raise bad(key, symbol, "is no number everywhere")
    return found.astype(np.float64, copy=False)


def _moments(rows: list[Any], symbol: str) -> npt.NDArray[np.datetime64]:
    try:
        texts = list(map(itemgetter("t"), rows))
        joined = "".join(texts).encode("ascii")
        if len(joined) == _PLAIN * len(texts) and set(joined[_PLAIN - 1 :: _PLAIN]) == {ord("Z")}:
            return np.frombuffer(joined, f"S{_PLAIN}").astype(f"S{_PLAIN - 1}").astype("M8[us]")
        return pd.to_datetime(texts, utc=True, format="ISO8601").tz_localize(None).to_numpy("M8[us]")
    except (KeyError, TypeError, ValueError):
        raise bad("t", symbol, "is no moment in time everywhere") from None
