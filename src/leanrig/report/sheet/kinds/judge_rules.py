"""The verdict of a judge as a sentence of facts, and the rules that it comes from. Pure."""

import math
import re
from collections.abc import Callable

from leanrig.report import formats
from leanrig.report.fact import Fact, Facts, FactTable, Prose, Row, say
from leanrig.report.sheet.kinds.judge_cells import text, texts
from leanrig.report.sheet.kinds.judge_inputs import JudgedSymbol, JudgeInputs, Ruling

__all__ = ["RULES", "rules_table", "verdict_prose"]

RULES: dict[str, tuple[str, str]] = {
    "no trades": ("nothing was traded", "no verdict"),
    "no spread": ("the returns do not vary: there is no Sharpe ratio", "no verdict"),
    "loses": ("the mean return after costs is not above 0, or everything was lost", "loses after costs"),
    "overfit": ("probability of overfitting of the search {overfit} or more", "overfit"),
    "worse than hold": (
        "the 95 % interval of its Sharpe ratio less that of buy and hold lies below 0", "worse than buy and hold",
    ),
    "like hold": ("that interval holds 0", "not distinguishable from buy and hold"),
    "luck": ("deflated Sharpe ratio under {sure}", "may be luck"),
    "like a baseline": ("another baseline has the same Sharpe ratio or a better one", "no better than that"),
    "better": ("none of these", "better than buy and hold, and more than luck"),
}  # fmt: skip
"""Name of each rule -> when it applies, and what is said then; the first that applies counts."""

_FORMS: dict[str, Callable[[float], str]] = {
    "trials": lambda value: f"{value:,.0f} trial{'' if value == 1 else 's'}",
    "bars": formats.count,
    "cost": lambda value: f"{value:g}",
    "overfit": formats.share,
}


def rules_table(facts: Facts, inputs: JudgeInputs) -> FactTable:
    """Return the rules in their order, and which symbols each was the first to apply to."""
    applied: dict[str, list[str]] = {}
    for one in inputs.symbols:
        if one.ruling is not None:
            applied.setdefault(one.ruling.rule, []).append(one.symbol)
    known = {"sure": formats.share(inputs.sure), "overfit": formats.share(inputs.overfit)}
    rows: list[Row] = [
        ((float(place), str(place)), text(", ".join(applied.get(name, ()))), text(when.format(**known)), text(says))
        for place, (name, (when, says)) in enumerate(RULES.items(), 1)
    ]
    columns = texts("Rule", "Here", "Applies where", "Says")
    return facts.table("rules", "Rules of the verdict", columns, rows, "docs/judge.md")


def verdict_prose(facts: Facts, key: str, one: JudgedSymbol, *, is_named: bool) -> Prose:
    """Return the verdict in one sentence, its figures as facts; with the symbol where there are several."""
    if one.ruling is None:
        told: tuple[str | Fact, ...] = ("No verdict: ", facts.name(f"{key}.trouble", one.trouble.rstrip(".") or "?"))
    else:
        told = tuple(_pieces(facts, key, one.ruling))
        if isinstance(told[0], str):
            told = (told[0][0].upper() + told[0][1:], *told[1:])
    start = (facts.name(f"{key}.named", one.symbol), ": ") if is_named else ()
    return Prose((*start, *told, "."))


def _pieces(facts: Facts, key: str, ruling: Ruling) -> list[str | Fact]:
    found: list[str | Fact] = []
    for place, piece in enumerate(re.split(r"(\{\w+\})", ruling.template)):
        if piece.startswith("{"):
            name = piece.strip("{}")
            found.append(_figure(facts, f"{key}.verdict.{name}", name, ruling.figures[name]))
        elif re.search(r"\d", piece):  # a baseline's name with its period
            found.append(facts.name(f"{key}.verdict.words.{place}", piece))
        elif piece:
            found += say(piece).parts
    return found


def _figure(facts: Facts, key: str, name: str, value: float) -> Fact:
    if key in facts:
        return facts[key]
    text_ = _FORMS.get(name, formats.ratio)(value) if math.isfinite(value) else "unknown"
    return facts.add(key, value, text_, how=f"{name}, as the verdict has it", source="judge")
