"""Each relation of the lexicon passes exactly where it holds of the figures as shown, worked out here by other code."""

import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinned import examples

from leanrig.report.cite.citable import Citable, CitableTable
from leanrig.report.narrate.check import check_sentence
from leanrig.report.narrate.lexicon import phrases
from leanrig.report.narrate.lexicon_relations import ADJECTIVES, Meaning, relation_phrases

PHRASES = tuple(relation_phrases())
STRICT = tuple((phrase, meaning) for phrase, meaning in PHRASES if meaning.op in ("gt", "lt"))

# What a phrase says, told by its most telling word: written for this test alone.
MORE = frozenset(
    """
    higher more deeper severer steeper larger bigger greater longer later better exceed top topp surpass outrank
    lead led outpac outpace overtop overtopp overshoot overshot clear beat beaten outperform outdo outdid
    outdone best outlast postdat postdate follow above over beyond excess superior ahead front after subsequent
    rise rose risen rising win won winn pull outnumber improv improve improvement past edg
    outweigh outstrip outstripp overtake overtaken overtook overtak outrun outran outrunn outscor overhaul pass trump
    outshin outshone defeat outclass outplay outmatch outliv outstay up step climb increase gain advance harsher graver
    lengthier slower kinder brighter nicer stronger favourable favorable favourably favorably advantageous attractive
    prolonged protracted extended drawn-out pronounced elevated recent over triumph prevail upper posterior cut
    clear more beaten outdone outmatched overcome overcom overcame outscore outshine outlive
    """.split()  # noqa: SIM905
)
LESS = frozenset(
    """
    lower less fewer shallower milder smaller shorter briefer earlier worse undercut undercutt undershoot
    undershot trail underperform lagg lag preced precede predat predate below under beneath underneath short shy
    behind wake before prior inferior lose lost losing
    antedat second shadow heels yield give gave giving given bow conced defer seat look reduc reduced down decrease
    decline drop dip fall shy lesser tinier gentler
    quicker poorer tougher rougher harder weaker unfavourable unfavorable
    unfavourably unfavorably badly poorly rival advance anterior ahead-of-time left back underneath less
    """.split()  # noqa: SIM905
)
NOUNS = frozenset("depth severity length duration size magnitude extent".split())  # noqa: SIM905
AT_LEAST = (
    r"^(reach\w*(?! (beyond|above|before|after|ahead|prior|subs))\b|attain|meet|met|arriv|ma[kd]\w* it to"
    r"|catch|caught|keep|kept|get.* (to|as far)|got.* (to|as far)|measur|liv)"
    r"|(?<!look)(?<!looks)(?<!looked)(?<!looking) up to$|the (depth|length|duration) of$"
)
NO_DIFFERENCE = (
    r"no difference|in nothing from|in no way from|echo|duplicat|replicat|parallel|align|lin\w+ up with"
    r"|tall(y|ie)|correspond|squar|unchanged|in step|agreement|abreast|neck|footing|dead heat|distinguish"
    r"|told apart|terms with|shar\w+ (a|its)|draw\w*  ?(level )?with|drew (level )?with|no other than"
    r"|nothing other|equat|in a tie|match\w* up|(draws?|come|drew|coming|came) level"
)
SAID = {
    "up on": ">", "up from": ">", "an advance on": ">", "an advance over": ">", "more than a match for": ">",
    "a step up on": ">", "a step up from": ">", "down on": "<", "down from": "<", "a step down from": "<",
    "a step down on": "<", "a decrease on": "<", "a decline on": "<", "on the lower side of": "<", "a step below": "<",
    "on the heels of": "<", "a step back from": "<", "in advance of": "<", "earlier on than": "<", "antedate": "<",
    "gives way to": "<", "concede to": "<", "on the far side of": ">", "loses to": "<", "loses out to": "<",
    "loses against": "<",
    "left behind by": "<", "left standing by": "<", "deferred to": "<", "deferring to": "<",
}  # fmt: skip
EQUAL = (
    r"equal|equivalent|same|(?<!out)match(?!ing for)|\btie|\btying|identical|level|\bpar\b|even|line with"
    r"|indistinguish|mirror|agree|coincid"
)


COMPARED = {plain: more for plain, more, *_ in ADJECTIVES}


def meant(phrase: str) -> str:
    """Return the sign that the phrase wants between its facts: `>`, `<`, `>=`, `<=`, `=` or `!`."""
    words = phrase.split()
    if phrase.startswith(("at least as", "no less", "at least", "at or above", "no earlier")):
        low = {"low", "shallow", "small", "short", "bad", "brief", "mild", "early"} & set(words)
        return "<=" if low else ">="
    if words[0] == "less" and len(words) == 3 and words[1] not in NOUNS:
        return {">": "<", "<": ">"}[meant(f"{COMPARED.get(words[1], words[1])} than")]
    if words[0] == "more" and len(words) == 3 and words[1] not in NOUNS:
        return meant(f"{COMPARED.get(words[1], words[1])} than")
    if re.search(AT_LEAST, phrase):
        return "<=" if words[-1] == "by" else ">="
    if phrase in SAID:
        return SAID[phrase]
    if re.search(r"^compar\w+ well", phrase):
        return ">"
    if re.search(r" level than$", phrase):
        return meant(phrase.replace(" level", ""))
    if re.search(NO_DIFFERENCE, phrase):
        return "="
    if phrase.startswith(("at most", "at or below", "no more", "no later")):
        return "<="
    if phrase in ("other than", "not the same as", "at odds with") or re.search(
        r"differ(?!ent )|depart|(chang|mov|budg|stray)\w* from|unequal|deviat|diverg|part(s|ed|ing)? from|distinct",
        phrase,
    ):
        return "!"
    if "different" in words:
        return "=" if words[0] == "no" else "!"
    if "no match" in phrase:
        return "<"
    if words[0] in ("as", "so", "just", "quite", "exactly", "every", "equally", "same") or phrase.endswith(
        "as well as"
    ):
        return "="
    if re.search(EQUAL, phrase):
        return "="
    if {"after", "later", "subsequent"} & set(words):
        words = [word for word in words if not word.startswith("fall")]
    stems = [re.sub(r"(ing|ed|es|s)$", "", word) for word in words]
    found = {">" for word in [*words, *stems] if word in MORE} | {"<" for word in [*words, *stems] if word in LESS}
    if phrase.startswith(("look", "have to look", "has to look", "had to look", "having to look")):
        found = {"<"}
    if (
        len(found) != 1
        and not set(words) & {"after", "later", "subsequent"}
        and phrase.startswith(("fall", "fell", "drop", "dip", "come", "came", "coming", "stop", "lag"))
    ):
        found = {"<"}
    if phrase.startswith(("rise", "rose", "rising", "risen", "in excess", "on top", "in front")):
        found = {">"}
    assert len(found) == 1, (phrase, found)
    (sign,) = found
    return {">": "<", "<": ">"}[sign] if words[-1] == "by" else sign


def pair(domain: str, first: int, second: int) -> tuple[CitableTable, int]:
    """Return two facts of a kind that the domain is about, and how the first stands to the second as shown."""
    table = CitableTable()
    shown = [Decimal(value).scaleb(-3).quantize(Decimal("0.01"), ROUND_HALF_EVEN) for value in (first, second)]
    for key, value, seen in (("some.one", first, shown[0]), ("some.other", second, shown[1])):
        is_depth, is_date = domain in ("depth", "size"), domain == "date"
        text = _day(seen) if is_date else f"{seen}".replace("-", "−")
        table.add(
            [
                Citable(
                    key=key, value=date.fromisoformat(text) if is_date else value / 1000, text=text,
                    unit="date" if is_date else "days" if domain == "length" else "ratio", noun="thing",
                    measure="thing", how="made", source="made", precision=None if is_date else 2, is_size=is_depth,
                    sense="more" if domain in ("quality", "race", "strength") else "", group="thing",
                )
            ]
        )  # fmt: skip
    if domain == "date":
        one, other = (table[key].text for key in table)
        return table, (one > other) - (one < other)
    if domain in ("depth", "size"):
        shown = [abs(value) for value in shown]
    return table, (shown[0] > shown[1]) - (shown[0] < shown[1])


def _day(seen: Decimal) -> str:
    return f"{1990 + int(abs(seen)) % 100:04d}-{1 + int(seen * 100) % 12:02d}-01"


def sentence(phrase: str, meaning: Meaning, one: str = "some.one", other: str = "some.other") -> str:
    """Return a sentence with the phrase in a form that suits it."""
    if meaning.form == "verb":
        if phrase.split()[0].endswith("ing"):
            return f"{{{one}}}, {phrase} {{{other}}}, is worth a look."
        return f"{{{one}}} {phrase} {{{other}}}."
    if meaning.form == "part" and not phrase.endswith(" by"):
        return f"{{{one}}} has {phrase} {{{other}}}."
    return f"{{{one}}} was {phrase} {{{other}}}."


HOLDS = {
    ">": lambda stands: stands > 0, "<": lambda stands: stands < 0, ">=": lambda stands: stands >= 0,
    "<=": lambda stands: stands <= 0, "=": lambda stands: stands == 0, "!": lambda stands: stands != 0,
}  # fmt: skip
near = st.integers(-2_000, 2_000)


@settings(max_examples=examples(40, few=8), deadline=None)
@given(first=near, gap=st.one_of(st.integers(-30, 30), near))
def test_every_relation_passes_exactly_where_it_holds(first: int, gap: int) -> None:
    for phrase, meaning in PHRASES:
        if meaning.op == "edge":
            continue
        table, stands = pair(meaning.domain, first, first + gap)
        text = sentence(phrase, meaning)
        assert (not check_sentence(text, table)) == HOLDS[meant(phrase)](stands), (text, list(table.values()))


@settings(max_examples=examples(20, few=5), deadline=None)
@given(first=near, gap=st.integers(1, 2_000))
def test_other_places_of_the_slots_turn_a_strict_relation_round(first: int, gap: int) -> None:
    for phrase, meaning in STRICT:
        table, stands = pair(meaning.domain, first, first + gap)
        verdicts = {
            bool(check_sentence(sentence(phrase, meaning, *slots), table))
            for slots in (("some.one", "some.other"), ("some.other", "some.one"))
        }
        assert verdicts == ({True, False} if stands else {True}), phrase


@settings(max_examples=examples(40, few=8), deadline=None)
@given(first=near, gap=st.integers(-40, 40))
def test_not_turns_every_comparison_round(first: int, gap: int) -> None:
    for phrase, meaning in PHRASES:
        if meaning.form != "pred" or meaning.op not in ("gt", "lt") or phrase.startswith("no "):
            continue
        table, stands = pair(meaning.domain, first, first + gap)
        passes = not check_sentence(f"{{some.one}} was not {phrase} {{some.other}}.", table)
        assert passes == (not HOLDS[meant(phrase)](stands)), phrase


WORDS = sorted(phrases())
pieces = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        ["{some.one}", "{some.other}", "{some.one|name}", "{nothing}", "{", "}", ",", ";", "and", "(", ")", "."]
    ),
    st.text(max_size=6),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(pieces, max_size=25))
def test_it_never_raises_and_always_says_the_same(words: list[str]) -> None:
    table, _ = pair("order", 1_000, 2_000)
    text = " ".join(words)
    assert check_sentence(text, table) == check_sentence(text, table)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_a_text_without_a_slot_is_hardly_ever_a_sentence(text: str) -> None:
    table, _ = pair("order", 1_000, 2_000)
    assert check_sentence(text, table)


@pytest.mark.parametrize("lead", ["was", "came in"])
@pytest.mark.parametrize("low", ["deeper", "larger", "longer", "earlier", "better"])
def test_words_for_another_kind_of_fact_are_refused(low: str, lead: str) -> None:
    table = CitableTable()
    table.add(
        Citable(
            key=key, value=value, text=f"−{-value:.2f}", unit="ratio", noun="thing", measure="thing", how="", source=""
        )
        for key, value in (("some.one", -2.0), ("some.other", -1.0))
    )
    for pair_of in (("some.one", "some.other"), ("some.other", "some.one")):
        assert check_sentence(f"{{{pair_of[0]}}} {lead} {low} than {{{pair_of[1]}}}.", table)
