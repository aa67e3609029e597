"""Words that claim nothing: they may stand in any sentence, and no mix of them says anything of a figure. Pure."""

from itertools import product

__all__ = ["ADVICE", "FILLERS", "IMPERATIVES", "KEEPERS", "NEUTRAL", "OPENERS", "SETTERS", "STATEMENTS", "words"]


def words(listed: str) -> tuple[str, ...]:
    """Return the phrases of a list that has slashes between them."""
    return tuple(" ".join(phrase.split()) for phrase in listed.split("/"))


# May be taken out of a sentence without a change of what it says.
FILLERS = words(
    """
    itself / themselves / a reader should keep in mind that / the reader should keep in mind that /
    one should keep in mind that / it should be kept in mind that / it is to be kept in mind that /
    readers should keep in mind that / a reader should note that / the reader should note that /
    readers should note that / one should note that / it is of note that / of note is that /
    a reader may note that / the reader may note that / a reader will want to note that / as a caveat /
    as a note / to be plain / to be clear / all the while / in its place / in their place / here / however /
    overall / in short / in sum / in all / on the whole / all in all / put plainly / plainly put / put simply /
    simply put / stated plainly / on paper / as shown / as it stands / as they stand / as measured / as reported
    / as recorded / on this page / on the page / in this report / in the report / of this report / of this page
    / in this run / in the run / in this sample / in the sample / in this test / in the test /
    in this comparison / in the comparison / by this measure / by that measure / on this measure /
    on that measure / on that score / on this score / in that respect / in this respect / in this case /
    in that case / at a glance / at first glance / for the record / for comparison / by comparison /
    in comparison / for context / for reference / for its part / for their part / in its turn / moreover /
    furthermore / in addition / nonetheless / nevertheless / still / on the other hand / on the one hand /
    by contrast / in contrast / that said / this said / all the same / at the same time / in turn / for instance
    / for example / to begin with / to start with / not only / in plain words / in plain terms /
    in other respects / on its own / on their own / by itself / by themselves / taken by itself /
    taken on its own / side by side / as a figure / as figures / in figures / as a reading /
    as the figures stand / as the figures show / the figures show that / the figures say that /
    the page shows that / the report shows that / the figures show / it shows that / this shows that /
    it may be noted that / it is worth noting that / it is worth a note that / it should be noted that /
    it bears noting that / it is worth a look that / it is worth keeping in mind that / worth noting is that /
    note that / note also that / note too that / notice that / keep in mind that / bear in mind that /
    please note that / mind that / observe that / it can be seen that / one sees that / we see that / see that /
    as can be seen / as noted / as stated / as listed / as the page shows / as the report shows / as seen here /
    as seen / in the end / after all / what stands out is that / what stands out here is that /
    it stands out that / remember that / consider that / be aware that / it is to be noted that /
    as a matter of record / as far as it goes / for what it is worth / at any rate / in any case / in the main /
    also / too / as well / likewise / similarly / instead / simply / plainly / on balance / on record here /
    as a whole / taken as a whole / perhaps / maybe / possibly / with care / with caution /
    with some care / with some caution / with due care / it seems / it appears / so to speak / as it were /
    in its own right / to be read with care / read with care / seen on its own / seen by itself / in itself /
    to note / to be noted / to keep in mind / as reported here / as shown here / as given / as given here /
    in this table / in the table / in view here
    """
)

_READING = words(
    """
    read / seen / weighed / judged / considered / taken / viewed / looked at / treated / set / put /
    kept in mind / borne in mind / noted / remembered / mentioned / understood / compared / told / checked /
    questioned
    """
)
_HOW = (
    "",
    *words(
        """
    with care / with caution / with some care / with some caution / carefully / together / on its own /
    on their own / by itself / in context / side by side / in mind / as such / first / cautiously / closely /
    with due care / as a whole / plainly / here / too / as well / with a careful eye / with reserve /
    with great care / with a grain of salt / with a pinch of salt / for what it is / separately / alone /
    in full / before anything else / slowly / with doubt / with some doubt / with some reserve / first of all
    """
    ),
)
_SHOULD = words(
    """
    should be / is to be / are to be / must be / may be / can be / might be / needs to be / need to be /
    has to be / have to be / ought to be / deserves to be / deserve to be / wants to be / is best / are best /
    should also be / is worth being / may best be / asks to be / ask to be / is meant to be
    """
)
_NOT_ALONE = tuple(
    f"{lead} {how}"
    for lead in words(
        """
    should not be read / should not be seen / should not be taken / should not be judged / is not to be read /
    should not stand / does not stand / cannot stand / should never be read / should not be viewed /
    cannot be read / must not be read / are not to be read / do not stand / is not to be taken /
    should not be weighed / should not be considered / must not be taken / need not be read / may not be read /
    may not stand / says little / say little / tells little / tell little / does not say much / do not say much
    """
    )
    for how in words(
        """
    alone / on its own / on their own / by itself / by themselves / in isolation / without care /
    without context / without caution / at face value / apart / too quickly
    """
    )
)
ADVICE = (
    *(" ".join(f"{should} {read} {how}".split()) for should, read, how in product(_SHOULD, _READING, _HOW)),
    *_NOT_ALONE,
    *(
        " ".join(said)
        for said in product(
            words("says / say / tells / tell / shows / show"),
            words("how"),
            words("that / this / it / they / these / the figures / those"),
            words("""
    may be / should be / is to be / are to be / can be / must be / might be / ought to be
    """),
            words("read / taken / seen / judged / weighed / understood"),
        )
    ),
    *words(
        """
    worth a look / worth a closer look / worth a careful look / worth a note / worth noting / worth reading /
    worth reading with care / worth keeping in mind / worth bearing in mind / worth a mention / worth mentioning
    / worth remembering / worth considering / worth the reader's attention / worth attention /
    worth some attention / worth a read / worth a careful read / worth weighing / worth a thought / worth seeing
    / worth knowing / worth setting / worth reading closely / worth reading twice / worth checking /
    worth a check / worth a moment / worth a pause / worth questioning / worth a question / worth the look /
    well worth a look / worth looking at / worth the attention / worth thought / worth a word / worth care /
    worth caution / worth stating / deserves a look / deserve a look / deserves a closer look /
    deserves attention / deserve attention / deserves care / deserve care / deserves caution /
    deserves a careful look / deserves a mention / deserves a note / deserves a careful read / merits a look /
    merit a look / merits attention / merit attention / merits care / merits caution / merits a closer look /
    calls for care / call for care / calls for caution / call for caution / asks for care / ask for care /
    asks for caution / ask for caution / calls for a careful reading / calls for a closer look /
    calls for a look / needs care / need care / needs caution / wants care / wants caution /
    wants a careful reading / warrants care / warrants caution / warrants a look / warrants attention /
    warrants a closer look / invites care / invites caution / invites a closer look / invites a look /
    stands out / stand out / stood out / stands alone / stands by itself / stands on its own /
    stand on their own / stands apart / speaks for itself / speak for themselves / is the figure to read first /
    is the one to look at / open to doubt / open to question / in need of care / a point to keep in mind /
    a point to note / a figure to keep in mind / the figure to keep in mind / the figure to look at /
    a figure to look at / the figure to note / something to keep in mind / something to note / a caveat /
    the thing to note / the thing to keep in mind / a thing to keep in mind / a detail to keep in mind /
    a detail to note / where to look / a matter for care / a matter of care / cause for care /
    matter for thought / food for thought / no more than a figure / only one part of the picture /
    one part of the picture / part of the picture / part of the same picture / not the whole picture /
    only part of the picture / not the whole story / only part of the story / is one side of it /
    is one side of the picture / shown for what it is / shown as it is / shown as they are /
    shown for what they are / shown for comparison / shown for context / given for context /
    given for comparison / here for context / here for comparison / belongs in the picture /
    belong in the picture / belongs here / belong here / belong together / belongs together / goes together /
    go together / on the table / on the page / on record / in the record / a place to start / a starting point /
    a place to look / a question to ask / a point of doubt / a doubt / a reason for care / reason for care /
    reason for caution / a reason for caution / a reason to read with care / grounds for care /
    grounds for caution / a fragile point / a point of care / a point to doubt / a point to check /
    a point to watch / the point to note / the point to keep in mind / first to be read / to be kept in mind /
    to be read with care / to be noted / to be read carefully / to be borne in mind / not to be read alone /
    not to be read on its own / not to be overlooked / should not be overlooked / not to be passed over /
    should not be passed over / should not be forgotten / not to be forgotten / should not be missed /
    not to be missed / tells only part of the story / tells part of the story
    """
    ),
)
IMPERATIVES = words(
    """
    a reader should keep in mind / the reader should keep in mind / one should keep in mind /
    readers should keep in mind / a reader should note / the reader should note / one should note /
    a reader should look at / the reader should look at / a reader should weigh / a reader should read /
    the reader should read / a reader should see / readers should note / keep in mind / bear in mind / note /
    note also / note too / notice / remember / consider / read / see / see also / look at / look also at / weigh
    / look first at / start with / start from / begin with / mind / recall / observe / look out for / think of /
    ask about / read also / it is worth a look at / take a look at / have a look at / take a closer look at /
    a look at / do not overlook / do not forget / turn to / have in mind / pay attention to / pay heed to /
    a closer look at / a word on / as for / as to / with an eye to / with an eye on / do not pass over /
    it is worth reading / it is worth noting / it is worth keeping / it is worth seeing / worth reading /
    worth noting / worth seeing / worth weighing / do not read / never read / do not read too much into /
    never read too much into /
    do not make too much of / please note / please read /
    please see
    """
)
KEEPERS = words("keep / bear / keep also / bear also")
SETTERS = words("set / put / compare / place / it is worth setting / worth setting")
OPENERS = words(
    """
    this page shows / this page has / the page shows / the page has / this report shows / the report shows /
    this report has / the report has / here is / here are / there is / there was / there are / there were /
    shown here is / shown here are / listed here are / listed is / listed are / shown is / shown are /
    worth a look is / worth a look are / worth noting is / worth noting are / worth keeping in mind is /
    worth keeping in mind are / we have / we see / one sees / the reader sees / the figure to look at is /
    the figure to keep in mind is / the figure to note is / the figure to read first is /
    the figures to read are / the figures to look at are / the figures to keep in mind are /
    the thing to note is / the point to note is / what stands out is / what stands out are / what to look at is
    / what to keep in mind is / what to note is / to be noted is / to be noted are / to be kept in mind is /
    to be read with care is / to be read with care are / these are / the figures are / the figure is /
    the verdict is / the run was / the run is / the verdict was / the run counts / the run has / the run had /
    the run shows / the run left / the run came with / the record has / the record shows
    """
)
NEUTRAL = words(
    """
    taken together / read together / span / stretch / shown / listed / given / stated / reported / recorded /
    found / seen / read / noted / told / written / printed / carefully / cautiously / closely / separately /
    alone / figure / figures / value / values / reading / readings / result / results / page / report / picture
    / context / comparison / table / line / side / place / point / detail / care / caution / mind / attention /
    look / light / question / note / reader / readers / eye / whole / view / matter / thing / things / way /
    words / word / story / own / same page / same table / one another / each other / plain / careful /
    stands out / next line / on the page / apart / beside it / in mind / here / kind / group / run / sample /
    test / caveat / doubt / doubts / with care / with caution / at all / as it is / as they are / what / where /
    how / to be / should / together / too / also / as well
    """
)
# Sentences without a slot that may be published: they say nothing of any figure.
STATEMENTS = frozenset(
    words(
        """
    read these figures with care / read the figures with care / these figures should be read with care /
    the figures should be read with care / keep these figures in mind / the figures stand on their own /
    these figures stand on their own / the figures speak for themselves / these figures speak for themselves /
    the figures are shown as they are / the figures should be read together /
    these figures should be read together / read the figures together / read these figures together /
    the figures are worth a look / these figures are worth a look / the facts are shown as they are /
    these facts should be read with care / the facts should be read with care /
    what follows should be read with care / this should be read with care / all of this should be read with care
    """
    )
)
