"""The classes of function words: links, joints, objects, and what a sentence is built with. Pure."""

__all__ = ["CLASSES"]

CLASSES: dict[str, str] = {
    "DET": "the / a / an / its / their / this / that / these / those",
    "BE": "is / are / was / were / be / been / being",
    "STAND": """
    stands at / stood at / stand at / standing at / stands / stand / stood / standing / comes to / came to /
    come to / amounts to / amounted to / amount to / sits / sit / sat / reads / counts / counted
    """,
    "AUX": "had to / has to / have to / did / does / do / has / have / had / may / might / can",
    "NEG": """
    failed to / fails to / fail to / could not / not / never / no / without / nowhere / by no means / in no way
    """,
    "WILL": "will / would",
    "AND": "and / as well as / along with",
    "OR": "or",
    "NOR": "nor / and neither",
    "BUT": """
    just as / exactly as / much as / albeit / but / yet / though / although / while / whereas / even though /
    even as / whilst / and yet / but then
    """,
    "WITH": "with / there being / having / it being",
    "VOID-OF": """
    nothing is known of / nothing is known for / in the absence of / for want of / lacking / there is no /
    there was no / for lack of / there being no / there exists no
    """,
    "VOID-WITH": """
    nothing to compare / nothing to show / nothing to judge / there is nothing to compare /
    there was nothing to compare / there is nothing to show / there is nothing to say /
    there was nothing to show / nothing can be compared / nothing can be said / there is nothing to measure /
    there is nothing to judge / nothing can be measured / nothing can be judged
    """,
    "RESTS": """
    rests on / rest on / rested on / resting on / stands on / stand on / based on / is based on / are based on /
    was based on / were based on / counted over / taken over / rests upon / rest upon / leans on / lean on /
    leaned on / leaning on / hangs on / hang on / relies on / rely on / relied on / relying on / draws on /
    draw on / drew on / drawing on / builds on / build on / built on / is built on / are built on / based upon /
    drawn from / computed from / computed over / measured over / depends on / depend on / founded on /
    is founded on / counted from / worked out from / leans upon
    """,
    "BEHIND": """
    stand behind / stands behind / stood behind / is behind / are behind / as the basis of / as the basis for /
    as basis for / the basis of / the basis for / underlie / underlies / underpin / underpins / is the basis of
    / are the basis of / form the basis of / forms the basis of / is the basis for / are the basis for /
    lie behind / lies behind / form the base of / forms the base of
    """,
    "SPAN": """
    extends / extended / extend / covers / covered / spans / runs / ran / goes / went / stretches / stretched /
    reaches / lasted
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
    "BOTH": "both / both of / all of / each of / all / each",
    "NEITHER": "neither / neither of / none of",
    "EITHER": "either / either of",
    "NO-OTHER": """
    no other / none other / none of the others / none / nothing / nothing else / no other of its kind /
    none of the rest / nothing in its group / no other in its group / no other in the group / none in the group
    / nowhere did it go / at no point did it go / nowhere did it get / at no time did it go / no one /
    no figure in its group / nothing in the group / no other in the list / none in its group /
    none of those in its group / nowhere did it fall / nowhere did it run / nowhere did the figure go /
    not one other / no other figure / no other value / no figure / no other reading / no other one /
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
    "THING": """
    figure / value / reading / result / entry / line / figures / values / readings / results / entries /
    one of the group / one / ones / number / numbers / mark / level / levels / ground / spell / spells / stretch
    / spot / of the pair / of the two / amount / tally / points / point / member / name
    """,
    "AMONG": "among the / amongst the / one of the / among / amongst",
    "BETWEEN": """
    falls between / fell between / fall between / falls in between / fell in between / between / within /
    in between / somewhere between / somewhere in between / in the middle / in the middle of /
    in the middle between / inside / amid / falls within / fell within / fall within / lies within / lay within
    / bracketed by / flanked by / framed by / enclosed by / bounded by / hemmed in by / surrounded by /
    in the space between / in the gap between / in the interval between / in the interval from /
    between those of / in the midst of / on the way from- / sandwiched by / in between those of /
    in the region between / in the region from
    """,
    "RANGE": """
    range / span / interval / band / bracket / corridor / stretch / bounds / limits / space / window / scope /
    region
    """,
    "FROM": "from",
    "TO": "to / until / up to / down to / all the way to / through to",
    "DESP": """
    despite / in spite of / notwithstanding / given / given that / seeing that / considering that / albeit with
    / although with / considering / with all of / seeing / for all of / granted that / bearing in mind that /
    even with
    """,
    "NOT-SO": "not so / but not so / not so with / not that of / not so for / but not so for",
    "AGAIN-NOT": """
    did nothing of the sort / does nothing of the sort / did no such thing / was nothing of the sort /
    did not do so
    """,
    "LEFT": "left / leaves / leave / leaving",
    "NO-DIFF": "no difference / no gap / no distance",
    "HEADN": """
    the figure / the figures / the value / the values / the reading / the readings / the number / the numbers /
    all the values / all the figures / all the readings / all the numbers / both figures / both values /
    all of the figures / the sign of / the value of / the level of / the value for / the figure for /
    the reading for / the result / the results
    """,
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
}  # fmt: skip
