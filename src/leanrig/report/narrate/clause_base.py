"""The plain clause, a subject with what is said of it, and what clauses leave to those behind them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leanrig.report.narrate.neutral import is_sharing, neutral_ends
from leanrig.report.narrate.predicate import Predicate, bind
from leanrig.report.narrate.predicates import Reader
from leanrig.report.narrate.relations import Claim
from leanrig.report.narrate.words import Item

__all__ = ["ClauseReader", "State", "Step", "than"]


@dataclass(frozen=True, slots=True)
class State:
    """What the clauses before have left: subjects, what was said last, the slots so far, what it is held against."""

    subjects: tuple[str, ...] = ()
    said: tuple[Predicate, ...] = ()
    seen: tuple[str, ...] = ()
    anchor: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    number: int = 0


Step = tuple[int, State]
"""Where a clause ends, and what it leaves."""


class ClauseReader(Reader):
    """Reads plain clauses; `all_slots` are those of the whole sentence."""

    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(items)
        self.all_slots = tuple(dict.fromkeys(item.key for item in items if item.key))

    def _plain(self, at: int, state: State) -> Iterator[Step]:
        """{A} was lower than {B}; neither {A} nor {B} was positive; {A}, which was lower than {B}, was positive."""
        for end, subjects, turns, is_both in self._subject(at):
            for behind, asided in self._aside(end, subjects, self._saw(state, subjects)):
                yield from self._said_of(behind, subjects, asided, turns=turns, is_both=is_both)
                if behind > end and not self.is_slot(behind):
                    for after, keys in neutral_ends(self, behind, 1, has_slots=True):
                        yield after, replace(self._saw(asided, keys), subjects=subjects)

    def _that(self, at: int, state: State) -> Iterator[Step]:
        """That {A} was lower than {B} should be kept in mind."""
        for end, told in self._plain(at + 1, state):
            yield from ((behind, told) for behind, keys in neutral_ends(self, end, 1, has_slots=True) if not keys)

    def _subject(self, at: int) -> Iterator[tuple[int, tuple[str, ...], bool, bool]]:
        if self.has(at, "NEITHER"):
            yield from ((end, keys, True, False) for end, keys in self.slots(at + 1, "NOR", "AND") if len(keys) > 1)
            return
        named = self._bare(at)
        led = self._bare(self.skip(named, "BOTH"))
        for end, keys in self.slots(led, "AND"):
            if led == named or len(keys) > 1:
                yield end, keys, False, led > named

    def _aside(self, at: int, subjects: tuple[str, ...], state: State) -> Iterator[Step]:
        yield at, state
        if len(subjects) > 1 or not self.has(at, "COMMA", "SOFT"):
            return
        start = self.skip(self.skip(at + 1, "BUT"), "WHICH")
        ends = self._said_of(start, subjects, state, turns=False, is_both=False)
        for end, found in ends if start > at + 1 or not self.is_slot(start) else ():
            if self.has(end, "COMMA", "SOFT"):
                yield end + 1, found
        if start > at + 1:
            for end, keys in neutral_ends(self, start, 1, has_slots=True):
                if self.has(end, "COMMA", "SOFT") and end > start:
                    yield end + 1, self._saw(state, keys)

    def _said_of(
        self, at: int, subjects: tuple[str, ...], state: State, *, turns: bool, is_both: bool
    ) -> Iterator[Step]:
        if self.has(at, "THAN") and state.said and all(one.kind == "two" for one in state.said):
            for end, objects in self.objects(at + 1):
                if objects.kind == "these":
                    told = tuple(replace(one, objects=objects.keys) for one in state.said)
                    yield from self._bound(end, told, subjects, state)
        start = self.skip(at, "SOFT")
        if self.has(start, "COLON", "DASH") and not self.is_slot(start + 1):
            start = self.skip(start + 1, "SOFT")
        elif self.has(start, "COMMA") and self.has(start + 1, "BOTH"):
            start += 1
        for end, found, lead in self.predicates(start):
            if lead.both and len(subjects) < 2:
                continue
            if state.anchor and any(one.kind in ("move", "to", "off") for one in found):
                continue
            if (turns or is_both) and lead.is_turned:
                continue
            told = tuple(replace(one, is_turned=True) for one in found) if turns else found
            yield from self._bound(end, told, subjects, state)

    def _bound(self, at: int, found: tuple[Predicate, ...], subjects: tuple[str, ...], state: State) -> Iterator[Step]:
        if any(one.kind == "again" for one in found):
            found = self._repeated(found[0], state)
        if any("it" in one.objects for one in found):
            found = self._pointed(found, subjects, state)
        for end, whole in self._anchored(at, found, subjects, state):
            claims: list[Claim] = []
            for one in whole:
                made = bind(one, subjects)
                if made is None:
                    break
                claims += made
            else:
                if whole:
                    objects = tuple(key for one in whole for key in one.objects)
                    seen = self._saw(state, (*subjects, *objects))
                    yield end, replace(seen, subjects=subjects, said=whole, claims=(*state.claims, *claims))

    def _pointed(self, found: tuple[Predicate, ...], subjects: tuple[str, ...], state: State) -> tuple[Predicate, ...]:
        """{A} was positive, but {B} beat it: the only other fact of the sentence."""
        others = tuple(key for key in self.all_slots if key not in subjects)
        if len(others) != 1 or len(subjects) != 1 or others[0] not in state.seen:
            return ()
        return tuple(replace(one, objects=others) if one.objects == ("it",) else one for one in found)

    def _repeated(self, again: Predicate, state: State) -> tuple[Predicate, ...]:
        if any(one.is_turned for one in state.said) or any(one.kind in ("together", "extreme") for one in state.said):
            return ()
        return tuple(replace(one, is_turned=again.is_turned) for one in state.said)

    def _anchored(
        self, at: int, found: tuple[Predicate, ...], subjects: tuple[str, ...], state: State
    ) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        """A comparative without "than" takes what the sentence holds it against."""
        if any(one.kind == "amid" for one in found):
            others = tuple(key for key in self.all_slots if key not in subjects)
            if len(self.all_slots) == 3 and len(others) == 2:
                yield at, tuple(replace(one, kind="between", objects=others) for one in found)
            return
        if all(one.kind != "bare" for one in found):
            yield at, found
            return
        if state.anchor:
            yield at, than(found, state.anchor)
            return
        behind = self.skip(at, "COMMA", "SOFT")
        if self.has(behind, "ANCHOR"):
            for end, objects in self.objects(behind + 1):
                if objects.kind == "these":
                    yield end, than(found, objects.keys)
            return
        others = tuple(key for key in self.all_slots if key not in subjects)
        is_measured = all(one.kind in ("two", "sign") for one in state.said) and not _is_vague(found)
        if len(self.all_slots) == 2 and len(others) == 1 and (is_measured or self._has_article(at)):
            yield at, than(found, others)
        elif self._has_article(at):
            if len(self.all_slots) == 1 and not self.items[at - 1].words.lower().endswith(
                ("of the two", "of the pair")
            ):
                return  # "{A} was the lower": of which
            pair = _pair_of(state)
            yield at, tuple(replace(one, kind="pair", objects=pair) if one.kind == "bare" else one for one in found)

    def _has_article(self, behind: int) -> bool:
        """Whether "the" stands with the comparative that ends here."""
        start = max(behind - 3, 0)
        return any(item.words.lower() == "the" for item in self.items[start:behind])

    def _opens_sentence(self, at: int) -> bool:
        """Whether the full stop of the sentence before stands here, but for a joining word."""
        before = at - 1
        while before > 0 and self.has(before, "AND", "BUT", "SOFT"):
            before -= 1
        return self.has(before, "STOP")

    def _saw(self, state: State, keys: tuple[str, ...]) -> State:
        if all(key in state.seen for key in keys):
            return state
        return replace(state, seen=tuple(dict.fromkeys((*state.seen, *keys))))

    def _linked(self, at: int, found: tuple[Predicate, ...], state: State) -> Iterator[Step]:
        lead = self.lead(at)
        if lead is None or not lead.links or lead.is_turned or lead.both or lead.has_article:
            return
        for end, subjects, turns, _ in self._subject(lead.end):
            if not turns:
                yield from self._bound(end, found, subjects, state)

    def _neutral(self, at: int, state: State, after: str) -> Iterator[Step]:
        for end, keys in neutral_ends(self, at, state.number, has_slots=bool(self.all_slots)):
            is_alone = bool(keys) and end - at <= 2 * len(keys) and all(
                self.items[place].key or self.items[place].has("COMMA", "SOFT", "AND") for place in range(at, end)
            )  # fmt: skip
            if is_alone and (state.number or end < self.size):
                continue
            is_unary = any(one.kind in ("move", "sign", "extreme") for one in state.said)
            if keys and is_unary and is_sharing(self, at, end):
                continue
            seen = self._saw(state, keys)
            yield end, replace(seen, subjects=keys or state.subjects) if after != "none" else seen


def _pair_of(state: State) -> tuple[str, ...]:
    """Return the two facts compared just before: "the deeper" is the one of these two whose depth is told."""
    objects = tuple(dict.fromkeys(key for one in state.said if one.kind == "two" for key in one.objects))
    return (*state.subjects, *objects) if len(state.subjects) == len(objects) == 1 else ()


def _is_vague(found: tuple[Predicate, ...]) -> bool:
    return any(one.words.lower() in ("more", "less", "fewer") for one in found)


def than(found: tuple[Predicate, ...], keys: tuple[str, ...]) -> tuple[Predicate, ...]:
    """Return the predicates with what their comparatives are held against."""
    return tuple(replace(one, kind="two", objects=keys) if one.kind == "bare" else one for one in found)
