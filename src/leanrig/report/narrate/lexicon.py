"""Every word and phrase that may stand between slots, with its class. What is not here is refused. Pure."""

from dataclasses import dataclass
from functools import cache

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
from leanrig.report.narrate.lexicon_relations import ADJECTIVES, Meaning, bare_phrases, relation_phrases
from leanrig.report.narrate.relations import Op
from leanrig.report.narrate.values import Domain

__all__ = ["Entry", "phrases", "trie"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase's class (`tag`), and what it claims where it claims something."""

    tag: str
    meaning: Meaning | None = None


_CLASSES: dict[str, str] = {
    "DET": "the / a / an / its / their / this / that / these / those",
    "BE": "is / are / was / were / be / been / being",
    "STAND": """
    stands / stand / stood / standing / comes to / came to / come to / amounts to / amounted to / amount to /
    sits / sit / sat / reads / counts / counted
    """,
    "MOVE": """
    came / come / comes / came in / come in / comes in / came out / come out / comes out / coming in / ended /
    ends / end / ended up / ends up / end up / ending / ending up / finished / finishes / finish / finishing /
    stayed / stays / stay / staying / remained / remains / remain / remaining / kept / keeps / ran / runs / run
    / running / ranked / ranks / rank / ranking / turned out / turns out / turn out / turned out to be /
    turns out to be / seemed / seems / seem / seems to be / appeared / appears / appear / appears to be / looked
    / looks / look / landed / lands / land / landing / settled / settles / settling / held / holds / go / gone /
    going / went / goes / lasted / lasts / last / lasting / lay / lies / lie / lying / lain / found / seen /
    measured / measures / placed / sitting / closed / closes / worked out / works out / marked / marks / mark /
    stands out as / stand out as / stood out as / stands as / stood as / stand as / ranks as / ranked as /
    counts as / counted as / shows as / qualifies as / stands there as / emerges as / emerged as
    """,
    "AUX": "did / does / do / has / have / had / may / might / can",
    "NEG": """
    failed to / fails to / fail to / could not / not / never / no / without / nowhere / by no means / in no way
    """,
    "AND": "and / as well as / along with",
    "OR": "or",
    "NOR": "nor / and neither",
    "BUT": """
    but / yet / though / although / while / whereas / even though / even as / whilst / and yet / but then
    """,
    "WITH": "with",
    "VOID-OF": """
    there is no figure for / there is no value for / there was no figure for / there is no known figure for /
    there is no known value for / no figure is known for / no value is known for /
    there is no figure to show for / there is no value to show for / nothing is known of / nothing is known for
    / no figure for / no value for
    """,
    "VOID-WITH": """
    there is nothing to compare / there was nothing to compare / there is nothing to show /
    there is nothing to say / there was nothing to show / nothing can be compared / nothing can be said /
    there is nothing to measure / there is nothing to judge / nothing can be measured / nothing can be judged
    """,
    "RESTS": """
    rests on / rest on / rested on / resting on / stands on / stand on / based on / is based on / are based on /
    was based on / were based on / counted over / taken over / rests upon
    """,
    "BEHIND": "stand behind / stands behind / stood behind",
    "SPAN": """
    covers / covered / spans / runs / ran / goes / went / stretches / stretched / reaches / lasted
    """,
    "THAN": "than",
    "JOINT": """
    says little without / say little without / means little without / tells little without / when reading /
    when judging / when weighing / when looking at / when comparing / when considering / in reading / in judging
    / in weighing / before reading / before judging / while reading / when viewing / when setting / comes with /
    come with / came with / coming with / goes with / go with / went with / going with / belongs with /
    belong with / belongs beside / belong beside / belongs next to / sits beside / sits next to / pairs with /
    paired with / beside / alongside / side by side with / together with / in view of / in the light of /
    in light of / in addition to / besides / despite / in spite of / should not be read without / with regard to
    / as regards / not be read without / never without
    """,
    "ANCHOR": """
    against / compared with / compared to / when compared with / when compared to / in comparison with /
    in comparison to / next to / relative to / versus / set against / when set against / as against /
    measured against / when measured against / held against / set beside / placed beside / placed next to /
    put beside / put next to / up against / held up against / seen against / by comparison with /
    as compared with / as compared to / put against / judged against / over against / with respect to /
    when set beside / when put beside / when held against / viewed against / read against / seen beside /
    weighed against / when placed beside / as opposed to / in relation to / set next to / measured beside /
    taken against
    """,
    "LIKE": """
    like / just like / as with / just as with / as in the case of / besides / in addition to / together with /
    along with / alongside / as well as / much like / similar to / similarly to
    """,
    "UNLIKE": "unlike / in contrast to / in contrast with / contrary to / by contrast with",
    "BOTH": "both / both of / all of / each of / all / each / alike",
    "NEITHER": "neither / neither of / none of",
    "EITHER": "either / either of",
    "NO-OTHER": """
    no other / none other / none of the others / none / nothing / nothing else / no other of its kind /
    none of the rest / nothing in its group / no other in its group / no other in the group / none in the group
    / not one other / no other figure / no other value / no figure / no other reading / no other one /
    no other of its group / none of its kind / none of its peers / no peer
    """,
    "OTHERS": """
    any other / all others / all other / all the others / all of the others / every other / every other one /
    the others / the rest / all the rest / any of the others / every other of its kind / any other of its kind /
    any other in its group / any of its peers / its peers / all its peers / all of its peers /
    any other of its group / all others of its kind / any other figure / every other figure /
    all the other figures / any other in the group / every other in its group / any of the rest /
    all others in its group / all the others in its group / all of the rest / everything else / anything else /
    any other value / any other reading / any peer / every peer / all peers
    """,
    "SCOPE": """
    of all / of them all / of them / of the lot / of its kind / of its group / of the group / in its group /
    in the group / among its kind / among its peers / of all of them / of all its kind / of the whole group /
    of all in its group / among all of them / of all these / of these / there is / there was / shown here /
    of all shown / among the others / among all / of its peers / of all its peers / among them /
    among all others / of any / of the set / in the set / in the table / in the lot / in the whole group /
    out of all / out of them all / within its group / within the group / of all that are shown
    """,
    "THING": """
    figure / value / reading / result / entry / line / figures / values / readings / results / entries /
    one of the group
    """,
    "AMONG": "among the / amongst the / one of the / among / amongst",
    "BETWEEN": """
    falls between / fell between / fall between / falls in between / fell in between / between / in between /
    somewhere between / within
    """,
    "FROM": "from",
    "TO": "to",
    "OF": "of",
    "PREP": "on / in / at / by / for / into / through / per / across / along / throughout / via",
    "FORMER": "the former / the first of them",
    "LATTER": "the latter",
    "WHICH": "which",
    "THAT": "that",
    "IT": "it / this / they / these / both of which / there / all of which",
    "BOTH-OF": """
    both of them / both of these / all of them / all of these / each of them / the pair of them
    """,
    "DIFF": """
    difference / gap / distance / a difference / a gap / a distance / the difference / the gap / the distance
    """,
    "SO": """
    like / just like / much like / as with / together with / along with / alongside / besides / in addition to /
    as well as / so did / so was / so were / so is / so are / so does / so do / so has / as did / as was /
    as were / as is / as are / as does / as do / the same goes for / the same holds for / the same is true of /
    the same was true of / the same applies to / likewise for
    """,
    "NOR-DID": """
    nor did / nor was / nor were / nor is / nor are / nor does / nor do / neither did / neither was / neither is
    / neither were / neither does
    """,
    "TOO": "too / as well / likewise / also / in turn",
}  # fmt: skip
_SIGNS: dict[Op, str] = {
    "void": """
    unknown / missing / undefined / not known / not available / without a figure / without a value / no value /
    no figure
    """,
    "there": "known / available",
    "pos": """
    positive / on the plus side / in positive territory / on the positive side / in the plus / in the black
    """,
    "neg": """
    negative / on the minus side / in negative territory / on the negative side / in the minus / in the red
    """,
    "nil": """
    nothing / flat / nil / neither positive nor negative / neither a gain nor a loss / neither up nor down
    """,
    "gain": """
    gain / gains / plus / gainful / up / a rise / an increase / an advance / a climb / a step up
    """,
    "loss": """
    loss / losses / minus / down / a fall / a decline / a decrease / a drop / a step down / a dip / a slide
    """,
}
_MOVES: tuple[tuple[Op, Domain, str], ...] = (
    ("up", "order", """
    rose / rise / rises / risen / rising / gained / gain / gains / gaining / increased / increase / increases /
    increasing / climbed / climb / climbs / climbing / advanced / advance / advances / advancing / went up /
    go up / goes up / gone up / going up / moved up / moves up / move up / moving up / ticked up / picked up /
    was up / added to itself / came up
    """),
    ("down", "order", """
    fell / fall / falls / fallen / falling / lost / lose / loses / losing / decreased / decrease / decreases /
    decreasing / declined / decline / declines / declining / dropped / drop / drops / dropping / went down /
    go down / goes down / gone down / going down / moved down / moves down / move down / moving down / dipped /
    dips / dip / dipping / slipped / slips / slip / slipping / slid / slides / slide / sliding / came down /
    comes down / come down / sank / sinks / sink / sunk / sinking
    """),
    ("up", "size", """
    grew / grow / grows / grown / growing / deepened / deepen / deepens / deepening / widened / widen / widens /
    widening / lengthened / lengthens / expanded / expands / expand
    """),
    ("down", "size", """
    shrank / shrink / shrinks / shrunk / shrinking / narrowed / narrows / narrowing / shortened / shortens /
    contracted / contracts / contract / contracting / diminished / diminishes
    """),
    ("up", "quality", "improved / improve / improves / improving / got better / gets better"),
    ("down", "quality", """
    worsened / worsen / worsens / worsening / got worse / gets worse / deteriorated / deteriorates
    """),
)  # fmt: skip
_TOGETHER: dict[Op, str] = {
    "all-eq": """
    equal / identical / the same / alike as shown / equals / on a par / on par / level / indistinguishable /
    tied / no different / at the same level / the same as each other / equal to each other /
    identical to each other / the same figure / the same value / on a level / no different from each other /
    match / matched / coincide / coincided / agree / agreed / tie / even
    """,
    "all-ne": """
    different / unequal / not the same / differ / differed / apart / different from each other / distinct /
    not alike
    """,
}


@cache
def phrases() -> dict[str, tuple[Entry, ...]]:
    """Return every phrase with its entry; a phrase of two readings has both."""
    found: dict[str, list[Entry]] = {}

    def keep(phrase: str, entry: Entry) -> None:
        entries = found.setdefault(phrase, [])
        if entry not in entries:
            entries.append(entry)

    for tag, listed in _CLASSES.items():
        for phrase in words(listed):
            keep(phrase.strip(), Entry(tag))
    for tag, several in (("FILL", FILLERS), ("ADVICE", ADVICE), ("IMPER", IMPERATIVES), ("NEUT", NEUTRAL),
                        ("KEEP", KEEPERS), ("SET", SETTERS), ("OPEN", OPENERS)):  # fmt: skip
        for phrase in several:
            keep(phrase, Entry(tag))
    for phrase, meaning in relation_phrases():
        keep(phrase, Entry("REL", meaning))
    for _, more, most, op, domain in ADJECTIVES:
        keep(more, Entry("CMP", Meaning(op, domain)))
        if most:
            keep(most, Entry("EXT", Meaning("top" if op == "gt" else "low", domain)))
    for phrase, meaning in bare_phrases():
        keep(phrase, Entry("CMP", meaning))
    keep("latest", Entry("EXT", Meaning("top", "date")))
    for op, listed in _SIGNS.items():
        for phrase in words(listed):
            keep(phrase, Entry("SIGN", Meaning(op, "order")))
    for op, domain, listed in _MOVES:
        for phrase in words(listed):
            keep(phrase, Entry("DIR", Meaning(op, domain)))
    for op, listed in _TOGETHER.items():
        for phrase in words(listed):
            keep(phrase, Entry("EQ", Meaning(op, "equal")))
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
