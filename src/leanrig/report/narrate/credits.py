"""Who wrote the text, what it took, and what was refused: said under it, always. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from leanrig.model.narration import Tokens
from leanrig.report import formats
from leanrig.report.fact import Fact, Facts, Prose, Quote, say
from leanrig.report.narrate.told import Told

__all__ = ["Credits", "credits_of"]

_SOURCE = "narration.json"


@dataclass(frozen=True, slots=True)
class Credits:
    """The line under the text, and in their own words why somebody who was asked did not write."""

    line: Prose
    failures: tuple[Quote, ...] = ()
    refused: tuple[Quote, ...] = ()


def credits_of(
    facts: Facts, told: Told, writers: Sequence[str], tokens: Tokens, failures: Sequence[str], *, left_out: int = 0
) -> Credits:
    """Return who wrote `told`; its figures are kept among the page's facts.

    Parameters
    ----------
    writers
        Names of those who answered, with their models; empty where the rules wrote all.
    failures
        Why others did not answer.
    left_out
        How many facts the writers were not shown.
    """
    quoted = tuple(facts.quote(f"narration.failure.{place}", text, "writer") for place, text in enumerate(failures))
    refused = tuple(
        facts.quote(f"narration.refused.{place}", _refused(item.text, item.reasons[0].words), "writer")
        for place, item in enumerate(told.refused)
    )
    if not writers:
        return Credits(
            say("Written by rules from the facts of this page; no language model was used."), quoted, refused
        )
    return Credits(_line(facts, told, writers, tokens, left_out), quoted, refused)


def _line(facts: Facts, told: Told, writers: Sequence[str], tokens: Tokens, left_out: int) -> Prose:
    sent = facts.add("narration.sent", tokens.sent, formats.count(tokens.sent), unit="tokens", source=_SOURCE)
    received = facts.add(
        "narration.received", tokens.received, formats.count(tokens.received), unit="tokens", source=_SOURCE
    )
    parts: list[str | Fact] = list(
        say(
            "Written by {names}, figures by leanrig: {sent} tokens sent, {received} received, ",
            names=facts.name("narration.writers", " and ".join(writers), source=_SOURCE), sent=sent, received=received,
        ).parts
    )  # fmt: skip
    parts += _cost(facts, tokens)
    if told.refused:
        count = len(told.refused)
        number = facts.add("narration.refused", count, formats.count(count), how="sentences that no fact bears out")
        parts += say(" Sentences refused on the way: {number}.", number=number).parts
    if left_out:
        rest = facts.add("narration.left_out", left_out, formats.count(left_out), how="facts that were not sent")
        parts += say(" Facts not shown to the writer: {rest}.", rest=rest).parts
    return Prose(tuple(parts))


def _cost(facts: Facts, tokens: Tokens) -> tuple[str | Fact, ...]:
    if tokens.cost is None:
        return ("at a cost that nobody has named.",)
    cost = facts.add("narration.cost", tokens.cost, f"${tokens.cost:.4f}", unit="USD", source=_SOURCE)
    return (cost, ".")


def _refused(text: str, words: str) -> str:
    return f"{text} [refused: {words}]"
