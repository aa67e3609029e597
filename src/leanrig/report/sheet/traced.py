"""Gives the text of what a sheet holds, and nothing that its facts do not have. Pure."""

import re

from leanrig.report.check import UntracedNumber
from leanrig.report.fact import Fact, Facts, FactTable, Prose, Quote

__all__ = ["LAST_ROWS", "prose_text", "quote_text", "shown_rows", "table_cells", "word_text"]

LAST_ROWS = "More rows are on the page."


def word_text(text: str) -> str:
    """Return words of ours; raise where they hold a digit: a number has to be a fact."""
    if re.search(r"\d", text):
        raise UntracedNumber([text])
    return text


def prose_text(prose: Prose, facts: Facts) -> str:
    """Return a sentence; raise where one of its facts is not the table's own."""
    return "".join(word_text(part) if isinstance(part, str) else _fact_text(part, facts) for part in prose.parts)


def quote_text(quote: Quote, facts: Facts) -> str:
    """Return somebody else's words; raise where they are not the ones that are kept."""
    if facts.quotes.get(quote.key) != quote:
        raise UntracedNumber([quote.text])
    return quote.text


def table_cells(table: FactTable, facts: Facts, *, most: int | None = None) -> list[tuple[str, ...]]:
    """Return headings and rows as texts; raise where the table is not the one that is kept."""
    if facts.tables.get(table.key) is not table:
        raise UntracedNumber([table.title])
    rows = [tuple(text for _, text in table.rows[place]) for place in shown_rows(table, most)]
    return [tuple(column.title for column in table.columns), *rows]


def shown_rows(table: FactTable, most: int | None) -> range:
    """Return which rows are shown where only so many have room: the last ones of a table over time, else the first."""
    if most is None or len(table.rows) <= most:
        return range(len(table.rows))
    is_over_time = bool(table.columns) and table.columns[0].key == "time"
    return range(len(table.rows) - most, len(table.rows)) if is_over_time else range(most)


def _fact_text(fact: Fact, facts: Facts) -> str:
    if facts.facts.get(fact.key) != fact:
        raise UntracedNumber([fact.text])
    return fact.text
