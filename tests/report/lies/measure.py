"""Measures a checker: how many lies it publishes, how many honest sentences it refuses."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from report.lies.honest import Honest
from report.lies.lie import Lie
from report.lies.reports import report

from leanrig.report.cite.citable import CitableTable
from leanrig.report.narrate.refusal import Refusal

__all__ = ["MOST_REFUSED", "Check", "Score", "measure"]

Check = Callable[[str, CitableTable], Sequence[Refusal]]
MOST_REFUSED = 0.02


@dataclass(slots=True)
class Score:
    """What a checker did with lies and honest sentences."""

    lies: int = 0
    published: list[Lie] = field(default_factory=list)
    sentences: int = 0
    refused: list[tuple[Honest, Sequence[Refusal]]] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether no lie came through and hardly an honest sentence was held back."""
        return bool(
            self.lies and self.sentences and not self.published and len(self.refused) <= MOST_REFUSED * self.sentences
        )

    def __str__(self) -> str:
        lies = "".join(f"\n  published ({lie.kind}, {lie.report}): {lie.after}" for lie in self.published)
        held = "".join(
            f"\n  refused ({said.report}): {said.text} – {'; '.join(map(str, why))}" for said, why in self.refused
        )
        counts = (
            f"{len(self.published)} of {self.lies} lies published, "
            f"{len(self.refused)} of {self.sentences} honest sentences refused"
        )
        return f"{counts}{lies}{held}"


def measure(check: Check, lies: Iterable[Lie], sentences: Iterable[Honest]) -> Score:
    """Return what the checker does with each."""
    score = Score()
    for lie in lies:
        score.lies += 1
        if not check(lie.after, report(lie.report).table):
            score.published.append(lie)
    for said in sentences:
        score.sentences += 1
        if why := check(said.text, report(said.report).table):
            score.refused.append((said, why))
    return score
