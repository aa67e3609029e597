"""Reads pieces of a sentence at a place: slots, lists of them, what a relation points at, words before it. Pure."""

from collections.abc import Iterator, Sequence

from leanrig.report.narrate.predicate import Found, Lead, Objects
from leanrig.report.narrate.words import Item

__all__ = ["PlaceReader"]

_MODALS = ("may", "might", "can")


class PlaceReader:
    """Reads pieces of a sentence at a place; each reading is an end and what was read."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.size = len(items)
        self._tags = [item.tags for item in items]
        self._leads: dict[int, Lead | None] = {}
        self._found: dict[int, list[Found]] = {}

    def has(self, at: int, *tags: str) -> bool:
        """Whether the item there is of one of these classes."""
        return at < self.size and not self._tags[at].isdisjoint(tags)

    def skip(self, at: int, *tags: str) -> int:
        """Return the place behind an item of these classes, the same place where there is none."""
        return at + 1 if self.has(at, *tags) else at

    def is_slot(self, at: int) -> bool:
        """Whether a slot stands there."""
        return at < self.size and bool(self.items[at].key)

    def slots(self, at: int, *joins: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield lists: one slot; or several, the last one joined by one of the classes `joins`."""
        if not self.is_slot(at):
            return
        keys = [self.items[at].key]
        yield at + 1, tuple(keys)
        at += 1
        while True:
            behind = self.skip(at, "COMMA", "SOFT")
            if self.has(behind, *joins) and self.is_slot(behind + 1):
                keys.append(self.items[behind + 1].key)
                at = behind + 2
                yield at, tuple(keys)
                if " " in self.items[behind].words and self.has(at, "COMMA", "SOFT"):
                    yield at + 1, tuple(keys)
            elif behind > at and self.is_slot(behind):
                keys.append(self.items[behind].key)
                at = behind + 1
                if (
                    self.has(at, "COLON", "DASH", "BOTH")
                    or self.has(self.skip(at, "COMMA", "SOFT"), "BOTH")
                    or self._is_plural(at)
                ):
                    yield at, tuple(keys)
            else:
                return

    def _is_plural(self, at: int) -> bool:
        return at < self.size and self.items[at].words.lower() in ("were", "are", "have")

    def objects(self, at: int) -> Iterator[tuple[int, Objects]]:
        """Yield what a relation may point at."""
        at = self._bare(self.skip(at, "SOFT"))
        if self.has(at, "IT") and self.items[at].words.lower() in ("it", "that", "this"):
            yield at + 1, Objects(("it",))
        if self.has(at, "OTHERS") and "any" in self.items[at].words.lower().split():
            yield self.skip(at + 1, "SCOPE"), Objects((), "any")
        elif self.has(at, "OTHERS"):
            yield self.skip(at + 1, "SCOPE"), Objects((), "others")
        if self.has(at, "NO-OTHER") and {"other", "others", "rest", "peers"} & set(
            self.items[at].words.lower().split()
        ):
            yield self.skip(at + 1, "SCOPE"), Objects((), "no-other")
        if self.has(at, "NEITHER"):
            yield from ((end, Objects(keys, "neither")) for end, keys in self.slots(at + 1, "NOR") if len(keys) > 1)
            return
        led = self.skip(at, "BOTH", "EITHER")
        for end, keys in self.slots(led, "AND"):
            if led == at or len(keys) > 1:
                yield end, Objects(keys)
        for end, keys in self.slots(led, "OR", "NOR"):
            if len(keys) > 1:
                yield end, Objects(keys, "these" if self.has(at, "EITHER") else "or")

    def _bare(self, at: int) -> int:
        """Return the place behind "the" or "the figure" before a slot: the fact brings its own article."""
        behind = self.skip(at, "HEADN")
        behind = behind + 1 if behind < self.size and self.items[behind].words.lower() == "the" else behind
        return behind if self.is_slot(behind) else at

    def lead(self, at: int) -> Lead | None:
        """Return the words before a predicate; None where two words turn it round."""
        if at not in self._leads:
            self._leads[at] = self._lead(at)
        return self._leads[at]

    def _lead(self, at: int) -> Lead | None:
        links = helps = is_turned = has_article = both = False
        last = 0
        while at < self.size:
            item = self.items[at]
            if item.has("BE", "STAND", "MOVE"):
                links, last = True, at
            elif item.has("AUX"):
                if item.words.lower() in _MODALS and not (item.words.lower() == "can" and self.has(at + 1, "NEG")):
                    return None
                helps, last = True, at
            elif item.has("NEG"):
                if is_turned:
                    return None
                is_turned = True
            elif item.has("BOTH"):
                both = True
            elif item.words.lower() in ("the", "a", "an", "its", "their", "these"):
                has_article = True
            elif (links and item.words.lower() in ("at", "with") and self.has(at + 1, "SIGN")) or (
                links and item.words.lower() == "as"
            ):
                last = at
            elif item.mark != "SOFT":
                break
            at += 1
        return None if is_turned and both else Lead(at, links, helps, is_turned, has_article, both, last)
