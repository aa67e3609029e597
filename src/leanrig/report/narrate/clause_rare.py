"""Clauses that turn the usual order round or speak of all others: neither was A, nor was it; no other was. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from leanrig.report.narrate.clause_base import State, Step, than
from leanrig.report.narrate.clause_other import OtherReader
from leanrig.report.narrate.predicate import Lead, Predicate
from leanrig.report.narrate.relations import Claim, Op

__all__ = ["RareReader"]

_NONE_BUT: dict[Op, Op] = {"pos": "alone-pos", "neg": "alone-neg", "gain": "alone-pos", "loss": "alone-neg"}
_OTHER_WORDS = {"other", "others", "rest", "peer", "peers"}
_MIRRORED: dict[Op, Op] = {"gt": "lt", "lt": "gt"}
_TURNABLE = ("two", "bare", "sign", "move", "between")


class RareReader(OtherReader):
    """Reads what the other readers do not."""

    def _rare(self, at: int, state: State) -> Iterator[Step]:
        yield from self._bare_first(at, state)
        yield from self._neither_was(at, state)
        yield from self._no_other_was(at, state)
        yield from self._nothing_without(at, state)
        yield from self._dated(at, state)
        yield from self._which_were(at, state)
        yield from self._behind_these(at, state)
        yield from self._neither_of_two(at, state)
        yield from self._named_again(at, state)

    def _neither_of_two(self, at: int, state: State) -> Iterator[Step]:
        """{A} was above {B}; neither was positive."""
        words = self.items[at].words.lower().split() if self.has(at, "NOR-DID") else [""]
        if words[0] != "neither" or len(state.seen) != 2 or at + 1 >= self.size:
            return
        for end, found in self._claims(at + 1, self._turned_lead(at + 1, words[-1])):
            if all(one.kind in ("sign", "move") for one in found):
                yield from self._bound(end, found, state.seen, state)

    def _named_again(self, at: int, state: State) -> Iterator[Step]:
        """{A} fell: a loss."""
        if not self.has(at - 1, "COLON", "DASH") or len(state.seen) != 1 or not state.said:
            return
        for end, found, lead in self.predicates(at):
            is_bare = not (lead.links or lead.helps or lead.is_turned or lead.both)
            if is_bare and all(one.kind in ("sign", "extreme") for one in found):
                yield from self._bound(end, found, state.seen, state)

    def _bare_first(self, at: int, state: State) -> Iterator[Step]:
        """Higher still was {A}, above {B}: than the only other fact."""
        entry = self.items[at].entry("CMP") if at < self.size else None
        if entry is None or entry.meaning is None:
            return
        lead = self.lead(at + 1)
        if lead is None or not lead.links or lead.helps or lead.is_turned or lead.both or lead.has_article:
            return
        for end, subjects, turns, _ in self._subject(lead.end):
            if not turns and len(subjects) == 1 and len(self.all_slots) == 2:
                bare = Predicate("bare", entry.meaning, self.items[at].words)
                yield from self._bound(end, (bare,), subjects, replace(state, anchor=()))

    def _neither_was(self, at: int, state: State) -> Iterator[Step]:
        """Neither was {A} higher than {B}."""
        words = self.items[at].words.lower().split() if self.has(at, "NOR-DID") else [""]
        if words[0] != "neither" or not self.is_slot(at + 1) or at + 2 >= self.size:
            return
        for end, found in self._claims(at + 2, self._turned_lead(at + 2, words[-1])):
            if all(one.kind in _TURNABLE and one.kind != "bare" for one in found):
                yield from self._bound(end, found, (self.items[at + 1].key,), state)

    def _turned_lead(self, at: int, verb: str) -> Lead:
        helps = verb in ("did", "do", "does")
        return Lead(at, links=not helps, helps=helps, is_turned=True)

    def _nor_it(self, at: int, state: State) -> Iterator[Step]:
        """..., nor was it lower."""
        if not self.has(at, "NOR-DID") or not state.said or len(state.subjects) != 1:
            return
        if not all(one.is_turned and one.kind in _TURNABLE for one in state.said):
            return
        is_it = self.has(at + 1, "IT") and self.items[at + 1].words.lower() in ("it", "this")
        if not (is_it or self.is_slot(at + 1)) or at + 2 >= self.size:
            return
        subjects = state.subjects if is_it else (self.items[at + 1].key,)
        for end, found in self._claims(at + 2, self._turned_lead(at + 2, self.items[at].words.lower().split()[-1])):
            objects = tuple(dict.fromkeys(key for one in state.said for key in one.objects))
            if any(one.kind == "bare" for one in found) and (len(objects) != 1 or objects[0] in subjects):
                continue
            if all(one.kind in _TURNABLE for one in found):
                yield from self._bound(end, than(found, objects), subjects, state)

    def _no_other_was(self, at: int, state: State) -> Iterator[Step]:
        """{A} was the lowest, and no other was negative; {A} was at the top: no other was higher."""
        said = set(self.items[at].words.lower().split()) if self.has(at, "NO-OTHER") else set()
        if not said & _OTHER_WORDS or len(state.seen) != 1 or not state.claims:
            return
        for end, found, lead in self.predicates(self.skip(at + 1, "SCOPE")):
            one = found[0]
            if len(found) > 1 or lead.is_turned or one.is_turned or lead.both:
                continue
            if one.kind == "sign" and one.meaning.op in _NONE_BUT:
                claim = Claim(_NONE_BUT[one.meaning.op], state.seen, one.words)
                yield end, replace(state, claims=(*state.claims, claim), said=())
            elif one.kind == "bare" and one.meaning.op in _MIRRORED and not lead.has_article:
                mirrored = replace(one.meaning, op=_MIRRORED[one.meaning.op])
                yield from self._bound(end, (replace(one, kind="no-other", meaning=mirrored),), state.seen, state)

    def _nothing_without(self, at: int, state: State) -> Iterator[Step]:
        """Nothing in {A} should be read without {B}: how to read."""
        if not self.has(at, "NO-OTHER") or self.items[at].words.lower() not in ("nothing", "none", "no figure"):
            return
        for end, keys in self.slots(at + 2, "AND", "OR") if self.has(at + 1, "PREP", "OF") else ():
            advice = self.items[end].words.lower().split() if self.has(end, "ADVICE") else []
            if not (advice and advice[-1] in _READ and self.has(end + 1, "NEG", "JOINT")):
                continue
            if self.items[end + 1].words.lower() == "without":
                for behind, others in self.slots(end + 2, "AND", "OR"):
                    yield behind, self._saw(state, (*keys, *others))

    def _too(self, at: int, state: State) -> Iterator[Step]:
        """{A} was above {B}, and {C} as well: above B, or A above C; both have to hold."""
        if not state.said or any(one.is_turned or one.kind not in _TURNABLE for one in state.said):
            return
        if self._opens_sentence(at):
            return
        for end, keys, turns, _ in self._subject(at):
            if turns or not self.has(end, "TOO"):
                continue
            for _, told in self._bound(end, state.said, keys, state):
                also = tuple(replace(one, objects=keys) for one in state.said if one.kind == "two")
                if also:
                    yield from ((end + 1, more) for _, more in self._bound(end, also, state.subjects, told))
                else:
                    yield end + 1, told

    def _dated(self, at: int, state: State) -> Iterator[Step]:
        """{A} was positive before {B} and {C}, which were negative: of B and C it must be told, too."""
        for end, subjects, turns, is_both in self._subject(at):
            if turns or is_both or len(subjects) != 1:
                continue
            for behind, found, lead in self.predicates(end):
                if lead.is_turned or any(one.kind != "sign" for one in found):
                    continue
                for _, told in self._bound(behind, found, subjects, state):
                    yield from self._dated_by(behind, told)

    def _dated_by(self, at: int, told: State) -> Iterator[Step]:
        if not self.has(at, "REL") or self.items[at].words.lower() not in ("before", "after"):
            return
        words = self.items[at].words.lower()
        op: Op = "lt" if words == "before" else "gt"
        for end, keys in self.slots(at + 1, "AND"):
            if not (self.has(end, "COMMA", "SOFT") and self.has(end + 1, "WHICH")):
                continue
            claims = tuple(Claim(op, told.subjects, words, "date", (key,)) for key in keys)
            dated = replace(self._saw(told, keys), claims=(*told.claims, *claims))
            for behind, more in self._said_of(end + 2, keys, dated, turns=False, is_both=False):
                if all(one.kind == "sign" for one in more.said):
                    yield behind, more

    def _which_were(self, at: int, state: State) -> Iterator[Step]:
        """..., which were negative: all of the list before it."""
        if not self.has(at, "WHICH") or not self._is_plural(at + 1) or not self.is_slot(at - 2):
            return
        start = at - 2
        while start > 1 and self.has(start - 1, "AND", "COMMA") and self.is_slot(start - 2):
            start -= 2
        keys = tuple(item.key for item in self.items[start:at] if item.key)
        if len(keys) > 1 and self.has(at - 3, "AND"):
            yield from self._said_of(at + 1, keys, state, turns=False, is_both=False)

    def _behind_these(self, at: int, state: State) -> Iterator[Step]:
        """{A} are behind these figures."""
        for end, counts, turns, _ in self._subject(at):
            place = self.skip(end + 1, "DET")
            if self.has(end, "BEHIND") and not turns and self._is_whole(self.skip(place, "HEADN")):
                claims = tuple(Claim("count", (key,), self.items[end].words) for key in counts)
                told = replace(self._saw(state, counts), subjects=(), said=(), claims=(*state.claims, *claims))
                yield self.skip(place, "HEADN") + 1, told


_READ = {"read", "seen", "judged", "weighed", "considered", "taken", "viewed", "looked", "treated", "understood"}
