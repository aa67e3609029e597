"""Groups of runs that are alike, with what they have in common and how far their results lie apart."""

import statistics
from dataclasses import dataclass

from leanrig.model.recalled import RunHeading
from leanrig.report import formats
from leanrig.report.recall.centroids import centroids_of, words_apart
from leanrig.report.recall.linkage import groups_of
from leanrig.store.memory.embedder import Embedder
from leanrig.store.memory.table import Memory
from leanrig.store.memory.words import words_of

__all__ = ["ALIKE", "RunGroup", "group_runs"]

ALIKE = 0.9
"""Mean cosine similarity of a group's runs, seen from where texts about something else lie."""


@dataclass(frozen=True, slots=True)
class RunGroup:
    """Runs that say much the same; `lowest` to `highest` are their Sharpe ratios, `without` have none."""

    runs: tuple[RunHeading, ...]
    words: tuple[str, ...]
    lowest: float | None
    middle: float | None
    highest: float | None
    without: int

    @property
    def spread(self) -> str:
        """The Sharpe ratios in one line."""
        if self.lowest is None:
            return "no run has a Sharpe ratio"
        some = f", {self.without} without one" if self.without else ""
        low, middle, high = (formats.ratio(value) for value in (self.lowest, self.middle, self.highest))
        return f"Sharpe ratio {low} to {high}, median {middle}{some}"


def group_runs(memory: Memory, embedder: Embedder, *, similarity: float = ALIKE) -> tuple[RunGroup, ...]:
    """Return the groups of two and more, the largest first."""
    seen, headings = memory.centred(embedder), memory.headings()
    if not seen.folders:
        return ()
    order, centroids = centroids_of(seen.folders, seen.hashes, seen.vectors)
    words: dict[str, set[str]] = {folder: set() for folder in order}
    for folder, text in zip(seen.folders, seen.texts, strict=True):
        words[folder] |= words_of(text)
    every = {folder: frozenset(own) for folder, own in words.items()}
    found = []
    for group in groups_of(centroids, similarity=similarity):
        folders = [order[place] for place in group if order[place] in headings]
        if len(folders) > 1:
            apart = words_apart([every[folder] for folder in folders], list(every.values()))
            found.append(_group([headings[folder] for folder in folders], apart))
    return tuple(found)


def _group(runs: list[RunHeading], words: tuple[str, ...]) -> RunGroup:
    ratios = sorted(run.sharpe for run in runs if run.sharpe is not None)
    middle = statistics.median(ratios) if ratios else None
    low, high = (ratios[0], ratios[-1]) if ratios else (None, None)
    return RunGroup(tuple(runs), words, low, middle, high, len(runs) - len(ratios))
