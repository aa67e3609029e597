"""What a run's files say of it: a word for machines, a sentence, and reasons with their cures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

__all__ = ["Judgement", "Reason", "Verdict"]


class Judgement(StrEnum):
    """How a run ended, the gravest first."""

    CRASHED = "crashed"
    UNFINISHED = "unfinished"
    INITIALIZE_ERROR = "initialize_error"
    RUNTIME_ERROR = "runtime_error"
    NO_DATA = "no_data"
    BANKRUPT = "bankrupt"
    ALL_REFUSED = "all_refused"
    CUT_SHORT = "cut_short"
    NO_ORDERS = "no_orders"
    MISSING_DATA = "missing_data"
    SOME_REFUSED = "some_refused"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is wrong.

    `text` has the figures as `{name}`, so that whoever shows it can say where each comes from; `quote` is what Lean
    itself said.
    """

    judgement: Judgement
    text: str
    cure: str = ""
    values: Mapping[str, float | str | datetime] = field(default_factory=dict)
    quote: str = ""

    @property
    def sentence(self) -> str:
        """The text with its figures."""
        shown = {name: _shown(value) for name, value in self.values.items()}
        return self.text.format(**shown)

    def __str__(self) -> str:
        return f"{self.sentence} Cure: {self.cure}." if self.cure else self.sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the run did what a backtest must do; how well it traded is another question."""

    judgement: Judgement
    reasons: tuple[Reason, ...] = ()

    @property
    def word(self) -> str:
        """The judgement as machines read it."""
        return str(self.judgement)

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with the run."""
        return self.judgement is Judgement.GOOD

    @property
    def sentence(self) -> str:
        """The gravest reason in one sentence."""
        if self.reasons:
            return self.reasons[0].sentence
        return "The run is whole: data came, orders were taken, it ended where it should."


def _shown(value: float | str | datetime) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return f"{value:,}" if isinstance(value, int | float) else value
