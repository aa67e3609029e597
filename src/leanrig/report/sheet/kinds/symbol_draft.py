"""An analysis of one symbol, gathered: facts, rules, tables and pictures. Pure."""

from collections.abc import Iterator

import numpy as np

from leanrig.report import formats
from leanrig.report.cite.citable import CitableTable
from leanrig.report.cite.make import Source
from leanrig.report.fact import Column, Facts, Prose, say
from leanrig.report.narrate.language import SECTIONS, SectionName
from leanrig.report.risk import drawdowns
from leanrig.report.sheet.draft import Draft
from leanrig.report.sheet.kinds.doubts import doubt_citables
from leanrig.report.sheet.kinds.prices import day_of
from leanrig.report.sheet.kinds.regime_facts import Watched, regime_facts
from leanrig.report.sheet.kinds.switch_facts import switch_facts
from leanrig.report.sheet.kinds.symbol_doubts import symbol_doubts
from leanrig.report.sheet.kinds.symbol_facts import symbol_facts
from leanrig.report.sheet.kinds.symbol_inputs import Mode, SymbolInputs
from leanrig.report.sheet.kinds.symbol_rules import symbol_rules
from leanrig.report.sheet.kinds.symbol_tables import (
    by_regime_table,
    followed_table,
    horizons_table,
    spells_table,
)
from leanrig.report.sheet.picture import Drawn, picture_of
from leanrig.report.sheet.sheet import Block, Bullets, Part

__all__ = ["draft_of_symbol"]

_ONLY: dict[Mode, tuple[SectionName, ...]] = {
    "quick": ("summary", "performance", "data", "doubts"),
    "regime": ("summary", "regimes", "patterns", "data", "doubts"),
    "deep": SECTIONS,
}
_HEADINGS: dict[SectionName, str] = {"performance": "Prices", "patterns": "What followed such a change"}
_MOST_SPELLS = 12


def draft_of_symbol(inputs: SymbolInputs) -> Draft:
    """Return everything that there is to say of a symbol."""
    facts, table = Facts(), CitableTable()
    watched = _watched(inputs)
    table.add(symbol_facts(inputs))
    table.add(regime_facts(watched))
    table.add(switch_facts(watched))
    table.add(doubt_citables(symbol_doubts(inputs, table), table))
    label = (inputs.origin.label if inputs.origin is not None else "") or "data of unknown origin"
    return Draft(
        kind="analysis",
        facts=facts,
        title=facts.name("title", f"{inputs.symbol}: {_MODES[inputs.mode]}"),
        subtitle=_subtitle(facts, inputs),
        label=facts.name("label", label),
        table=table,
        rules=symbol_rules(table),
        headings=_HEADINGS,
        blocks=_blocks(facts, inputs, table, watched),
        missing=tuple(_missing(facts, inputs)),
        tail=_tail(facts, inputs),
        only=_ONLY[inputs.mode],
    )


_MODES: dict[Mode, str] = {"quick": "a quick look", "regime": "its regimes", "deep": "an analysis"}


def _watched(inputs: SymbolInputs) -> Watched:
    line = inputs.line if inputs.line.times else None
    return Watched(inputs.symbol, inputs.rows, line, Source("signals.csv"))


def _subtitle(facts: Facts, inputs: SymbolInputs) -> Prose:
    size = facts.name("resolution", inputs.resolution)
    detector = facts.name("detector", inputs.detector or "no detector")
    if not inputs.line.times:
        return say("{size} · {detector}", size=size, detector=detector)
    first, last = (formats.day(day_of(inputs.line.times[place])) for place in (0, -1))
    return say(
        "{first} to {last} · {size} bars · regimes by {detector}",
        first=facts.name("first", first), last=facts.name("last", last), size=size, detector=detector,
    )  # fmt: skip


def _blocks(
    facts: Facts, inputs: SymbolInputs, table: CitableTable, watched: Watched
) -> dict[SectionName, tuple[Block, ...]]:
    found: dict[SectionName, tuple[Block, ...]] = {
        "performance": tuple(_price_blocks(facts, inputs, table)),
        "regimes": tuple(_regime_blocks(facts, inputs, table, watched)),
        "patterns": tuple(followed_table(facts, table)),
    }
    return found


def _price_blocks(facts: Facts, inputs: SymbolInputs, table: CitableTable) -> Iterator[Block]:
    if inputs.mode != "regime":
        yield from _picture(facts, inputs)
    yield from horizons_table(facts, inputs, table)


def _picture(facts: Facts, inputs: SymbolInputs) -> Iterator[Block]:
    line = inputs.line
    if len(line.times) < 2:
        return
    closes = np.array(line.closes)
    charts = (
        Drawn("price", "Close", "money", ((inputs.symbol, closes),)),
        Drawn("fall", "Below the highest close before", "percent", ((inputs.symbol, drawdowns(closes)),), is_area=True),
    )
    regimes = (inputs.symbol, inputs.rows) if inputs.rows else None
    made = picture_of(
        facts, "price", "Closes and falls", line.times, charts, currency=inputs.currency, regimes=regimes,
        source=inputs.source,
    )  # fmt: skip
    if made is not None:
        yield made


def _regime_blocks(facts: Facts, inputs: SymbolInputs, table: CitableTable, watched: Watched) -> Iterator[Block]:
    if inputs.mode == "regime":
        yield from _picture(facts, inputs)
    yield from by_regime_table(facts, table)
    yield from spells_table(facts, watched)


def _missing(facts: Facts, inputs: SymbolInputs) -> Iterator[Prose]:
    if not inputs.line.times:
        yield say("There is no bar of {symbol}.", symbol=facts.name("missing.symbol", inputs.symbol))
    if inputs.trouble:
        yield say("There are no regimes: {why}.", why=facts.name("missing.why", inputs.trouble.rstrip(".")))
    for number, note in enumerate(inputs.notes):
        yield say("{note}.", note=facts.name(f"missing.note.{number}", note.rstrip(".")))


def _tail(facts: Facts, inputs: SymbolInputs) -> tuple[Part, ...]:
    lines = [
        say("{name}: {text}", name=facts.name(f"note.{n}.title", name), text=facts.name(f"note.{n}", text))
        for n, (name, text) in enumerate(_notes(inputs))
    ]
    blocks: list[Block] = [Bullets(tuple(lines))]
    if inputs.files:
        columns = (Column("file", "File", is_number=False), Column("sha256", "SHA-256", is_number=False))
        rows = [((name, name), (digest, digest)) for name, digest in inputs.files.items()]
        blocks.append(facts.table("files", "Files and their hashes", columns, rows, "store"))
    blocks.append(facts.quote("command", inputs.command, "this page"))
    return (Part("From what", "from", tuple(blocks)),)


def _notes(inputs: SymbolInputs) -> Iterator[tuple[str, str]]:
    if inputs.detector:
        yield "Regimes by", inputs.detector + (f", as in the recipe {inputs.recipe}" if inputs.recipe else "")
    if inputs.strength:
        yield "Strength by", inputs.strength
    if inputs.origin is not None:
        told = (inputs.origin.vendor, inputs.origin.feed, inputs.origin.adjustment, inputs.origin.as_of)
        yield "Bars", ", ".join(text for text in told if text)
    yield "Page made", f"{inputs.made_at:%Y-%m-%d %H:%M} UTC"
