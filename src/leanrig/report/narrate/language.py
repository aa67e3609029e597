"""The language of narrated sentences: words, and slots in braces that stand for facts. Pure.

`{account.sharpe}` becomes "the account's Sharpe ratio of 0.76", `{account.sharpe|name}` "the account's Sharpe ratio".
A figure always brings its own name: a sentence cannot pin it to another thing.
"""

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from leanrig.report.cite.citable import Citable, CitableTable

__all__ = ["SECTIONS", "Narrative", "Part", "Section", "SectionName", "Sentence", "Slot", "compose", "parse"]

SectionName = Literal["summary", "performance", "regimes", "trading", "patterns", "data", "history", "doubts"]
SECTIONS: tuple[SectionName, ...] = (
    "summary", "performance", "regimes", "trading", "patterns", "data", "history", "doubts",
)  # fmt: skip
_SLOT = re.compile(r"\{([a-z0-9][a-z0-9_.\-]*)(?:\|(name|full))?\}")


class Sentence(BaseModel):
    """One sentence with its slots."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str = Field(description="One sentence; each figure, date or name of the data as a slot in braces.")


class Section(BaseModel):
    """Some sentences under one heading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: SectionName
    sentences: list[Sentence]


class Narrative(BaseModel):
    """What a writer hands in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sections: list[Section]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a fact; `form` is "full" (name and figure) or "name"."""

    key: str
    form: Literal["full", "name"] = "full"


Part = str | Slot


def parse(text: str) -> tuple[Part, ...]:
    """Return the words and slots of a sentence in their order.

    Raises
    ------
    ValueError
        If braces do not make a slot.
    """
    parts: list[Part] = []
    place = 0
    for found in _SLOT.finditer(text):
        parts += [text[place : found.start()]] if found.start() > place else []
        parts.append(Slot(found[1], "name" if found[2] == "name" else "full"))
        place = found.end()
    parts += [text[place:]] if place < len(text) else []
    if any(isinstance(part, str) and re.search(r"[{}]", part) for part in parts):
        raise ValueError("braces that hold no key")
    return tuple(parts)


def compose(text: str, table: CitableTable) -> tuple[str | tuple[Citable, str], ...]:
    """Return the sentence's parts as they are shown: words, and facts with the phrase that stands for each.

    After a figure, one with the same name of somebody else is shortened: "buy and hold's of 0.88". The first letter is
    a capital. Raises KeyError where a slot names no fact.
    """
    shown: list[str | tuple[Citable, str]] = []
    before: Citable | None = None
    for part in parse(text):
        if isinstance(part, str):
            shown.append(_agreeing(part, before, shown))
            continue
        fact = table[part.key]
        phrase = _phrase(part, fact, before)
        if shown and isinstance(words := shown[-1], str) and phrase.startswith("the "):
            shown[-1] = re.sub(r"\b[Tt]he $", "", words)
        shown.append((fact, phrase))
        before = fact
    shown = [part for part in shown if part]
    if shown:
        shown[0] = _capital(shown[0])
    return tuple(shown)


def _phrase(slot: Slot, fact: Citable, before: Citable | None) -> str:
    if slot.form == "name":
        return fact.name
    is_alike = before is not None and before.noun == fact.noun and before.subject != fact.subject
    return (fact.short if is_alike else "") or fact.phrase


_PLURALS = {"was": "were", "is": "are", "has": "have"}
_SINGULARS = {plural: singular for singular, plural in _PLURALS.items()}


def _agreeing(words: str, before: Citable | None, shown: list[str | tuple[Citable, str]]) -> str:
    """Return words whose verb agrees in number with the fact before them: "695 orders were higher"."""
    verb = re.match(r" (was|were|is|are|has|have)\b", words)
    is_alone = len(shown) == 1 or (len(shown) > 1 and str(shown[-2]).endswith(", "))
    if verb is None or before is None or not is_alone:
        return words
    is_plural = shown[-1][1] == before.whole and before.is_count and before.value != 1
    agreed = (_PLURALS if is_plural else _SINGULARS).get(verb[1], verb[1])
    return f" {agreed}{words[verb.end() :]}"


def _capital(part: str | tuple[Citable, str]) -> str | tuple[Citable, str]:
    if isinstance(part, str):
        return part[:1].upper() + part[1:]
    fact, phrase = part
    return fact, phrase[:1].upper() + phrase[1:]
