"""context: what others say of a report's symbols. It always comes, says what is missing, and never stops a report."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.model.symbol import Symbol
from leanrig.pipeline.context_desk import Desk, perplexity_of
from leanrig.pipeline.context_documents import Ask
from leanrig.providers.http.rates import Patience
from leanrig.providers.perplexity.filters import Recency
from leanrig.report.context import Context, context_from_json, context_json
from leanrig.report.context_text import neutral
from leanrig.settings import Settings

__all__ = ["CONTEXT_FILE", "gather_context", "perplexity_of", "recorded_context"]

CONTEXT_FILE = "context.json"
T = TypeVar("T")


def gather_context(
    symbols: Sequence[Symbol],
    settings: Settings,
    *,
    now: datetime,
    recency: Recency = "week",
    opinions: bool = True,
    asked: Sequence[str] = (),
    documents: Sequence[str] = (),
    ask: Ask | None = None,
    folder: Path | None = None,
    patience: Patience | None = None,
    allow: Collection[str] = (),
) -> Context:
    """Return news and opinions on `symbols`, answers and summaries; what cannot be had is told in `missing`.

    Parameters
    ----------
    asked
        Questions of the user's across the symbols.
    documents
        Paths or https addresses.
    ask
        Who summarises documents; left out: Perplexity where it has a key, else they are excerpted.
    folder
        Of the run: `context.json` is written there, and `recorded_context` gives the same again.
    allow
        See `providers/documents/guard.py`; for tests alone.

    Notes
    -----
    Each symbol costs two queries, each question one, each document one, but for copies of at most a quarter of an hour.
    """
    desk = Desk(settings, now, recency, patience)
    news = _had(desk.news(symbol) for symbol in symbols)
    views = _had(desk.opinion(symbol) for symbol in symbols if opinions)
    answers = _had(desk.answer(text, symbols) for text in asked)
    summaries = _had(desk.summary(place, ask, allow) for place in documents)
    missing = tuple(dict.fromkeys(neutral(text, most=400) for text in desk.missing))
    made = Context(now, news, views, answers, summaries, missing)
    if folder is not None:
        write_text(folder / CONTEXT_FILE, context_json(made))
    return made


def recorded_context(folder: Path) -> Context | None:
    """Return the context that was gathered for a run; None where there was none.

    Raises
    ------
    BadInput
        Where the record was changed into something else.
    """
    path = folder / CONTEXT_FILE
    try:
        return context_from_json(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, OSError) as error:
        raise BadInput(
            f"the record of the context cannot be used: {error}", where=str(path), cure="delete it"
        ) from None


def _had(found: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(one for one in found if one is not None)
