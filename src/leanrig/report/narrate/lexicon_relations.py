"""The words that relate facts, in every form that we know of. A phrase stands here once. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from leanrig.report.narrate.relations import Op
from leanrig.report.narrate.values import Domain

__all__ = ["ADJECTIVES", "Meaning", "bare_phrases", "relation_phrases"]

Form = Literal["pred", "verb", "part"]
"""`pred`: behind was, or alone (above). `verb`: stands by itself (exceeds). `part`: behind has, or was ... by."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase claims, and how it is built into a sentence."""

    op: Op
    domain: Domain
    form: Form = "pred"


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
)

# base, third person, past, participle, gerund, op, domain
_VERBS: tuple[tuple[str, str, str, str, str, Op, Domain], ...] = (
    ("exceed", "exceeds", "exceeded", "exceeded", "exceeding", "gt", "order"),
    ("top", "tops", "topped", "topped", "topping", "gt", "order"),
    ("surpass", "surpasses", "surpassed", "surpassed", "surpassing", "gt", "race"),
    ("outrank", "outranks", "outranked", "outranked", "outranking", "gt", "race"),
    ("lead", "leads", "led", "led", "leading", "gt", "race"),
    ("outpace", "outpaces", "outpaced", "outpaced", "outpacing", "gt", "race"),
    ("overtop", "overtops", "overtopped", "overtopped", "overtopping", "gt", "order"),
    ("overshoot", "overshoots", "overshot", "overshot", "overshooting", "gt", "order"),
    ("outnumber", "outnumbers", "outnumbered", "outnumbered", "outnumbering", "gt", "order"),
    ("clear", "clears", "cleared", "cleared", "clearing", "gt", "order"),
    ("undercut", "undercuts", "undercut", "undercut", "undercutting", "lt", "order"),
    ("undershoot", "undershoots", "undershot", "undershot", "undershooting", "lt", "order"),
    ("reach", "reaches", "reached", "reached", "reaching", "ge", "order"),
    ("trail", "trails", "trailed", "trailed", "trailing", "lt", "race"),
    ("beat", "beats", "beat", "beaten", "beating", "gt", "quality"),
    ("outperform", "outperforms", "outperformed", "outperformed", "outperforming", "gt", "quality"),
    ("outdo", "outdoes", "outdid", "outdone", "outdoing", "gt", "quality"),
    ("bested", "bests", "bested", "bested", "besting", "gt", "quality"),
    ("underperform", "underperforms", "underperformed", "underperformed", "underperforming", "lt", "quality"),
    ("lag", "lags", "lagged", "lagged", "lagging", "lt", "quality"),
    ("outlast", "outlasts", "outlasted", "outlasted", "outlasting", "gt", "length"),
    ("precede", "precedes", "preceded", "preceded", "preceding", "lt", "date"),
    ("predate", "predates", "predated", "predated", "predating", "lt", "date"),
    ("postdate", "postdates", "postdated", "postdated", "postdating", "gt", "date"),
    ("follow", "follows", "followed", "followed", "following", "gt", "date"),
    ("equal", "equals", "equalled", "equalled", "equalling", "eq", "equal"),
    ("match", "matches", "matched", "matched", "matching", "eq", "equal"),
    ("tie", "ties", "tied", "tied", "tying", "eq", "equal"),
    ("mirror", "mirrors", "mirrored", "mirrored", "mirroring", "eq", "equal"),
)
# first word's forms, rest, op, domain: come in above, fall short of
_COME = ("come", "comes", "came", "coming")
_FALL = ("fall", "falls", "fell", "fallen", "falling")
_DO = ("do", "does", "did", "done", "doing", "fare", "fares", "fared", "faring", "perform", "performs", "performed",
       "performing")  # fmt: skip
_PHRASAL: tuple[tuple[tuple[str, ...], str, Op, Domain], ...] = (
    (_FALL, "short of", "lt", "order"),
    (_COME, "short of", "lt", "order"),
    (("stop", "stops", "stopped", "stopping"), "short of", "lt", "order"),
    (_FALL, "below", "lt", "order"),
    (_FALL, "under", "lt", "order"),
    (("drop", "drops", "dropped", "dropping"), "below", "lt", "order"),
    (("dip", "dips", "dipped", "dipping"), "below", "lt", "order"),
    (("rise", "rises", "rose", "risen", "rising"), "above", "gt", "order"),
    (_COME, "up to", "ge", "order"),
    (("show", "shows", "showed", "has", "have", "had"), "the same figure as", "eq", "equal"),
    (("show", "shows", "showed", "has", "have", "had"), "the same value as", "eq", "equal"),
    (_FALL, "behind", "lt", "race"),
    (("lag", "lags", "lagged", "lagging"), "behind", "lt", "quality"),
    (("trail", "trails", "trailed", "trailing"), "behind", "lt", "race"),
    (("pull", "pulls", "pulled", "pulling"), "ahead of", "gt", "race"),
    (("go", "goes", "went", "gone", "going"), "beyond", "gt", "order"),
    (("edge", "edges", "edged", "edging"), "past", "edge", "order"),
    (("edge", "edges", "edged", "edging"), "above", "edge", "order"),
    (("edge", "edges", "edged", "edging"), "ahead of", "edge", "race"),
    (_DO, "better than", "gt", "quality"),
    (_DO, "worse than", "lt", "quality"),
    (_DO, "as well as", "as-high", "quality"),
    (("lose", "loses", "lost", "losing"), "out to", "lt", "quality"),
    (("lose", "loses", "lost", "losing"), "to", "lt", "quality"),
    (("improve", "improves", "improved", "improving"), "on", "gt", "quality"),
    (("improve", "improves", "improved", "improving"), "upon", "gt", "quality"),
    (("win", "wins", "won", "winning"), "against", "gt", "quality"),
    (("differ", "differs", "differed", "differing"), "from", "ne", "equal"),
    (("depart", "departs", "departed", "departing"), "from", "ne", "equal"),
    (("agree", "agrees", "agreed", "agreeing"), "with", "eq", "equal"),
    (("coincide", "coincides", "coincided", "coinciding"), "with", "eq", "equal"),
    (("tie", "ties", "tied", "tying"), "with", "eq", "equal"),
)
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
)
_AS: dict[Op, Op] = {"gt": "as-high", "lt": "as-low"}
_FLIPPED: dict[Op, Op] = {"gt": "lt", "lt": "gt", "eq": "eq", "ge": "le"}


def relation_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield each phrase that stands between two facts, with its meaning; comparatives come with their "than"."""
    for phrase, op, domain in _PREDICATES:
        yield phrase, Meaning(op, domain)
    for plain, more, _, op, domain in ADJECTIVES:
        yield f"{more} than", Meaning(op, domain)
        if plain:
            yield f"less {plain} than", Meaning("lt" if op == "gt" else "gt", domain)
            yield from (
                (f"{lead} {plain} as", Meaning(_AS[op], domain)) for lead in ("as", "so", "just as", "quite as")
            )
    for base, third, past, participle, gerund, op, domain in _VERBS:
        for word in dict.fromkeys((base, third, past, gerund)):
            yield word, Meaning(op, domain, "verb")
        if participle != past:
            yield participle, Meaning(op, domain, "part")
        yield f"{participle} by", Meaning(_FLIPPED[op], domain, "part")
    for forms, rest, op, domain in _PHRASAL:
        yield from ((f"{form} {rest}", Meaning(op, domain, "verb")) for form in forms)


def bare_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield what compares without naming the other fact: it takes the one that the sentence is held against."""
    for plain, _, _, op, domain in ADJECTIVES:
        if plain:
            yield f"less {plain}", Meaning("lt" if op == "gt" else "gt", domain)
    for phrases, op, domain in _BARE:
        yield from ((phrase, Meaning(op, domain)) for phrase in phrases)


_BARE: tuple[tuple[tuple[str, ...], Op, Domain], ...] = (
    (("falls short", "fell short", "fall short", "came short", "comes short", "falling short"), "lt", "order"),
    (("trails", "trailed", "falls behind", "fell behind", "trails behind", "behind"), "lt", "race"),
    (("leads", "led", "ahead"), "gt", "race"),
    (("lags", "lagged", "lags behind", "lagged behind", "underperformed", "underperforms"), "lt", "quality"),
    (("did worse", "does worse", "do worse", "fared worse", "fares worse", "fare worse"), "lt", "quality"),
    (("performed worse", "performs worse"), "lt", "quality"),
    (("did better", "does better", "do better", "fared better", "fares better", "fare better"), "gt", "quality"),
    (("performed better", "performs better"), "gt", "quality"),
    (("outperformed", "outperforms"), "gt", "quality"),
)  # fmt: skip
