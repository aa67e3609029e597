"""Phrases that may be taken out of a sentence without a change of what it says. Pure."""

from itertools import product

from leanrig.report.narrate.lexicon_neutral import words

__all__ = ["DISCOURSE", "MORE_FILLERS"]

_PLACES = words(
    """
    report / page / table / list / record / run / sample / test / comparison / summary / section / text /
    overview / picture / case / respect / regard / sense / view / light / context / place / ranking / series /
    group / account given / back-test / backtest / review / data / figures / numbers / results / respects /
    order / first place / story / narrative / tale / exercise / simulation / chart / set / breakdown / reckoning
    / tally
    """
)
_WHICH = ("the", "this", "that", "our", "the present", "the whole", "the same", "the given")
_PEOPLE = (
    "the reader", "a reader", "readers", "you", "us", "me", "my part", "everyone", "those who read it", "those reading",
    "the careful reader", "a careful reader", "those who look for it", "all to see", "the eye",
    "those who care to look",
    "anyone who reads it", "comparison's sake", "the sake of completeness", "completeness", "completeness' sake",
    "clarity", "the sake of clarity", "good order", "what it's worth", "all that", "good measure",
    "all its worth", "information", "interest", "orientation", "the curious", "contrast",
)  # fmt: skip
_SAID = words(
    """
    shown / reported / recorded / stated / listed / noted / measured / seen / given / named / printed /
    presented / computed / described / displayed / set out / told / it happens / it happened / it turned out /
    it turns out / it should / it is shown / they are shown / it was / it does / it did / they do / they did /
    it stands / they stand / the names suggest / the names say / the name suggests / the name says /
    the name has it / we see / we saw / you see / you can see / one can see / can be seen / may be seen /
    we can see / before us / laid out / set down / put here / it goes / the table has it / the page has it /
    the record has it / it happens to be / things stand / things are / the reader can see / the reader sees /
    it were / a figure / one may see / it is / it comes / far as it goes / they come / a reminder / a note /
    a caveat / an aside / a word of warning / a warning / a matter of order / a final note / a side note /
    a start / a first step / a last step
    """
)
MORE_FILLERS = (
    *(
        f"{prep} {which} {place}"
        for prep, which, place in product(("in", "on", "for", "within", "by", "from", "at"), _WHICH, _PLACES)
    ),
    *(f"for {who}" for who in _PEOPLE),
    *(f"to {who}" for who in _PEOPLE[:12]),
    *(f"as {said}" for said in _SAID),
    *(
        f"as {said} {where}"
        for said in _SAID[:13]
        for where in ("here", "on the page", "in the table", "in the list", "in the report", "in the record")
    ),
    *words(
        """
    alas / at the end / in the very end / by the end / sadly / regrettably / unfortunately / fortunately /
    happily / thankfully / thank goodness / sorry / sorry to say / sad to say / happy to say / glad to say /
    i am afraid / i'm afraid / we are afraid / meanwhile / conversely / contrariwise / accordingly /
    correspondingly / by the same token / by way of contrast / by way of comparison / by way of context /
    by way of background / mind you / granted / admittedly / to be fair / in fairness / to be sure /
    funny enough / oddly enough / strange to say / curiously enough / interestingly enough / even so /
    just the same / for all that / if you like / if you will / if you please / if you ask me / please /
    be that as it may / plain and simple / pure and simple / to its credit / to their credit / for good measure
    / to cap it all / to crown it all / what is more / what's more / above all / first of all / for one thing /
    for another / for one / when all is said / all things considered / all told / taken all in all /
    at all events / in any event / at the opposite end / at the other end / at the opposite end of it /
    on the opposite side / on the other side / at the one end / at one end / on one side / on the one side /
    on the other / on the one / figure for figure / side for side / like for like / number for number /
    without exception / to a figure / one and all / every one of them / in sign / in value / in number / in kind
    / in name / in plain english / in plain language / in other words / that is to say / to put it plainly /
    to put it simply / put another way / to put it another way / to put it differently / said differently /
    put differently / simply stated / to say it plainly / in a word / in brief / in essence / in summary /
    to sum up / to summarise / to summarize / to conclude / in conclusion / in closing / in passing / by the way
    / incidentally / as it is / as they are / as such / as well as can be / taken at its word / with regret /
    with relief / cold comfort / cold comfort perhaps / small comfort / no surprise / without comment /
    without further comment / no more and no less / neither more nor less / nothing more / and nothing more /
    no more than that / and no more / among other things / for that matter / at that / for what that is worth /
    for what it's worth / such as it is / such as they are / if nothing else / in a manner of speaking /
    in so many words / so to say / in that order / in this order / in turn / each in turn / in that sense /
    in its own way / in their own way / in its own terms / respectively / itself / themselves / duly /
    quite simply / in the process / along the way / on the way / on its way / in its way / in the meantime /
    in effect / in principle / at this point / at that point / at this stage / from here / from there / therein
    / hereby / herein / on reflection / on inspection / on closer inspection / on a closer look /
    on a second look / at a closer look / at first sight / at second glance / upon reflection / at face value /
    on the face of it / on closer reading / seen in this light / in this light / in that light /
    in light of this / as far as the figures go / as far as the figures show / as far as figures go /
    so far as the figures show / judging by the figures / by the figures / going by the figures /
    to judge by the figures / by the numbers / going by the numbers / by that yardstick / by this yardstick /
    on that count / on this count / in that department / in this department / on that front / on this front /
    on either side / on both sides / in either case / in both cases / in each case / by any reading /
    on any reading / ranked by depth / ranked by size / ranked by length / in terms of depth /
    in terms of length / in terms of size / by depth / by length / by size / by value / in order /
    ranked by value / ordered by size / sorted by size / no more / nothing else / it must be said /
    it has to be said / it may be said / it should be said / it can be said / one must say / let it be said /
    frankly / let's be honest / let's be honest with each other / let us be honest / to be honest /
    in all honesty / honestly / in sober terms / soberly / in all fairness / the figures being what they are /
    such being the figures / this being so / that being so / that being said / this being said / that noted /
    this noted / having said that / with that said / with that in mind / with this in mind /
    with all this in mind / bearing this in mind / bearing that in mind / that aside / this aside /
    nothing to see / nothing to see here / no more to say / the bad news / the good news / here's the thing /
    here is the thing / the thing is / the point is / the long and short of it / the short of it / in a nutshell
    / to begin / to start / in closing words / one last thing / one more thing / another thing / one thing more
    / a last word / a first word / a final word / last but not least / by a reader / by readers / by the reader
    / with reason / with due respect / with all due respect / with respect / in the eyes of a reader /
    altogether / outright / likewise too / in like manner / in the same way / in the same manner /
    in similar fashion / in the same vein / along the same lines / to the same effect / ouch / ah well /
    well then / there we are / there you have it / so be it / no matter / never mind / by a fact /
    at least in this run / at least here / at least on paper / if read on its own / when read on its own /
    if taken on its own / when taken on its own / when all is told
    """
    ),
)
# Only where a comma, a colon or a dash follows, or the sentence ends: before a comparison it would be a degree.
DISCOURSE = words(
    """
    notably / importantly / interestingly / curiously / oddly / strangely / remarkably / strikingly / tellingly
    / surprisingly / unsurprisingly / more importantly / more notably / most notably / most importantly /
    worryingly / reassuringly / encouragingly / discouragingly / disappointingly / pleasingly / helpfully /
    usefully / ironically / amusingly / not surprisingly / fair enough / very well / all right / first / firstly
    / second / secondly / third / thirdly / lastly / finally / still / perhaps / possibly / on the plus side /
    on the minus side / on the positive side / on the negative side / on the bright side / on the upside /
    on the downside / on the credit side / on the debit side / on the dark side / to start / to begin / overall
    / in general / basically / essentially / fundamentally / briefly / bluntly / candidly / concretely /
    specifically / in particular / particularly / especially / separately / taken together / together /
    seriously / numerically / visually / technically / formally / strictly speaking / generally speaking /
    broadly speaking / speaking plainly / plainly speaking / relatively speaking / comparatively speaking /
    comparatively / relatively / similarly / equally / differently put / otherwise / moreover / though / however
    / anyway / anyhow / nevertheless / nonetheless / regardless / notwithstanding / besides / instead / rather /
    alternatively / in contrast / in the first place / in the second place / crucially / above all else /
    understandably / even then / even there
    """
)
