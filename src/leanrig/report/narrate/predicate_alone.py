"""What is said of a subject alone, of its group, or of several together: was negative, fell, was the lowest. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from leanrig.report.narrate.lexicon_verbs import Meaning
from leanrig.report.narrate.predicate import NEGATIVE, Lead, Predicate
from leanrig.report.narrate.predicate_relations import RelationReader

__all__ = ["LoneReader"]


class LoneReader(RelationReader):
    """Reads signs, moves, superlatives, between, and what is equal."""

    def _signs(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        if lead.is_turned and NEGATIVE & set(self.items[at].words.lower().split()):
            return
        for entry in self.items[at].entries:
            if entry.tag == "SIGN" and entry.meaning is not None:
                yield at + 1, (Predicate("sign", entry.meaning, self.items[at].words, is_turned=lead.is_turned),)

    def _moves(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        entry = self.items[at].entry("DIR")
        if entry is None or entry.meaning is None or lead.has_article:
            return
        words = self.items[at].words
        if lead.links and not words.lower().split()[0].endswith("ing"):
            return
        plain = Predicate("move", entry.meaning, words, is_turned=lead.is_turned)
        yield at + 1, (plain,)
        if words.lower().startswith(("gain", "lost", "los", "added", "picked")):
            return
        if self.has(at + 1, "TO") and self.is_slot(at + 2):
            yield at + 3, (replace(plain, kind="to", objects=(self.items[at + 2].key,)),)
        if self.has(at + 1, "FROM") and self.is_slot(at + 2):
            yield at + 3, (replace(plain, kind="off", objects=(self.items[at + 2].key,)),)

    def _extremes(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        is_among = self.has(at, "AMONG") and " the" in self.items[at].words.lower()
        start = at + is_among
        entry = self.items[start].entry("EXT") if start < self.size else None
        if entry is None or entry.meaning is None:
            return
        words, turned = self.items[start].words, lead.is_turned
        end = self.skip(self.skip(start + 1, "THING"), "SCOPE")
        if self.has(end, "OF", "AMONG", "BETWEEN"):
            yield from self._of_list(entry.meaning, words, end, lead)
        else:
            yield end, (Predicate("extreme", entry.meaning, words, (), turned, is_among),)

    def _others(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        item = self.items[at]
        entry = item.entry("EQ")
        if lead.is_turned and NEGATIVE & set(item.words.lower().split()):
            return
        if entry is not None and entry.meaning is not None:
            yield at + 1, (Predicate("together", entry.meaning, item.words, is_turned=lead.is_turned),)
        start = self._between(at)
        if start:
            for end, keys in self.pairs(start):
                yield end, (Predicate("between", Meaning("in", "span"), item.words, keys, lead.is_turned),)
        if item.has("BETWEEN") and not self.is_slot(at + 1):
            yield at + 1, (Predicate("amid", Meaning("in", "span"), item.words, (), lead.is_turned),)
        if item.has("NO-DIFF") and not self.has(at + 1, "BETWEEN", "TO", "FROM"):
            yield at + 1, (Predicate("together", Meaning("all-eq", "equal"), item.words, is_turned=lead.is_turned),)

    def _between(self, at: int) -> int:
        """Return where the two ends of "between", or of "within the range from", stand; 0 where there are none."""
        if self.has(at, "BETWEEN") and (self.is_slot(at + 1) or self._bare(at + 1) > at + 1):
            return self._bare(at + 1)
        start = self.skip(at + 1, "DET") if self.has(at, "BETWEEN", "PREP") else self.size
        if not self.has(start, "RANGE"):
            return 0
        start = self.skip(start + 1, "NV", "MOVE", "SPAN")
        if not (self.has(start, "FROM", "BETWEEN", "OF") or self.has(start, "PREP")):
            return 0
        return start + 1 if self.is_slot(start + 1) else 0

    def pairs(self, at: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield two facts joined by "and" or "to"."""
        if self.is_slot(at) and self.has(at + 1, "AND", "TO", "WITH") and self.items[at + 1].words.lower() in (
            "and", "to", "up to", "with"
        ):  # fmt: skip
            behind = self._bare(self.skip(at + 2, "BETWEEN"))
            if self.is_slot(behind):
                yield behind + 1, (self.items[at].key, self.items[behind].key)
