"""The mutators of the kinds that were kept from the checker's developers."""

import random
import re
import tomllib
from pathlib import Path

from report.lies import wordings
from report.lies.lie import Lie, Mutator
from report.lies.reports import Report
from report.lies.seen_words import added
from report.lies.statements import fill, keys_where, statement
from report.lies.truth import holds, number, opposite

__all__ = ["HELD_OUT"]

_LOOKALIKE = dict(zip("aceiopsxyhlBT", "асеіорѕхуһӏВТ", strict=True))

_ADDITIONS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("additions_held_out.toml").read_text("utf-8"))
_SECOND = _ADDITIONS.pop("second_sentence")


def _adding(kind: str) -> Mutator:
    return lambda report, rng: added(kind, report, rng, _ADDITIONS[kind])


def double_negation(report: Report, rng: random.Random) -> Lie | None:
    """Two negations that come to a false claim."""
    true = statement(report.table, rng, "higher", "lower", "positive", "negative", "different", "deeper", "better")
    if true is None:
        return None
    word = "equal" if true.word == "different" else opposite(true.word)
    keys = true.keys[:2] if word not in {"positive", "negative"} else true.keys[:1]
    claim = " ".join([word, *keys])
    said = {
        "equal": ("A was not unequal to B.", "A did not fail to match B.", "A was never not the same as B."),
        "higher": (
            "A did not fail to exceed B.",
            "A was not without being higher than B.",
            "A was never not above B.",
            "It is not so that A was not higher than B.",
            "Not that A was not higher than B.",
        ),
        "lower": (
            "A did not fail to trail B.",
            "A was never not below B.",
            "Neither A was not lower than B nor was it not below.",
        ),
        "positive": (
            "A was not without a gain.",
            "A was never not positive.",
            "A was not non-positive.",
            "A was not unpositive.",
            "A, not without being positive, is worth a look.",
        ),
        "negative": (
            "A was not without a loss.",
            "A was never not negative.",
            "A was not non-negative.",
            "No, A was not without a loss.",
        ),
        "deeper": ("A was never not deeper than B.", "A did not fail to be deeper than B."),
        "shallower": ("A was never not shallower than B.",),
        "better": ("A never did not beat B.", "A did not fail to beat B."),
        "worse": ("A was never not worse than B.", "A did not not lag B."),
    }
    if word not in said or holds(claim, report.table) is not False:
        return None
    return Lie("double_negation", report.name, true.text, fill(rng.choice(said[word]), keys), f"claim {claim}")


def homoglyph(report: Report, rng: random.Random) -> Lie | None:
    """Letters of another script that look the same."""
    word = rng.choice(
        [
            "doubled",
            "twice",
            "because",
            "half",
            "always",
            "recently",
            "tripled",
            "proves",
            "NVDA",
            "higher",
            "lower",
            "best",
        ]
    )
    places = [place for place, letter in enumerate(word) if letter in _LOOKALIKE]
    if not places:
        return None
    for place in rng.sample(places, rng.randint(1, len(places))):
        word = word[:place] + _LOOKALIKE[word[place]] + word[place + 1 :]
    return added(
        "homoglyph", report, rng, (f"A [{word}] B.", f"S [{word}].", f"A was [{word}] than B.", f"A was the [{word}].")
    )


def compare_unknown(report: Report, rng: random.Random) -> Lie | None:
    """A fact without a value is compared, signed or ranked."""
    table = report.table
    lost = [fact.key for fact in table.values() if not fact.is_known]
    if not lost:
        return None
    key = rng.choice(lost)
    like = [other for other, fact in table.items() if fact.measure == table[key].measure and other != key]
    word = rng.choice(
        [
            "higher",
            "lower",
            "better",
            "worse",
            "equal",
            "positive",
            "negative",
            "nothing",
            "highest",
            "lowest",
            "deeper",
            "rose",
            "fell",
            "between",
            "earlier",
            "longer",
            "at_least",
            "not_higher",
            "not_positive",
            "best",
        ]
    )
    said = _wordings(word)
    wording = rng.choice(said)
    count = len(set(re.findall(r"\b[ABC]\b", wording)))
    if len(like) < count - 1:
        return None
    keys = [key, *rng.sample(like, count - 1)]
    if count == 2 and word not in {"positive", "negative"} and rng.random() < 0.5:
        keys.reverse()
    claim = " ".join([word, *keys])
    return Lie(
        "compare_unknown", report.name, f"{{{key}}} is worth a look.", fill(wording, keys, rng), f"claim {claim}"
    )


def _wordings(word: str) -> tuple[str, ...]:
    if word == "between":
        return wordings.BETWEEN
    tables = (wordings.PAIRS, wordings.PASSIVES, wordings.FRONTED, wordings.ALONE, wordings.EXTREMES, wordings.NO_OTHER)
    return tuple(said for table in tables for said in table.get(word, ()))


def rhetorical_question(report: Report, rng: random.Random) -> Lie | None:
    """A false claim, asked."""
    true = statement(report.table, rng, "higher", "lower", "deeper", "longer", "better", "positive", "negative")
    if true is None:
        return None
    word = opposite(true.word)
    keys = true.keys[:2] if word in wordings.PAIRS else true.keys[:1]
    claim = " ".join([word, *keys])
    if holds(claim, report.table) is not False:
        return None
    said = (
        (
            "Was A not WORD than B?",
            "Is A not WORD than B?",
            "WORD than B was A, was it not?",
            "A, was it not WORD than B?",
        )
        if len(keys) == 2
        else ("Was A not WORD?", "A was WORD, was it not?", "A, is it not WORD?")
    )
    return Lie(
        "rhetorical_question",
        report.name,
        true.text,
        fill(rng.choice(said).replace("WORD", word), keys),
        f"claim {claim}",
    )


def _false(report: Report, rng: random.Random) -> tuple[str, str] | None:
    word = rng.choice(
        [
            "higher",
            "lower",
            "deeper",
            "longer",
            "shorter",
            "highest",
            "lowest",
            "positive",
            "negative",
            "rose",
            "fell",
            "equal",
        ]
    )
    count = 2 if word in wordings.PAIRS else 1
    keys = keys_where(report.table, rng, word, count, lambda found: found is False)
    if not keys:
        return None
    short = [
        said
        for said in _wordings(word)
        if " is worth" not in said and "care" not in said and len(set(re.findall(r"\b[ABC]\b", said))) == count
    ]
    return fill(rng.choice(short), keys), " ".join([word, *keys])


def second_clause(report: Report, rng: random.Random) -> Lie | None:
    """A true clause first, a false one after it."""
    true, false = statement(report.table, rng), _false(report, rng)
    if true is None or false is None:
        return None
    if rng.random() < 0.4:
        return _chained(report, rng)
    if rng.random() < 0.4:
        return _carried_on(report, rng)
    join = rng.choice(
        [
            " and ",
            ", while ",
            ", but ",
            ", whereas ",
            ", although ",
            "; ",
            " – ",
            ", and ",
            ": ",
            ", though ",
            " (",
            ", yet ",
        ]
    )
    said = false[0].removesuffix(".")
    said = said if said.startswith("{") else said[0].lower() + said[1:]
    return Lie(
        "second_clause",
        report.name,
        true.text,
        true.followed_by(f"{join}{said}{')' if '(' in join else ''}"),
        f"claim {false[1]}",
    )


def _carried_on(report: Report, rng: random.Random) -> Lie | None:
    """A was lower than B, as was C: and C was not."""
    true = statement(report.table, rng, "higher", "lower", "deeper", "longer")
    if true is None:
        return None
    first, second = true.keys
    wrong = [
        key
        for key, fact in report.table.items()
        if fact.measure == report.table[first].measure
        and key != second
        and holds(f"{true.word} {key} {second}", report.table) is False
    ]
    if not wrong:
        return None
    third = rng.choice(wrong)
    said = rng.choice(
        [
            "A was WORD than B, as was C.",
            "A was WORD than B, and so was C.",
            "A was WORD than B, C likewise.",
            "A, like C, was WORD than B.",
            "A was WORD than B, and C as well.",
            "As C was, A was WORD than B.",
            "A was WORD than B; C was, too.",
            "A was WORD than B, with C WORD still.",
        ]
    ).replace("WORD", true.word)
    return Lie(
        "second_clause",
        report.name,
        true.text,
        fill(said, [first, second, third]),
        f"claim {true.word} {third} {second}",
    )


def _chained(report: Report, rng: random.Random) -> Lie | None:
    """A was lower than B and higher than C: the second of them false."""
    true = statement(report.table, rng, "higher", "lower")
    if true is None:
        return None
    first, second = true.keys
    third = [
        key
        for key, fact in report.table.items()
        if key not in true.keys and fact.measure == report.table[first].measure and number(fact) is not None
    ]
    word = rng.choice(["higher", "lower"])
    third = [key for key in third if holds(f"{word} {first} {key}", report.table) is False]
    if not third:
        return None
    last = rng.choice(third)
    said = rng.choice(
        [
            f"A was {true.word} than B and {word} than C.",
            f"A was {true.word} than B, and {word} than C.",
            f"A was {true.word} than B but {word} than C.",
            f"A, {true.word} than B, was {word} than C.",
            f"A was {true.word} than B, yet it was {word} than C.",
        ]
    )
    return Lie(
        "second_clause", report.name, true.text, fill(said, [first, second, last]), f"claim {word} {first} {last}"
    )


def second_sentence(report: Report, rng: random.Random) -> Lie | None:
    """The lie stands in a sentence of its own."""
    true, false = statement(report.table, rng), _false(report, rng)
    if true is None or false is None:
        return None
    if rng.random() < 0.5:
        said = false[0]
        return Lie("second_sentence", report.name, true.text, f"{true.text} {said}", f"claim {false[1]}")
    return added("second_sentence", report, rng, _SECOND)


def vivid_verb(report: Report, rng: random.Random) -> Lie | None:
    """A strong verb, for the contrary of what happened."""
    up = [
        "soared",
        "surged",
        "skyrocketed",
        "rallied",
        "exploded",
        "took off",
        "boomed",
        "climbed",
        "flourished",
        "recovered",
        "bounced",
    ]
    down = [
        "plunged",
        "collapsed",
        "tanked",
        "evaporated",
        "cratered",
        "sank",
        "melted",
        "bled",
        "slid",
        "gave way",
        "crumbled",
    ]
    over = [
        "crushed",
        "trounced",
        "dwarfed",
        "eclipsed",
        "surpassed",
        "topped",
        "overtook",
        "left behind",
        "thrashed",
        "won against",
    ]
    under = [
        "bowed to",
        "lost out to",
        "paled beside",
        "crumbled against",
        "gave way to",
        "came second to",
        "was dwarfed by",
    ]
    true = statement(report.table, rng, "rose", "fell", "higher", "lower")
    if true is None:
        return None
    if report.table[true.keys[0]].sense == "less":  # less is better there, so that a victory may be true
        return None
    words = {"rose": down, "fell": up, "higher": under, "lower": over}[true.word]
    verb = rng.choice(words)
    keys = true.keys[:2] if true.word in {"higher", "lower"} else true.keys[:1]
    claim = " ".join([opposite(true.word), *keys])
    if holds(claim, report.table) is not False:
        return None
    wording = f"A {verb} B." if len(keys) == 2 else f"A {verb}."
    return Lie("vivid_verb", report.name, true.text, fill(wording, keys), f"claim {claim}")


HELD_OUT: dict[str, Mutator] = {kind: _adding(kind) for kind in _ADDITIONS} | {
    "double_negation": double_negation,
    "homoglyph": homoglyph,
    "compare_unknown": compare_unknown,
    "rhetorical_question": rhetorical_question,
    "second_clause": second_clause,
    "second_sentence": second_sentence,
    "vivid_verb": vivid_verb,
}
