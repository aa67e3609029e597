"""What a page is made from: a result and its verdict, and what is known beside them of signals, prices and origin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from leanrig.model.result import Result
from leanrig.model.verdict import Verdict

__all__ = ["InputFile", "Origin", "PriceLine", "ReportInputs", "SignalRow"]


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One row of a signal file; `stamp` is the moment from which it may be acted on, UTC."""

    stamp: datetime
    regime: str
    confidence: float
    strength: float


@dataclass(frozen=True, slots=True)
class PriceLine:
    """Closes of one symbol by the end of their bars (Unix seconds), adjusted as Lean shows them."""

    times: tuple[int, ...]
    closes: tuple[float, ...]
    source: str


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that the run rested on; `text` where the page shows it."""

    name: str
    sha256: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who answered with which bars: as `run.json` has it, by symbol.

    `checked` says how they were held against another vendor's, empty where nobody asked for that; `lacks_check` is true
    where somebody did and it could not be done.
    """

    symbol: str
    vendor: str
    feed: str
    label: str
    adjustment: str
    as_of: str
    hashes: Mapping[str, str] = field(default_factory=dict)
    gaps: str = ""
    checked: str = ""
    lacks_check: bool = False


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """Everything that one page may say something about.

    All but `result` and `verdict` may be empty: a folder that real Lean left has no record of where its data came from,
    and the page then says so.
    """

    result: Result
    verdict: Verdict
    made_at: datetime
    command: str
    title: str = ""
    engine: str = ""
    version: str = ""
    symbols: tuple[str, ...] = ()
    benchmark: str = ""
    act: str = ""
    started: str = ""
    seconds: float | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    origins: tuple[Origin, ...] = ()
    signals: Mapping[str, tuple[SignalRow, ...]] = field(default_factory=dict)
    signal_notes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    prices: Mapping[str, PriceLine] = field(default_factory=dict)
    files: tuple[InputFile, ...] = ()
    result_files: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_held_against_itself(self) -> bool:
        """Whether the benchmark is the one symbol that is traded: buy and hold."""
        return bool(self.benchmark) and self.symbols == (self.benchmark,)
