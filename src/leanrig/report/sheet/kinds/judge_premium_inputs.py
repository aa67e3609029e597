"""What the page about seeing the future is made from: plain values, whoever worked them out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from leanrig.report.sheet.kinds.judge_inputs import Difference, Figures, Floats

__all__ = ["Leak", "Measured", "PremiumInputs"]


@dataclass(frozen=True, slots=True)
class Leak:
    """A dishonest variant: what it does, its account, and its Sharpe ratio less the honest one's."""

    name: str
    words: str
    figures: Figures
    premium: Difference
    returns: Floats


@dataclass(frozen=True, slots=True)
class Measured:
    """Honest beside dishonest over the same bars; no leaks where `trouble` says why nothing could be measured.

    Parameters
    ----------
    what
        Whether the detector works inside the recipe, or alone: in the market while it says calm or trending.
    times : (bars + 1,)
        Unix seconds; the first is the moment before the first return.
    """

    symbol: str
    what: Literal["recipe", "detector"]
    times: tuple[int, ...] = ()
    honest: Figures | None = None
    honest_returns: Floats | None = None
    hold: Figures | None = None
    hold_returns: Floats | None = None
    leaks: tuple[Leak, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class PremiumInputs:
    """All that was measured of a recipe's detector, or of another one on its symbols."""

    recipe: str
    detector: str
    measured: tuple[Measured, ...]
    made_at: datetime
    command: str
    cost_bps: float
    label: str = ""
    notes: tuple[str, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
