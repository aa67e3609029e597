"""Symbols and runs made by hand, small enough to work their figures out on paper."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from leanrig.report.cite.make import Source
from leanrig.report.inputs import PriceLine, SignalRow
from leanrig.report.sheet.kinds.regime_facts import Watched
from leanrig.report.sheet.kinds.symbol_inputs import SymbolInputs

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FIRST = datetime(2024, 1, 1, 21, tzinfo=UTC)


def line(closes: Sequence[float], *, first: datetime = FIRST, days: float = 1) -> PriceLine:
    """Return closes a day apart."""
    moments = [first + timedelta(days=days * n) for n in range(len(closes))]
    return PriceLine(tuple(int(moment.timestamp()) for moment in moments), tuple(closes), "MADE/daily")


def rows(regimes: str, *, first: datetime = FIRST, confidence: float = 0.9) -> tuple[SignalRow, ...]:
    """Return a row a day: `c` calm, `v` volatile."""
    names = {"c": "calm", "v": "volatile", "t": "trending"}
    return tuple(
        SignalRow(first + timedelta(days=n), names[letter], confidence, 0.5) for n, letter in enumerate(regimes)
    )


def watched(regimes: str, closes: Sequence[float], *, symbol: str = "AAA", is_single: bool = True) -> Watched:
    """Return rows with closes on the same days."""
    made = line(closes) if closes else None
    return Watched(symbol, rows(regimes), made, Source("signals.csv", "ab"), is_single=is_single)


def inputs(closes: Sequence[float], regimes: str = "", **words: object) -> SymbolInputs:
    """Return the inputs of an analysis."""
    return SymbolInputs("AAA", line(closes), NOW, "leanrig analyze AAA", rows=rows(regimes), **words)  # type: ignore[arg-type]
