"""Rarer clauses: from one to another, a difference, pronouns, what a figure rests on, what has no value. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from leanrig.report.narrate.clause_base import State, Step
from leanrig.report.narrate.clause_fronted import FrontedReader
from leanrig.report.narrate.neutral import neutral_ends
from leanrig.report.narrate.predicate import Predicate
from leanrig.report.narrate.relations import Claim

__all__ = ["OtherReader"]


class OtherReader(FrontedReader):
    """Reads clauses of rarer forms."""

    def _from_to(self, at: int, state: State) -> Iterator[Step]:
        """From {A} to {B} it rose; it fell from {A} to {B}; {A} rose to {B} is read as a predicate."""
        first = self._bare(at + 1) if self.has(at, "FROM") else self.size
        if self.is_slot(first) and self.has(first + 1, "TO") and self.is_slot(self._bare(first + 2)):
            second = self._bare(first + 2)
            keys = (self.items[first].key, self.items[second].key)
            start = self._behind_noun(self.skip(second + 1, "COMMA", "SOFT"))
            for end, found, _ in self.predicates(start):
                yield from self._moved(end, found, keys, state)
        elif self.is_slot(first):
            start = self._behind_noun(self.skip(first + 1, "COMMA", "SOFT"))
            for end, found, _ in self.predicates(start):
                if found[0].kind == "move" and self.has(end, "TO") and self.is_slot(end + 1):
                    yield from self._moved(end + 2, found, (self.items[first].key, self.items[end + 1].key), state)
        if self.is_slot(at) and self.has(at + 1, "TO") and self.is_slot(at + 2) and self.has(at + 3, "COLON", "DASH"):
            for end, found, _ in self.predicates(at + 4):
                yield from self._moved(end, found, (self.items[at].key, self.items[at + 2].key), state)
        if self.has(at, "IT"):
            for end, found, _ in self.predicates(at + 1):
                if found[0].kind == "off" and self.has(end, "TO") and self.is_slot(end + 1):
                    keys = (found[0].objects[0], self.items[end + 1].key)
                    yield from self._moved(end + 2, (replace(found[0], kind="move", objects=()),), keys, state)

    def _behind_noun(self, at: int) -> int:
        """Return the place behind "it", "there was" or "the figure"."""
        if self.has(at, "IT") or (at < self.size and self.items[at].words.lower() in ("there was", "there is")):
            return at + 1
        if self.has(at, "HEADN") or (self.has(at, "NEUT") and self.items[at].words.lower() in ("things", "figures")):
            return at + 1
        return at

    def _moved(self, at: int, found: tuple[Predicate, ...], keys: tuple[str, str], state: State) -> Iterator[Step]:
        one = found[0]
        sides = {"gain": "up", "loss": "down", "gt": "up", "lt": "down"}
        if one.kind == "move":
            op, domain = one.meaning.op, one.meaning.domain
        elif one.kind in ("sign", "bare") and one.meaning.op in sides:
            op, domain = ("up" if sides[one.meaning.op] == "up" else "down"), one.meaning.domain
        else:
            return
        claim = Claim(op, keys[:1], one.words, domain, keys[1:], one.is_turned)
        yield at, replace(self._saw(state, keys), subjects=keys, said=(), claims=(*state.claims, claim))

    def _difference(self, at: int, state: State) -> Iterator[Step]:
        """There was no difference between {A} and {B}."""
        if self.has(at, "VOID-OF") and self.items[at].words.lower().startswith("there ") and self.has(at + 1, "DIFF"):
            yield from self._no_difference(at + 1, state, is_turned=True)
            return
        is_there = at < self.size and self.items[at].words.lower().startswith("there ")
        lead = self.lead(at + 1 if is_there else self.skip(at, "IT"))
        if lead is None or not self.has(lead.end, "DIFF", "NO-DIFF") or not self.has(lead.end + 1, "BETWEEN"):
            return
        is_turned = lead.is_turned or self.has(lead.end, "NO-DIFF")
        if lead.is_turned and self.has(lead.end, "NO-DIFF"):
            return
        yield from self._no_difference(lead.end, state, is_turned=is_turned)

    def _no_difference(self, at: int, state: State, *, is_turned: bool) -> Iterator[Step]:
        if not self.has(at + 1, "BETWEEN"):
            return
        for end, keys in self.slots(at + 2, "AND"):
            if len(keys) == 2:
                claim = Claim("all-ne", keys, self.items[at].words, "equal", (), is_turned)
                told = replace(self._saw(state, keys), subjects=(), said=(), claims=(*state.claims, claim))
                yield end, told
                for behind, more in neutral_ends(self, end, state.number, has_slots=True):
                    if not more:
                        yield behind, told

    def _it_was(self, at: int, state: State) -> Iterator[Step]:
        """It was {A} that exceeded {B}."""
        lead = self.lead(at + 1) if self.has(at, "IT") else None
        if lead is None or not lead.links or lead.has_article or lead.both or lead.is_turned:
            return
        for end, subjects, turns, is_both in self._subject(lead.end):
            if self.has(end, "THAT", "WHICH"):
                yield from self._said_of(end + 1, subjects, self._saw(state, subjects), turns=turns, is_both=is_both)

    def _pronoun(self, at: int, state: State) -> Iterator[Step]:
        """Which, both of them, the former: they point back at the slots before."""
        if self.has(at, "WHICH") and at > 1 and self.is_slot(at - 2) and not self._is_listed(at - 2):
            yield from self._said_of(at + 1, (self.items[at - 2].key,), state, turns=False, is_both=False)
        if self.has(at, "WHICH") and state.said:
            for end, subjects, turns, _ in self._subject(at + 1):
                for behind, told in (
                    self._said_of(end, subjects, state, turns=False, is_both=False) if not turns else ()
                ):
                    if behind <= end + 3 and self.has(end, "AUX", "BE"):
                        yield behind, told
        if self.has(at, "IT"):
            yield from self._it(at, state)
        if len(state.seen) != 2:
            return
        if self.has(at, "NEITHER") and not self.is_slot(at + 1):
            yield from self._said_of(at + 1, state.seen, state, turns=True, is_both=False)
        pointed = {"FORMER": state.seen[:1], "LATTER": state.seen[1:], "BOTH-OF": state.seen}
        for tag, keys in pointed.items():
            if self.has(at, tag):
                yield from self._said_of(at + 1, keys, state, turns=False, is_both=tag == "BOTH-OF")
        if self.has(at, "BOTH") and not self.is_slot(at + 1):
            yield from self._said_of(at + 1, state.seen, state, turns=False, is_both=True)

    def _it(self, at: int, state: State) -> Iterator[Step]:
        """It is the only fact so far; or, where it is compared with the only other one, the subject before."""
        if self.items[at].words.lower() not in ("it", "this"):
            return
        if len(state.seen) == 1:
            yield from self._said_of(at + 1, state.seen, state, turns=False, is_both=False)
        elif len(state.subjects) == 1 and state.said:
            for end, told in self._said_of(at + 1, state.subjects, state, turns=False, is_both=False):
                if all(one.kind == "two" for one in told.said) and not self._is_of_subject(told):
                    yield end, told

    def _is_of_subject(self, told: State) -> bool:
        return any(key in told.subjects for one in told.said for key in one.objects)

    def _rests(self, at: int, state: State) -> Iterator[Step]:
        """This rests on {trades.count}; {account.sharpe} rests on {trades.count}."""
        starts: list[tuple[int, tuple[str, ...]]] = [(at + 1, ())] if self.has(at, "IT") or self._is_whole(at) else []
        starts += [(end, keys) for end, keys, turns, _ in self._subject(at) if not turns]
        starts += [(at + 2, ())] if self.has(at, "DET") and self._is_whole(at + 1) else []
        for start, keys in starts:
            under = state.seen if start == at + 1 and not keys and len(state.seen) == 1 else keys
            if self.has(start, "RESTS"):
                for end, counts in self.slots(start + 1, "AND"):
                    claims = tuple(Claim("count", (key,), self.items[start].words, "order", under) for key in counts)
                    seen = self._saw(state, (*keys, *counts))
                    yield end, replace(seen, subjects=keys, said=(), claims=(*state.claims, *claims))

        for end, counts, turns, _ in self._subject(at):
            if self.has(end, "BEHIND") and not turns:
                for behind, keys in self.slots(end + 1, "AND"):
                    claims = tuple(Claim("count", (key,), self.items[end].words, "order", keys) for key in counts)
                    seen = self._saw(state, (*counts, *keys))
                    yield behind, replace(seen, subjects=counts, said=(), claims=(*state.claims, *claims))

        for end, keys in neutral_ends(self, at, 1, has_slots=True):
            if len(keys) == 1 and self.has(end, "BEHIND"):
                for behind, others in self.slots(end + 1, "AND"):
                    claim = Claim("count", keys, self.items[end].words, "order", others)
                    yield behind, replace(self._saw(state, (*keys, *others)), claims=(*state.claims, claim))

    def _is_whole(self, at: int) -> bool:
        return at < self.size and self.items[at].words.lower() in (
            "whole",
            "figures",
            "results",
            "result",
            "run",
            "report",
        )

    def _void(self, at: int, state: State) -> Iterator[Step]:
        """There is no figure for {A}; with {A}, there is nothing to compare."""
        if self.has(at, "VOID-OF"):
            for end, keys in self.slots(at + 1, "AND", "OR"):
                claims = tuple(Claim("void", (key,), self.items[at].words) for key in keys)
                told = replace(self._saw(state, keys), claims=(*state.claims, *claims))
                yield end, told
                for behind, more in neutral_ends(self, end, 1, has_slots=True):
                    yield behind, self._saw(told, more)
        if self.has(at, "WITH") and self.is_slot(at + 1):
            behind = self.skip(at + 2, "COMMA", "SOFT")
            if self.has(behind, "VOID-WITH"):
                key = self.items[at + 1].key
                claim = Claim("nil", (key,), self.items[behind].words)
                yield behind + 1, replace(self._saw(state, (key,)), claims=(*state.claims, claim))

    def _spans(self, at: int, state: State) -> Iterator[Step]:
        """The run covers the span from {account.start} to {account.end}: nothing else is in the sentence."""
        place = at
        while (
            place < self.size
            and not self.has(place, "FROM")
            and self.has(place, "DET", "SPAN", "NEUT", "IT", "RANGE", "HEADN")
        ):
            place += 1
        if not any(self.has(before, "SPAN") for before in range(at, place)):
            return
        pair = [self.items[one].key for one in (place + 1, place + 3)] if place + 3 < self.size else []
        if len(pair) == 2 and self.has(place, "FROM") and self.has(place + 2, "TO") and all(pair):
            (one, first), (other, last) = (key.rpartition(".")[::2] for key in pair)
            if one == other and one in ("account", "run") and (first, last) in (("start", "end"), ("first", "last")):
                claim = Claim("lt", (pair[0],), "from to", "date", (pair[1],))
                yield place + 4, replace(self._saw(state, tuple(pair)), claims=(*state.claims, claim))

    def _is_listed(self, at: int) -> bool:
        return at > 0 and self.has(at - 1, "AND", "OR", "NOR", "COMMA")
