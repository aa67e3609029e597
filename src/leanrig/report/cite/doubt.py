"""A doubt: what the figures rest on too lightly, and what evidence would settle it."""

from dataclasses import dataclass

from leanrig.report.cite.citable import CitableTable
from leanrig.report.inputs import ReportInputs

__all__ = ["Case", "Doubt"]


@dataclass(frozen=True, slots=True)
class Case:
    """What doubts are looked for in: the inputs and the facts found so far."""

    inputs: ReportInputs
    table: CitableTable

    def number(self, key: str) -> float | None:
        """Return a fact's number, None where there is none."""
        fact = self.table.get(key)
        if fact is None or not fact.is_known or not isinstance(fact.value, int | float):
            return None
        return float(fact.value)

    def text(self, key: str) -> str:
        """Return a fact's text."""
        return self.table[key].text


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt.

    Parameters
    ----------
    key
        Last part of its facts' keys: "few_trades".
    gravity
        100 takes all worth from the figures, 0 is a remark.
    states, settles
        What is doubtful, and what evidence would settle it: phrases whose figures are texts of facts or limits of ours.
    rests_on
        Keys of the facts that it was found by.
    """

    key: str
    gravity: int
    states: str
    settles: str
    rests_on: tuple[str, ...] = ()
