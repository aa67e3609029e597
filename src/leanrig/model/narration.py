"""A question to a language model and its answer, whoever the model is; what the answer cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

__all__ = ["Answer", "Question", "Role", "Tokens", "Writer"]

Role = Literal["deep", "fast"]
"""`deep`: regimes, patterns, doubts. `fast`: the summary."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: instructions of ours, and data; the answer has to fit `schema` (JSON Schema, strict)."""

    role: Role
    instructions: str
    data: str
    schema: Mapping[str, Any]
    schema_name: str = "narrative"
    most_tokens: int = 4_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one answer, and US dollars; `cost` is None where nobody has said what the model costs."""

    sent: int = 0
    received: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: JSON text that has been parsed once, and who wrote it."""

    text: str
    writer: str
    """As a page names it: "OpenAI", "local server", "rules"."""
    model: str
    tokens: Tokens = field(default_factory=Tokens)
    seconds: float = 0.0
    identity: str = ""
    """The vendor's own name of the answer, for questions to them."""


class Writer(Protocol):
    """Somebody who can answer."""

    @property
    def name(self) -> str:
        """As a page names it."""

    def answer(self, question: Question) -> Answer:
        """Return the answer.

        Raises
        ------
        VendorFailed
            If nobody answers, the key is refused, the limit is spent, the model is gone, the answer is cut or refused.
        """
