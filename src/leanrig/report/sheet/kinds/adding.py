"""Facts of several things into one table: where two names make one key, the later gets a number. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from leanrig.report.cite.citable import Citable, CitableTable

__all__ = ["add_distinct"]


def add_distinct(table: CitableTable, facts: Iterable[Citable]) -> None:
    """Keep the facts; a key that is there already (BRK.B and BRK-B make the same) gets a number."""
    for fact in facts:
        key, number = fact.key, 2
        while key in table:
            key, number = f"{fact.key}-{number}", number + 1
        table.add([fact if key == fact.key else replace(fact, key=key)])
