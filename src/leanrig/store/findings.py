"""What a look at stored bars can find, how grave it is, and the verdict on all of it."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from leanrig.model.resolution import Resolution
from leanrig.model.symbol import Symbol

__all__ = ["Fault", "Finding", "Grade", "Quality"]


class Fault(StrEnum):
    """What can be wrong with bars or with what is known of their company."""

    NO_TIME = "no_time"
    DISORDER = "disorder"
    DUPLICATE = "duplicate"
    OUTSIDE_HOURS = "outside_hours"
    MISSING_SESSIONS = "missing_sessions"
    MISSING_BARS = "missing_bars"
    BROKEN_LAW = "broken_law"
    JUMP = "jump"
    SPIKE = "spike"
    WICK = "wick"
    ZERO_VOLUME = "zero_volume"
    FROZEN_PRICE = "frozen_price"
    STALE_TAIL = "stale_tail"
    FUTURE = "future"
    MISSED_SPLIT = "missed_split"
    WRONG_SPLIT = "wrong_split"
    SPLIT_WITHOUT_JUMP = "split_without_jump"
    REPEATED_ACTION = "repeated_action"
    ODD_ACTION = "odd_action"


class Grade(StrEnum):
    """How grave a finding is, and so the whole: a note leaves the verdict good."""

    NOTE = "note"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """One kind of fault, at all its moments.

    `moments` are ends of bars in UTC; for bars that are not there, the ends they should have had; for splits and
    dividends, the end of the first bar of the day. A time that is missing has none. `words` is a sentence with figures.
    """

    fault: Fault
    grade: Grade
    words: str
    count: int
    moments: pd.DatetimeIndex

    @property
    def first(self) -> pd.Timestamp | None:
        """The earliest moment."""
        return self.moments.min() if len(self.moments) else None

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True, eq=False)
class Quality:
    """All findings on one symbol's bars at one resolution, and how many bars there are of those that should be.

    `first` and `last` are ends of bars; `due` counts the bars that the market's hours ask for from the first to the
    last (or between the days that were asked for), `missing` those of them that are not there.
    """

    symbol: Symbol
    resolution: Resolution
    label: str
    bars: int
    first: pd.Timestamp
    last: pd.Timestamp
    due: int
    missing: int
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """`good`, `look` (a person should) or `bad` (do not rest anything on these bars)."""
        grades = {finding.grade for finding in self.findings}
        return "bad" if Grade.BAD in grades else "look" if Grade.LOOK in grades else "good"

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against using the bars; `look` does not."""
        return self.verdict != "bad"

    @property
    def reasons(self) -> tuple[str, ...]:
        """The sentences that the verdict rests on."""
        return tuple(finding.words for finding in self.findings if finding.grade == self.verdict)
