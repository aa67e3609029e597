"""A fact is a figure with where it comes from; text is literal words and facts, and a digit in the words is refused."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

__all__ = ["Column", "Fact", "FactTable", "Facts", "Prose", "Quote", "Row", "Value", "say"]

Value = float | str | date | None
Row = tuple[tuple[Value, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure (or name) as it is and as it is shown.

    `how` says how it was worked out, `source` the file it rests on.
    """

    key: str
    value: Value
    text: str
    unit: str
    how: str
    source: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: what it holds and how that was worked out. Numbers stand to the right."""

    key: str
    title: str
    unit: str = ""
    how: str = ""
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table all of whose cells are facts: pairs of value and text, row by row."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    source: str

    def cells(self) -> Iterator[tuple[str, str]]:
        """Yield key and text of each heading and each cell: `orders/title/0`, `orders/12/3`."""
        for place, column in enumerate(self.columns):
            yield f"{self.key}/title/{place}", column.title
        for number, row in enumerate(self.rows):
            for place, (_, text) in enumerate(row):
                yield f"{self.key}/{number}/{place}", text


@dataclass(frozen=True, slots=True)
class Quote:
    """Text of somebody else, shown word for word: a recipe, an algorithm, a message of Lean."""

    key: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Words and facts in the order of the sentence."""

    parts: tuple[str | Fact, ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the text cites."""
        return tuple(part for part in self.parts if isinstance(part, Fact))


def say(words: str, **facts: Fact) -> Prose:
    """Return the sentence `words` with each `{name}` replaced by a fact.

    Raises
    ------
    ValueError
        If the words hold a digit: a figure has to come from a fact.
    """
    parts: list[str | Fact] = []
    for piece in re.split(r"(\{\w+\})", words):
        if piece.startswith("{") and piece.endswith("}"):
            parts.append(facts[piece[1:-1]])
        elif re.search(r"\d", piece):
            raise ValueError(f"a number that is no fact: {piece!r}")
        elif piece:
            parts.append(piece)
    return Prose(tuple(parts))


@dataclass(slots=True)
class Facts:
    """Every figure that text, tables and charts may show."""

    facts: dict[str, Fact] = field(default_factory=dict)
    tables: dict[str, FactTable] = field(default_factory=dict)
    quotes: dict[str, Quote] = field(default_factory=dict)
    ticks: set[str] = field(default_factory=set)
    """The labels of axes: places on a scale, not findings."""

    def add(self, key: str, value: Value, text: str, *, unit: str = "", how: str = "", source: str = "") -> Fact:
        """Keep and return a fact."""
        if key in self.facts:
            raise ValueError(f"the fact {key} is there already")
        fact = Fact(key, value, text, unit, how, source)
        self.facts[key] = fact
        return fact

    def name(self, key: str, text: str, *, source: str = "") -> Fact:
        """Keep and return a name: a symbol, a file, a version."""
        return self.add(key, text, text, unit="name", source=source)

    def table(self, key: str, title: str, columns: Sequence[Column], rows: Sequence[Row], source: str) -> FactTable:
        """Keep and return a table."""
        table = FactTable(key, title, tuple(columns), tuple(rows), source)
        self.tables[key] = table
        return table

    def quote(self, key: str, text: str, source: str) -> Quote:
        """Keep and return somebody else's text."""
        quote = Quote(key, text, source)
        self.quotes[key] = quote
        return quote

    def __getitem__(self, key: str) -> Fact:
        return self.facts[key]

    def __contains__(self, key: str) -> bool:
        return key in self.facts

    def texts(self) -> dict[str, str]:
        """Return the text of every fact and of every cell by its key."""
        cells = {key: text for table in self.tables.values() for key, text in table.cells()}
        return {key: fact.text for key, fact in self.facts.items()} | cells

    def as_json(self) -> dict[str, Any]:
        """Return everything for `facts.json`."""
        return {
            "facts": {key: _described(fact) for key, fact in self.facts.items()},
            "tables": {
                key: {
                    "title": table.title,
                    "source": table.source,
                    "columns": [
                        {"key": column.key, "title": column.title, "unit": column.unit, "how": column.how}
                        for column in table.columns
                    ],
                    "rows": [[_plain(value) for value, _ in row] for row in table.rows],
                }
                for key, table in self.tables.items()
            },
            "quotes": {key: {"source": quote.source, "text": quote.text} for key, quote in self.quotes.items()},
        }


def _described(fact: Fact) -> Mapping[str, Any]:
    return {
        "value": _plain(fact.value),
        "text": fact.text,
        "unit": fact.unit,
        "how": fact.how,
        "source": fact.source,
    }


def _plain(value: Value) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return None if isinstance(value, float) and math.isnan(value) else value
