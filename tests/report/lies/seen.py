"""The mutators of the kinds that the checker's developers know, and the drawing of lies by a seed."""

import random
from collections.abc import Mapping

from report.lies.lie import Lie, Mutator, is_lie
from report.lies.reports import reports
from report.lies.seen_forms import FORMS
from report.lies.seen_literals import LITERALS
from report.lies.seen_relations import RELATIONS
from report.lies.seen_words import WORDS

__all__ = ["SEEN", "draw"]

SEEN: dict[str, Mutator] = {**RELATIONS, **WORDS, **LITERALS, **FORMS}


def draw(mutators: Mapping[str, Mutator], *, seed: int, each: int) -> list[Lie]:
    """Return `each` different lies of every kind; the same for the same seed."""
    lies: list[Lie] = []
    for kind, mutate in sorted(mutators.items()):
        rng = random.Random(f"{seed} {kind}")
        found: dict[tuple[str, str], Lie] = {}
        for _ in range(each * 60):
            report = rng.choice(reports())
            lie = mutate(report, rng)
            if lie is not None and is_lie(lie, report):
                found.setdefault((lie.report, lie.after), lie)
            if len(found) == each:
                break
        lies += found.values()
    return lies
