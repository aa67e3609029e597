"""What an analysis of a symbol rests on too lightly. Pure."""

from collections.abc import Iterator

from leanrig.report.cite.citable import CitableTable
from leanrig.report.sheet.kinds.doubts import Doubt, known
from leanrig.report.sheet.kinds.prices import day_of
from leanrig.report.sheet.kinds.symbol_inputs import SymbolInputs

__all__ = ["symbol_doubts"]

_OLD_DAYS = 7
_SHORT_YEARS = 3.0
_THIN_BARS = 90
_UNSURE = 0.6
_FEW_CASES = 10


def symbol_doubts(inputs: SymbolInputs, table: CitableTable) -> Iterator[Doubt]:
    """Yield the doubts, the gravest first."""
    yield from _origin(inputs, table)
    yield from _age(inputs, table)
    yield from _length(inputs, table)
    yield from _regime(table)
    yield from _thin(table)


def _origin(inputs: SymbolInputs, table: CitableTable) -> Iterator[Doubt]:
    label = inputs.origin.label if inputs.origin is not None else ""
    keys = tuple(key for key in table if key.startswith("data.") and key.endswith(".label"))
    if "simulat" in label.lower():
        yield Doubt("simulated", "simulated prices, which say nothing of a market", "prices of a market", keys)
    gaps = [key for key in table if key.startswith("data.") and key.endswith(".gaps") and known(table, key)]
    if gaps:
        yield Doubt("gaps", f"gaps in the data ({table[gaps[0]].phrase})", "bars without a gap", tuple(gaps))


def _age(inputs: SymbolInputs, table: CitableTable) -> Iterator[Doubt]:
    if not inputs.line.times:
        return
    old = (inputs.made_at - day_of(inputs.line.times[-1])).days
    if old > _OLD_DAYS:
        yield Doubt(
            "old", f"bars that end {old:,} days before this page was made ({table['symbol.asof'].text})",
            "bars up to the day of the page", ("symbol.asof",),
        )  # fmt: skip


def _length(inputs: SymbolInputs, table: CitableTable) -> Iterator[Doubt]:
    times = inputs.line.times
    years = (times[-1] - times[0]) / (365.25 * 86_400) if times else 0.0
    if times and years < _SHORT_YEARS:
        yield Doubt(
            "short", f"a short history ({table['symbol.bars'].phrase})", f"at least {_SHORT_YEARS:.0f} years of bars",
            ("symbol.bars",),
        )  # fmt: skip


def _regime(table: CitableTable) -> Iterator[Doubt]:
    confidence = known(table, "regime.now.confidence")
    if confidence is not None and confidence < _UNSURE:
        yield Doubt(
            "unsure", f"a regime that its detector is not sure of (confidence {table['regime.now.confidence'].text})",
            f"a confidence of at least {_UNSURE}", ("regime.now.confidence",),
        )  # fmt: skip
    counts = [key for key in table if key.startswith("pattern.switch.next_") and key.endswith(".count")]
    few = [key for key in counts if (known(table, key) or 0) < _FEW_CASES]
    if few:
        yield Doubt(
            "few_cases", f"few earlier changes of the latest kind ({table[few[0]].phrase})",
            f"at least {_FEW_CASES} cases", (few[0],),
        )  # fmt: skip


def _thin(table: CitableTable) -> Iterator[Doubt]:
    for key in table:
        bars = known(table, key) if key.startswith("regime.") and key.endswith(".bars") else None
        if bars is not None and bars < _THIN_BARS:
            name = key.removeprefix("regime.").removesuffix(".bars").replace(".", "_")
            yield Doubt(
                f"thin_{name}", f"a regime known from little ({table[key].phrase})", f"{_THIN_BARS} bars of it",
                (key,),
            )  # fmt: skip
