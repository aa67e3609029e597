"""Every word and phrase that may stand between slots, with its class. What is not here is refused. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from leanrig.report.narrate.lexicon_classes import CLASSES
from leanrig.report.narrate.lexicon_fillers import DISCOURSE, MORE_FILLERS
from leanrig.report.narrate.lexicon_made import links, scopes, voids
from leanrig.report.narrate.lexicon_neutral import (
    ADVICE,
    FILLERS,
    IMPERATIVES,
    KEEPERS,
    NEUTRAL,
    OPENERS,
    SETTERS,
    words,
)
from leanrig.report.narrate.lexicon_reading import BRIDGES, JOINTS, NOUNS, VERBS
from leanrig.report.narrate.lexicon_relations import bare_phrases, relation_phrases, superlatives
from leanrig.report.narrate.lexicon_signs import move_phrases, place_phrases, sign_phrases, together_phrases
from leanrig.report.narrate.lexicon_verbs import DIMENSIONS, Meaning

__all__ = ["Entry", "phrases", "trie"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase's class (`tag`), and what it claims where it claims something."""

    tag: str
    meaning: Meaning | None = None


_NEUTRAL: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("FILL", FILLERS), ("FILL", MORE_FILLERS), ("DISC", DISCOURSE), ("ADVICE", ADVICE), ("IMPER", IMPERATIVES),
    ("NEUT", NEUTRAL), ("KEEP", KEEPERS), ("SET", SETTERS), ("OPEN", OPENERS), ("NV", VERBS), ("BRIDGE", BRIDGES),
    ("JOINT", JOINTS), ("NEUT", NOUNS),
)  # fmt: skip
_MEANT: tuple[tuple[str, Callable[[], Iterator[tuple[str, Meaning]]]], ...] = (
    ("REL", relation_phrases),
    ("CMP", bare_phrases),
    ("EXT", superlatives),
    ("EXT", place_phrases),
    ("SIGN", sign_phrases),
    ("DIR", move_phrases),
    ("EQ", together_phrases),
)


@cache
def phrases() -> dict[str, tuple[Entry, ...]]:
    """Return every phrase with its entry; a phrase of two readings has both."""
    found: dict[str, list[Entry]] = {}

    def keep(phrase: str, entry: Entry) -> None:
        entries = found.setdefault(phrase.replace("cannot", "can not"), [])
        if entry not in entries:
            entries.append(entry)

    for tag, listed in CLASSES.items():
        for phrase in words(listed):
            keep(phrase.strip(), Entry(tag))
    for tag, made in (("MOVE", links), ("VOID-OF", voids), ("SCOPE", scopes)):
        for phrase in made():
            keep(phrase, Entry(tag))
    for tag, several in _NEUTRAL:
        for phrase in several:
            keep(phrase, Entry(tag))
    for phrase in words(CLASSES["HEADN"]):
        if not phrase.endswith((" of", " for")):
            keep(phrase, Entry("NEUT"))
    keep("latest", Entry("EXT", Meaning("top", "date")))
    for tag, meant in _MEANT:
        for phrase, meaning in meant():
            keep(phrase, Entry(tag, meaning))
    for noun, domain in DIMENSIONS.items():
        keep(f"in {noun}", Entry("DIM", Meaning("eq", domain)))
    return {phrase: tuple(entries) for phrase, entries in found.items()}


Node = dict[str, object]


@cache
def trie() -> Node:
    """Return the phrases by their words, for the longest match; an entry stands under the empty word."""
    root: Node = {}
    for phrase, entry in phrases().items():
        node = root
        for word in phrase.split():
            node = node.setdefault(word, {})  # type: ignore[assignment]
        node[""] = entry
    return root
