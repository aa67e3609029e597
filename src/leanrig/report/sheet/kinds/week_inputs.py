"""What a digest of a week is made from."""

import math
from dataclasses import dataclass
from datetime import date, datetime

from leanrig.report.inputs import SignalRow

__all__ = ["Spending", "WeekChange", "WeekGap", "WeekInputs", "WeekRun"]


@dataclass(frozen=True, slots=True)
class WeekRun:
    """A run as its own files tell it; figures are NaN where nobody reported on it."""

    folder: str
    started: datetime
    title: str
    symbols: str
    judgement: str
    verdict: str
    sharpe: float = math.nan
    total: float = math.nan
    drawdown: float = math.nan


@dataclass(frozen=True, slots=True)
class WeekChange:
    """A change of regime within the week."""

    symbol: str
    recipe: str
    before: SignalRow
    row: SignalRow


@dataclass(frozen=True, slots=True)
class WeekGap:
    """Stored bars: how many sessions are missing in all, and the last bar."""

    symbol: str
    resolution: str
    missing: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Spending:
    """What one model took in the week; `cost` is None where nobody has named the price."""

    model: str
    calls: int
    sent: int
    received: int
    cost: float | None


@dataclass(frozen=True, slots=True)
class WeekInputs:
    """Seven days from `first` on, and what was found of them."""

    first: date
    last: date
    made_at: datetime
    command: str
    runs: tuple[WeekRun, ...] = ()
    changes: tuple[WeekChange, ...] = ()
    gaps: tuple[WeekGap, ...] = ()
    spending: tuple[Spending, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened."""
        return not (self.runs or self.changes or self.spending)
