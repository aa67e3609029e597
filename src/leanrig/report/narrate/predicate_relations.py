"""What relates a subject to other facts: was lower than {B}, exceeded {B}, was the higher of {A} and {B}. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from leanrig.report.narrate.lexicon_verbs import Meaning
from leanrig.report.narrate.predicate import NEGATIVE, Kind, Lead, Predicate, aimed
from leanrig.report.narrate.reader import PlaceReader
from leanrig.report.narrate.relations import Op

__all__ = ["RelationReader"]


class RelationReader(PlaceReader):
    """Reads relations, comparatives, and neither of two."""

    def _fits(self, meaning: Meaning, at: int, lead: Lead) -> bool:
        word = self.items[at].words.lower()
        if meaning.form == "pred":
            return not lead.helps or lead.links or lead.is_turned or not word.startswith("as ")
        if lead.has_article:
            return False
        if meaning.form == "part":
            return (lead.links or not lead.helps) if word.endswith(" by") else lead.helps and not lead.links
        return not lead.links or word.split()[0].endswith("ing")

    def _relations(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        if lead.is_turned and NEGATIVE & set(self.items[at].words.lower().split()):
            return
        if self.has(at - 1, "LEFT") and self.items[at].words.lower() == "behind":
            return  # "left behind {B}": who left whom
        if self.has(at, "LEFT") and not lead.links and not lead.has_article:
            yield from self._left(at, lead)
        for entry in self.items[at].entries:
            meaning = entry.meaning
            if entry.tag == "REL" and meaning is not None and self._fits(meaning, at, lead):
                yield from self._joined(meaning, self.items[at].words, at + 1, lead)

    def _left(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        """Left {B} behind."""
        for end, objects in self.objects(at + 1):
            found = aimed(Meaning("gt", "race"), self.items[at].words, objects, is_turned=lead.is_turned)
            if found is not None and end < self.size and self.items[end].words.lower() == "behind":
                yield end + 1, (found,)

    def _joined(self, meaning: Meaning, words: str, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        if self.has(at, "DIM"):
            meaning, at = self._measured(meaning, at)
        is_beaten = words.lower().endswith(" by") and self.has(at, "NO-OTHER") and not self.has(at, "EQ", "SIGN")
        if is_beaten:
            yield self.skip(at + 1, "SCOPE"), (Predicate("no-other", meaning, words, (), lead.is_turned),)
        for end, objects in self.objects(at):
            found = aimed(meaning, words, objects, is_turned=lead.is_turned)
            if found is not None:
                yield end, (found,)
                if objects.kind == "these" and self.has(end, "BE", "AUX") and self._ends(end + 1):
                    yield end + 1, (found,)
                if self.has(end, "DIM"):
                    other, behind = self._measured(meaning, end)
                    yield behind, (replace(found, meaning=other),)

    def _ends(self, at: int) -> bool:
        return at >= self.size or self.items[at].mark in ("COMMA", "SOFT", "SEMI", "STOP", "COLON")

    def _measured(self, meaning: Meaning, at: int) -> tuple[Meaning, int]:
        """Exceeded {B} in depth: the noun says by what."""
        entry = self.items[at].entry("DIM")
        named = entry.meaning if entry is not None else None
        domain = named.domain if named is not None and meaning.domain != "equal" else meaning.domain
        return replace(meaning, domain=domain), at + 1

    def _comparatives(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        entry = self.items[at].entry("CMP")
        if entry is None or entry.meaning is None:
            return
        meaning, words = entry.meaning, self.items[at].words
        if self.has(self.skip(at + 1, "SOFT"), "THAN"):
            yield from self._joined(meaning, words, self.skip(at + 1, "SOFT") + 1, lead)
            return
        if self.has(at + 1, "OF", "BETWEEN", "AMONG"):
            yield from self._of_list(meaning, words, at + 1, lead)
        end = self.skip(at + 1, "DIM", "THING", "SCOPE")
        yield end, (Predicate("bare", meaning, words, is_turned=lead.is_turned),)

    def _of_list(
        self, meaning: Meaning, words: str, at: int, lead: Lead
    ) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        op: Op = "top" if meaning.op in ("gt", "top") else "low"
        for end, keys in self.slots(at + 1, "AND"):
            if len(keys) > 1:
                yield end, (Predicate("extreme", Meaning(op, meaning.domain), words, keys, lead.is_turned),)

    def _neithers(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        """Neither above nor below {B}; neither positive nor negative."""
        if not self.has(at, "NEITHER") or lead.is_turned or not self.has(at + 2, "NOR") or at + 3 >= self.size:
            return
        first, second = self.items[at + 1], self.items[at + 3]
        turned = replace(lead, is_turned=True)
        for end, found in (*self._relations(at + 3, turned), *self._comparatives(at + 3, turned)):
            for entry in first.entries:
                if entry.tag in ("CMP", "REL") and entry.meaning is not None and found[0].kind == "two":
                    yield end, (replace(found[0], meaning=entry.meaning), *found)
        words = f"neither {first.words} nor {second.words}"
        for tag, kind in (("SIGN", "sign"), ("DIR", "move")):
            one, other = first.entry(tag), second.entry(tag)
            if one and other and one.meaning and other.meaning:
                both: Kind = "sign" if kind == "sign" else "move"
                yield at + 4, tuple(Predicate(both, it, words, is_turned=True) for it in (one.meaning, other.meaning))
