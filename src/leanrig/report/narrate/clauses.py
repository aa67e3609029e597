"""The grammar: reads a sentence into all that it may claim; what cannot be read whole claims what nobody knows. Pure.

Where a sentence can be read in several ways, every reading has to hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from leanrig.report.narrate.clause_base import State, Step
from leanrig.report.narrate.clause_rare import RareReader
from leanrig.report.narrate.neutral import prefix_ends
from leanrig.report.narrate.neutral_words import TAILS
from leanrig.report.narrate.predicate import Lead, Predicate
from leanrig.report.narrate.relations import Claim
from leanrig.report.narrate.words import Item

__all__ = ["Unreadable", "claims_of"]

_MOST_STEPS = 4_000


class Unreadable(Exception):
    """No reading of the sentence takes in all its words."""


def claims_of(items: Sequence[Item]) -> frozenset[Claim]:
    """Return the claims of all readings together.

    Raises
    ------
    Unreadable
        If there is no reading.
    """
    return _Grammar(items).claims()


class _Grammar(RareReader):
    def __init__(self, items: Sequence[Item]) -> None:
        super().__init__(items)
        self.steps = 0

    def claims(self) -> frozenset[Claim]:
        readings = [state.claims for end, state in self._sentence(0, State(), "start") if end == self.size]
        if not readings:
            raise Unreadable
        return frozenset(claim for reading in readings for claim in reading)

    def _sentence(self, at: int, state: State, after: str) -> Iterator[Step]:
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
        elif self.has(at, "WITH", "JOINT", "ANCHOR", "SO", "NOR-DID", "DESP", "NOT-SO"):
            yield at, "none"
        elif at < self.size and self.items[at].words.lower() in TAILS:
            yield at, "tail"

    def _clause(self, at: int, state: State, after: str) -> Iterator[Step]:
        if self.has(at, "BUT", "AND") and after in ("start", "stop"):
            at = self.skip(at + 1, "SOFT")
        if after == "tail":
            yield from self._neutral(at, state, "none")
            return
        if after != "none":
            yield from self._plain(at, state)
            if self.has(at, "WITH", "THAT", "DESP"):
                yield from self._plain(at + 1, state)
            yield from self._prefixed(at, state)
            if self.has(at, "THAT"):
                yield from self._that(at, state)
            yield from self._fronted(at, state)
            yield from self._superlative_first(at, state)
            yield from self._sign_first(at, state)
            yield from self._no_other(at, state)
            yield from self._from_to(at, state)
            yield from self._of_pair(at, state)
            yield from self._difference(at, state)
            yield from self._it_was(at, state)
            yield from self._pronoun(at, state)
            yield from self._rests(at, state)
            yield from self._void(at, state)
            yield from self._spans(at, state)
            yield from self._rare(at, state)
        if after in ("and", "but", "comma"):
            yield from self._carried(at, state, after)
        if self.has(at, "SCOPE") and self.has(at + 1, "COMMA", "SOFT"):
            yield from self._clause(at + 2, state, after)
        yield from self._so_did(at, state)
        yield from self._nor_it(at, state)
        yield from self._too(at, state)
        yield from self._neutral(at, state, after)

    def _carried(self, at: int, state: State, after: str) -> Iterator[Step]:
        """{A} was higher than {B} and lower than {C}: the subject is the one before."""
        if not state.subjects:
            return
        for end, found, lead in self.predicates(at):
            is_bare = not (lead.links or lead.helps or lead.is_turned)
            if after == "comma" and not self._may_trail(at, found, lead, state):
                continue
            # "Was not higher than {B} and lower than {C}": nobody knows how far the "not" goes.
            if is_bare and after == "and" and any(one.is_turned for one in state.said):
                continue
            if any(one.kind == "again" for one in found):
                continue
            is_apposed = after == "comma" and is_bare and all(one.kind == "sign" for one in found)
            # "{A} was above {B}, negative": of which of them, nobody knows.
            of = _of_all(state) if is_apposed else state.subjects
            for behind, told in self._bound(end, found, of, state):
                yield behind, replace(told, subjects=state.subjects)

    def _may_trail(self, at: int, found: tuple[Predicate, ...], lead: Lead, state: State) -> bool:
        """..., exceeding {B}; ..., above {C}; ..., the worst of all."""
        if lead.is_turned:
            return False
        is_bare = not (lead.links or lead.helps)
        if (is_bare and self._is_participle(lead.end)) or (self._is_participle(at) and lead.links):
            return True
        kinds = {one.kind for one in (*state.said, *found)}
        is_plain = is_bare and not lead.has_article and not any(one.is_turned for one in state.said)
        if is_plain and len(state.subjects) == 1 and kinds in ({"two"}, {"sign"}, {"two", "sign"}):
            return True
        is_beside = self.is_slot(at - 2) and state.subjects == (self.items[at - 2].key,)
        return is_bare and lead.has_article and kinds == {"extreme"} and is_beside

    def _is_participle(self, at: int) -> bool:
        return at < self.size and self.items[at].words.split()[0].lower().endswith("ing")

    def _prefixed(self, at: int, state: State) -> Iterator[Step]:
        """It is worth knowing that {A} rose; a word of warning: {A} fell."""
        for end in prefix_ends(self, at):
            yield from self._clause(end, state, "start")

    def _so_did(self, at: int, state: State) -> Iterator[Step]:
        if self._opens_sentence(at):
            return  # what a sentence before has said is not taken up
        if self.has(at, "UNLIKE") and state.said and not any(one.is_turned for one in state.said):
            turned = tuple(replace(one, is_turned=True) for one in state.said)
            for end, subjects, turns, _ in self._subject(at + 1):
                if not turns and all(one.kind in ("two", "sign", "move", "between") for one in turned):
                    yield from self._bound(end, turned, subjects, state)
        is_but_not = self.has(at, "NEG") and self.items[at].words.lower() == "not" and self.is_slot(at + 1)
        if (self.has(at, "NOT-SO") or is_but_not) and state.said and not any(one.is_turned for one in state.said):
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


def _of_all(state: State) -> tuple[str, ...]:
    objects = (key for one in state.said if one.kind == "two" for key in one.objects)
    return tuple(dict.fromkeys((*state.subjects, *objects)))


def _is_unary(said: tuple[Predicate, ...]) -> bool:
    return any(one.kind in ("move", "sign") for one in said)
