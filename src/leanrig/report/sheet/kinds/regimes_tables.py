"""The tables of a report on changes of regimes. Pure."""

from collections.abc import Iterator

from leanrig.report import formats
from leanrig.report.cite.citable import CitableTable
from leanrig.report.fact import Column, Facts, FactTable, Value
from leanrig.report.sheet.kinds.regime_facts import Watched, words
from leanrig.report.sheet.kinds.switch_facts import HORIZONS, latest_switch

__all__ = ["changes_table", "followed_table"]


def changes_table(facts: Facts, table: CitableTable, changed: tuple[Watched, ...]) -> Iterator[FactTable]:
    """Yield the latest change of each symbol, the newest first."""
    if not changed:
        return
    columns = (
        Column("symbol", "Symbol", is_number=False),
        Column("from", "From", is_number=False),
        Column("to", "To", is_number=False),
        Column("date", "On", is_number=False),
        Column("confidence", "Confidence then"),
        Column("now", "Confidence now"),
        Column("days", "In force"),
        Column("switches", "Changes a year"),
    )
    rows = []
    for one in changed:
        found = latest_switch(one.rows)
        assert found is not None
        keys = (f"{one.switch_key}.date", f"{one.switch_key}.confidence", f"{one.key}.now.confidence",
                f"{one.key}.now.days", f"{one.key}.switches_a_year")  # fmt: skip
        rows.append(
            (
                _named(one.symbol),
                _named(words(found.before.regime)),
                _named(words(found.row.regime)),
                *(_cell(table, key) for key in keys),
            )
        )
    yield facts.table("changes", "Latest changes", columns, rows, "signals")


def followed_table(facts: Facts, table: CitableTable, changed: tuple[Watched, ...]) -> Iterator[FactTable]:
    """Yield what followed earlier changes of the kind of each latest one."""
    parts = ("count", "mean", "any", "gains", "p")
    columns = (
        Column("symbol", "Symbol", is_number=False),
        Column("change", "Change", is_number=False),
        Column("bars", "Bars on"),
        Column("count", "Cases"),
        Column("mean", "Mean return"),
        Column("any", "After any bar"),
        Column("gains", "Share of gains"),
        Column("p", "p, all tests counted"),
    )
    rows = []
    for one in changed:
        found = latest_switch(one.rows)
        for horizon in HORIZONS:
            key = f"{one.switch_key}.next_{horizon}"
            if found is not None and f"{key}.count" in table:
                kind = f"{words(found.before.regime)} to {words(found.row.regime)}"
                first = (_named(one.symbol), _named(kind), (float(horizon), formats.count(horizon)))
                rows.append((*first, *(_cell(table, f"{key}.{part}") for part in parts)))
    if rows:
        yield facts.table("followed", "What followed", columns, rows, "signals and prices")


def _cell(table: CitableTable, key: str) -> tuple[Value, str]:
    fact = table.get(key)
    return (fact.value, fact.text) if fact is not None else (None, formats.NOTHING)


def _named(text: str) -> tuple[Value, str]:
    return text, text
