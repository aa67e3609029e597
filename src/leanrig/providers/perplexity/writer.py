"""Perplexity's agent as somebody who answers our own questions about text that we hand over: it searches nothing."""

import time
from dataclasses import dataclass

from leanrig.model.narration import Answer, Question
from leanrig.providers.perplexity.agent import MODEL, ask_agent
from leanrig.providers.perplexity.wire import Wire

__all__ = ["PerplexityWriter"]

_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class PerplexityWriter:
    """Meets `Writer`."""

    wire: Wire
    model: str = MODEL

    @property
    def name(self) -> str:
        """As a page names it."""
        return "Perplexity"

    def answer(self, question: Question) -> Answer:
        """Return the answer; the same question on the same day is not paid for twice."""
        began = time.monotonic()
        got = ask_agent(
            self.wire, question.data, instructions=question.instructions, schema=question.schema,
            schema_name=question.schema_name, model=self.model, most_tokens=question.most_tokens, fresh_s=_DAY_S,
        )  # fmt: skip
        seconds = time.monotonic() - began
        return Answer(got.value.text, self.name, got.value.model, got.value.tokens, seconds, got.value.identity)
