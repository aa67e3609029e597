"""search: runs by what was said of them, nearest first."""

from dataclasses import dataclass
from datetime import date

from leanrig.model.recalled import RunHeading
from leanrig.report.recall.ranking import ranked, weights_of
from leanrig.store.memory.embedder import Embedder
from leanrig.store.memory.table import Memory
from leanrig.store.memory.words import words_of

__all__ = ["Asked", "Found", "Searched", "search"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what narrows it; symbols, recipes and judgements in any letter case."""

    text: str
    symbol: str = ""
    recipe: str = ""
    judgement: str = ""
    since: date | None = None
    limit: int = 10

    def fits(self, run: RunHeading) -> bool:
        """Whether a run is among those that are asked for."""
        return (
            (not self.symbol or self.symbol.upper() in {symbol.upper() for symbol in run.symbols})
            and (not self.recipe or self.recipe.lower() in (run.recipe.lower(), run.title.lower()))
            and (not self.judgement or self.judgement.lower() == run.judgement)
            and (self.since is None or run.started[:10] >= self.since.isoformat())
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One run: its heading, the text that matched best, and how well (0 to 1)."""

    run: RunHeading
    score: float
    meaning: float
    letter: float
    kind: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found, in how much, and by whose embeddings."""

    found: tuple[Found, ...]
    embedder: str
    runs: int
    texts: int


def search(memory: Memory, embedder: Embedder, asked: Asked) -> Searched:
    """Return the runs nearest to the question.

    Only vectors of this embedder are looked at; the memory must have been brought up to date with it.
    """
    question = embedder.ask(asked.text)
    words = words_of(asked.text)
    look = memory.look(embedder, question, words)
    weights = weights_of(words, look.worded, len(look.runs))
    fitting = {folder for folder, run in look.runs.items() if asked.fits(run)}
    near = [item for item in look.near if item[0] in fitting]
    worded = [item for item in look.worded if item[0] in fitting]
    hits = ranked(near, worded, weights, nothing=look.nothing)[: asked.limit]
    said = memory.said([(hit.folder, hit.place) for hit in hits])
    found = tuple(
        Found(look.runs[hit.folder], hit.score, hit.meaning, hit.letter, *said[hit.folder, hit.place]) for hit in hits
    )
    return Searched(found, embedder.name, len(fitting), len(near))
