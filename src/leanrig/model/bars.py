"""Bars as a frame, and what must be said of where they came from."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol

__all__ = ["BAR_COLUMNS", "BarSet", "CorporateAction", "Provenance"]

BAR_COLUMNS = ("open", "high", "low", "close", "volume")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who answered, with what, and when: stands in metadata.json, in sidecars and on every page.

    `label` is what a person must see beside the figures: "sample data, public domain", "simulated", "IEX", "SIP".
    """

    vendor: str
    feed: str
    label: str
    adjustment: str
    as_of: datetime
    licence: str = ""
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorporateAction:
    """A split or dividend that takes effect at the open of `ex_date`.

    `split_factor` is old shares per new share (0.5 for 2:1), 1 where there is no split; `dividend` is in the quote
    currency per old share. `reference_price` is the raw close of the session before.
    """

    ex_date: date
    split_factor: float
    dividend: float
    reference_price: float


@dataclass(frozen=True, slots=True)
class BarSet:
    """One symbol's raw bars at one resolution.

    `bars` has the columns of `BAR_COLUMNS` (float64) and is indexed by `end_time`: tz-aware UTC, strictly increasing,
    the moment each bar is known (for daily bars of a market with sessions, the session's close).
    """

    symbol: Symbol
    resolution: Resolution
    bars: pd.DataFrame
    provenance: Provenance
    actions: tuple[CorporateAction, ...] = ()
