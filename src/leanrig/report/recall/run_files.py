"""What a run's own files say, and careful ways to ask them: older runs have less, and none of it has to be there."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Found", "RunFiles", "number_in"]

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RunFiles:
    """The parsed files of one run's folder; what is missing or cannot be read is empty.

    `judgement`, `verdict`, `looks` and `reasons` are what the report says, as sentences; `moods` are the regimes that
    were mostly in force, by the first and the last day of a fall.
    """

    folder: str
    record: Found = field(default_factory=dict)
    facts: Found = field(default_factory=dict)
    narration: Found = field(default_factory=dict)
    recipe: Found = field(default_factory=dict)
    judgement: str = ""
    verdict: str = ""
    looks: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    moods: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def value(self, key: str) -> float | None:
        """Return a fact's number; None where there is none that can be reckoned with."""
        return number_in(_under(self.facts, "facts", key), "value")

    def text(self, key: str) -> str:
        """Return a fact as the report shows it; empty where it is not there."""
        return _plain(_under(self.facts, "facts", key).get("text"))

    def rows(self, key: str) -> Iterator[Found]:
        """Yield a table's rows by the names of its columns."""
        table = _under(self.facts, "tables", key)
        columns, rows = table.get("columns"), table.get("rows")
        if not isinstance(columns, list) or not isinstance(rows, list):
            return
        names = [str(column.get("key")) for column in columns if isinstance(column, Mapping)]
        for row in rows:
            if isinstance(row, list) and len(row) == len(names):
                yield dict(zip(names, row, strict=True))

    def quotes(self, prefix: str) -> Iterator[str]:
        """Yield other people's words whose key starts so, in the order of the report."""
        found = self.facts.get("quotes")
        for key, quote in found.items() if isinstance(found, Mapping) else ():
            if key.startswith(prefix) and isinstance(quote, Mapping) and quote.get("text"):
                yield _plain(quote["text"])

    def part(self, name: str) -> Found:
        """Return a section of the recipe."""
        found = self.recipe.get(name)
        return found if isinstance(found, Mapping) else {}

    @property
    def symbols(self) -> tuple[str, ...]:
        """What was traded."""
        found = self.record.get("symbols") or self.recipe.get("symbols") or ()
        return tuple(str(symbol) for symbol in found) if isinstance(found, list | tuple) else ()

    @property
    def title(self) -> str:
        """The recipe's or the project's name."""
        return str(self.record.get("recipe") or self.record.get("project") or self.text("title") or self.folder)


def number_in(found: Found, key: str) -> float | None:
    """Return a number that can be reckoned with; None where there is something else, or nothing."""
    value = found.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def _under(found: Found, room: str, key: str) -> Found:
    outer = found.get(room)
    inner = outer.get(key) if isinstance(outer, Mapping) else None
    return inner if isinstance(inner, Mapping) else {}


def _plain(text: object) -> str:
    """Return one line without the thin spaces that set units off on a page."""
    return " ".join(str(text or "").replace("\u202f", " ").split())
