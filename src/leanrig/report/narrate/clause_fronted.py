"""Clauses in which something stands before the subject: what it is held against, a superlative, a list. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from leanrig.report.narrate.clause_base import ClauseReader, State, Step
from leanrig.report.narrate.neutral import neutral_ends
from leanrig.report.narrate.predicate import Lead, Predicate
from leanrig.report.narrate.relations import Claim, Op

__all__ = ["FrontedReader"]


class FrontedReader(ClauseReader):
    """Reads clauses whose subject comes late."""

    def _fronted(self, at: int, state: State) -> Iterator[Step]:
        """Against {B}, {A} was lower; lower than {B} was {A}; trailing {B}, {A} was negative; unlike {B}, {A} rose."""
        if self.has(at, "ANCHOR"):
            for end, objects in self.objects(at + 1):
                if objects.kind == "these":
                    anchored = replace(self._saw(state, objects.keys), anchor=objects.keys)
                    yield from self._plain(self.skip(end, "COMMA", "SOFT"), anchored)
        if self.has(at, "LIKE", "UNLIKE"):
            yield from self._like(at, state)
        if at < self.size and self.items[at].words.lower() == "what":
            for end, found, lead in self.predicates(at + 1):
                if not lead.is_turned and found[0].kind in ("two", "others"):
                    yield from self._linked(end, found, state)
        for end, found, lead in self.predicates(at):
            if lead.links or lead.helps:
                continue
            if found[0].kind in ("two", "between", "others", "no-other", "sign", "extreme"):
                yield from self._behind(end, found, state)
                yield from self._behind_both(end, found, state)

    def _behind_both(self, at: int, found: tuple[Predicate, ...], state: State) -> Iterator[Step]:
        """Lower than {B}, yet higher than {C}, was {A}."""
        start = self.skip(at, "COMMA", "SOFT")
        if self.has(start, "AND", "BUT") and all(not one.is_turned for one in found):
            for end, more, lead in self.predicates(self.skip(start + 1, "SOFT")):
                if not (lead.links or lead.helps) and more[0].kind in ("two", "sign", "between"):
                    yield from self._behind(end, (*found, *more), state)

    def _behind(self, at: int, found: tuple[Predicate, ...], state: State) -> Iterator[Step]:
        link = self.skip(at, "COMMA", "SOFT")
        yield from self._linked(link, found, state)
        if link > at:
            for end, subjects, turns, _ in self._subject(link):
                for _, told in self._bound(end, found, subjects, state) if not turns else ():
                    yield from self._plain(link, told)
                    yield from self._neutral(link, told, "comma")

    def _like(self, at: int, state: State) -> Iterator[Step]:
        is_unlike = self.has(at, "UNLIKE")
        for end, objects in self.objects(at + 1):
            if objects.kind != "these" or not self.has(end, "COMMA", "SOFT"):
                continue
            for behind, told in self._plain(end + 1, self._saw(state, objects.keys)):
                if any(one.is_turned for one in told.said) and is_unlike:
                    continue
                same = tuple(replace(one, is_turned=True) if is_unlike else one for one in told.said)
                yield from (
                    (behind, replace(more, subjects=told.subjects, said=told.said))
                    for _, more in self._bound(behind, same, objects.keys, told)
                )

    def _superlative_first(self, at: int, state: State) -> Iterator[Step]:
        """The deepest of all was {A}."""
        start = self.skip(at, "DET")
        yield from self._apposed(at, state)
        found = [*self._extremes(start, Lead(start))]
        found += [(end, said) for end, said in self._comparatives(start, Lead(start)) if said[0].kind == "extreme"] \
            if start < self.size else []  # fmt: skip
        for end, said in found:
            lead = self.lead(end)
            is_gapped = self.is_slot(end) and bool(state.said) and all(one.kind == "extreme" for one in state.said)
            if self.has(end, "COLON", "DASH") and self.is_slot(self._bare(end + 1)):
                for behind, subjects, turns, _ in self._subject(end + 1):
                    if not turns:
                        yield from self._bound(behind, said, subjects, state)
            if lead is None or not (lead.links or is_gapped) or lead.helps or lead.both:
                continue
            turned = tuple(replace(one, is_turned=lead.is_turned) for one in said)
            for behind, subjects, turns, _ in self._subject(lead.end):
                if not turns:
                    yield from self._bound(behind, turned, subjects, state)

    def _sign_first(self, at: int, state: State) -> Iterator[Step]:
        """A loss was recorded: {A}; a gain is shown by {A}; no gain can be read from {A}."""
        is_turned = self.has(at, "NEG") and self.items[at].words.lower() == "no"
        start = self.skip(at, "DET", "NEG")
        for end, said in self._signs(start, Lead(start, is_turned=is_turned)) if at < start < self.size else ():
            place = end
            while self.has(place, "BE", "MOVE", "NV", "AUX") or self._is_read(place):
                place += 1
            is_open = self.has(place, "COLON", "DASH") or (place > end and self.has(place, "PREP", "FROM", "WITH"))
            for behind, subjects, turns, _ in self._subject(place + 1) if is_open else ():
                if not turns and len(subjects) == 1:
                    yield from self._bound(behind, said, subjects, state)

    def _is_read(self, at: int) -> bool:
        return at < self.size and self.items[at].words.lower() in ("can be read", "may be read", "can be seen")

    def _apposed(self, at: int, state: State) -> Iterator[Step]:
        """The deepest of them, {A}, should be read with care."""
        start = self.skip(at, "DET")
        for end, said in self._extremes(start, Lead(start)) if start < self.size else ():
            if not (self.has(end, "COMMA", "SOFT") and self.is_slot(end + 1)):
                continue
            for behind, told in self._bound(end + 2, said, (self.items[end + 1].key,), state):
                after = self.skip(behind, "COMMA", "SOFT")
                if after > behind or behind == self.size:
                    yield from self._said_of(after, told.subjects, told, turns=False, is_both=False)
                    for last, keys in neutral_ends(self, after, 1, has_slots=True):
                        yield last, self._saw(told, keys)

    def _no_other(self, at: int, state: State) -> Iterator[Step]:
        """No other was deeper than {A}."""
        if not self.has(at, "NO-OTHER"):
            return
        start = self.skip(at + 1, "SCOPE")
        for end, found, lead in self.predicates(start):
            one = found[0]
            if lead.is_turned or len(found) > 1 or one.kind != "two" or len(one.objects) != 1:
                continue
            mirrored = _MIRRORED.get(one.meaning.op)
            if mirrored is not None:
                told = replace(one, kind="no-other", meaning=replace(one.meaning, op=mirrored), objects=())
                yield from self._bound(end, (told,), one.objects, state)

    def _of_pair(self, at: int, state: State) -> Iterator[Step]:
        """Of {A} and {B}, the latter was higher; among {A}, {B} and {C}, the highest was {B}."""
        if not self.has(at, "OF", "AMONG", "BETWEEN"):
            return
        for end, keys in self.slots(at + 1, "AND"):
            start = self.skip(end, "COMMA", "SOFT")
            if len(keys) < 2:
                continue
            seen = self._saw(state, keys)
            for behind, told in (*self._superlative_first(start, seen), *self._compared(start, seen, keys)):
                yield behind, replace(told, claims=(*state.claims, *_within(told.claims[len(state.claims) :], keys)))

    def _compared(self, at: int, state: State, keys: tuple[str, ...]) -> Iterator[Step]:
        named = {"FORMER": keys[0], "LATTER": keys[-1]} if len(keys) == 2 else {}
        for tag, key in named.items():
            if self.has(at, tag):
                others = tuple(other for other in keys if other != key)
                yield from self._said_of(at + 1, (key,), replace(state, anchor=others), turns=False, is_both=False)
        for end, subjects, turns, _ in self._subject(at):
            if len(subjects) == 1 and subjects[0] in keys and not turns:
                others = tuple(other for other in keys if other != subjects[0])
                yield from self._said_of(end, subjects, replace(state, anchor=others), turns=False, is_both=False)
        start = self.skip(at, "DET")
        entry = self.items[start].entry("CMP") if start < self.size else None
        lead = self.lead(start + 1)
        if len(keys) == 2 and entry is not None and entry.meaning is not None and lead is not None and lead.links:
            for end, subjects, _, _ in self._subject(lead.end):
                others = tuple(other for other in keys if other not in subjects)
                bare = Predicate("bare", entry.meaning, self.items[start].words, is_turned=lead.is_turned)
                yield from self._bound(end, (bare,), subjects, replace(state, anchor=others))


_MIRRORED: dict[Op, Op] = {"gt": "lt", "lt": "gt", "ge": "le", "le": "ge", "as-high": "as-low", "as-low": "as-high"}


def _within(claims: tuple[Claim, ...], keys: tuple[str, ...]) -> Iterator[Claim]:
    """Yield superlatives as of this list instead of their group."""
    for claim in claims:
        is_extreme = claim.op in ("top", "low", "among-top", "among-low") and not claim.right
        yield replace(claim, right=keys) if is_extreme else claim
