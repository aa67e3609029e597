"""The grammar: reads a sentence into all that it may claim; what cannot be read whole claims what nobody knows. Pure.

Where a sentence can be read in several ways, every reading has to hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from leanrig.report.narrate.neutral import neutral_ends
from leanrig.report.narrate.predicates import Lead, Predicate, Reader, bind
from leanrig.report.narrate.relations import Claim, Op
from leanrig.report.narrate.words import Item

__all__ = ["Unreadable", "claims_of"]

_MOST_STEPS = 4_000


class Unreadable(Exception):
    """No reading of the sentence takes in all its words."""


@dataclass(frozen=True, slots=True)
class _State:
    """What the clauses before have left: subjects, what was said last, the slots so far, what it is held against."""

    subjects: tuple[str, ...] = ()
    said: tuple[Predicate, ...] = ()
    seen: tuple[str, ...] = ()
    anchor: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    number: int = 0


_Step = tuple[int, _State]


def claims_of(items: Sequence[Item]) -> frozenset[Claim]:
    """Return the claims of all readings together.

    Raises
    ------
    Unreadable
        If there is no reading.
    """
    return _Grammar(items).claims()


class _Grammar(Reader):
    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(items)
        self.all_slots = tuple(dict.fromkeys(item.key for item in items if item.key))
        self.steps = 0

    def claims(self) -> frozenset[Claim]:
        readings = [state.claims for end, state in self._sentence(0, _State(), "start") if end == self.size]
        if not readings:
            raise Unreadable
        return frozenset(claim for reading in readings for claim in reading)

    def _sentence(self, at: int, state: _State, after: str) -> Iterator[_Step]:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise Unreadable
        for end, told in self._clause(at, state, after):
            found = replace(told, number=state.number + 1)
            if end == self.size:
                yield end, found
            else:
                for behind, kind in self._separators(end):
                    # "Gained against {B}": whether it rose or was better, nobody knows.
                    if kind == "none" and self.has(behind, "ANCHOR", "WITH") and _is_unary(found.said):
                        continue
                    yield from self._sentence(behind, found, kind)

    def _separators(self, at: int) -> Iterator[tuple[int, str]]:
        behind = self.skip(at, "COMMA", "SOFT")
        if self.has(behind, "AND"):
            yield self.skip(behind + 1, "SOFT"), "and"
        if self.has(behind, "BUT"):
            yield self.skip(behind + 1, "SOFT"), "but"
        if self.has(at, "SEMI", "COLON", "DASH", "STOP"):
            joined = self.skip(at + 1, "AND", "BUT")
            yield self.skip(joined, "SOFT"), "stop"
        elif behind > at:
            yield behind, "comma"
        elif self.has(at, "WITH", "JOINT", "ANCHOR", "SO", "NOR-DID"):
            yield at, "none"

    def _clause(self, at: int, state: _State, after: str) -> Iterator[_Step]:
        if self.has(at, "BUT") and after in ("start", "stop"):
            at = self.skip(at + 1, "SOFT")
        if after != "none":
            yield from self._plain(at, state)
            if self.has(at, "WITH", "THAT"):
                yield from self._plain(at + 1, state)
            if self.has(at, "THAT"):
                yield from self._that(at, state)
            yield from self._fronted(at, state)
            yield from self._superlative_first(at, state)
            yield from self._no_other(at, state)
            yield from self._from_to(at, state)
            yield from self._of_pair(at, state)
            yield from self._difference(at, state)
            yield from self._it_was(at, state)
            yield from self._pronoun(at, state)
            yield from self._rests(at, state)
            yield from self._void(at, state)
            yield from self._spans(at, state)
        if after in ("and", "but", "comma"):
            yield from self._carried(at, state, after)
        yield from self._so_did(at, state)
        yield from self._neutral(at, state, after)

    # Forms, one a method.

    def _plain(self, at: int, state: _State) -> Iterator[_Step]:
        """{A} was lower than {B}; neither {A} nor {B} was positive; {A}, which was lower than {B}, was positive."""
        for end, subjects, turns, is_both in self._subject(at):
            for behind, asided in self._aside(end, subjects, self._saw(state, subjects)):
                yield from self._said_of(behind, subjects, asided, turns=turns, is_both=is_both)
                if behind > end and not self.is_slot(behind):
                    for after, keys in neutral_ends(self, behind, 1, has_slots=True):
                        yield after, replace(self._saw(asided, keys), subjects=subjects)

    def _that(self, at: int, state: _State) -> Iterator[_Step]:
        """That {A} was lower than {B} should be kept in mind."""
        for end, told in self._plain(at + 1, state):
            yield from ((behind, told) for behind, keys in neutral_ends(self, end, 1, has_slots=True) if not keys)

    def _subject(self, at: int) -> Iterator[tuple[int, tuple[str, ...], bool, bool]]:
        if self.has(at, "NEITHER"):
            yield from ((end, keys, True, False) for end, keys in self.slots(at + 1, "NOR", "AND") if len(keys) > 1)
            return
        led = self.skip(at, "BOTH")
        for end, keys in self.slots(led, "AND"):
            if led == at or len(keys) > 1:
                yield end, keys, False, led > at

    def _aside(self, at: int, subjects: tuple[str, ...], state: _State) -> Iterator[_Step]:
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
        self, at: int, subjects: tuple[str, ...], state: _State, *, turns: bool, is_both: bool
    ) -> Iterator[_Step]:
        for end, found, lead in self.predicates(self.skip(at, "SOFT")):
            if lead.both and len(subjects) < 2:
                continue
            if state.anchor and any(one.kind in ("move", "to", "off") for one in found):
                continue
            if (turns or is_both) and lead.is_turned:
                continue
            told = tuple(replace(one, is_turned=True) for one in found) if turns else found
            yield from self._bound(end, told, subjects, state)

    def _bound(
        self, at: int, found: tuple[Predicate, ...], subjects: tuple[str, ...], state: _State
    ) -> Iterator[_Step]:
        if any(one.kind == "again" for one in found):
            found = self._repeated(found[0], state)
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

    def _repeated(self, again: Predicate, state: _State) -> tuple[Predicate, ...]:
        if any(one.is_turned for one in state.said) or any(one.kind in ("together", "extreme") for one in state.said):
            return ()
        return tuple(replace(one, is_turned=again.is_turned) for one in state.said)

    def _anchored(
        self, at: int, found: tuple[Predicate, ...], subjects: tuple[str, ...], state: _State
    ) -> Iterator[tuple[int, tuple[Predicate, ...]]]:
        """A comparative without "than" takes what the sentence holds it against."""
        if all(one.kind != "bare" for one in found):
            yield at, found
            return
        if state.anchor:
            yield at, _than(found, state.anchor)
            return
        behind = self.skip(at, "COMMA", "SOFT")
        if self.has(behind, "ANCHOR"):
            for end, objects in self.objects(behind + 1):
                if objects.kind == "these":
                    yield end, _than(found, objects.keys)
            return
        others = tuple(key for key in self.all_slots if key not in subjects)
        is_measured = all(one.kind == "two" for one in state.said) and not _is_vague(found)
        if len(self.all_slots) == 2 and len(others) == 1 and (is_measured or self._has_article(at)):
            yield at, _than(found, others)
        elif self._has_article(at):
            yield at, tuple(replace(one, kind="pair") if one.kind == "bare" else one for one in found)

    def _has_article(self, behind: int) -> bool:
        """Whether "the" stands with the comparative that ends here."""
        start = max(behind - 3, 0)
        return any(item.words.lower() == "the" for item in self.items[start:behind])

    def _saw(self, state: _State, keys: tuple[str, ...]) -> _State:
        if all(key in state.seen for key in keys):
            return state
        return replace(state, seen=tuple(dict.fromkeys((*state.seen, *keys))))

    def _fronted(self, at: int, state: _State) -> Iterator[_Step]:
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

    def _behind(self, at: int, found: tuple[Predicate, ...], state: _State) -> Iterator[_Step]:
        link = self.skip(at, "COMMA", "SOFT")
        yield from self._linked(link, found, state)
        if link > at:
            for end, subjects, turns, _ in self._subject(link):
                for _, told in self._bound(end, found, subjects, state) if not turns else ():
                    yield from self._plain(link, told)
                    yield from self._neutral(link, told, "comma")

    def _linked(self, at: int, found: tuple[Predicate, ...], state: _State) -> Iterator[_Step]:
        lead = self.lead(at)
        if lead is None or not lead.links or lead.is_turned or lead.both or lead.has_article:
            return
        for end, subjects, turns, _ in self._subject(lead.end):
            if not turns:
                yield from self._bound(end, found, subjects, state)

    def _like(self, at: int, state: _State) -> Iterator[_Step]:
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

    def _superlative_first(self, at: int, state: _State) -> Iterator[_Step]:
        """The deepest of all was {A}."""
        start = self.skip(at, "DET")
        found = [*self._extremes(start, Lead(start))]
        found += [(end, said) for end, said in self._comparatives(start, Lead(start)) if said[0].kind == "extreme"] \
            if start < self.size else []  # fmt: skip
        for end, said in found:
            lead = self.lead(end)
            is_gapped = self.is_slot(end) and bool(state.said) and all(one.kind == "extreme" for one in state.said)
            if lead is None or not (lead.links or is_gapped) or lead.helps or lead.both:
                continue
            turned = tuple(replace(one, is_turned=lead.is_turned) for one in said)
            for behind, subjects, turns, _ in self._subject(lead.end):
                if not turns:
                    yield from self._bound(behind, turned, subjects, state)

    def _no_other(self, at: int, state: _State) -> Iterator[_Step]:
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

    def _from_to(self, at: int, state: _State) -> Iterator[_Step]:
        """From {A} to {B} it rose; it fell from {A} to {B}; {A} rose to {B} is read as a predicate."""
        if self.has(at, "FROM") and self.is_slot(at + 1) and self.has(at + 2, "TO") and self.is_slot(at + 3):
            keys = (self.items[at + 1].key, self.items[at + 3].key)
            start = self.skip(at + 4, "COMMA", "SOFT")
            start += self.has(start, "IT") or (start < self.size and self.items[start].words.lower() == "there was")
            for end, found, _ in self.predicates(start):
                yield from self._moved(end, found, keys, state)
        if self.has(at, "IT"):
            for end, found, _ in self.predicates(at + 1):
                if found[0].kind == "off" and self.has(end, "TO") and self.is_slot(end + 1):
                    keys = (found[0].objects[0], self.items[end + 1].key)
                    yield from self._moved(end + 2, (replace(found[0], kind="move", objects=()),), keys, state)

    def _moved(self, at: int, found: tuple[Predicate, ...], keys: tuple[str, str], state: _State) -> Iterator[_Step]:
        one = found[0]
        sides = {"gain": "up", "loss": "down", "gt": "up", "lt": "down"}
        if one.kind == "move":
            op, domain = one.meaning.op, one.meaning.domain
        elif one.kind in ("sign", "bare") and one.meaning.op in sides:
            op, domain = ("up" if sides[one.meaning.op] == "up" else "down"), one.meaning.domain
        else:
            return
        claim = Claim(op, keys[:1], one.words, domain, keys[1:], one.is_turned)
        yield at, replace(self._saw(state, keys), subjects=(), said=(), claims=(*state.claims, claim))

    def _of_pair(self, at: int, state: _State) -> Iterator[_Step]:
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

    def _compared(self, at: int, state: _State, keys: tuple[str, ...]) -> Iterator[_Step]:
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

    def _difference(self, at: int, state: _State) -> Iterator[_Step]:
        """There was no difference between {A} and {B}."""
        is_there = at < self.size and self.items[at].words.lower().startswith("there ")
        lead = self.lead(at + 1 if is_there else self.skip(at, "IT"))
        if lead is None or not self.has(lead.end, "DIFF") or not self.has(lead.end + 1, "BETWEEN"):
            return
        for end, keys in self.slots(lead.end + 2, "AND"):
            if len(keys) == 2:
                claim = Claim("all-ne", keys, self.items[lead.end].words, "equal", (), lead.is_turned)
                told = replace(self._saw(state, keys), subjects=(), said=(), claims=(*state.claims, claim))
                yield end, told
                for behind, more in neutral_ends(self, end, state.number, has_slots=True):
                    if not more:
                        yield behind, told

    def _it_was(self, at: int, state: _State) -> Iterator[_Step]:
        """It was {A} that exceeded {B}."""
        lead = self.lead(at + 1) if self.has(at, "IT") else None
        if lead is None or not lead.links or lead.has_article or lead.both or lead.is_turned:
            return
        for end, subjects, turns, is_both in self._subject(lead.end):
            if self.has(end, "THAT", "WHICH"):
                yield from self._said_of(end + 1, subjects, self._saw(state, subjects), turns=turns, is_both=is_both)

    def _pronoun(self, at: int, state: _State) -> Iterator[_Step]:
        """Which, both of them, the former: they point back at the slots before."""
        if self.has(at, "WHICH") and at > 1 and self.is_slot(at - 2) and not self._is_listed(at - 2):
            yield from self._said_of(at + 1, (self.items[at - 2].key,), state, turns=False, is_both=False)
        if self.has(at, "IT"):
            yield from self._it(at, state)
        if len(state.seen) != 2:
            return
        pointed = {"FORMER": state.seen[:1], "LATTER": state.seen[1:], "BOTH-OF": state.seen}
        for tag, keys in pointed.items():
            if self.has(at, tag):
                yield from self._said_of(at + 1, keys, state, turns=False, is_both=tag == "BOTH-OF")
        if self.has(at, "BOTH") and not self.is_slot(at + 1):
            yield from self._said_of(at + 1, state.seen, state, turns=False, is_both=True)

    def _it(self, at: int, state: _State) -> Iterator[_Step]:
        """It is the only fact so far; or, where it is compared with the only other one, the subject before."""
        if self.items[at].words.lower() not in ("it", "this"):
            return
        if len(state.seen) == 1:
            yield from self._said_of(at + 1, state.seen, state, turns=False, is_both=False)
        elif len(state.subjects) == 1 and len(self.all_slots) == 2:
            for end, told in self._said_of(at + 1, state.subjects, state, turns=False, is_both=False):
                if all(one.kind == "two" for one in told.said):
                    yield end, told

    def _rests(self, at: int, state: _State) -> Iterator[_Step]:
        """This rests on {trades.count}; {account.sharpe} rests on {trades.count}."""
        starts: list[tuple[int, tuple[str, ...]]] = [(at + 1, ())] if self.has(at, "IT") or self._is_whole(at) else []
        starts += [(end, keys) for end, keys, turns, _ in self._subject(at) if not turns]
        starts += [(at + 2, ())] if self.has(at, "DET") and self._is_whole(at + 1) else []
        for start, keys in starts:
            if self.has(start, "RESTS"):
                for end, counts in self.slots(start + 1, "AND"):
                    claims = tuple(Claim("count", (key,), self.items[start].words, "order", keys) for key in counts)
                    seen = self._saw(state, (*keys, *counts))
                    yield end, replace(seen, subjects=keys, said=(), claims=(*state.claims, *claims))

        for end, counts, turns, _ in self._subject(at):
            if self.has(end, "BEHIND") and not turns:
                for behind, keys in self.slots(end + 1, "AND"):
                    claims = tuple(Claim("count", (key,), self.items[end].words, "order", keys) for key in counts)
                    seen = self._saw(state, (*counts, *keys))
                    yield behind, replace(seen, subjects=counts, said=(), claims=(*state.claims, *claims))

    def _is_whole(self, at: int) -> bool:
        return at < self.size and self.items[at].words.lower() in (
            "whole",
            "figures",
            "results",
            "result",
            "run",
            "report",
        )

    def _void(self, at: int, state: _State) -> Iterator[_Step]:
        """There is no figure for {A}; with {A}, there is nothing to compare."""
        if self.has(at, "VOID-OF"):
            for end, keys in self.slots(at + 1, "AND", "OR"):
                claims = tuple(Claim("void", (key,), self.items[at].words) for key in keys)
                yield end, replace(self._saw(state, keys), claims=(*state.claims, *claims))
        if self.has(at, "WITH") and self.is_slot(at + 1):
            behind = self.skip(at + 2, "COMMA", "SOFT")
            if self.has(behind, "VOID-WITH"):
                key = self.items[at + 1].key
                claim = Claim("nil", (key,), self.items[behind].words)
                yield behind + 1, replace(self._saw(state, (key,)), claims=(*state.claims, claim))

    def _spans(self, at: int, state: _State) -> Iterator[_Step]:
        """The run covers the span from {account.start} to {account.end}: nothing else is in the sentence."""
        place = at
        while place < self.size and self.has(place, "DET", "SPAN", "NEUT", "IT"):
            place += 1
        if not any(self.has(before, "SPAN") for before in range(at, place)) or len(self.all_slots) != 2:
            return
        pair = [self.items[one].key for one in (place + 1, place + 3)] if place + 3 < self.size else []
        if len(pair) == 2 and self.has(place, "FROM") and self.has(place + 2, "TO") and all(pair):
            (one, first), (other, last) = (key.rpartition(".")[::2] for key in pair)
            if one == other and one in ("account", "run") and (first, last) in (("start", "end"), ("first", "last")):
                claim = Claim("lt", (pair[0],), "from to", "date", (pair[1],))
                yield place + 4, replace(self._saw(state, tuple(pair)), claims=(*state.claims, claim))

    def _is_listed(self, at: int) -> bool:
        return at > 0 and self.has(at - 1, "AND", "OR", "NOR", "COMMA")

    def _carried(self, at: int, state: _State, after: str) -> Iterator[_Step]:
        """{A} was higher than {B} and lower than {C}: the subject is the one before."""
        if not state.subjects:
            return
        for end, found, lead in self.predicates(at):
            is_bare = not (lead.links or lead.helps or lead.is_turned)
            if after == "comma" and not (is_bare and self._is_participle(lead.end)):
                continue
            # "Was not higher than {B} and lower than {C}": nobody knows how far the "not" goes.
            if is_bare and after == "and" and any(one.is_turned for one in state.said):
                continue
            if any(one.kind == "again" for one in found):
                continue
            yield from self._bound(end, found, state.subjects, state)

    def _is_participle(self, at: int) -> bool:
        return at < self.size and self.items[at].words.split()[0].lower().endswith("ing")

    def _so_did(self, at: int, state: _State) -> Iterator[_Step]:
        if self.has(at, "UNLIKE") and state.said and not any(one.is_turned for one in state.said):
            turned = tuple(replace(one, is_turned=True) for one in state.said)
            for end, subjects, turns, _ in self._subject(at + 1):
                if not turns and all(one.kind in ("two", "sign", "move", "between") for one in turned):
                    yield from self._bound(end, turned, subjects, state)
        is_turned = self.has(at, "NOR-DID")
        if not (is_turned or self.has(at, "SO")) or not state.said:
            return
        if any(one.is_turned != is_turned or one.kind in ("extreme", "together") for one in state.said):
            return
        for end, subjects, turns, _ in self._subject(at + 1):
            if not turns:
                yield from self._bound(end, state.said, subjects, state)

    def _neutral(self, at: int, state: _State, after: str) -> Iterator[_Step]:
        for end, keys in neutral_ends(self, at, state.number, has_slots=bool(self.all_slots)):
            is_alone = bool(keys) and end - at <= 2 * len(keys) and all(
                self.items[place].key or self.items[place].has("COMMA", "SOFT", "AND") for place in range(at, end)
            )  # fmt: skip
            if is_alone and (state.number or end < self.size):
                continue
            seen = self._saw(state, keys)
            yield end, replace(seen, subjects=keys or state.subjects) if after != "none" else seen


_MIRRORED: dict[Op, Op] = {"gt": "lt", "lt": "gt", "ge": "le", "le": "ge", "as-high": "as-low", "as-low": "as-high"}


def _is_vague(found: tuple[Predicate, ...]) -> bool:
    return any(one.words.lower() in ("more", "less", "fewer") for one in found)


def _is_unary(said: tuple[Predicate, ...]) -> bool:
    return any(one.kind in ("move", "sign") for one in said)


def _than(found: tuple[Predicate, ...], keys: tuple[str, ...]) -> tuple[Predicate, ...]:
    return tuple(replace(one, kind="two", objects=keys) if one.kind == "bare" else one for one in found)


def _within(claims: tuple[Claim, ...], keys: tuple[str, ...]) -> Iterator[Claim]:
    """Yield superlatives as of this list instead of their group."""
    for claim in claims:
        is_extreme = claim.op in ("top", "low", "among-top", "among-low") and not claim.right
        yield replace(claim, right=keys) if is_extreme else claim
