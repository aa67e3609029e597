"""The tables of an analysis. Pure."""

from collections.abc import Iterator

from leanrig.report import formats
from leanrig.report.cite.citable import CitableTable
from leanrig.report.fact import Column, Facts, FactTable
from leanrig.report.sheet.kinds.regime_facts import Watched, spans, words
from leanrig.report.sheet.kinds.switch_facts import HORIZONS
from leanrig.report.sheet.kinds.symbol_facts import MONTHS
from leanrig.report.sheet.kinds.symbol_inputs import SymbolInputs

__all__ = ["by_regime_table", "followed_table", "horizons_table", "spells_table"]

_MOST_SPELLS = 12


def horizons_table(facts: Facts, inputs: SymbolInputs, table: CitableTable) -> Iterator[FactTable]:
    """Yield return and volatility over some months, beside the benchmark's."""
    sides = [("symbol", inputs.symbol), *([("bench", inputs.benchmark_name)] if "bench.return.1m" in table else [])]
    columns = [Column("months", "Months", is_number=False)]
    columns += [Column(f"{key} {what}", f"{name}: {what}") for key, name in sides for what in ("return", "volatility")]
    rows = []
    for months in MONTHS:
        cells = [(float(months), formats.count(months))]
        for key, _ in sides:
            for what in ("return", "volatility"):
                fact = table.get(f"{key}.{what}.{months}m")
                cells.append((fact.value, fact.text) if fact is not None else (None, formats.NOTHING))  # type: ignore[arg-type]
        rows.append(tuple(cells))
    if "symbol.return.1m" in table:
        yield facts.table("horizons", "Return and volatility", columns, rows, inputs.source)


def by_regime_table(facts: Facts, table: CitableTable) -> Iterator[FactTable]:
    """Yield what each regime came to."""
    parts = ("share", "spells", "dwell", "return", "volatility")
    titles = ("Share of time", "Spells", "Mean length", "Return a year", "Volatility a year")
    keys = [fact.key.removesuffix(".share") for fact in table.group("regime.share")]
    if not keys:
        return
    columns = [Column("regime", "Regime", is_number=False)]
    columns += [
        Column(part, title, how=table[f"{keys[0]}.{part}"].how) for part, title in zip(parts, titles, strict=True)
    ]
    rows = []
    for key in keys:
        name = words(key.removeprefix("regime."))
        cells = [(table[f"{key}.{part}"].value, table[f"{key}.{part}"].text) for part in parts]
        rows.append(((name, name), *cells))
    yield facts.table("by-regime", "By regime", columns, rows, table[f"{keys[0]}.share"].source)


def spells_table(facts: Facts, watched: Watched) -> Iterator[FactTable]:
    """Yield the last spells, the newest first."""
    found = spans(watched.rows)[-_MOST_SPELLS:][::-1] if watched.rows else []
    if not found:
        return
    columns = (
        Column("regime", "Last regimes", is_number=False),
        Column("from", "From", is_number=False),
        Column("days", "Days"),
        Column("confidence", "Confidence at its start"),
    )
    rows = [
        (
            (row.regime, words(row.regime)),
            (row.stamp, formats.day(row.stamp)),
            ((end.stamp - row.stamp).days, formats.count((end.stamp - row.stamp).days)),
            (row.confidence, formats.ratio(row.confidence)),
        )
        for row, end in found
    ]
    key = "spells" if watched.is_single else f"spells-{watched.key.removeprefix('regime.')}"
    yield facts.table(key, "The last regimes", columns, rows, watched.source.name)


def followed_table(facts: Facts, table: CitableTable) -> Iterator[FactTable]:
    """Yield what followed earlier changes of the latest kind."""
    there = [horizon for horizon in HORIZONS if f"pattern.switch.next_{horizon}.count" in table]
    if not there:
        return
    parts = ("count", "mean", "any", "gains", "p")
    titles = ("Cases", "Mean return", "After any bar", "Share of gains", "p, all tests counted")
    columns = [Column("bars", "Bars on", is_number=False)]
    columns += [Column(part, title) for part, title in zip(parts, titles, strict=True)]
    rows = []
    for horizon in there:
        found = [table.get(f"pattern.switch.next_{horizon}.{part}") for part in parts]
        cells = [(fact.value, fact.text) if fact is not None else (None, formats.NOTHING) for fact in found]
        rows.append(((float(horizon), formats.count(horizon)), *cells))
    yield facts.table("followed", "What followed", columns, rows, "signals.csv")
