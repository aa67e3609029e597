"""Whether a sentence may be published: every word of it known, every claim borne out by the facts as shown. Pure."""

import re
from collections.abc import Iterator, Sequence

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.clauses import Unreadable, claims_of
from leanrig.report.narrate.language import Narrative
from leanrig.report.narrate.lexicon_neutral import STATEMENTS
from leanrig.report.narrate.names import values_of_others
from leanrig.report.narrate.refusal import Refusal
from leanrig.report.narrate.relations import failure
from leanrig.report.narrate.turns import turns_of
from leanrig.report.narrate.words import Item, read

__all__ = ["check_narrative", "check_sentence"]

_LONGEST = 600


def check_sentence(text: str, table: CitableTable) -> tuple[Refusal, ...]:
    """Return why a sentence may not be published; nothing where it may.

    A word that is not in the lexicon, a slot that names no fact, a claim that does not hold as shown, words that join
    no facts: each is a reason, with the words it stands on. It never raises.
    """
    if len(text) > _LONGEST:
        return (Refusal(text[:40], "too long: write several short sentences"),)
    items, found = read(text)
    found = tuple(dict.fromkeys((*found, *_unknown_keys(text, table), *turns_of(text), *values_of_others(items))))
    if found:
        return found
    if not any(item.key for item in items):
        return _without_slots(text)
    try:
        claims = claims_of(items)
    except Unreadable:
        return _unread(items)
    refusals = [Refusal(claim.words, reason) for claim in claims if (reason := failure(claim, table))]
    return tuple(sorted(set(refusals), key=lambda refusal: (refusal.words, refusal.reason)))


def check_narrative(narrative: Narrative, table: CitableTable) -> list[tuple[str, str, tuple[Refusal, ...]]]:
    """Return section, sentence and reasons, sentence by sentence."""
    return [
        (section.name, sentence.text, check_sentence(sentence.text, table))
        for section in narrative.sections
        for sentence in section.sentences
    ]


def _unknown_keys(text: str, table: CitableTable) -> Iterator[Refusal]:
    for key in re.findall(r"\{([a-z0-9][a-z0-9_.\-]*)(?:\|(?:name|full))?\}", text):
        if key not in table:
            yield Refusal(f"{{{key}}}", "no fact has this key: take one from the list")


def _without_slots(text: str) -> tuple[Refusal, ...]:
    said = " ".join(re.findall(r"[a-z']+", text.lower()))
    return () if said in STATEMENTS else (Refusal(text[:60], "it cites no fact: say it with a slot, or not at all"),)


_CLAIMING = (
    "REL",
    "CMP",
    "EXT",
    "DIR",
    "SIGN",
    "EQ",
    "BETWEEN",
    "DIFF",
    "NO-OTHER",
    "OTHERS",
    "LIKE",
    "UNLIKE",
    "FROM",
    "THAN",
)
_FORMS = (
    "joined to no facts in a form that is understood: write {A} was lower than {B}, against {B}, {A} was lower,"
    " {A} rose, {A} was negative, {A} was the lowest of all, {C} lay between {A} and {B}"
)


def _unread(items: Sequence[Item]) -> tuple[Refusal, ...]:
    """The words are known and do not make a sentence of the language: name those that claim something."""
    turned = [item for item in items if item.has("NEG", "NOR", "NEITHER")]
    claiming = [item for item in items if item.has(*_CLAIMING)]
    if claiming:
        return tuple(Refusal(item.words, _FORMS) for item in claiming[:3])
    if turned:
        return (Refusal(turned[0].words, "turns no relation round: put it next to one, or leave it out"),)
    whole = " ".join(item.words for item in items)
    return (
        Refusal(
            whole[:80],
            "joins its facts in a way that is not understood: list them with commas and and, or write beside",
        ),
    )
