"""True sentences over a made report: the relation is worked out first, then said."""

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from report.lies import wordings
from report.lies.truth import holds, number

from leanrig.report.cite.citable import CitableTable

__all__ = ["Statement", "fill", "keys_where", "statement", "statements"]

TRIES = 400


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and what it claims."""

    text: str
    claim: str

    @property
    def word(self) -> str:
        """The relation."""
        return self.claim.split()[0]

    @property
    def keys(self) -> list[str]:
        """The facts it is about, in their order."""
        return self.claim.split()[1:]

    def followed_by(self, words: str) -> str:
        """Return the sentence with words before its full stop."""
        return f"{self.text.removesuffix('.')}{words}."


def fill(wording: str, keys: Iterable[str], rng: random.Random | None = None) -> str:
    """Return the wording with slots for A, B and C; A|name and some others where `rng` is given are names only."""
    slots = dict(zip("ABC", keys, strict=False))

    def slot(found: re.Match[str]) -> str:
        form = "|name" if found[2] or (rng is not None and rng.random() < 0.25) else ""
        return "{" + slots[found[1]] + form + "}" if found[1] in slots else found[0]

    return re.sub(r"(?<![\w.])([ABC])\b(\|name)?", slot, wording)


def statement(table: CitableTable, rng: random.Random, *words: str) -> Statement | None:
    """Return a true sentence of one of the relations (any where none is named); None where the report has none."""
    word = rng.choice(words or (*_SAID, "cites"))
    if word == "cites":
        wording = rng.choice(wordings.PLAIN)
        keys = rng.sample(sorted(key for key in table if number(table[key]) is not None), 2)
        keys = keys if " B" in wording else keys[:1]
        return Statement(fill(wording, keys, rng), " ".join(["cites", *keys]))
    wording = rng.choice(_SAID[word])
    count = len(set(re.findall(r"\b[ABC]\b", wording)))
    keys = keys_where(table, rng, word, count, lambda found: found is True)
    return Statement(fill(wording, keys, rng), " ".join([word, *keys])) if keys else None


def statements(table: CitableTable, rng: random.Random, *, each: int = 2) -> list[Statement]:
    """Return true sentences of every relation that the report can bear."""
    found = [statement(table, rng, word) for word in (*_SAID, "cites") for _ in range(each)]
    return [one for one in found if one is not None]


def keys_where(
    table: CitableTable, rng: random.Random, word: str, count: int, wanted: Callable[[bool | None], bool]
) -> list[str]:
    """Return keys of facts for which the relation is as wanted; none where none is found."""
    choices = [keys for keys in _by_measure(table) if len(keys) >= count]
    for _ in range(TRIES):
        keys = rng.sample(rng.choice(choices), count)
        if wanted(holds(" ".join([word, *keys]), table)):
            return keys
    return []


_MEASURES: dict[int, list[list[str]]] = {}  # made reports stay as they are, and stay


def _by_measure(table: CitableTable) -> list[list[str]]:
    if id(table) not in _MEASURES:
        found: dict[str, list[str]] = {}
        for key, fact in table.items():
            if number(fact) is not None:
                found.setdefault(fact.measure, []).append(key)
        _MEASURES[id(table)] = list(found.values())
    return _MEASURES[id(table)]


def _joined(*tables: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    words = dict.fromkeys(word for table in tables for word in table)
    return {word: tuple(said for table in tables for said in table.get(word, ())) for word in words}


_SAID = _joined(
    wordings.PAIRS, wordings.PASSIVES, wordings.FRONTED, wordings.ALONE, wordings.EXTREMES, wordings.NO_OTHER,
    wordings.MOVES, wordings.LISTS, {"between": wordings.BETWEEN},
)  # fmt: skip
