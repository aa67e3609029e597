"""Published text: sections of sentences, each with its slots, as it is shown, and who wrote it. Pure."""

from dataclasses import dataclass

from leanrig.report.fact import Prose
from leanrig.report.narrate.language import SectionName
from leanrig.report.narrate.refusal import Refusal

__all__ = ["TITLES", "Refused", "Told", "ToldSection", "ToldSentence"]

TITLES: dict[SectionName, str] = {
    "summary": "In short",
    "performance": "How it did",
    "regimes": "Regimes",
    "trading": "Trading",
    "patterns": "What recurs",
    "data": "The data",
    "history": "Have we tried this?",
    "doubts": "What would change my mind",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that is not published, and why."""

    section: SectionName
    text: str
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class ToldSentence:
    """A published sentence: with its slots, as it is shown, and who wrote it."""

    text: str
    prose: Prose
    by: str


@dataclass(frozen=True, slots=True)
class ToldSection:
    """The sentences under one heading."""

    name: SectionName
    title: str
    sentences: tuple[ToldSentence, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What is published, and what was refused on the way."""

    sections: tuple[ToldSection, ...]
    refused: tuple[Refused, ...] = ()

    def section(self, name: SectionName) -> ToldSection | None:
        """Return a section, None where nothing is said in it."""
        return next((section for section in self.sections if section.name == name), None)
