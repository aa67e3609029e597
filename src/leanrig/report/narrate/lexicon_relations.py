"""The words that relate facts, in every form that we know of. A phrase stands here once. Pure."""

from collections.abc import Iterator

from leanrig.report.narrate.lexicon_verbs import DIMENSIONS, Meaning, verb_phrases
from leanrig.report.narrate.relations import Op
from leanrig.report.narrate.values import Domain

__all__ = ["ADJECTIVES", "Meaning", "bare_phrases", "relation_phrases", "superlatives"]

# adjective, comparative, superlative, op, domain
ADJECTIVES: tuple[tuple[str, str, str, Op, Domain], ...] = (
    ("high", "higher", "highest", "gt", "order"),
    ("low", "lower", "lowest", "lt", "order"),
    ("", "more", "most", "gt", "order"),
    ("", "less", "least", "lt", "order"),
    ("", "fewer", "fewest", "lt", "order"),
    ("deep", "deeper", "deepest", "gt", "depth"),
    ("severe", "severer", "severest", "gt", "depth"),
    ("steep", "steeper", "steepest", "gt", "depth"),
    ("shallow", "shallower", "shallowest", "lt", "depth"),
    ("mild", "milder", "mildest", "lt", "depth"),
    ("large", "larger", "largest", "gt", "size"),
    ("big", "bigger", "biggest", "gt", "size"),
    ("great", "greater", "greatest", "gt", "size"),
    ("small", "smaller", "smallest", "lt", "size"),
    ("long", "longer", "longest", "gt", "length"),
    ("short", "shorter", "shortest", "lt", "length"),
    ("brief", "briefer", "briefest", "lt", "length"),
    ("early", "earlier", "earliest", "lt", "date"),
    ("late", "later", "", "gt", "date"),
    ("good", "better", "best", "gt", "quality"),
    ("bad", "worse", "worst", "lt", "quality"),
    ("", "lesser", "", "lt", "size"),
    ("tiny", "tinier", "tiniest", "lt", "size"),
    ("harsh", "harsher", "harshest", "gt", "depth"),
    ("grave", "graver", "gravest", "gt", "depth"),
    ("gentle", "gentler", "gentlest", "lt", "depth"),
    ("lengthy", "lengthier", "lengthiest", "gt", "length"),
    ("slow", "slower", "slowest", "gt", "length"),
    ("quick", "quicker", "quickest", "lt", "length"),
    ("poor", "poorer", "poorest", "lt", "quality"),
    ("tough", "tougher", "toughest", "lt", "quality"),
    ("rough", "rougher", "roughest", "lt", "quality"),
    ("hard", "harder", "hardest", "lt", "quality"),
    ("kind", "kinder", "kindest", "gt", "quality"),
    ("bright", "brighter", "brightest", "gt", "quality"),
    ("nice", "nicer", "nicest", "gt", "quality"),
    ("strong", "stronger", "strongest", "gt", "strength"),
    ("weak", "weaker", "weakest", "lt", "strength"),
)
# Adjectives that only compare with more, most, less and least.
_LONG: tuple[tuple[str, Op, Domain], ...] = (
    ("prolonged", "gt", "length"),
    ("protracted", "gt", "length"),
    ("extended", "gt", "length"),
    ("drawn-out", "gt", "length"),
    ("pronounced", "gt", "depth"),
    ("elevated", "gt", "order"),
    ("recent", "gt", "date"),
    ("favourable", "gt", "quality"),
    ("favorable", "gt", "quality"),
    ("unfavourable", "lt", "quality"),
    ("unfavorable", "lt", "quality"),
    ("advantageous", "gt", "quality"),
    ("attractive", "gt", "quality"),
)
_THINGS = ["figure", "value", "reading", "number", "level", "result", "one", "entry", "mark"]

_PREDICATES: tuple[tuple[str, Op, Domain], ...] = (
    ("above", "gt", "order"),
    ("over", "gt", "order"),
    ("beyond", "gt", "order"),
    ("in excess of", "gt", "order"),
    ("on top of", "gt", "order"),
    ("an improvement on", "gt", "quality"),
    ("an improvement over", "gt", "quality"),
    ("superior to", "gt", "quality"),
    ("inferior to", "lt", "quality"),
    ("below", "lt", "order"),
    ("under", "lt", "order"),
    ("beneath", "lt", "order"),
    ("short of", "lt", "order"),
    ("shy of", "lt", "order"),
    ("underneath", "lt", "order"),
    ("left behind by", "lt", "race"),
    ("left standing by", "lt", "race"),
    ("at least", "ge", "order"),
    ("at or above", "ge", "order"),
    ("no less than", "ge", "order"),
    ("at least as high as", "ge", "order"),
    ("at least as much as", "ge", "order"),
    ("at least as large as", "ge", "size"),
    ("at least as big as", "ge", "size"),
    ("at least as great as", "ge", "size"),
    ("at least as deep as", "ge", "depth"),
    ("at least as long as", "ge", "length"),
    ("at least as good as", "ge", "quality"),
    ("at least as low as", "le", "order"),
    ("at least as shallow as", "le", "depth"),
    ("at least as small as", "le", "size"),
    ("at least as short as", "le", "length"),
    ("at least as bad as", "le", "quality"),
    ("at most", "le", "order"),
    ("at or below", "le", "order"),
    ("no more than", "le", "order"),
    ("at most as high as", "le", "order"),
    ("ahead of", "gt", "race"),
    ("in front of", "gt", "race"),
    ("behind", "lt", "race"),
    ("in the wake of", "lt", "race"),
    ("no match for", "lt", "quality"),
    ("before", "lt", "date"),
    ("prior to", "lt", "date"),
    ("after", "gt", "date"),
    ("later than", "gt", "date"),
    ("no later than", "le", "date"),
    ("no earlier than", "ge", "date"),
    ("subsequent to", "gt", "date"),
    ("equal to", "eq", "equal"),
    ("the equal of", "eq", "equal"),
    ("identical to", "eq", "equal"),
    ("identical with", "eq", "equal"),
    ("the same as", "eq", "equal"),
    ("same as", "eq", "equal"),
    ("level with", "eq", "equal"),
    ("on a par with", "eq", "equal"),
    ("on par with", "eq", "equal"),
    ("even with", "eq", "equal"),
    ("in line with", "eq", "equal"),
    ("on a level with", "eq", "equal"),
    ("tied with", "eq", "equal"),
    ("no different from", "eq", "equal"),
    ("no different to", "eq", "equal"),
    ("no different than", "eq", "equal"),
    ("indistinguishable from", "eq", "equal"),
    ("a match for", "eq", "equal"),
    ("as much as", "as-high", "order"),
    ("different from", "ne", "equal"),
    ("different to", "ne", "equal"),
    ("different than", "ne", "equal"),
    ("unequal to", "ne", "equal"),
    ("distinct from", "ne", "equal"),
    ("other than", "ne", "equal"),
    ("not the same as", "ne", "equal"),
    ("at odds with", "ne", "equal"),
)


def relation_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield each phrase that stands between two facts, with its meaning; comparatives come with their "than"."""
    for phrase, op, domain in _PREDICATES:
        yield phrase, Meaning(op, domain)
    for op, domain, listed in _MORE_PREDICATES:
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
    for plain, op, domain in _LONG:
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
    for plain, op, domain in _LONG:
        yield f"most {plain}", Meaning(_UTMOST[op], domain)
        yield f"least {plain}", Meaning(_UTMOST[_TURNED[op]], domain)


def bare_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield what compares without naming the other fact: it takes the one that the sentence is held against."""
    for plain, more, _, op, domain in ADJECTIVES:
        yield more, Meaning(op, domain)
        if plain:
            yield f"less {plain}", Meaning(_TURNED[op], domain)
            yield f"more {plain}", Meaning(op, domain)
    for plain, op, domain in _LONG:
        yield f"less {plain}", Meaning(_TURNED[op], domain)
        yield f"more {plain}", Meaning(op, domain)
    for phrases, op, domain in _BARE:
        yield from ((phrase, Meaning(op, domain)) for phrase in phrases)


_MORE_PREDICATES: tuple[tuple[Op, Domain, str], ...] = (
    (
        "gt",
        "order",
        """
    over and above / up on / up from / a step up from / a step up on / an increase on / an increase over /
    a rise from / a rise on / a rise over / a gain on / a gain over / an advance on / an advance over /
    on the upper side of / on the far side of / a climb from
    """,
    ),
    (
        "lt",
        "order",
        """
    down on / down from / a step down from / a step down on / a decrease on / a decrease from / a decline from /
    a decline on / a drop from / a fall from / reduced from / on the lower side of / a step below / a dip from
    """,
    ),
    ("lt", "race", "second to / in the shadow of / at the heels of / on the heels of"),
    (
        "lt",
        "quality",
        "worse off than / a step back from / no rival for / no rival to / the inferior of",
    ),
    ("gt", "quality", "better off than / more than a match for / the superior of"),
    (
        "lt",
        "date",
        "in advance of / anterior to / earlier on than / reached before / reached prior to",
    ),
    ("gt", "date", "posterior to / later on than / reached after / reached subsequent to"),
    (
        "eq",
        "equal",
        """
    on the same level as / at the same level as / the very same figure as / the very same value as /
    the same value as / the same figure as / the same level as / equivalent to / unchanged from /
    unchanged against / unchanged on / unchanged next to / in step with / in agreement with / abreast of /
    neck and neck with / one and the same as / exactly the same as / precisely the same as / just the same as /
    the very same as / the same number as / the same reading as / the same result as / on a footing with /
    on an equal footing with / the match of / no other than / nothing other than / the same like /
    not distinguishable from / at level with / in a tie with / in a dead heat with / of the same value as /
    of the same level as / at the same figure as / at the same value as / an exact match for / exactly equal to
    / precisely equal to / of equal value to / of equal size to / as much as was / not to be told apart from /
    on equal terms with / on level terms with
    """,
    ),
)
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
