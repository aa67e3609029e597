"""What a cross-check found, and the limits that it is judged by."""

from dataclasses import dataclass
from datetime import datetime

from leanrig.errors import VendorFailed
from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol
from leanrig.store.crosscheck_lag import Lag

__all__ = ["Crosscheck", "CrosscheckLimits", "PriceDifference", "Side"]


@dataclass(frozen=True, slots=True)
class CrosscheckLimits:
    """From where on two vendors disagree; the defaults are explained in docs/check.md.

    Parameters
    ----------
    median_bps
        Of each of the four prices.
    p99_bps
        Of the close: 99 of 100 bars must lie within it.
    missing
        Share of all moments at which only one of the two has a bar.
    least_bars
        Fewer moments in common prove nothing.
    lag_gain
        The correlation of returns must be better by this much at another lag for the times to count as shifted.
    """

    median_bps: float = 5.0
    p99_bps: float = 50.0
    missing: float = 0.01
    least_bars: int = 20
    lag_gain: float = 0.10


@dataclass(frozen=True, slots=True)
class PriceDifference:
    """How far one price differs, in basis points of the mean of both.

    `bias_bps` is the mean with its sign (above 0: the second is higher), `beyond` the share of bars beyond the limit of
    `p99_bps`, `worst` the moment of the maximum.
    """

    column: str
    median_bps: float
    p95_bps: float
    p99_bps: float
    max_bps: float
    worst: datetime
    beyond: float
    bias_bps: float


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, by name, with the moments that only the other one has."""

    vendor: str
    feed: str
    label: str
    as_of: datetime
    bars: int
    missing: int
    first_missing: datetime | None


@dataclass(frozen=True, slots=True)
class Crosscheck:
    """What two sets of bars have in common and where they differ, over the time that both cover.

    `common` counts moments with a bar in both, `different` those of them where a price differs at all; where both sides
    are of one vendor and feed these are its revisions. `unusable` bars in common have a price that is no
    price. `volume_ratio` is the second's volume over the first's (None
    without volume), `lag` says by how many bars the second lies later.
    """

    symbol: Symbol
    resolution: Resolution
    first: datetime | None
    last: datetime | None
    one: Side
    other: Side
    common: int
    different: int
    unusable: int
    prices: tuple[PriceDifference, ...]
    volume_ratio: float | None
    lag: Lag
    reasons: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether the two agree within the limits."""
        return not self.reasons

    @property
    def is_same_source(self) -> bool:
        """Whether both are answers of one vendor and feed, so that differences are revisions."""
        return (self.one.vendor, self.one.feed) == (self.other.vendor, self.other.feed)

    @property
    def missing_share(self) -> float:
        """Share of all moments at which only one of the two has a bar."""
        total = self.common + self.one.missing + self.other.missing
        return (self.one.missing + self.other.missing) / total if total else 0.0

    def insist(self) -> None:
        """Raise `VendorFailed` where the two disagree: what a run does that must not go on with such bars."""
        if self.reasons:
            raise VendorFailed(
                f"{self.one.vendor} and {self.other.vendor} disagree on {self.symbol} {self.resolution} bars: "
                f"{'; '.join(self.reasons)}",
                where=f"{self.one.label} against {self.other.label}, {self.first} to {self.last}",
                cure="find out which of the two is right before you use either (docs/check.md)",
            )
