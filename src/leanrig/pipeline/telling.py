"""Who tells a report, and what is asked for beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from leanrig.model.narration import Role, Writer
from leanrig.settings import Settings
from leanrig.store.memory.embedder import Embedder

__all__ = ["Telling"]


@dataclass(frozen=True, slots=True)
class Telling:
    """Who tells the report: no role, and the rules alone do. Answers are kept beside the run and used again.

    Parameters
    ----------
    is_fresh
        Asks anew whatever is kept.
    settings
        Ask for what others say of the symbols, under these; None shows what was gathered before, if anything.
    asked, documents
        Questions across the symbols, and papers (a file or an https address) to be summarised; both need `settings`.
    embedder
        Finds earlier runs that are only alike; None finds those of the same inputs and the same recipe.
    """

    roles: tuple[Role, ...] = ()
    writers: Sequence[Writer] = ()
    is_fresh: bool = False
    settings: Settings | None = None
    asked: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    embedder: Embedder | None = None
