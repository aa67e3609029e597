"""What may be said of a subject: the part of a clause behind it, read into claims that wait for their subject. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from leanrig.report.narrate.lexicon_relations import Meaning
from leanrig.report.narrate.relations import Claim, Op
from leanrig.report.narrate.words import Item

__all__ = ["Lead", "Objects", "Predicate", "Reader", "bind"]

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


_MODALS = ("may", "might", "can")
_NEGATIVE = {"no", "not", "nothing", "neither", "without", "unknown", "missing", "undefined", "unequal"}
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


class Reader:
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

    def predicates(self, at: int) -> Sequence[Found]:
        """Return what may be claimed of a subject from here on."""
        if at not in self._found:
            self._found[at] = list(self._predicates(at))
        return self._found[at]

    def _predicates(self, at: int) -> Iterator[Found]:
        lead = self.lead(at)
        if lead is None:
            return
        # "was found below", "did fall": a word may be a link and the claim itself.
        starts = {lead.end, lead.last} if lead.last and lead.end == lead.last + 1 else {lead.end}
        for start in sorted(starts):
            before = lead if start == lead.end else self._shorter(at, start)
            if before is not None:
                yield from ((end, found, before) for end, found in self._claims(start, before))

    def _shorter(self, at: int, end: int) -> Lead | None:
        return Reader(self.items[:end]).lead(at)

    def _claims(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        if at >= self.size or self.items[at].mark in ("COMMA", "SEMI", "STOP", "SOFT"):
            yield from self._again(at, lead)
            return
        if self.has(at, "AND", "BUT", "NEUT"):
            yield from self._again(at, lead)
        if self.has(at, "AGAIN-NOT") and not lead.is_turned and not lead.links and not lead.helps:
            yield at + 1, (Predicate("again", Meaning("eq", "equal"), self.items[at].words, is_turned=True),)
        yield from self._relations(at, lead)
        yield from self._comparatives(at, lead)
        yield from self._neithers(at, lead)
        yield from self._signs(at, lead)
        yield from self._moves(at, lead)
        yield from self._extremes(at, lead)
        yield from self._others(at, lead)

    def _again(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        if (lead.links or lead.helps) and not lead.has_article and self.items[lead.last].has("BE", "AUX"):
            yield (
                at,
                (Predicate("again", Meaning("eq", "equal"), self.items[lead.last].words, is_turned=lead.is_turned),),
            )

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
        if lead.is_turned and _NEGATIVE & set(self.items[at].words.lower().split()):
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
            found = _aimed(Meaning("gt", "race"), self.items[at].words, objects, is_turned=lead.is_turned)
            if found is not None and end < self.size and self.items[end].words.lower() == "behind":
                yield end + 1, (found,)

    def _joined(self, meaning: Meaning, words: str, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        if self.has(at, "DIM"):
            meaning, at = self._measured(meaning, at)
        is_beaten = words.lower().endswith(" by") and self.has(at, "NO-OTHER") and not self.has(at, "EQ", "SIGN")
        if is_beaten:
            yield self.skip(at + 1, "SCOPE"), (Predicate("no-other", meaning, words, (), lead.is_turned),)
        for end, objects in self.objects(at):
            found = _aimed(meaning, words, objects, is_turned=lead.is_turned)
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

    def _signs(self, at: int, lead: Lead) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        if lead.is_turned and _NEGATIVE & set(self.items[at].words.lower().split()):
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
        if lead.is_turned and _NEGATIVE & set(item.words.lower().split()):
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


def _aimed(meaning: Meaning, words: str, objects: Objects, *, is_turned: bool) -> Predicate | None:
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
