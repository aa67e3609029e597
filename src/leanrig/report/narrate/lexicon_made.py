"""Classes of function words that are made from parts: links, groups, what says that there is no value. Pure."""

from collections.abc import Iterator
from itertools import product

from leanrig.report.narrate.inflect import forms
from leanrig.report.narrate.lexicon_neutral import words

__all__ = ["links", "scopes", "voids"]

_LINKS = """
    stand out as / become / come / come in / come out / come through / come round / come around / come up / end
    / end up / end on / finish / finish up / finish on / stay / remain / keep / run / rank / turn out /
    turn out to be / turn / seem / seem to be / appear / appear to be / look / land / settle / hold / go / last
    / lie / sit / stand / find / measure / place / close / work out / mark / lay / happen / occur / take place /
    emerge / arrive / show / post / register / record / report / represent / constitute / make / contain /
    situate / locate / position / sandwich / wedge / squeeze / nestle / tuck / rest / bring / book / suffer /
    produce / yield / deliver / carry / wear / bear / display / count / rate / read / come down / come to be /
    dip / slip / slide / get / leave / return- / list / show up / come up as / shape up / set / catch / present
    / turn in / bring in / mean / end the run / close the run / finish the run / start / open / take shape /
    figure / class / print / log / hang / feature / spell / belong / see
    """
_VOID_THINGS = "figure value number reading counterpart result entry".split()  # noqa: SIM905
_VOID_DONE = [
    "stated",
    "given",
    "shown",
    "named",
    "known",
    "worked-out",
    "computed",
    "found",
    "available",
    "reported",
    "to-be-had",
    "recorded",
    "listed",
]


_WHOLES = """
    all / them all / all of them / them / the lot / the bunch / its kind / the group / its group / these /
    the set / the list / the pack / the field / the whole group / all these / all of these / its peers /
    all its peers / the family / any / all others / the others / all the others / its fellows / their kind /
    their group / the whole lot / those shown / all shown / all in its group / those / the whole set /
    the whole list / the rest / those in its group / its class / the class / the table / the whole table /
    all that are shown / the ones shown / the members of its group / this group / that group / this kind /
    the whole bunch / the pile / its list / its set / its series / the series / its own kind / its own group /
    the whole field / the figures in its group / the values in its group / the figures of its group /
    the values of its group / its company / these all
    """


_WITHIN = ("of", "in", "among", "amongst", "from", "within", "out of", "from among", "across", "over")


def scopes() -> Iterator[str]:
    for lead, whole in product(_WITHIN, words(_WHOLES)):
        yield f"{lead} {whole}"
    yield from words(
        """
    there is / there was / shown here / anywhere in its group / there were / on record / in sight / anywhere
    """
    )


def links() -> Iterator[str]:
    for phrase in words(_LINKS):
        if not phrase.endswith("-"):
            yield from forms(phrase)
    yield from ("found to be", "seen to be", "held to be")


def voids() -> Iterator[str]:
    for thing in _VOID_THINGS:
        for lead in (
            "there is no",
            "there was no",
            "no",
            "there is no known",
            "we have no",
            "without a",
            "there exists no",
            "lacking a",
        ):
            yield from (
                f"{lead} {thing} for",
                f"{lead} {thing} of",
                f"{lead} {thing} to show for",
                f"{lead} {thing} to",
            )
        for be, done in product(("is", "was", "can be", "could be", "has been", "exists"), _VOID_DONE):
            yield f"no {thing} {be} {done.replace('-', ' ')} for"
        yield f"no {thing} exists for"
        yield from (f"nothing is known {word}" for word in ("about", "of", "for"))
