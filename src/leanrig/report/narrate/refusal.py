"""Why a sentence is not published: the words, and what is wrong with them."""

from dataclasses import dataclass

__all__ = ["Refusal"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """`words` is the piece that stops the sentence, `reason` tells its writer what to do instead."""

    words: str
    reason: str

    def __str__(self) -> str:
        return f"{self.words!r}: {self.reason}"
