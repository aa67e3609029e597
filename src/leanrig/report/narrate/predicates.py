"""What may be said of a subject: the part of a clause behind it, read into claims that wait for their subject. Pure."""

from collections.abc import Iterator, Sequence

from leanrig.report.narrate.lexicon_verbs import Meaning
from leanrig.report.narrate.predicate import Found, Lead, Predicate
from leanrig.report.narrate.predicate_alone import LoneReader
from leanrig.report.narrate.reader import PlaceReader

__all__ = ["Reader"]


class Reader(LoneReader):
    """Reads all that may be claimed of a subject; each reading is an end and what was read."""

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
        return PlaceReader(self.items[:end]).lead(at)

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
