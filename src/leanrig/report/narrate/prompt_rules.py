"""The rules of the language as a model is told them, made from the checker's own lexicon. Pure."""

from functools import cache

from leanrig.report.narrate.lexicon import phrases
from leanrig.report.narrate.lexicon_relations import ADJECTIVES
from leanrig.report.narrate.values import Domain

__all__ = ["EXAMPLES", "instructions"]

_DOMAINS: tuple[tuple[Domain, str], ...] = (
    ("order", "two facts of one measure, neither of them a size or a date"),
    ("race", "the same, where more is not worse"),
    (
        "quality",
        "two facts of one measure with `better`; never account against benchmark where comparison.p is 0.05 or more",
    ),
    ("size", "two facts of one measure that may be deep or shallow, or are not negative"),
    ("depth", "two facts of one measure that may be deep or shallow"),
    ("length", "two lengths of time of one measure"),
    ("date", "two dates"),
    ("equal", "two facts of one measure with the same text"),
)
EXAMPLES = (
    "{A} was lower than {B}.",
    "{A} exceeded {B}, while {C} fell short of {D}.",
    "{A} was exceeded by {B}.",
    "Against {B}, {A} was lower.",
    "{A}, which was lower than {B}, should be read with care.",
    "{A} was not above {B}.",
    "{A} was lower than {B} but higher than {C}.",
    "{A} and {B} were both negative.",
    "Neither {A} nor {B} was positive.",
    "{A} was the lowest of all.",
    "No other was deeper than {A}.",
    "{C} lay between {A} and {B}.",
    "From {A} to {B} it rose.",
    "{A} equals {B}.",
    "Keep {A} in mind.",
    "{A} should be read beside {B}.",
)
_SHOWN = 14


_RULES = """
A sentence is plain English words and slots. A slot is {key} or {key|name}; the key is one of the facts'. It is
replaced by the fact's own name and figure, or by its name alone: write no article before it, nothing glued to it.

The words never hold a digit, a number word, a measure, a unit, a period, a date, a name or a ticker: those come
with the slot. No cause, no prediction, no certainty, no degree (far, slightly), no quantity (most, many), no how
often, no advice to trade, no praise. No symbols, no quotation marks, no questions; a capital only at the start. A
word that is neither listed here nor plain neutral English is refused.

A word that relates joins the facts beside it and has to be true as they are shown. Facts compare only where
`measure` and `unit` are the same. A fact without a value is compared with nothing. Name what a relation joins,
rather than it or they.
"""


@cache
def instructions() -> str:
    """Return the rules as a model is told them, the same text each time."""
    return "\n".join(
        (
            *(" ".join(paragraph.split()) for paragraph in _RULES.strip().split("\n\n")),
            "Words, and what they may join:",
            *(f"- {', '.join(_sample(domain))}: {what}." for domain, what in _DOMAINS),
            f"- {', '.join(_tagged('DIR'))}: a fact that may rise or fall, by its sign;"
            " from {one} to {other}: two periods of one thing.",
            f"- {', '.join(_tagged('SIGN'))}: by the fact's sign.",
            f"- {', '.join(_superlatives())}: the fact is that one of its `group`, no other is its equal.",
            "- not, never, no, neither ... nor, without: beside a relation, to turn it round; once in a clause.",
            f"- without any claim: {', '.join(_tagged('ADVICE'))}; keep {{A}} in mind; beside, together with, and.",
            "Forms that are understood:",
            *(f"- {example}" for example in EXAMPLES),
        )
    )


def _sample(domain: Domain) -> list[str]:
    found = [
        phrase
        for phrase, entries in phrases().items()
        if any(entry.tag == "REL" and entry.meaning is not None and entry.meaning.domain == domain for entry in entries)
    ]
    return _spread(found)


def _tagged(tag: str) -> list[str]:
    return _spread([phrase for phrase, entries in phrases().items() if entries[0].tag == tag])


def _superlatives() -> list[str]:
    return [most for _, _, most, _, _ in ADJECTIVES if most]


def _spread(found: list[str]) -> list[str]:
    """Return some of the phrases, from the whole of the list."""
    step = max(1, len(found) // _SHOWN)
    return found[::step][:_SHOWN]
