"""What a writer handed in becomes text: checked sentence by sentence, refused ones replaced by the rules'. Pure."""

from collections.abc import Iterable, Sequence

from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.fact import Fact, Facts, Prose
from leanrig.report.narrate.check import check_sentence
from leanrig.report.narrate.homes import belongs
from leanrig.report.narrate.language import (
    SECTIONS,
    Narrative,
    Section,
    SectionName,
    Slot,
    compose,
    parse,
)
from leanrig.report.narrate.refusal import Refusal
from leanrig.report.narrate.told import TITLES, Refused, Told, ToldSection, ToldSentence

__all__ = ["as_prose", "publish", "refusals_of"]

_MOST_SENTENCES = 8


def refusals_of(narrative: Narrative, table: CitableTable) -> tuple[Refused, ...]:
    """Return the sentences that the facts do not bear out, or that stand in the wrong section."""
    return tuple(
        Refused(section.name, sentence.text, reasons)
        for section in narrative.sections
        for sentence in section.sentences
        if (reasons := _reasons(sentence.text, section.name, table))
    )


def publish(
    narrative: Narrative | None,
    rules: Narrative,
    table: CitableTable,
    facts: Facts,
    *,
    by: str,
    refused: Sequence[Refused] = (),
) -> Told:
    """Return the text of all sections in their order.

    A sentence that is refused gives way to the first one that the rules have for its section and that is not said yet.
    A section that the writer left out is the rules' own. Both are checked alike: the rules have no privilege.

    Parameters
    ----------
    narrative
        What the writer handed in; None where there was none.
    refused
        What was refused before: kept in the count of what was refused on the way.
    """
    lost = list(refused)
    written = {section.name: section for section in narrative.sections} if narrative is not None else {}
    ruled = {section.name: section for section in rules.sections}
    sections = []
    said: set[str] = set()
    for name in SECTIONS:
        own = ruled.get(name, Section(name=name, sentences=[]))
        texts = list(_chosen(written.get(name), own, table, lost=lost, said=said, by=by))
        sentences = tuple(ToldSentence(text, as_prose(text, table, facts), who) for text, who in texts)
        if sentences:
            sections.append(ToldSection(name, TITLES[name], sentences))
    return Told(tuple(sections), tuple(lost))


def _chosen(
    written: Section | None, ruled: Section, table: CitableTable, *, lost: list[Refused], said: set[str], by: str
) -> Iterable[tuple[str, str]]:
    """Yield the sentences of a section, each with who wrote it; what was said before is not said again."""
    spare = [sentence.text for sentence in ruled.sentences if not _reasons(sentence.text, ruled.name, table)]
    if written is None or not written.sentences:
        yield from ((text, "rules") for text in _new(spare, said))
        return
    cited: set[str] = set()
    for sentence in written.sentences[:_MOST_SENTENCES]:
        reasons, text, who = _reasons(sentence.text, written.name, table), sentence.text, by
        if reasons:
            lost.append(Refused(written.name, sentence.text, reasons))
            text, who = next((text for text in spare if not _keys(text) <= cited), ""), "rules"
        if text:
            cited |= _keys(text)
            yield from ((new, who) for new in _new([text], said))


def _new(texts: Iterable[str], said: set[str]) -> Iterable[str]:
    for text in texts:
        if text not in said:
            said.add(text)
            yield text


def _reasons(text: str, section: SectionName, table: CitableTable) -> tuple[Refusal, ...]:
    reasons = check_sentence(text, table)
    if reasons or belongs(_keys(text), section):
        return reasons
    return (Refusal(text, f"none of its facts belongs in the section {section}"),)


def _keys(text: str) -> set[str]:
    return {part.key for part in parse(text) if isinstance(part, Slot)}


def as_prose(text: str, table: CitableTable, facts: Facts) -> Prose:
    """Return the sentence as the page takes it; each phrase is kept among the page's facts."""
    parts: list[str | Fact] = [part if isinstance(part, str) else _kept(*part, facts) for part in compose(text, table)]
    return Prose(tuple(parts))


def _kept(fact: Citable, phrase: str, facts: Facts) -> Fact:
    forms = {fact.short: ".short", fact.name: ".name", fact.phrase: ""}
    firsts = {f"{text[:1].upper()}{text[1:]}": f"{form}.first" for text, form in forms.items()}
    key = f"cite.{fact.key}{(firsts | forms)[phrase]}"
    if key not in facts:
        facts.facts[key] = Fact(key, fact.value, phrase, fact.unit, fact.how, fact.source)
    return facts[key]
