"""Makes one citable fact from a value, how it is shown, and what it is called."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict, Unpack

from leanrig.report.cite.citable import Citable, Sense, Value
from leanrig.report.cite.shown import Shown

__all__ = ["Source", "cite", "reading"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file by its name, with its hash where it is one file and known."""

    name: str
    sha256: str = ""


class _Words(TypedDict, total=False):
    subject: str
    period: str
    group: str
    sense: Sense
    is_change: bool
    is_size: bool
    whole: str


def cite(
    key: str,
    value: Value,
    shown: Shown,
    noun: str,
    *,
    how: str,
    source: Source,
    measure: str = "",
    **words: Unpack[_Words],
) -> Citable:
    """Return the fact. Its measure is its noun where none is named; of a moment the day is kept.

    What has no value says so: "no Sharpe ratio of the account".
    """
    if not words.get("whole") and (value is None or (isinstance(value, float) and not math.isfinite(value))):
        words["whole"] = _without_value(noun, words)
    return Citable(
        key=key,
        value=_plain(value),
        text=shown.text,
        unit=shown.unit,
        precision=shown.precision,
        noun=noun,
        measure=measure or noun,
        how=how,
        source=source.name,
        sha256=source.sha256,
        **words,
    )


def reading(key: str, phrase: str, *, how: str, source: Source) -> Citable:
    """Return what a test says in words of ours, as a fact that sentences may cite."""
    return cite(key, phrase, Shown(phrase, "name"), "reading", how=how, source=source, measure=key, whole=phrase)


def _without_value(noun: str, words: _Words) -> str:
    """Return the phrase of a fact that does not exist: "no Sharpe ratio of the account"."""
    owner = f"of {words['subject']}" if words.get("subject") else ""
    return " ".join(part for part in ("no", noun, owner, words.get("period", "")) if part)


def _plain(value: Value) -> Value:
    if isinstance(value, datetime):
        return value.date()
    return value if value is None or isinstance(value, str | date) else float(value)
