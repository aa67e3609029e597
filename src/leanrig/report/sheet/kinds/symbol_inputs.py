"""What an analysis of one symbol is made from: closes, signal rows, where both came from, and a benchmark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from leanrig.report.inputs import Origin, PriceLine, SignalRow

__all__ = ["Mode", "SymbolInputs"]

Mode = Literal["quick", "deep", "regime"]


@dataclass(frozen=True, slots=True)
class SymbolInputs:
    """Everything that an analysis may speak of.

    Parameters
    ----------
    line
        Closes adjusted as Lean shows them, by the end of their bars.
    rows
        Signal rows of these bars; empty where none could be made, and `trouble` says why.
    detector
        Of regimes, by name; `recipe` is where it was taken from.
    benchmark
        Closes of the symbol that it is held against, where they are stored.
    files
        Names and hashes of the stored bars.
    """

    symbol: str
    line: PriceLine
    made_at: datetime
    command: str
    mode: Mode = "quick"
    resolution: str = "daily"
    currency: str = "USD"
    rows: tuple[SignalRow, ...] = ()
    trouble: str = ""
    detector: str = ""
    strength: str = ""
    recipe: str = ""
    origin: Origin | None = None
    benchmark_name: str = ""
    benchmark: PriceLine | None = None
    notes: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """What facts on prices name as their file."""
        return next(iter(self.files)) if len(self.files) == 1 else self.line.source

    @property
    def sha256(self) -> str:
        """The hash of that file, empty where there are several."""
        return next(iter(self.files.values())) if len(self.files) == 1 else ""
