"""Lies by words that no fact stands for: causes, news, persons, quantities, times, predictions, certainty, advice.

`additions.toml` has most of them.
"""

import random
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from report.lies.lie import Lie, Mutator
from report.lies.reports import Report
from report.lies.statements import Statement, fill, statement
from report.lies.truth import holds, number

__all__ = ["WORDS", "added"]

ADDITIONS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("additions.toml").read_text("utf-8"))
NUMBERS = {
    "two": 2, "three": 3, "five": 5, "seven": 7, "eleven": 11, "twelve": 12, "nineteen": 19, "forty": 40, "ninety": 90,
    "a dozen": 12, "a hundred": 100, "a thousand": 1000, "a million": 1e6, "zero": 0, "a score": 20, "a couple": 2,
    "dozens": 24, "a pair": 2,
}  # fmt: skip
HYPHENATED = {
    "twenty-one": 21, "forty-seven": 47, "ninety-nine": 99, "one-hundred": 100, "sixty-three": 63, "thirty-odd": 30,
    "two-fold": 2, "ten-plus": 10, "fifty-fifty": 50, "zero-point-five": 0.5, "twenty‑two": 22, "thirty–three": 33,
}  # fmt: skip
MULTIPLES = {
    "twice": 2, "double": 2, "triple": 3, "thrice": 3, "tenfold": 10, "quadruple": 4, "two times": 2, "fivefold": 5,
    "a multiple of": 6, "many times": 7, "manifold": 8,
}  # fmt: skip
FRACTIONS = {
    "half": 1 / 2, "a third of": 1 / 3, "a quarter of": 1 / 4, "three quarters of": 3 / 4, "a tenth of": 1 / 10,
    "two thirds of": 2 / 3, "a fraction of": 1 / 20, "a fifth of": 1 / 5, "halfway to": 1 / 2, "part of": 1 / 8,
}  # fmt: skip
PERCENTS = {
    "ten per cent": 10,
    "forty percent": 40,
    "ninety per cent": 90,
    "five percentage points": 5,
    "a hundred percent": 100,
}


def added(kind: str, report: Report, rng: random.Random, additions: Sequence[str]) -> Lie | None:
    """Return a true sentence with words that no fact supports."""
    true = statement(report.table, rng)
    if true is None:
        return None
    wording = rng.choice(additions)
    found = re.search(r"\[(.+?)\](?!\])", wording, re.DOTALL)
    assert found is not None
    keys = rng.sample(sorted(key for key, fact in report.table.items() if number(fact) is not None), 2)
    words = wording.replace(found[0], found[1], 1)
    after = _with_sentence(fill(words, keys), true)
    return Lie(kind, report.name, true.text, after, f"words {found[1]}")


def _with_sentence(words: str, true: Statement) -> str:
    said = true.text.removesuffix(".")
    if not words.startswith("S") and not said.startswith(("{", "I ")):
        said = said[:1].lower() + said[1:]
    return re.sub(r"\bS\b", lambda _: said, words, count=1)


def _adding(kind: str) -> Mutator:
    return lambda report, rng: added(kind, report, rng, ADDITIONS[kind])


def quantity_word(report: Report, rng: random.Random) -> Lie | None:
    winning, losing = (number(report.table[f"trades.{key}"]) or 0.0 for key in ("winning", "losing"))
    if losing and winning and rng.random() < 0.2:
        said = rng.choice(["were positive", "were all positive", "were gains", "were without a loss", "were negative"])
        true = Statement("{trades.count} is worth a look.", "cites trades.count")
        return Lie("quantity_word", report.name, true.text, f"{{trades.count}} {said}.", f"words {said}")
    kind = "quantity_of_trades" if losing > winning and rng.random() < 0.7 else "quantity_word"
    return added("quantity_word", report, rng, ADDITIONS[kind])


def loose_superlative(report: Report, rng: random.Random) -> Lie | None:
    lie = added("loose_superlative", report, rng, ADDITIONS["loose_superlative"])
    is_extreme = lie is not None and any(
        f"{{{fact.key}" in lie.after and holds(f"{word} {fact.key}", report.table) is True
        for fact in report.table.values()
        for word in ("highest", "best", "longest", "deepest", "latest")
    )
    return None if is_extreme else lie


def _with_number(
    kind: str, report: Report, rng: random.Random, numbers: dict[str, float], wordings: tuple[str, ...]
) -> Lie | None:
    """Say a number in words that no fact of the report has."""
    true = statement(report.table, rng)
    word = rng.choice(sorted(numbers))
    shown = [number(fact) for fact in report.table.values() if fact.unit in {"trades", "days", "%", ""}]
    if true is None or any(value is not None and abs(abs(value) - numbers[word]) < 0.51 for value in shown):
        return None
    keys = rng.sample(sorted(key for key, fact in report.table.items() if number(fact) is not None), 1)
    body = fill(rng.choice(wordings).replace("N", word), keys)
    return Lie(kind, report.name, true.text, _with_sentence(body, true), f"words {word}")


def number_word(report: Report, rng: random.Random) -> Lie | None:
    said = (
        "The account made N trades.",
        "A|name comes to N.",
        "S in N months.",
        "There were N, and A is worth a look.",
    )
    return _with_number("number_word", report, rng, NUMBERS, said)


def hyphenated_number(report: Report, rng: random.Random) -> Lie | None:
    said = ("A|name comes to N.", "S over a N day stretch.", "A was a N gain.", "The account made N of them.")
    return _with_number("hyphenated_number", report, rng, HYPHENATED, said)


def percent_word(report: Report, rng: random.Random) -> Lie | None:
    said = ("A|name comes to N.", "A was N above the other.", "S by N.")
    return _with_number("percent_word", report, rng, PERCENTS, said)


def _times(
    kind: str, report: Report, rng: random.Random, times: dict[str, float], wordings: tuple[str, ...]
) -> Lie | None:
    true = statement(report.table, rng, "higher", "lower", "deeper", "shallower", "longer", "shorter")
    if true is None:
        return None
    first, second = (number(report.table[key]) for key in true.keys)
    word = rng.choice(sorted(times))
    if first is None or not second or not _is_wrong(word, first / second, times[word]):
        return None
    after = fill(rng.choice(wordings).replace("N", word), true.keys)
    return Lie(kind, report.name, true.text, after, f"words {word}")


def _is_wrong(word: str, ratio: float, told: float) -> bool:
    if word in {"a multiple of", "many times", "manifold"}:
        return ratio < 1.3
    return ratio > 1 if word in {"a fraction of", "part of"} else abs(ratio - told) > 0.25 * told


def multiple_word(report: Report, rng: random.Random) -> Lie | None:
    if rng.random() < 0.4:
        true = statement(report.table, rng, "rose", "fell")
        if true is None or not -0.4 < _share(report, true.keys[0]) < 0.8:
            return None
        word = rng.choice(["doubled", "tripled", "quadrupled", "halved", "multiplied", "redoubled"])
        return Lie("multiple_word", report.name, true.text, fill(f"A {word}.", true.keys), f"words {word}")
    return _times(
        "multiple_word", report, rng, MULTIPLES, ("A was N B.", "A, N B, is worth a look.", "A amounts to N B.")
    )


def _share(report: Report, key: str) -> float:
    value = report.table[key].value
    return value if isinstance(value, float) else 0.0


def fraction_word(report: Report, rng: random.Random) -> Lie | None:
    return _times("fraction_word", report, rng, FRACTIONS, ("A was N B.", "A amounts to N B.", "A is N that of B."))


WORDS: dict[str, Mutator] = {kind: _adding(kind) for kind in ADDITIONS if kind != "quantity_of_trades"} | {
    "quantity_word": quantity_word,
    "loose_superlative": loose_superlative,
    "number_word": number_word,
    "hyphenated_number": hyphenated_number,
    "percent_word": percent_word,
    "multiple_word": multiple_word,
    "fraction_word": fraction_word,
}
