"""Words about the reading of a report: who reads, how, and what for. They claim nothing of any figure. Pure."""

from collections.abc import Iterator
from itertools import product

from leanrig.report.narrate.inflect import forms, plural
from leanrig.report.narrate.lexicon_neutral import words

__all__ = ["BRIDGES", "JOINTS", "NOUNS", "VERBS", "WITHOUT_VERB"]

# What a figure does for its reader; none of them may take a second figure as its object.
_DEED = """
deserve merit warrant need require call ask want invite demand urge counsel suggest justify bear repay reward
catch attract earn say tell speak give provide offer add bring lend shed cast draw set paint round fill
complete serve remain appear feature figure enter belong matter help make come go stand sit rest raise pose
leave have get do carry wait beg plead argue stay hang hover- exist- lie read sound look seem feel prompt
remind warn caution nudge command beckon open close start begin
""".split()  # noqa: SIM905
# What one figure does to another without being it: it may stand right before a slot.
_BRIDGING = """
accompany complement supplement qualify temper frame contextualise contextualize illuminate join adjoin inform
escort concern regard caveat flank- augment annotate
""".split()  # noqa: SIM905
# What a reader does with a figure: it may stand right before a slot, as an order or as an activity.
_DEEDS_OF_READERS = """
read weigh judge consider view see take treat note keep bear mind remember recall compare contrast rank set
put place inspect examine scan review revisit approach handle interpret understand appreciate assess appraise
evaluate gauge regard mention flag highlight stress underline emphasise emphasize ignore overlook forget miss
skip neglect disregard dismiss cite quote check question ponder notice observe find contemplate digest absorb
discuss address tackle welcome accept underscore spotlight single- watch heed respect contextualise
contextualize juxtapose combine repeat restate cross-check double-check doubt trust second-guess spare skim
""".split()  # noqa: SIM905
# What may read as "shows the figure": never right before a slot, but as an order.
_SHOWING = """
show report present display name print write mark call deem have leave lay pass hold grant enjoy cherish
praise celebrate cheer applaud savour lament mourn list pinpoint spell
""".split()  # noqa: SIM905
_INTRANSITIVE = """
look turn go start begin open close end finish dwell pause linger stop wonder ask think reflect glance peer
gaze point refer draw jump rush hurry comment remark care worry listen attend count come move proceed
continue- return- stick
""".split()  # noqa: SIM905
_NOUNS = """
look glance thought attention light doubt question caution care reserve context perspective background
backdrop companion complement caveat footnote note comment remark word warning reminder view eye sense
understanding assessment judgement judgment evaluation interpretation comparison ranking verdict conclusion
weight reliance faith pause regard heed emphasis mention notice scrutiny inspection examination review
consideration reflection patience modesty humility restraint moderation scepticism skepticism prudence
interest curiosity concern reservation qualification proviso
""".split()  # noqa: SIM905
_MORE_NOUNS = """
reader writer author page table list line row column report summary section paragraph sentence picture story
tale narrative chapter verse point thing detail item entry figure number value result reading fact feature
aspect piece element place spot corner side end middle front back hand head mind memory heart hat pocket glass
lens lamp spotlight stage scene setting frame company neighbour neighbor partner friend guide map signpost
flag marker way manner fashion spirit tone voice breath step pace start beginning opening close finish stop
run sample test exercise simulation backtest back-test spell stretch episode span interval opposite precision
format name title label heading words language english grammar style form shape sort kind type class group
season- occasion moment- instance case example illustration hint clue tip lesson moral reminder takeaway
answer response reply explanation- claim statement assertion message news information data conversation
discussion debate argument- subject topic theme issue enthusiasm excitement joy cheer applause praise
celebration disappointment regret sorrow comfort consolation surprise salt sugar chew stomach purpose use aid
help- hurry haste rush conclusion
""".split()  # noqa: SIM905
_ADJECTIVES = """
careful close closer cautious sober fair quick brief short long- good- fresh calm- patient honest plain simple
bare raw full fuller whole complete same very own other another further extra due particular special separate
different- proper right- useful helpful handy interesting curious notable noteworthy telling instructive
informative relevant important essential necessary needed wise prudent sensible advisable fitting apt
appropriate mindful worth aware conscious wary sceptical skeptical modest- humble moderate- hasty
next-to-last- open shut ready able possible impossible- welcome sorry afraid glad happy sad tempting tempted
inclined free bound- meant intended supposed- designed suited fit out together alone apart aside alongside
nearby near- above-mentioned aforementioned abovementioned visible legible readable shown listed named
reported stated printed mere more- certain- great ample equal- mixed nuanced rounded balanced brighter- wider-
broader- bigger- larger- overall general broad shared mutual joint sole- key main chief central real- only-
preliminary tentative provisional indicative illustrative incomplete unfinished rough- closest keen watchful
""".split()  # noqa: SIM905
_ADVERBS = """
carefully cautiously closely separately alone together jointly side slowly patiently calmly soberly wisely
prudently honestly plainly simply briefly quickly accordingly lightly seriously literally firmly gently kindly
attentively thoroughly properly mindfully critically sceptically skeptically modestly- humbly too also here
there elsewhere nearby alongside beforehand afterwards- throughout- always- instead twice- once- again-
further duly rightly- justly- aside apart up down over back forward around through along away
""".split()  # noqa: SIM905
_PEOPLE = """
let's you your yours yourself we us our ours ourselves me my mine one one's oneself anyone everyone who whom
whose whoever reader's readers' readers they them their themselves those these all people- nobody- somebody-
i- someone let
""".split()  # noqa: SIM905
_SMALL = """
as if when whenever while where wherever why- how what which that than- until before after since- once- so-
lest till- whether because- though although such too very should must shall- ought to would- like for of in on
at by into onto upon about around over under- above- below- near from toward towards against please there here
it its this
""".split()  # noqa: SIM905
_PHRASES = words(
    """
    would do well to / will want to / will notice / will find / will see / will note / may want to /
    might want to / may wish to / might wish to / may like to / should want to / is wise to / had better /
    does well to / do well to / take care / take heed / with a grain of salt / with a pinch of salt /
    with some salt / in the back of / at the back of / in view / in sight / in mind / in hand / at hand /
    to hand / on top of mind / to the fore / front and centre / front and center / a fair bit / side by side /
    hand in hand / shoulder to shoulder / next to each other / next to one another / back to back / in one go /
    in one breath / in the same breath / at one time- / at leisure / in earnest / with interest /
    with an open mind / too much / too little / too quickly / too closely / too seriously / too hard / too long
    / too far / too literally / too soon- / as much / as well / very much- / not least- / at length / to scale-
    / as part of it / as part of the picture / as part of the whole / part of the whole / part of the picture /
    part of the story / the whole story / the whole picture / the full story / the full picture /
    the rest of the picture / the rest of the story / the rest of the page / the other side of the story /
    another side of the story / one side of the story / the whole of it / half the story- / in the picture /
    into the picture / into account / in account / under review / under the lens / under the lamp / a look /
    a second look / the last word / the first word / food for thought / on record / on file / for the record /
    there is nothing to / nothing to / to the same precision / nothing to report / nothing to add / much of it /
    make much of / too much of / made much of / advise / advised / advises / period / periods / try / tries /
    trying / some care / some caution / some thought / some doubt / some reserve / some attention / every care /
    every attention / any reading / any verdict / any judgement / any view / any conclusion / second look /
    second thought / second glance / second reading / first look / first thing / to start with /
    the first to look at / the last to look at / some salt / some context / some patience / some time- /
    enough said / once more- / little to say / nothing to say / nothing of / licence to / reason to / room for /
    time for- / need for / no need- / next in line- / to mind / to heart / to note / on its own merits /
    on their own merits / at its own pace / a spare thought / in good company / in company / by hand /
    under the same heading / beside each other / beside one another / in a row / on one line / on the same line
    / one by one / in tandem / in concert / in unison / as a pair / as a whole / as a set / as one piece /
    as a unit / in combination / in conjunction / in parallel / at once- / with each other / with one another /
    of interest / of note / of use / of help / no tale / its full context / with its companions /
    along with its companions / with its neighbour / with its neighbours / at the outset / from the outset /
    in the margin / between the lines / cause for / grounds for / call for / case for
    """
)
# After "not" these make a statement about the page, which may be untrue.
WITHOUT_VERB = frozenset(
    [
        "shown",
        "listed",
        "reported",
        "recorded",
        "stated",
        "given",
        "found",
        "seen",
        "printed",
        "there",
        "here",
        "noted",
        "mentioned",
        "named",
        "displayed",
        "presented",
        "cited",
        "known",
        "available",
        "computed",
        "exist",
        "exists",
        "figure",
    ]
)
_PREPOSITIONS = "at on about of for to with over in into around behind towards toward upon before from".split()  # noqa: SIM905
_PARTICLES = ("at", "on", "about", "upon", "to", "into", "with", "for", "over", "of", "too much into", "anything into",
              "much into")  # fmt: skip


def _kept(listed: list[str]) -> list[str]:
    return [word for word in dict.fromkeys(listed) if not word.endswith("-")]


def _verbs(listed: list[str]) -> Iterator[str]:
    for verb in _kept(listed):
        yield from forms(verb)


def _joints() -> Iterator[str]:
    yield from (
        "nothing about",
        "nothing of",
        "nothing on",
        "little about",
        "little of",
        "more about",
        "drawn to",
        "called to",
    )
    yield from (f"{forms(verb).participle} by" for verb in _kept(_BRIDGING) if verb not in ("frame", "flank"))
    nouns = [noun for noun in _kept(_NOUNS) if noun not in ("reading", "measure")]
    for noun, preposition in product(nouns, _PREPOSITIONS):
        yield f"{noun} {preposition}"
        if preposition in ("of", "on", "for", "with"):
            yield from (f"{lead} the {noun} {preposition}" for lead in ("in", "on", "for", "to", "with", "as"))
        if preposition in ("at", "on", "about", "for", "to", "over"):
            yield f"{plural(noun)} {preposition}"
    for lead, noun in product(("any", "careful", "your", "our", "fair", "full", "the reader's"),
                              ("reading of", "view of")):  # fmt: skip
        yield f"{lead} {noun}"


def _bridges() -> Iterator[str]:
    for verb in _kept(_BRIDGING):
        yield from forms(verb)
    for verb in _kept(_DEEDS_OF_READERS):
        yield from (verb, forms(verb).gerund)
    for verb, particle in product(_SHOWING, ("for", "at", "over", "about")):
        yield from (f"{verb} {particle}", f"{forms(verb).gerund} {particle}")
    for verb in [*_kept(_DEEDS_OF_READERS), *_kept(_INTRANSITIVE)]:
        for form, particle in product((verb, forms(verb).gerund), _PARTICLES):
            yield f"{form} {particle}"


VERBS = tuple(dict.fromkeys(_verbs([*_DEED, *_BRIDGING, *_DEEDS_OF_READERS, *_SHOWING, *_INTRANSITIVE])))
# Forms that may stand right before a slot: not those of the third person, which would make one figure the other.
BRIDGES = tuple(dict.fromkeys(_bridges()))
JOINTS = tuple(dict.fromkeys(_joints()))
NOUNS = tuple(
    dict.fromkeys(
        (
            *(form for noun in _kept([*_NOUNS, *_MORE_NOUNS]) for form in (noun, plural(noun))),
            *_kept(_ADJECTIVES), *_kept(_ADVERBS), *_kept(_PEOPLE), *_kept(_SMALL),
            *(phrase for phrase in _PHRASES if not phrase.endswith("-")),
        )
    )
)  # fmt: skip
