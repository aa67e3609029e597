"""The rules of the language as a model is told them, held to the checker's own lexicon by a test. Pure."""

from functools import cache

__all__ = ["EXAMPLES", "instructions"]

# Common words only; the checker knows many more.
_WORDS: tuple[tuple[str, str], ...] = (
    (
        "higher than, lower than, above, below, exceeds, exceeded, exceeded by, falls short of, fell short of,"
        " stayed below, came in above, at least, at most, as high as",
        "two facts of one measure, neither of them a size or a date",
    ),
    (
        "ahead of, behind, leads, trails, trailed, surpassed, outpaced, kept pace with",
        "the same, where more is not worse",
    ),
    (
        "better than, worse than, beat, outperformed, lagged, improved on",
        "two facts of one measure with `better` and of one `group`; account against benchmark only where comparison.p"
        " is below 0.05",
    ),
    (
        "larger than, smaller than, greater than",
        "two facts of one measure that may be deep or shallow, or are not negative",
    ),
    (
        "deeper than, shallower than, milder than, as deep as",
        "two facts of one measure that may be deep or shallow",
    ),
    ("longer than, shorter than, outlasted, as long as", "two lengths of time of one measure"),
    ("before, after, earlier than, later than, precedes, followed", "two dates"),
    (
        "equals, the same as, matches, level with, no different from, different from, differs from",
        "two facts of one measure with the same text; or, of the last two, with another one",
    ),
    (
        "rose, fell, gained, lost, increased, decreased, grew, shrank, recovered, retreated",
        "a fact that may rise or fall, by its sign; from {one} to {other}: two periods of one thing",
    ),
    (
        "positive, negative, in the black, in the red, flat, nothing, a gain, a loss",
        "by the fact's sign; a gain or a loss is a change or an amount won",
    ),
    (
        "highest, lowest, best, worst, deepest, shallowest, longest, shortest, largest, smallest, earliest, latest",
        "the fact is that one of its `group`, no other is its equal",
    ),
    (
        "should be read with care, deserves caution, is worth a look, stands out",
        "no claim; so are keep {A} in mind, read {A} beside {B}, together with, and",
    ),
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
            *(f"- {listed}: {what}." for listed, what in _WORDS),
            "- not, never, no, neither ... nor, without: beside a relation, to turn it round; once in a clause.",
            "Forms that are understood:",
            *(f"- {example}" for example in EXAMPLES),
        )
    )
