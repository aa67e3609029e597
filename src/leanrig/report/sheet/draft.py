"""What a kind of report gathers before anybody writes: facts, what the rules say, tables and pictures by section."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from leanrig.report.cite.citable import CitableTable
from leanrig.report.context import Context
from leanrig.report.context_page import context_blocks
from leanrig.report.fact import Fact, Facts, Prose, say
from leanrig.report.narrate.credits import Credits
from leanrig.report.narrate.language import SECTIONS, Narrative, SectionName
from leanrig.report.narrate.told import TITLES, Told, ToldSection
from leanrig.report.sheet.sheet import Block, Bullets, Kind, Part, Sheet

__all__ = ["Draft", "told_block"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that waits for its words.

    Parameters
    ----------
    table, rules
        What may be cited, and what the rules say with it.
    headings
        Of sections, where the usual ones do not fit the kind.
    blocks
        Tables, pictures and the like, by the section that they stand in, below its sentences.
    missing
        What the report has not, each as a sentence: always said.
    tail
        Parts after all sections.
    only
        The sections that are shown.
    """

    kind: Kind
    facts: Facts
    title: Fact
    subtitle: Prose
    label: Fact
    table: CitableTable
    rules: Narrative
    headings: Mapping[SectionName, str] = field(default_factory=dict)
    blocks: Mapping[SectionName, tuple[Block, ...]] = field(default_factory=dict)
    missing: tuple[Prose, ...] = ()
    tail: tuple[Part, ...] = ()
    only: tuple[SectionName, ...] = SECTIONS

    def sheet(self, told: Told, credits: Credits | None, context: Context | None = None) -> Sheet:
        """Return the report with its words, and what others say."""
        summary = told.section("summary")
        headline = tuple(sentence.prose for sentence in summary.sentences) if summary is not None else ()
        return Sheet(
            kind=self.kind,
            facts=self.facts,
            title=self.title,
            subtitle=self.subtitle,
            label=self.label,
            headline=headline or (say("There is nothing to tell: what is missing is said below."),),
            parts=(*self._parts(told), *self._missing(), *self.tail),
            credits=credits,
            context=context_blocks(context, self.facts) if context is not None else (),
        )

    def _parts(self, told: Told) -> Iterator[Part]:
        for name in self.only:
            section = None if name == "summary" else told.section(name)
            words = (told_block(section),) if section is not None else ()
            blocks = (*words, *self.blocks.get(name, ()))
            if blocks:
                yield Part(self.headings.get(name, TITLES[name]), name, blocks)

    def _missing(self) -> Iterator[Part]:
        if self.missing:
            yield Part("What is missing", "missing", (Bullets(self.missing),))


def told_block(section: ToldSection) -> Prose | Bullets:
    """Return a section's sentences as one paragraph; doubts stand one below the other."""
    if section.name == "doubts":
        return Bullets(tuple(sentence.prose for sentence in section.sentences))
    parts: list[str | Fact] = []
    for sentence in section.sentences:
        parts += [*([" "] if parts else []), *sentence.prose.parts]
    return Prose(tuple(parts))
