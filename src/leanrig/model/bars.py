"""Bars as a frame, and what must be said of where they came from."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol

__all__ = ["BAR_COLUMNS", "QUOTE_COLUMNS", "SANDBOX", "BarSet", "CorporateAction", "Provenance", "TickerChange"]

BAR_COLUMNS = ("open", "high", "low", "close", "volume")
QUOTE_COLUMNS = (
    *("bid_open", "bid_high", "bid_low", "bid_close", "bid_size"),
    *("ask_open", "ask_high", "ask_low", "ask_close", "ask_size"),
)

SANDBOX = "sandbox, simulated"
"""Stands in the label of everything that a stand-in answered."""


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

    @property
    def is_simulated(self) -> bool:
        """Whether these prices were made up, by the simulator or by a vendor's stand-in."""
        return "simulated" in self.label


@dataclass(frozen=True, slots=True)
class CorporateAction:
    """A split or dividend that takes effect at the open of `ex_date`.

    `split_factor` is old shares per new share (0.5 for 2:1), 1 where there is no split; `dividend` is in the quote
    currency per old share. `reference_price` is the raw close of the session before; None where the source of the
    action does not know it: it is then taken from the bars.
    """

    ex_date: date
    split_factor: float
    dividend: float
    reference_price: float | None = None


@dataclass(frozen=True, slots=True)
class TickerChange:
    """From `first_day` on the same company trades as `ticker` (Lean's form, upper case)."""

    first_day: date
    ticker: str


@dataclass(frozen=True, slots=True)
class BarSet:
    """One symbol's raw bars at one resolution.

    `bars` has the columns of `BAR_COLUMNS` (float64) and is indexed by `end_time`: tz-aware UTC, strictly increasing,
    the moment each bar is known (for daily bars of a market with sessions, the session's close). It may be empty: a
    vendor's answer for days without a trade.

    `quotes`, where a vendor has them, holds `QUOTE_COLUMNS` with the same kind of index. `ticker_changes` are the names
    that the company traded under, oldest first; empty where it never changed or nobody asked.
    """

    symbol: Symbol
    resolution: Resolution
    bars: pd.DataFrame
    provenance: Provenance
    actions: tuple[CorporateAction, ...] = ()
    ticker_changes: tuple[TickerChange, ...] = ()
    quotes: pd.DataFrame | None = None
