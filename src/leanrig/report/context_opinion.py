"""What a machine says about pages that it found: kept only as far as those pages bear it out. Pure."""

from collections.abc import Sequence
from datetime import datetime

from leanrig.report.context import LABELS, Answered, Article, Label, Opinion, Statement
from leanrig.report.context_numbers import counted, unsupported
from leanrig.report.context_orders import gives_orders, speaks_to_machines
from leanrig.report.context_text import neutral

__all__ = ["checked_answer", "checked_opinion", "why_not"]

_LONGEST = 400


def why_not(text: str, sources: Sequence[Article]) -> str:
    """Return why a sentence about these pages is not shown; "" where it may be.

    Its figures must stand in titles or snippets of its sources. A page that gives orders to machines bears out nothing.
    """
    if not sources:
        return "it names no source"
    sentence = neutral(text, most=_LONGEST)
    if not sentence:
        return "it says nothing"
    if gives_orders(sentence):
        return "it gives orders"
    known = "\n".join(f"{source.title}\n{source.snippet}" for source in sources)
    if speaks_to_machines(known):
        return "a source of it gives orders to machines"
    alone = unsupported(sentence, known) + counted(sentence, known)
    return f"no source of it says {alone[0]!r}" if alone else ""


def checked_opinion(
    symbol: str, label: str, text: str, sources: Sequence[Article], *, writer: str, asked_at: datetime
) -> Opinion:
    """Return the opinion; raise `ValueError` with the reason where it may not be shown."""
    known: dict[str, Label] = {name: name for name in LABELS}
    reason = "its label is unknown" if label not in known else why_not(text, sources)
    if reason:
        raise ValueError(reason)
    return Opinion(
        symbol, known[label], neutral(text, most=_LONGEST), tuple(sources), neutral(writer, most=80), asked_at
    )


def checked_answer(
    question: str, said: Sequence[tuple[str, Sequence[Article]]], *, writer: str, asked_at: datetime
) -> Answered:
    """Return the sentences that their own sources bear out, and how many do not."""
    kept = [
        Statement(neutral(text, most=_LONGEST), tuple(sources)) for text, sources in said if not why_not(text, sources)
    ]
    shown = neutral(question, most=_LONGEST)
    return Answered(shown, tuple(kept), len(said) - len(kept), neutral(writer, most=80), asked_at)
