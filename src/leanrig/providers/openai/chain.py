"""The first who answers: OpenAI, then a local server; after them the rules, which the pipeline adds."""

from collections.abc import Iterable
from dataclasses import dataclass

from leanrig.errors import VendorFailed
from leanrig.model.narration import Answer, Question, Writer

__all__ = ["Failure", "NobodyAnswered", "first_answer"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Who did not answer, and why."""

    writer: str
    error: VendorFailed

    def __str__(self) -> str:
        return f"{self.writer}: {self.error.what}"


class NobodyAnswered(VendorFailed):
    """All failed, or there was nobody to ask; `failures` says why each did."""

    def __init__(self, failures: tuple[Failure, ...]) -> None:
        said = "; ".join(str(failure) for failure in failures)
        cures = "; ".join(dict.fromkeys(failure.error.cure for failure in failures if failure.error.cure))
        super().__init__(
            f"no model answers: {said}" if failures else "no model is set up",
            cure=cures or "set OPENAI_API_KEY, or start Ollama or llama.cpp on this machine",
        )
        self.failures = failures


def first_answer(question: Question, writers: Iterable[Writer]) -> tuple[Answer, tuple[Failure, ...]]:
    """Return the first answer, and who failed before it.

    Raises
    ------
    NobodyAnswered
        If all failed.
    """
    failures: list[Failure] = []
    for writer in writers:
        try:
            return writer.answer(question), tuple(failures)
        except VendorFailed as error:
            failures.append(Failure(writer.name, error))
    raise NobodyAnswered(tuple(failures))
