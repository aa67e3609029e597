"""What is kept of a run for the memory: its heading, and a few sentences that it can be found by."""

import hashlib
from dataclasses import dataclass
from typing import Literal

__all__ = ["Kind", "RecalledRun", "RunHeading", "RunText"]

Kind = Literal[
    "recipe", "parameters", "data", "verdict", "performance", "regime", "drawdown", "look", "remark", "failure",
    "narration",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunText:
    """One passage of a run.

    Parameters
    ----------
    section
        Where a report would have it: "summary", "performance", "regimes", "data", "doubts" or a narrative's section.
    text
        As it is shown, figures and all.
    gist
        What is embedded: whose it is and what it says, without figures. Figures mean nothing to such models, and two
        runs that say the same need one vector. Words and figures of `text` are found by the letter.
    """

    kind: Kind
    section: str
    text: str
    gist: str

    @property
    def hash(self) -> str:
        """Fingerprint of what is embedded."""
        return hashlib.sha256(self.gist.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RunHeading:
    """What a list of runs shows; figures are those of the run's `facts.json`, None where it has none."""

    folder: str
    """Below the artifacts folder, with `/`."""
    started: str
    title: str
    recipe: str
    symbols: tuple[str, ...]
    judgement: str
    verdict: str
    sharpe: float | None
    growth: float | None
    drawdown: float | None


@dataclass(frozen=True, slots=True)
class RecalledRun:
    """A run as the memory keeps it; `stamp` says which state of its files this is."""

    heading: RunHeading
    stamp: str
    texts: tuple[RunText, ...]
