"""What the rules say of one symbol, honest first. Pure."""

from collections.abc import Iterator

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.language import Narrative
from leanrig.report.narrate.rule_words import is_known, moved, ordered, sized
from leanrig.report.sheet.kinds.doubts import told_doubts
from leanrig.report.sheet.kinds.rules_words import narrative_of, now_sentences, switch_sentences, there
from leanrig.report.sheet.kinds.switch_facts import HORIZONS
from leanrig.report.sheet.kinds.symbol_facts import MONTHS

__all__ = ["symbol_rules"]


def symbol_rules(table: CitableTable) -> Narrative:
    """Return the rules' sentences on a symbol."""
    return narrative_of(
        {
            "summary": _summary(table),
            "performance": _performance(table),
            "regimes": _regimes(table),
            "patterns": switch_sentences(table, "pattern.switch", HORIZONS),
            "data": _data(table),
            "doubts": told_doubts(table),
        }
    )


def _summary(table: CitableTable) -> Iterator[str | None]:
    longest = next((m for m in reversed(MONTHS) if is_known(table, f"symbol.return.{m}m")), None)
    if longest is not None:
        yield moved(table, f"symbol.return.{longest}m")
    yield from now_sentences(table)
    if is_known(table, "symbol.below_high"):
        yield "Keep in mind {symbol.below_high}."
    doubt = next((key for key in table if key.startswith("doubt.")), None)
    if doubt is not None:
        yield f"To keep in mind is {{{doubt}}}."


def _performance(table: CitableTable) -> Iterator[str | None]:
    if is_known(table, "symbol.last", "symbol.asof"):
        yield "The record has {symbol.last}, with {symbol.asof}."
    for months in MONTHS:
        key = f"symbol.return.{months}m"
        if is_known(table, key):
            yield moved(table, key)
            yield ordered(table, key, f"bench.return.{months}m")
    yield ordered(table, "symbol.volatility.1m", "symbol.volatility.12m")
    yield ordered(table, "symbol.volatility.12m", "symbol.volatility.all")
    yield ordered(table, "symbol.volatility.12m", "bench.volatility.12m")
    yield sized(table, "symbol.fall.12m", "symbol.fall.all")
    if is_known(table, "symbol.below_high", "symbol.high_day"):
        yield "Keep in mind {symbol.below_high}, with {symbol.high_day}."
    if is_known(table, "symbol.beta", "symbol.correlation"):
        yield "Read {symbol.beta} together with {symbol.correlation}."


def _regimes(table: CitableTable) -> Iterator[str | None]:
    yield from now_sentences(table)
    if is_known(table, "regime.switches", "regime.switches_a_year"):
        yield "There were {regime.switches}, with {regime.switches_a_year}."
    now = str(table["regime.now"].value) if "regime.now" in table else ""
    part = f"regime.{now}"
    if is_known(table, "regime.now.days", f"{part}.dwell"):
        yield ordered(table, "regime.now.days", f"{part}.dwell")
    for fact in table.group("regime.share"):
        part = fact.key.removesuffix(".share")
        yield f"Keep in mind {{{part}.share}} and {{{part}.dwell}}."
        if is_known(table, f"{part}.return", f"{part}.volatility"):
            yield f"Read {{{part}.return}} together with {{{part}.volatility}}."
    yield from _extremes(table, "regime.return", "highest", "lowest")
    yield from _extremes(table, "regime.volatility", "highest", "lowest")


def _extremes(table: CitableTable, group: str, most: str, least: str) -> Iterator[str]:
    facts = sorted(table.group(group), key=lambda fact: float(fact.value) if isinstance(fact.value, float) else 0.0)
    if len(facts) < 2 or facts[0].text == facts[-1].text:
        return
    if facts[-1].text != facts[-2].text:
        yield f"The {most} was {{{facts[-1].key}}}."
    if facts[0].text != facts[1].text:
        yield f"The {least} was {{{facts[0].key}}}."


def _data(table: CitableTable) -> Iterator[str]:
    part = next(
        (key.removesuffix(".vendor") for key in table if key.startswith("data.") and key.endswith(".vendor")), ""
    )
    if part:
        told = [f"{{{part}.{name}}}" for name in ("vendor", "label") if f"{part}.{name}" in table]
        yield f"The record shows {', and '.join(told)}."
    if part and is_known(table, f"{part}.gaps"):
        yield there(table, f"{part}.gaps")
    if is_known(table, "symbol.bars", "symbol.first_day", "symbol.asof"):
        yield "The record has {symbol.bars}, with {symbol.first_day} and {symbol.asof}."
