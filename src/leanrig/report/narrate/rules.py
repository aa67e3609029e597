"""What is said of a run without any model: sentences chosen by rules from the facts, honest first. Pure.

The sentences are in the slot language and held to the same check as a model's.
"""

from collections.abc import Iterator, Mapping

from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.narrate.language import SECTIONS, Narrative, Section, Sentence

__all__ = ["rules_of"]

_LUCK = 0.05


def rules_of(table: CitableTable) -> Narrative:
    """Return the rules' sentences; a section of which nothing is known has none."""
    rules = {"summary": _summary, "performance": _performance, "regimes": _regimes}
    return Narrative(
        sections=[
            Section(name=name, sentences=[Sentence(text=text) for text in rules[name](table)])
            for name in SECTIONS
            if name in rules
        ]
    )


def _summary(table: CitableTable) -> Iterator[str]:
    if "run.verdict" in table and table["run.verdict"].value != "good":
        yield "This was {run.verdict}, and should be read with care."
    yield from (f"Keep in mind {{{key}}}." for key in table if key.startswith("run.reason."))
    yield from _against_benchmark(table)
    if _known(table, "account.drawdown", "benchmark.drawdown"):
        yield _sized(table, "account.drawdown", "benchmark.drawdown", deeper="deeper", shallower="shallower")


def _against_benchmark(table: CitableTable) -> Iterator[str]:
    if not _known(table, "account.sharpe"):
        return
    if not _known(table, "benchmark.sharpe"):
        yield "{account.sharpe} stands on its own."
        return
    yield _ordered(table, "account.sharpe", "benchmark.sharpe")
    if _known(table, "comparison.p") and (_number(table["comparison.p"]) or 0) >= _LUCK:
        yield "With {comparison.p} this may be luck."


def _performance(table: CitableTable) -> Iterator[str]:
    for key in ("return", "deviation"):
        if _known(table, f"account.{key}", f"benchmark.{key}"):
            yield _ordered(table, f"account.{key}", f"benchmark.{key}")
        elif _known(table, f"account.{key}"):
            yield f"{{account.{key}}} stands on its own."
    months = table.group("month.return")
    if len(months) > 1:
        best, worst = max(months, key=_number_or_zero), min(months, key=_number_or_zero)
        yield f"The best was {{{best.key}}}, the worst {{{worst.key}}}."


def _regimes(table: CitableTable) -> Iterator[str]:
    if _known(table, "regime.now", "regime.now.since"):
        yield "{regime.now} came with {regime.now.since} and {regime.now.confidence}."
    for fact in table.group("regime.return"):
        held = fact.key.replace(".return", ".held_return")
        if _known(table, held):
            yield _ordered(table, fact.key, held)


def _ordered(table: Mapping[str, Citable], left: str, right: str) -> str:
    one, other = table[left], table[right]
    if one.text == other.text:
        return f"{{{left}}} equals {{{right}}}."
    word = "higher" if _number_or_zero(one) > _number_or_zero(other) else "lower"
    return f"{{{left}}} was {word} than {{{right}}}."


def _sized(table: Mapping[str, Citable], left: str, right: str, *, deeper: str, shallower: str) -> str:
    one, other = table[left], table[right]
    if one.text == other.text:
        return f"{{{left}}} equals {{{right}}}."
    word = deeper if abs(_number_or_zero(one)) > abs(_number_or_zero(other)) else shallower
    return f"{{{left}}} was {word} than {{{right}}}."


def _known(table: CitableTable, *keys: str) -> bool:
    return all(key in table and table[key].is_known for key in keys)


def _number(fact: Citable) -> float | None:
    return float(fact.value) if isinstance(fact.value, int | float) else None


def _number_or_zero(fact: Citable) -> float:
    return _number(fact) or 0.0
