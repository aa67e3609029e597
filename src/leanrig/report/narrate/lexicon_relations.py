"""The words that relate facts, in every form that we know of. A phrase stands here once. Pure."""

from collections.abc import Iterator

from leanrig.report.narrate.lexicon_adjectives import ADJECTIVES, LONG
from leanrig.report.narrate.lexicon_predicates import MORE_PREDICATES, PREDICATES
from leanrig.report.narrate.lexicon_verbs import DIMENSIONS, Meaning, verb_phrases
from leanrig.report.narrate.relations import Op
from leanrig.report.narrate.values import Domain

__all__ = ["ADJECTIVES", "Meaning", "bare_phrases", "relation_phrases", "superlatives"]

_THINGS = ["figure", "value", "reading", "number", "level", "result", "one", "entry", "mark"]


def relation_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield each phrase that stands between two facts, with its meaning; comparatives come with their "than"."""
    for phrase, op, domain in PREDICATES:
        yield phrase, Meaning(op, domain)
    for op, domain, listed in MORE_PREDICATES:
        for phrase in (" ".join(one.split()) for one in listed.split("/")):
            yield phrase, Meaning(op, domain)
            if phrase.startswith("the same "):
                yield phrase.removeprefix("the "), Meaning(op, domain)
    for plain, more, _, op, domain in ADJECTIVES:
        yield f"{more} than", Meaning(op, domain)
        if more in ("higher", "lower", "larger", "smaller", "bigger", "greater", "lesser", "better", "worse"):
            yield from ((f"{more} {thing} than", Meaning(op, domain)) for thing in _THINGS)
        if plain:
            yield from _compared(plain, op, domain)
    for plain, op, domain in LONG:
        yield f"more {plain} than", Meaning(op, domain)
        yield from _compared(plain, op, domain)
    yield from _dimensional()
    yield from verb_phrases()


def _compared(plain: str, op: Op, domain: Domain) -> Iterator[tuple[str, Meaning]]:
    yield f"less {plain} than", Meaning(_TURNED[op], domain)
    if len(plain) < 8:
        yield f"more {plain} than", Meaning(op, domain)
    for lead in ("as", "so", "just as", "quite as", "exactly as", "every bit as", "equally as", "same"):
        yield f"{lead} {plain} as", Meaning(_AS[op], domain)


def _dimensional() -> Iterator[tuple[str, Meaning]]:
    """Of lesser depth than, a longer duration than, the same length as."""
    for noun, domain in DIMENSIONS.items():
        for lead in ("", "of ", "of a "):
            for word in ("greater", "larger", "more", "bigger", "longer", "deeper"):
                yield f"{lead}{word} {noun} than", Meaning("gt", domain)
            for word in ("lesser", "smaller", "less", "shorter", "shallower"):
                yield f"{lead}{word} {noun} than", Meaning("lt", domain)
        for lead in ("the same", "of the same", "of equal", "the very same", "equal in"):
            yield f"{lead} {noun} {'to' if 'equal' in lead else 'as'}", Meaning("eq", "equal")


def superlatives() -> Iterator[tuple[str, Meaning]]:
    """Yield what says that a fact is the utmost of its group: highest, most deep, least severe."""
    for plain, _, most, op, domain in ADJECTIVES:
        if most:
            yield most, Meaning(_UTMOST[op], domain)
        if plain:
            yield f"most {plain}", Meaning(_UTMOST[op], domain)
            yield f"least {plain}", Meaning(_UTMOST[_TURNED[op]], domain)
    for plain, op, domain in LONG:
        yield f"most {plain}", Meaning(_UTMOST[op], domain)
        yield f"least {plain}", Meaning(_UTMOST[_TURNED[op]], domain)


def bare_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield what compares without naming the other fact: it takes the one that the sentence is held against."""
    for plain, more, _, op, domain in ADJECTIVES:
        yield more, Meaning(op, domain)
        if plain:
            yield f"less {plain}", Meaning(_TURNED[op], domain)
            yield f"more {plain}", Meaning(op, domain)
    for plain, op, domain in LONG:
        yield f"less {plain}", Meaning(_TURNED[op], domain)
        yield f"more {plain}", Meaning(op, domain)
    for phrases, op, domain in _BARE:
        yield from ((phrase, Meaning(op, domain)) for phrase in phrases)


_AS: dict[Op, Op] = {"gt": "as-high", "lt": "as-low"}
_TURNED: dict[Op, Op] = {"gt": "lt", "lt": "gt"}
_UTMOST: dict[Op, Op] = {"gt": "top", "lt": "low"}


def _compares(*how: str) -> tuple[str, ...]:
    return tuple(f"{verb} {one}" for verb in ("compare", "compares", "compared") for one in how)


_BARE: tuple[tuple[tuple[str, ...], Op, Domain], ...] = (
    (
        ("falls short", "fell short", "fall short", "came short", "comes short", "falling short", "comes up short",
         "came up short", "come up short"), "lt", "order",
    ),
    (("trails", "trailed", "falls behind", "fell behind", "trails behind", "behind"), "lt", "race"),
    (("leads", "led", "ahead"), "gt", "race"),
    (("lags", "lagged", "lags behind", "lagged behind", "underperformed", "underperforms"), "lt", "quality"),
    (("did worse", "does worse", "do worse", "fared worse", "fares worse", "fare worse"), "lt", "quality"),
    (("performed worse", "performs worse"), "lt", "quality"),
    (("did better", "does better", "do better", "fared better", "fares better", "fare better"), "gt", "quality"),
    (("performed better", "performs better"), "gt", "quality"),
    (("outperformed", "outperforms"), "gt", "quality"),
    (_compares("well", "favourably", "favorably"), "gt", "quality"),
    (_compares("badly", "poorly", "unfavourably", "unfavorably"), "lt", "quality"),
)  # fmt: skip
