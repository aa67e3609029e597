"""What Lean itself says of a run: statistics, trade statistics, figures at the end, its own remarks. Pure.

Only names that Lean has are cited: an algorithm may add statistics of its own, and their words are not ours to repeat.
"""

import math
import re
from collections.abc import Iterator, Mapping

from leanrig.report.cite import shown
from leanrig.report.cite.citable import Citable
from leanrig.report.cite.make import cite
from leanrig.report.cite.shown import Shown
from leanrig.report.cite.sources import Sources, slug
from leanrig.report.inputs import ReportInputs
from leanrig.report.meanings import MEANINGS, RUNTIME_MEANINGS

__all__ = ["statistics_facts"]

_NUMBER = re.compile(
    r"(?P<minus>[-−])?\$?(?P<sign>[-−])?(?P<number>\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(?P<unit>%)?"
)
_NO_NUMBERS = {"nan", "∞", "-∞", "infinity", "-infinity", "inf", "-inf"}


def statistics_facts(inputs: ReportInputs, sources: Sources) -> Iterator[Citable]:
    """Yield statistics.*, runtime.*, trade_statistics.* and analysis.*."""
    result = inputs.result
    yield from _named("statistics", result.statistics, MEANINGS, sources)
    yield from _named("runtime", result.runtime_statistics, RUNTIME_MEANINGS, sources, at=" at the end")
    yield from _of_trades(result.trade_statistics, sources)
    yield from _remarks(inputs, sources)


def read_number(text: str) -> float | None:
    """Return the number that a text of Lean's stands for, shares for per cent; NaN for its NaN, None for words."""
    plain = text.strip()
    if plain.lower() in _NO_NUMBERS:
        return math.nan
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    value = float(found["number"].replace(",", "")) * (-1 if found["minus"] or found["sign"] else 1)
    return value / 100 if found["unit"] else value


def _named(
    kind: str, found: Mapping[str, str], meanings: Mapping[str, str], sources: Sources, *, at: str = ""
) -> Iterator[Citable]:
    for name, text in found.items():
        value = read_number(text)
        if name in meanings and value is not None:
            yield cite(
                f"{kind}.{slug(name)}", value, _as_written(text), f"{name}{at}", source=sources.result, subject="Lean",
                measure=f"{kind} {name}", how=f"as Lean wrote it. {meanings[name]}",
            )  # fmt: skip


def _of_trades(found: Mapping[str, str], sources: Sources) -> Iterator[Citable]:
    for name, text in found.items():
        value, words = read_number(text), re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
        if value is not None:
            yield cite(
                f"trade_statistics.{slug(words)}", value, _as_written(text), f"{_lower(words)} of closed trades",
                source=sources.result, subject="Lean", measure=f"trade statistic {name}", how="as Lean wrote it",
            )  # fmt: skip


def _as_written(text: str) -> Shown:
    digits = text.strip().rstrip("%").strip()
    unit = "%" if text.strip().endswith("%") else "USD" if "$" in text else "number"
    return Shown(text.strip(), unit, len(digits.partition(".")[2]))


def _lower(words: str) -> str:
    return " ".join(word if word.isupper() else word.lower() for word in words.split())


def _remarks(inputs: ReportInputs, sources: Sources) -> Iterator[Citable]:
    remarks = inputs.result.analysis
    if not inputs.result.has_json:
        return
    number = len(remarks)
    yield cite(
        "analysis.count", number, shown.count(number), "number of Lean's own remarks", source=sources.result,
        how="entries of the result's analysis: each is one that fired",
        whole=f"{shown.counted(number, 'remark')} of Lean",
    )  # fmt: skip
    for place, remark in enumerate(remarks, 1):
        if re.fullmatch(r"[A-Za-z]{3,60}", remark.name):
            yield cite(
                f"analysis.{place}.name", remark.name, shown.name(remark.name), "remark", source=sources.result,
                subject="Lean", how="name of an analysis of Lean that fired",
            )  # fmt: skip
        counted = re.search(r":\s*(\d+)$", remark.sample)
        if counted:
            yield cite(
                f"analysis.{place}.sample", float(counted[1]), shown.count(float(counted[1])),
                f"count in {remark.name}", source=sources.result, subject="Lean",
                how="the number at the end of the remark's sample",
            )  # fmt: skip
