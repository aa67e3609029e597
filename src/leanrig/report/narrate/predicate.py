"""A claim that waits for its subject, and what binds it to one. Pure."""

from dataclasses import dataclass
from typing import Literal

from leanrig.report.narrate.lexicon_verbs import Meaning
from leanrig.report.narrate.relations import Claim, Op

__all__ = ["NEGATIVE", "Found", "Kind", "Lead", "Objects", "Predicate", "aimed", "bind"]

Kind = Literal[
    "two",
    "bare",
    "sign",
    "move",
    "to",
    "off",
    "extreme",
    "pair",
    "together",
    "between",
    "others",
    "no-other",
    "again",
    "amid",
]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A claim without its subject; `again` repeats the one before ("{B} did not")."""

    kind: Kind
    meaning: Meaning
    words: str
    objects: tuple[str, ...] = ()
    is_turned: bool = False
    is_among: bool = False


@dataclass(frozen=True, slots=True)
class Objects:
    """The facts that a relation points at; or all others of the group, or none of them."""

    keys: tuple[str, ...]
    kind: Literal["these", "or", "neither", "others", "any", "no-other"] = "these"


@dataclass(frozen=True, slots=True)
class Lead:
    """The words before a predicate: was, did not, came in."""

    end: int
    links: bool = False
    helps: bool = False
    is_turned: bool = False
    has_article: bool = False
    both: bool = False
    last: int = 0


Found = tuple[int, tuple[Predicate, ...], Lead]
"""Where it ends, what is claimed, and the words before it."""


def bind(predicate: Predicate, subjects: tuple[str, ...]) -> tuple[Claim, ...] | None:
    """Return the claims about these subjects; None where they make no sense together."""
    op, domain, words = predicate.meaning.op, predicate.meaning.domain, predicate.words
    turned, objects = predicate.is_turned, predicate.objects
    if not subjects or predicate.kind in ("bare", "again", "amid"):
        return None
    if predicate.kind == "two":
        return tuple(Claim(op, (one,), words, domain, (other,), turned) for one in subjects for other in objects)
    if predicate.kind == "pair":
        pair: Op = "pair-top" if op == "gt" else "pair-low"
        return (
            tuple(Claim(pair, (one,), words, domain, objects, turned) for one in subjects)
            if len(subjects) == 1
            else None
        )
    if predicate.kind in ("sign", "move"):
        return tuple(Claim(op, (one,), words, domain, (), turned) for one in subjects)
    if predicate.kind == "between":
        return tuple(Claim("in", (one,), words, "span", objects, turned) for one in subjects)
    if predicate.kind == "together":
        return (Claim(op, subjects, words, "equal", (), turned),) if len(subjects) > 1 else None
    if predicate.kind == "extreme":
        among: Op = "among-top" if op == "top" else "among-low"
        return (Claim(among if predicate.is_among else op, subjects, words, domain, objects, turned),)
    if len(subjects) != 1:
        return None
    if predicate.kind in ("to", "off"):
        start, end = (subjects, objects) if predicate.kind == "to" else (objects, subjects)
        return (Claim(op, start, words, domain, end, turned),)
    return _of_group(predicate, subjects)


NEGATIVE = {"no", "not", "nothing", "neither", "without", "unknown", "missing", "undefined", "unequal"}
_THAN_OTHERS: dict[Op, Op] = {"gt": "top", "lt": "low", "ge": "among-top", "le": "among-low"}
_THAN_NONE: dict[Op, Op] = {
    "gt": "among-low",
    "lt": "among-top",
    "ge": "low",
    "le": "top",
    "as-high": "low",
    "as-low": "top",
}


def _of_group(predicate: Predicate, subjects: tuple[str, ...]) -> tuple[Claim, ...] | None:
    ops = _THAN_OTHERS if predicate.kind == "others" else _THAN_NONE
    op = ops.get(predicate.meaning.op)
    if op is None or predicate.is_turned:
        return None
    return (Claim(op, subjects, predicate.words, predicate.meaning.domain),)


def aimed(meaning: Meaning, words: str, objects: Objects, *, is_turned: bool) -> Predicate | None:
    """Return the predicate that points at these objects; None where nobody knows what it would claim."""
    if objects.kind == "any":
        kind: Kind = "no-other" if is_turned else "others"
        return Predicate(kind, meaning, words)
    if objects.kind in ("others", "no-other"):
        return Predicate(objects.kind, meaning, words, (), is_turned)
    if objects.kind == "neither":
        return None if is_turned else Predicate("two", meaning, words, objects.keys, True)
    if objects.kind == "or" and not is_turned:
        return None
    return Predicate("two", meaning, words, objects.keys, is_turned)
