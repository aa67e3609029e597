"""The agent's answer as it comes, read once; a status that is not "completed" is a failure with its own name."""

from typing import Any, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from leanrig.errors import VendorFailed
from leanrig.model.narration import Tokens
from leanrig.providers.failures import BadAnswer
from leanrig.providers.http.statuses import vendor_words
from leanrig.providers.perplexity.failures import AnswerCancelled, AnswerFailed, AnswerIncomplete

__all__ = ["OutputItem", "Response", "read_response"]

_STATUSES: dict[str, tuple[type[VendorFailed], str, str]] = {
    "failed": (AnswerFailed, "could not answer", "try again later, or ask something smaller"),
    "cancelled": (AnswerCancelled, "cancelled the answer", "ask again"),
    "incomplete": (AnswerIncomplete, "broke its answer off", "ask for less, or allow more tokens"),
    "in_progress": (AnswerIncomplete, "sent an answer that is not finished", "ask again"),
    "requires_action": (AnswerIncomplete, "wants a tool to be run that nobody offered", "ask in another way"),
}


class _Part(BaseModel):
    model_config = ConfigDict(strict=True)
    type: str
    text: str = ""


class _Row(BaseModel):
    model_config = ConfigDict(strict=True)
    id: int
    url: str
    title: str
    snippet: str
    date: str | None = None
    last_updated: str | None = None


class OutputItem(BaseModel):
    """A message, search results, or something that is not read here."""

    model_config = ConfigDict(strict=True)
    type: str
    content: list[_Part] = Field(default_factory=list)
    results: list[_Row] = Field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The words of a message."""
        return [part.text for part in self.content if part.type == "output_text"] if self.type == "message" else []


class _Cost(BaseModel):
    total_cost: float | None = None


class _Usage(BaseModel):
    input_tokens: int = 0
    output_tokens: int = 0
    cost: _Cost | None = None


class _Error(BaseModel):
    message: str = ""


class Response(BaseModel):
    """The whole answer."""

    id: str
    status: str
    model: str
    output: list[OutputItem] = Field(default_factory=list)
    error: _Error | None = None
    usage: _Usage | None = None

    @field_validator("output", mode="before")
    @classmethod
    def _none_is_nothing(cls, value: Any) -> Any:
        return [] if value is None else value

    @property
    def tokens(self) -> Tokens:
        """What it cost, as far as the vendor says."""
        used = self.usage or _Usage()
        return Tokens(used.input_tokens, used.output_tokens, used.cost.total_cost if used.cost else None)


def read_response(content: Any) -> Response:
    """Return a completed answer.

    Raises
    ------
    AnswerFailed, AnswerCancelled, AnswerIncomplete
        By its status.
    BadAnswer
        Where it has another form.
    """
    try:
        found = Response.model_validate(content)
    except ValidationError as error:
        first = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise BadAnswer("perplexity answered in another form", where=first, cure="try again later") from None
    if found.status != "completed":
        _fail(found)
    return found


def _fail(found: Response) -> NoReturn:
    if found.status not in _STATUSES:
        raise BadAnswer(f"perplexity answered with the status {found.status[:40]!r}", cure="try again later")
    kind, what, cure = _STATUSES[found.status]
    words = vendor_words(found.error.message.encode()) if found.error and found.error.message else ""
    raise kind(f"perplexity {what}" + (f": {words}" if words else ""), where=found.id[:80], cure=cure)
