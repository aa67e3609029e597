"""Figures in other people's text, so that a sentence can be held against what it quotes. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from leanrig.report.context_words import COUNTS, DIGITS, DOWN, NOT, SCALES, UNITS, UP

__all__ = ["Quantity", "claims", "counted", "number_spans", "quantities", "unsupported"]

_NUMBER = re.compile(
    r"(?P<sign>(?<![\w.,)])[-−–])?(?P<money>[$€£¥])?\s?(?P<figure>\d+(?:[,\u202f\u00a0]\d{3}(?!\d))*(?:\.\d+)?|\.\d+)"
    r"(?:(?:\s|-)?(?P<scale>thousand|million|billion|trillion|hundred|mn|mm|bn|tn|[kmb])\b)?"
    r"(?:\s?(?P<unit>%|percentage points?|per ?cent\b|pct\b|bps\b|bp\b|basis points?|times\b|x\b|-?fold\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its scale worked in: "$1.2 billion" is 1200000000 with "$"."""

    value: Decimal
    is_negative: bool
    unit: str
    money: str


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the figures of a text in their order."""
    return tuple(_quantity(found) for found in _NUMBER.finditer(text))


def number_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the figures stand, unit and sign included."""
    spans = []
    for found in _NUMBER.finditer(text):
        lead = len(found[0]) - len(found[0].lstrip())
        spans.append((found.start() + lead, found.end()))
    return tuple(spans)


def unsupported(sentence: str, source: str) -> tuple[str, ...]:
    """Return the figures of `sentence` that `source` does not hold with the same size, unit and sign.

    The unit must be the same; a currency may be left out, never put in. A negative figure may lose its sign where the
    sentence says that something fell.
    """
    known = quantities(source)
    falls = bool(_words(sentence) & DOWN)
    return tuple(
        found[0].strip() for found in _NUMBER.finditer(sentence) if not _is_known(_quantity(found), known, falls=falls)
    )


def counted(sentence: str, source: str) -> tuple[str, ...]:
    """Return counts, extremes, causes and days that `sentence` names in words and `source` does not."""
    said, known = _words(sentence), _words(source)
    digits = {str(quantity.value) for quantity in quantities(source)}
    alone = {word for word in said & DIGITS.keys() if DIGITS[word] not in digits}
    return tuple(sorted(((said & COUNTS) | alone) - known))


def claims(sentence: str, source: str) -> tuple[str, ...]:
    """Return what `sentence` claims in words and `source` does not: `counted`, the direction, "not"."""
    said, known = _words(sentence), _words(source)
    found = counted(sentence, source)
    found += ("the direction",) if _turned(said, known) else ()
    return found + (("not",) if bool(said & NOT) != bool(known & NOT) else ())


def _turned(said: Iterable[str], known: Iterable[str]) -> bool:
    """Whether one goes up and the other only down."""
    said, known = set(said), set(known)
    up, down = bool(said & UP), bool(said & DOWN)
    return (up and not known & UP and bool(known & DOWN)) or (down and not known & DOWN and bool(known & UP))


def _is_known(asked: Quantity, known: Iterable[Quantity], *, falls: bool) -> bool:
    return any(
        asked.value == one.value
        and asked.unit == one.unit
        and asked.money in ("", one.money)
        and (asked.is_negative == one.is_negative or (one.is_negative and falls))
        for one in known
    )


def _quantity(found: re.Match[str]) -> Quantity:
    figure = re.sub(r"[,\u202f\u00a0]", "", found["figure"])
    scale = SCALES[found["scale"].lower()] if found["scale"] else 0
    unit = UNITS.get(" ".join((found["unit"] or "").lower().split()), "") if found["unit"] else ""
    unit = "%" if (found["unit"] or "").lower() == "percent" else unit
    return Quantity(Decimal(figure).scaleb(scale).normalize(), bool(found["sign"]), unit, found["money"] or "")


def _words(text: str) -> set[str]:
    words = set(re.findall(r"[a-z]+", re.sub(r"n[’']t\b", " n't ", text.lower())))
    return words | ({"n't"} if re.search(r"n[’']t\b", text.lower()) else set())
