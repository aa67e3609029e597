"""What a report may cite: a fact that always brings its own name, so that no sentence can pin it to another thing."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

__all__ = ["Citable", "CitableTable", "Sense"]

Sense = Literal["more", "less", ""]
Value = float | str | date | None


@dataclass(frozen=True, slots=True)
class Citable:
    """One fact with everything that a sentence has to know of it.

    Parameters
    ----------
    key
        Dotted, lower case: "account.sharpe", "regime.calm.return", "month.2008-10.return".
    value
        As computed: shares (not percent), dollars, days, a date; NaN or None where it does not exist.
    text
        As shown, with its unit: "−12.3 %".
    precision
        Decimals that `text` shows; None for texts and dates.
    how, source, sha256
        How it was worked out, the file it rests on (relative to the run's folder) and that file's hash; the hash is
        empty where the fact rests on several files, which `source` then names.
    noun, subject, period
        What it is ("Sharpe ratio"), of whom ("the account"), when where it is not the whole run ("in October 2008").
    measure
        Facts with the same measure may be compared with each other.
    group
        The facts among which one may be called the highest, worst, longest: "month.return".
    sense
        Which way is better, where there is one.
    is_change
        Whether it may be said to have risen or fallen, by its sign.
    is_size
        Whether its size is meant, whatever its sign (a drawdown): deep or shallow, never high or low.
    whole
        The phrase in full, where subject, noun and period do not make one ("695 orders").
    """

    key: str
    value: Value
    text: str
    unit: str
    noun: str
    measure: str
    how: str
    source: str
    sha256: str = ""
    precision: int | None = None
    subject: str = ""
    period: str = ""
    group: str = ""
    sense: Sense = ""
    is_change: bool = False
    is_size: bool = False
    whole: str = ""

    @property
    def name(self) -> str:
        """What the figure is, without it: "the account's Sharpe ratio in 2008"."""
        owner = f"{self.subject}'s " if self.subject and not self.subject.endswith("s") else ""
        owner = f"{self.subject}' " if self.subject.endswith("s") else owner
        return " ".join(part for part in (f"{owner or 'the '}{self.noun}", self.period) if part)

    @property
    def phrase(self) -> str:
        """Name and figure: "the account's Sharpe ratio of 0.76"."""
        if self.whole:
            return self.whole
        owner = self.name if not self.period else self.name.removesuffix(f" {self.period}")
        figure = f"{owner} of {self.text}" if self.unit not in ("name", "date") else f"{owner}, {self.text},"
        return f"{figure} {self.period}" if self.period else figure.removesuffix(",")

    @property
    def short(self) -> str:
        """After a figure of the same name of somebody else: "buy and hold's of 0.88"; empty without an owner."""
        if not self.subject or self.whole or self.unit in ("name", "date"):
            return ""
        owner = f"{self.subject}'" if self.subject.endswith("s") else f"{self.subject}'s"
        return " ".join(part for part in (owner, f"of {self.text}", self.period) if part)

    @property
    def is_count(self) -> bool:
        """Whether it counts things that its phrase names: "695 orders"."""
        return bool(self.whole) and isinstance(self.value, int | float) and self.whole.startswith(self.text)

    @property
    def is_known(self) -> bool:
        """Whether there is a value at all."""
        return self.value is not None and not (isinstance(self.value, float) and not math.isfinite(self.value))

    def as_json(self) -> dict[str, Any]:
        """Return it for `facts.json` and for a model's eyes."""
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        return {
            "value": value if self.is_known else None,
            "text": self.text,
            "unit": self.unit,
            "precision": self.precision,
            "name": self.name,
            "how": self.how,
            "source": self.source,
            "sha256": self.sha256,
        }


@dataclass(slots=True)
class CitableTable(Mapping[str, Citable]):
    """All facts of a report, by key, in the order in which they were found."""

    facts: dict[str, Citable] = field(default_factory=dict)

    def add(self, facts: Iterable[Citable]) -> None:
        """Keep facts; a key stands once. Whoever makes them may read the table meanwhile."""
        for fact in list(facts):
            if fact.key in self.facts:
                raise ValueError(f"the fact {fact.key} is there already")
            self.facts[fact.key] = fact

    def group(self, name: str) -> tuple[Citable, ...]:
        """Return the known facts of a group."""
        return tuple(fact for fact in self.facts.values() if fact.group == name and fact.is_known)

    def __getitem__(self, key: str) -> Citable:
        return self.facts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)
