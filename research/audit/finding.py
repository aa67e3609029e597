"""What an audit says: findings with their evidence, and notes that are none. Pure."""

from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["Audit", "Evidence", "Finding"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The first answer that a later bar has changed.

    Parameters
    ----------
    row
        The answer's stamp, or its number where answers have no stamps.
    known
        End of the last bar that both histories have in common.
    before, after
        What was said of `row` with the one future, and with the other.
    how
        What was done to the bars after `known`.
    rests_on
        Where it could be found: the end of the first bar from which on the answer stands, its first tradable moment.
    walk
        What the signal earns on a random walk, where that could be measured.
    """

    row: str
    known: str
    before: str
    after: str
    how: str
    bars: str
    rests_on: str = ""
    walk: str = ""

    def sentence(self) -> str:
        """Return it as a person would say it."""
        if not self.how:
            return f"{self.bars}: {self.walk}"
        answer = f"the answer of {self.row} is {self.after} and not {self.before}"
        text = f"{self.bars}: {self.how} after {self.known}, {answer}"
        return "; ".join(part for part in (text, self.rests_on, self.walk) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One look-ahead: where, what, why it is one, and how to mend it.

    `signal` is the function, class or algorithm that it was found in. `evidence` is None where the text alone shows it.
    `also` are further suspicious lines that the signal runs through.
    """

    file: str
    line: int
    kind: str
    what: str
    why: str
    cure: str
    signal: str
    evidence: Evidence | None = None
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """All that was found in one file. `audited` are the signals that were run; `notes` are no findings."""

    file: str
    findings: tuple[Finding, ...] = ()
    audited: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Audit":
        """Return what `plain` was made from."""
        findings = [
            Finding(
                **{**found, "evidence": found["evidence"] and Evidence(**found["evidence"]), "also": (*found["also"],)}
            )
            for found in plain["findings"]
        ]
        return cls(plain["file"], tuple(findings), tuple(plain["audited"]), tuple(plain["notes"]))
