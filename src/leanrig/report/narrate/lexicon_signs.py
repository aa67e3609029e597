"""Words about one fact: its sign, its direction, its place in its group; and what is said of several together. Pure."""

from collections.abc import Iterator
from itertools import product

from leanrig.report.narrate.inflect import forms
from leanrig.report.narrate.lexicon_neutral import words
from leanrig.report.narrate.lexicon_relations import ADJECTIVES
from leanrig.report.narrate.lexicon_verbs import DIMENSIONS, Meaning
from leanrig.report.narrate.relations import Op
from leanrig.report.narrate.values import Domain

__all__ = ["move_phrases", "place_phrases", "sign_phrases", "together_phrases"]

_SIGNS: dict[Op, str] = {
    "void": """
    unknown / missing / undefined / not known / not available / without a figure / without a value /
    no value /
    no figure / unavailable / absent / not defined / blank / left blank / empty / left empty / not there /
    left out / not worked out / not computed / no number / without value / without figure / no reading /
    no such figure / not computable / beyond reckoning / not given / not stated / not to be had /
    could not be worked out / cannot be worked out / could not be computed / cannot be computed /
    could not be stated / cannot be stated / could not be given / cannot be given / could not be determined /
    cannot be determined / could not be established / could not be calculated / cannot be calculated /
    could not be measured / cannot be measured / does not exist / did not exist / is not there /
    is not defined
    / is nowhere to be found / not to be found / no value at all
    """,
    "there": "known / available / exists / exist / existed / is there / are there",
    "pos": """
    positive / on the plus side / on the positive / in positive territory / on the positive side /
    in the plus /
    in the black / a positive / in credit / above water / above the waterline / in the green /
    of positive sign
    / with a positive sign / with a plus sign / a positive figure / a positive value / a positive number /
    a positive result / positive sign / a positive sign / a plus sign / into positive territory /
    into the black
    / to the positive side / a positive one / above the water / on the right side of the line / positives /
    positive figures / positive values / positive numbers / positive results / positive readings /
    a positive reading / positive in sign / on dry land / on the credit side / its head above water /
    their heads above water / with a plus in front / a plus in front
    """,
    "neg": """
    negative / on the minus side / on the negative / in negative territory / on the negative side /
    in the minus
    / in the red / a negative / under water / below water / underwater / below the waterline /
    under the waterline / of negative sign / with a negative sign / with a minus sign / a negative figure /
    a negative value / a negative number / a negative result / negative sign / a negative sign /
    a minus sign /
    into negative territory / into the red / to the negative side / a negative one / beneath the waterline /
    under the water / on the wrong side of the line / negatives / negative figures / negative values /
    negative numbers / negative results / negative readings / a negative reading / negative in sign /
    on the debit side / with a minus in front / a minus in front
    """,
    "nil": """
    nothing / flat / nil / neither positive nor negative / neither a gain nor a loss / neither up nor down /
    nought / nothing at all / neither in the black nor in the red / neither here nor there / without a sign /
    exactly nothing
    """,
    "still": """
    unchanged / without change / without a change / no change / still at its start / unmoved / motionless
    """,
    "gain": """
    gain / gains / plus / gainful / up / a rise / an increase / an advance / a climb / a step up /
    profitable /
    a profit / in profit / profits / a plus / gaining / gainers / a gainer / an upturn / on the up /
    increases /
    rises
    """,
    "loss": """
    loss / losses / minus / down / a fall / a decline / a decrease / a drop / a step down / a dip / a slide /
    unprofitable / loss-making / losing / losers / a loser / adverse / a minus / a downturn / declines /
    falls /
    decreases / loss making / a setback
    """,
}
# What may stand before a gain or a loss: "ended with a gain", "at a loss".
_BEFORE = ("at a", "with a", "as a", "in a", "of a", "for a")
_MOVES: tuple[tuple[Op, Domain, str], ...] = (
    ("up", "order", """
    rise / gain / increase / climb / advance / recover / ascend / go up / move up / tick up / pick up /
    come up
    / head up / gain ground / step up / go upward / move upward / go upwards / move upwards / turn up /
    come back / grow in value / add to itself / make a gain / make progress / go forward / make headway
    """),
    ("down", "order", """
    fall / lose / decrease / decline / drop / dip / slip / slide / sink / retreat / ease / recede / go down /
    move down / come down / give way / lose ground / step down / go downward / move downward / go downwards /
    move downwards / subside / ebb / go back / fall back / slip back / drop back / ease back / come off /
    give ground / turn down / head down / lose value / make a loss / descend / shed value / tick down
    """),
    ("up", "size", "grow / deepen / widen / lengthen / expand / swell"),
    ("down", "size", "shrink / narrow / shorten / contract / diminish / lessen"),
    ("up", "quality", "improve / better itself / brighten"),
    ("down", "quality", "worsen / deteriorate"),
)  # fmt: skip

_GROUPS = words("""
    pack / field / list / table / ranking / group / way / row / line / ladder / set / lot / bunch / pile
    """)
_PLACES: tuple[tuple[Op, Domain, str], ...] = (
    ("top", "race", """
    in the lead / on top / the front-runner / the leader / out in front / at the front / in front /
    out ahead /
    at the head / in pole position / leading the way
    """),
    ("low", "race", """
    at the rear / at the back / in the rear / the laggard / the straggler / at the tail / at the tail end /
    the tail-ender
    """),
    ("top", "rank", """
    first of all / first in its group / first of its group / in first place / ranked first /
    first of them all /
    the first of all / first in line / the first to come / the first in its group / first among its peers /
    first in the group / the first of its group / first in the list / first among them
    """),
    ("low", "rank", """
    last / last of all / last in its group / last of its group / in last place / ranked last /
    last of them all
    / the last of all / last in line / the last to come / the last in its group / last among its peers /
    the last of its group / the last of them / last in the group / last in the list / last among them
    """),
    ("top", "order", """
    top / the top / at the top / at the very top / at the very head / the high point / the highest point /
    the maximum / at the upper end / the upper end / at the high end / the top one / the top figure /
    the top value / the summit / at the summit / the high end / the upper extreme / at the upper extreme /
    the high mark / the high / topmost / the topmost / unsurpassed / unexceeded / unequalled / unequaled /
    uppermost / the uppermost / at its top / the crest
    """),
    ("low", "order", """
    bottom / the bottom / at the bottom / at the very bottom / at the foot / at the very foot /
    the low point /
    the lowest point / the minimum / at the lower end / the lower end / at the low end / the bottom one /
    the bottom figure / the lower extreme / at the lower extreme / the low mark / the low end / the low /
    bottommost / lowermost / at its bottom
    """),
    ("top", "quality", """
    the pick of the bunch / the pick of the lot / the pick of the group / the pick of them /
    the pick of them all / unbeaten / best-placed / the best one / the best performer / the pick /
    the strongest performer
    / the star of the group
    """),
    ("low", "quality", """
    the worst one / the worst performer / the weakest performer / worst-placed / the poor relation
    """),
)  # fmt: skip
_PLACE_VERBS: tuple[tuple[Op, Domain, str], ...] = (
    ("top", "order", "|top|head|crown"),
    ("top", "race", "|lead"),
    ("low", "race", "|trail|round off|close"),
)
_PLACE_IDIOMS: tuple[tuple[Op, Domain, str], ...] = (
    ("top", "race", """
    take the prize / take the lead / win the prize / steal the show / come out on top / come out ahead /
    set the pace / take the crown / take the top spot / take first place / take the cake
    """),
    ("low", "race", "bring up the rear / take the last place / bring up the tail"),
    ("top", "rank", """
    come first / come out first / come in first / rank first / place first / go first / finish first
    """),
    ("low", "rank", """
    come last / come out last / come in last / rank last / place last / finish last / end last
    """),
    ("top", "quality", """
    come off best / come out best / do best / fare best / perform best / come away best / take the honours
    """),
    ("low", "quality", """
    come off worst / come out worst / do worst / fare worst / perform worst / hurt the most
    """),
)  # fmt: skip
_TOGETHER: dict[Op, str] = {
    "all-eq": """
    equal / identical / the same / alike as shown / equals / on a par / on par / level / indistinguishable /
    tied / no different / at the same level / the same as each other / equal to each other / equivalent /
    identical to each other / the same figure / the same value / on a level / no different from each other /
    match / matched / coincide / coincided / agree / agreed / tie / even / alike / the very same figure /
    the very same / the very same value / one and the same / no difference / neck and neck / in agreement /
    in step / in line / tie with each other / tied with each other / level with each other /
    match each other /
    matched each other / on the same level / equal in value / the same in value / of the same value /
    of equal value / of one value / equal one another / equal each other / the same number /
    the same reading /
    the same result / of a kind / in a tie / in a dead heat / at one / a match / a tie /
    not to be told apart /
    not distinguishable / matching / tie with one another / the same as one another / equal to one another /
    mirror each other / on equal terms / echo each other / draw level / align / aligned /
    in no way different /
    a draw / dead level / exactly alike / exactly the same / precisely the same / exactly equal /
    just the same
    / no different from one another / without a difference / without difference / without any difference /
    equally high / equally low / as one / a perfect match / an exact match / quits / share the same value /
    share the same figure / shared the same value / shared the same figure / share a figure /
    share one figure /
    identical in value / identical figures / identical values
    """,
    "all-ne": """
    different / unequal / not the same / differ / differed / apart / different from each other / distinct /
    not alike / not equal / not identical / different from one another / differ from each other / diverge /
    diverged / differ from one another / different figures / different values / part ways / at odds
    """,
}


def sign_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield what tells a fact's sign."""
    for op, listed in _SIGNS.items():
        yield from ((phrase, Meaning(op, "order")) for phrase in words(listed))
    for op, nouns in (("gain", ("gain", "profit", "plus")), ("loss", ("loss", "minus", "decline", "drop"))):
        for lead, noun in product(_BEFORE, nouns):
            yield f"{lead} {noun}", Meaning("gain" if op == "gain" else "loss", "order")


def move_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield what tells a change's direction, in all forms of its verb."""
    for op, domain, listed in _MOVES:
        for phrase in words(listed):
            yield from ((form, Meaning(op, domain)) for form in dict.fromkeys(forms(phrase)))


def place_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield what says that a fact is the utmost of its group, without a superlative."""
    for op, domain, listed in _PLACES:
        yield from ((phrase, Meaning(op, domain)) for phrase in words(listed))
    for op, domain, verbs in _PLACE_VERBS:
        for verb, group in product(verbs.strip("|").split("|"), _GROUPS):
            yield from ((f"{form} the {group}", Meaning(op, domain)) for form in dict.fromkeys(forms(verb)))
    for op, domain, listed in _PLACE_IDIOMS:
        for phrase in words(listed):
            yield from ((form, Meaning(op, domain)) for form in dict.fromkeys(forms(phrase)))


def together_phrases() -> Iterator[tuple[str, Meaning]]:
    """Yield what is said of several facts among themselves."""
    for op, listed in _TOGETHER.items():
        yield from ((phrase, Meaning(op, "equal")) for phrase in words(listed))
    for plain, _, _, _, _ in ADJECTIVES:
        for other in ("each other", "one another") if plain else ():
            yield f"as {plain} as {other}", Meaning("all-eq", "equal")
        if plain:
            yield f"equally {plain}", Meaning("all-eq", "equal")
    for noun, lead in product(DIMENSIONS, ("of the same", "of equal", "the same in", "equal in", "the same")):
        yield f"{lead} {noun}", Meaning("all-eq", "equal")
