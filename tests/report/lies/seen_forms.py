"""Lies by the form of the sentence: degrees, ranks, units, ranges, slots, letters."""

import random

from report.lies import wordings
from report.lies.lie import Lie, Mutator
from report.lies.reports import Report
from report.lies.seen_literals import figured
from report.lies.seen_words import added
from report.lies.statements import Statement, fill, keys_where, statement
from report.lies.truth import number

__all__ = ["FORMS"]


def degree(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, "higher", "lower", "deeper", "shallower", "longer", "shorter")
    if true is None:
        return None
    first, second = (abs(number(report.table[key]) or 0.0) for key in true.keys)
    ratio = max(first, second) / max(min(first, second), 1e-9)
    near, far = ratio < 1.2, ratio > 3
    if not (near or far):
        return None
    words = ["far", "vastly", "much", "massively", "a lot", "enormously", "well"] if near else [
        "barely", "marginally", "a hair", "slightly", "a little", "just", "a touch", "somewhat"]  # fmt: skip
    word = rng.choice(words)
    after = fill(f"A was {word} {true.word} than B.", true.keys)
    return Lie("degree", report.name, true.text, after, f"words {word}")


def ordinal(report: Report, rng: random.Random) -> Lie | None:
    word = rng.choice(["highest", "lowest", "deepest", "longest", "worst", "best"])
    keys = keys_where(report.table, rng, word, 1, lambda found: found is True)
    if not keys:
        return None
    true = Statement(fill(rng.choice(wordings.EXTREMES[word]), keys), f"{word} {keys[0]}")
    rank = rng.choice(["second", "third", "next", "fourth", "penultimate", "first but one", "runner-up,"])
    said = (f"A was the {rank} {word} of all.", f"The {rank} {word} was A.", f"A ranks {rank} among the {word}.")
    return Lie("ordinal", report.name, true.text, fill(rng.choice(said), keys), f"words {rank}")


def unit_basis_points(report: Report, rng: random.Random) -> Lie | None:
    fact, true = figured(report, rng)
    unit = rng.choice(["basis points", "bp", "bps", "pips", "ticks", "permille"])
    said = (f"{{{fact.key}}} {unit} is worth a look.", f"{{{fact.key}|name}} in {unit} is worth a look.",
            f"{{{fact.key}}} is a figure of {unit}.")  # fmt: skip
    return Lie("unit_basis_points", report.name, true.text, rng.choice(said), f"words {unit}")


def unit_time(report: Report, rng: random.Random) -> Lie | None:
    fact = rng.choice([f for f in report.table.values() if f.unit == "days" and number(f) is not None])
    true = Statement(f"{{{fact.key}}} is worth a look.", f"cites {fact.key}")
    unit = rng.choice(["months", "years", "weeks", "hours", "minutes", "sessions", "quarters", "decades"])
    said = (f"{{{fact.key}|name}} was counted in {unit}.", f"{{{fact.key}}} of {unit} is worth a look.",
            f"{{{fact.key}}} comes to {unit}.", f"For {unit}, {{{fact.key}}} was there.")  # fmt: skip
    return Lie("unit_time", report.name, true.text, rng.choice(said), f"words {unit}")


def invented_range(report: Report, rng: random.Random) -> Lie | None:
    fact, true = figured(report, rng)
    words = rng.choice([
        "ranged from the low teens to the high twenties", "ranged widely", "swung between extremes",
        "varied from month to month", "hovered around nothing", "spanned single digits to the forties",
        "was anywhere between a loss and a gain", "oscillated", "stayed within a narrow band",
        "went from strength to strength", "moved up and down",
    ])  # fmt: skip
    return Lie("invented_range", report.name, true.text, f"{{{fact.key}|name}} {words}.", f"words {words}")


def unknown_key(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, "positive", "negative", "higher", "lower", "highest", "cites")
    if true is None:
        return None
    key = true.keys[0]
    other = rng.choice(
        [f"{key}.net", key.replace(".", "_"), f"{key}s", "account.alpha", "month.1987-10.return", "a", f"x.{key}"]
    )
    return Lie(
        "unknown_key", report.name, true.text, true.text.replace(f"{{{key}", f"{{{other}"), f"claim cites {other}"
    )


def broken_slot(report: Report, rng: random.Random) -> Lie | None:
    true = statement(report.table, rng, "positive", "negative", "higher", "highest", "cites")
    if true is None:
        return None
    key = true.keys[0]
    broken = rng.choice([
        f"{{{key}|value}}", f"{{{{{key}}}}}", f"{{{key}", f"{key}}}", f"{{ {key} }}", f"{{{key.upper()}}}",
        f"{{{key}+{key}}}", f"{{{key}|}}", f"{{{key}:.1f}}", f"${{{key}|NAME}}", "{}", f"{{-{key}}}",
        f"{{{key}|name|full}}", f"[{key}]", f"<{key}>",
    ])  # fmt: skip
    after = true.text.replace(f"{{{key}|name}}", broken).replace(f"{{{key}}}", broken)
    return Lie("broken_slot", report.name, true.text, after, f"words {broken}")


def literal_joined_to_slot(report: Report, rng: random.Random) -> Lie | None:
    fact, true = figured(report, rng)
    joined = rng.choice(
        [f"|name}} of {rng.uniform(2, 9):.2f}", "}0", "}k", "}00", "}.5", "}/2", "}%", "}x", "}m", "}²", "}bn"]
    )
    said = rng.choice([f"{{{fact.key}{joined} is worth a look.", f"There is {{{fact.key}{joined}."])
    front = rng.choice(["1", "-", "−", "10", "x", "non-", "minus ", "anti-", "2×", "under "])
    if fact.unit == "%" and joined == "}%":
        return None
    if rng.random() < 0.4:
        return Lie(
            "literal_joined_to_slot", report.name, true.text, f"There is {front}{{{fact.key}}}.", f"words {front}{{"
        )
    return Lie("literal_joined_to_slot", report.name, true.text, said, f"words {joined}")


def fullwidth_digit(report: Report, rng: random.Random) -> Lie | None:
    figure = rng.choice(["２", "²", "②", "½", "٣", "４０", "Ⅷ", "५", "𝟗", "₅", "⑽", "三", "〇", "½x", "１．５", "①st"])
    said = (
        f"[{figure}] trades, and S.",
        f"A|name was above [{figure}].",
        f"S by [{figure}].",
        f"A comes to [{figure}].",
    )
    return added("fullwidth_digit", report, rng, said)


def letters_with_digits(report: Report, rng: random.Random) -> Lie | None:
    word = rng.choice(
        ["Q3", "2x", "H1", "10k", "1e2", "3rd", "0x1F", "F1", "G7", "2nd-best", "4ever", "W52", "l00", "1y", "3M"]
    )
    return added(
        "letters_with_digits",
        report,
        rng,
        (f"S in [{word}].", f"A was [{word}] of B.", f"[{word}]: S.", f"A was [{word}]."),
    )


def invisible_letters(report: Report, rng: random.Random) -> Lie | None:
    plain = rng.choice(["doubled", "twice", "because", "will", "half", "ten", "always", "buy", "tripled"])
    place = rng.randrange(1, len(plain))
    mark = rng.choice(
        ["\u200b", "\u00ad", "\u2060", "\u200d", "\u0301", " ", "\ufeff", "·", "\u202e", "-", "\u2063", "\u180e", "'"]
    )
    word = plain[:place] + mark + plain[place:]
    return added("invisible_letters", report, rng, (f"A [{word}] B.", f"S [{word}].", f"A was [{word}] that of B."))


FORMS: dict[str, Mutator] = {
    "degree": degree,
    "ordinal": ordinal,
    "unit_basis_points": unit_basis_points,
    "unit_time": unit_time,
    "invented_range": invented_range,
    "unknown_key": unknown_key,
    "broken_slot": broken_slot,
    "literal_joined_to_slot": literal_joined_to_slot,
    "fullwidth_digit": fullwidth_digit,
    "letters_with_digits": letters_with_digits,
    "invisible_letters": invisible_letters,
}
