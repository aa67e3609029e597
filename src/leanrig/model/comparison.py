"""What two runs have in common and where they part: a count for each part, differences with both sides."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from leanrig.model.result import Series

__all__ = ["ComparedRun", "Comparison", "Difference", "EngineRow", "Part"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same; `time` is the simulated moment, where there is one."""

    what: str
    left: str
    right: str
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the comparison: orders, equity, statistics, ending or inputs.

    `equal` of `total` things are the same. `differences` holds the first ones, in the order that they happened; `note`
    says what could not be compared, and why.
    """

    name: str
    equal: int
    total: int
    differences: tuple[Difference, ...] = ()
    note: str = ""

    @property
    def is_equal(self) -> bool:
        """Whether nothing that could be compared differs."""
        return self.equal == self.total


@dataclass(frozen=True, slots=True)
class ComparedRun:
    """One side: a letter to speak of it by, where it lies, the engine that its own files name, the account's curve."""

    name: str
    folder: Path
    engine: str
    equity: Series | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs, held against each other; `notes` tell what is shown but never counted, such as another engine."""

    left: ComparedRun
    right: ComparedRun
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()

    @property
    def is_equal(self) -> bool:
        """Whether all parts are equal."""
        return all(part.is_equal for part in self.parts)

    @property
    def first(self) -> Difference | None:
        """The first difference of the first part that has one: orders come first."""
        return next((part.differences[0] for part in self.parts if part.differences), None)


@dataclass(frozen=True, slots=True)
class EngineRow:
    """One engine in the table of a verification.

    `kind` is what it was by its own result files, empty where it did not run; `agrees` is None where nothing was held
    against it; `told` is the run's verdict, or why there is no run.
    """

    name: str
    kind: str
    orders: int | None
    agrees: bool | None
    told: str
