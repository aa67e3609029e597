"""Pages of candles, and how they become bars.

Coinbase's page: docs.cdp.coinbase.com, Advanced Trade, "Get product candles". It stamps a candle's start, sends the
newest first, and leaves out candles in which nobody traded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pandas as pd

from leanrig.model.bars import BAR_COLUMNS
from leanrig.providers.coinbase.parse import Fields, whole
from leanrig.providers.failures import BadAnswer
from leanrig.providers.http.answer import Answer

__all__ = ["PAGE", "Page", "Tally", "Window", "joined", "read_page", "windows"]

# The vendor says 350, and counts as if both ends were in; one less is right however it counts.
PAGE = 349


@dataclass(frozen=True, slots=True)
class Window:
    """Candles that start in `[start, end)`, seconds since the epoch."""

    start: int
    end: int

    @property
    def query(self) -> dict[str, str]:
        """The times as the vendor takes them; it does not matter whether it takes `end` as in or out."""
        return {"start": str(self.start), "end": str(self.end - 1)}


@dataclass(frozen=True, slots=True)
class Page:
    """What one request brought: `starts` of shape (n,), `values` of (n, 5) in the order of `BAR_COLUMNS`.

    `known_at` is the vendor's present moment.
    """

    starts: np.ndarray
    values: np.ndarray
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """What was left out on the way, for the provenance."""

    pages: int
    duplicates: int
    differing: int
    unfinished: int
    outside: int

    @property
    def details(self) -> dict[str, str]:
        """The counts as the provenance holds them."""
        return {
            "pages": str(self.pages),
            "duplicates_dropped": str(self.duplicates),
            "duplicates_differing": str(self.differing),
            "unfinished_dropped": str(self.unfinished),
            "outside_range_dropped": str(self.outside),
        }


def windows(start: date, end: date, length_s: int) -> list[Window]:
    """Return the requests that days from `start` to `end`, both included, take."""
    first = _midnight(start)
    after = _midnight(end + timedelta(days=1))
    step = PAGE * length_s
    return [Window(at, min(at + step, after)) for at in range(first, after, step)]


def read_page(answer: Answer, what: str) -> Page:
    """Return one answer's candles as they came; raise `BadAnswer` where a field is missing or no number."""
    candles = whole(answer, what).content.get("candles")
    if not isinstance(candles, list):
        raise Fields({}, what).bad("candles", "a list")
    starts = _column(candles, "start", what).astype(np.int64)
    values = np.column_stack([_column(candles, name, what) for name in BAR_COLUMNS])
    return Page(starts, values, answer.vendor_time or answer.received_at)


def joined(pages: Sequence[tuple[Window, Page]], length_s: int, what: str) -> tuple[pd.DataFrame, Tally]:
    """Return finished bars in order, each moment once, indexed by end_time; and what was left out.

    Of two candles of one moment that differ the later received counts: a revision comes after what it revises.
    """
    parts = [_trimmed(window, page, length_s, what) for window, page in pages]
    starts = np.concatenate([part.starts for part in parts])
    values = np.concatenate([part.values for part in parts])
    order = np.argsort(starts, kind="stable")
    starts, values = starts[order], values[order]
    last = np.ones(len(starts), dtype=bool)
    last[:-1] = starts[1:] != starts[:-1]
    differing = int((~last[:-1] & (values[1:] != values[:-1]).any(axis=1)).sum())
    unique = starts[last]
    if len(unique) and (unique % length_s).any():
        raise BadAnswer(f"coinbase sent candles for {what} that start between two of their lengths")
    index = pd.to_datetime(unique + length_s, unit="s", utc=True).as_unit("us").rename("end_time")
    frame = pd.DataFrame(values[last], index=index, columns=list(BAR_COLUMNS))
    tally = Tally(
        pages=len(pages),
        duplicates=int((~last).sum()),
        differing=differing,
        unfinished=sum(part.unfinished for part in parts),
        outside=sum(part.outside for part in parts),
    )
    return frame, tally


@dataclass(frozen=True, slots=True)
class _Part:
    starts: np.ndarray
    values: np.ndarray
    unfinished: int
    outside: int


def _trimmed(window: Window, page: Page, length_s: int, what: str) -> _Part:
    """Leave out what was not asked for, and what was not over yet."""
    inside = (page.starts >= window.start) & (page.starts < window.end)
    if len(inside) and not inside.any():
        raise BadAnswer(
            f"coinbase sent candles for {what} of another range than was asked for",
            where=f"asked {window.start} to {window.end}, got {page.starts.min()} to {page.starts.max()}",
        )
    finished = page.starts + length_s <= page.known_at.timestamp()
    keep = inside & finished
    return _Part(page.starts[keep], page.values[keep], int((inside & ~finished).sum()), int((~inside).sum()))


def _column(candles: Sequence[object], name: str, what: str) -> np.ndarray:
    try:
        column = np.fromiter(_numbers(candles, name), dtype=np.float64, count=len(candles))
    except (KeyError, TypeError, ValueError):
        raise Fields({}, f"candles of {what}").bad(name, "a number") from None
    if not np.isfinite(column).all():
        raise Fields({}, f"candles of {what}").bad(name, "a finite number")
    return column


def _numbers(candles: Sequence[object], name: str) -> Iterator[float]:
    return (float(candle[name]) for candle in candles)  # type: ignore[index]


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
