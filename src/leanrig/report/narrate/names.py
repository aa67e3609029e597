"""A fact's bare name beside another fact's figure, which would read as its value: "{A|name} stood with {B}". Pure."""

from collections.abc import Iterator, Sequence

from leanrig.report.narrate.refusal import Refusal
from leanrig.report.narrate.words import Item

__all__ = ["values_of_others"]

_REASON = "a name joined to another fact's figure reads as its value: write both with their figures, or list them"
_LINKS = ("BE", "STAND", "MOVE", "NV", "AUX", "NEUT", "COMMA", "SOFT")
_WITH = frozenset(["with", "having", "alongside", "by"])
_READING = frozenset(
    """
    read weighed judged considered viewed compared seen looked taken should must to deserves needs merits wants calls
    asks reader readers mind
    """.split()  # noqa: SIM905
)


def values_of_others(items: Sequence[Item]) -> Iterator[Refusal]:
    """Yield each name that is joined to a figure by words of standing or showing; words of reading claim nothing."""
    for at, item in enumerate(items):
        if not item.words.endswith("|name}"):
            continue
        place = at + 1
        while place < len(items) and _is_link(items[place]):
            place += 1
        joined = place + 1 < len(items) and _is_with(items[place]) and items[place + 1]
        if joined and joined.key and not joined.words.endswith("|name}"):
            yield Refusal(" ".join(one.words for one in items[at : place + 2]), _REASON)


def _is_link(item: Item) -> bool:
    return item.has(*_LINKS) and not _is_with(item) and _READING.isdisjoint(item.words.lower().split())


def _is_with(item: Item) -> bool:
    words = item.words.lower()
    return words in _WITH or (
        item.has("JOINT") and words.split()[-1] in ("with", "by") and _READING.isdisjoint(words.split())
    )
