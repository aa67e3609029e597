"""Narratives from generators of sentences, one a section; sentences that kinds of reports share. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.language import SECTIONS, Narrative, Section, SectionName, Sentence
from leanrig.report.narrate.rule_words import is_known, number, ordered

__all__ = ["narrative_of", "now_sentences", "switch_sentences", "there"]


def narrative_of(sections: Mapping[SectionName, Iterable[str | None]]) -> Narrative:
    """Return the rules' sentences; a section of which nothing is known has none."""
    return Narrative(
        sections=[
            Section(name=name, sentences=[Sentence(text=text) for text in sections.get(name, ()) if text])
            for name in SECTIONS
        ]
    )


def now_sentences(table: CitableTable, key: str = "regime") -> Iterator[str]:
    """Yield which regime it is, since when and how surely."""
    if is_known(table, f"{key}.now", f"{key}.now.since"):
        yield f"The record has {{{key}.now}}, with {{{key}.now.since}} and {{{key}.now.confidence}}."


def switch_sentences(table: CitableTable, key: str, horizons: Iterable[int]) -> Iterator[str | None]:
    """Yield the latest change, how often its kind came about, and what followed beside what follows any bar."""
    if not is_known(table, f"{key}.date"):
        return
    yield f"The record has {{{key}.date}}, with {{{key}.confidence}}."
    yield there(table, f"{key}.earlier")
    for horizon in horizons:
        part = f"{key}.next_{horizon}"
        if is_known(table, f"{part}.mean", f"{part}.any"):
            yield ordered(table, f"{part}.mean", f"{part}.any", also=f", with {{{part}.count}}")
        if is_known(table, f"{part}.p"):
            yield f"Keep in mind {{{part}.reading}}, with {{{part}.p}}."


def there(table: CitableTable, *keys: str) -> str:
    """Return that there is what the first facts count: "There was 1 run.", "There were 2 runs and 3 orders."."""
    verb = "was" if number(table, keys[0]) == 1 else "were"
    return f"There {verb} {' and '.join(f'{{{key}}}' for key in keys)}."
