"""`POST /v1/agent` (the same as `/v1/responses`): an answer in words, with the pages that it rests on.

A failure comes with status 200 and says so in `status`. Sources stand in the `search_results` items of `output`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leanrig.model.narration import Tokens
from leanrig.providers.perplexity.agent_body import OutputItem, read_response
from leanrig.providers.perplexity.failures import AnswerRefused
from leanrig.providers.perplexity.filters import Filters
from leanrig.providers.perplexity.search import Page
from leanrig.providers.perplexity.wire import NEWS_FRESH_S, Got, Wire

__all__ = ["MODEL", "Reply", "ask_agent"]

MODEL = "perplexity/sonar"


@dataclass(frozen=True, slots=True)
class Reply:
    """The text (JSON where a schema was given), the pages by the vendor's own number, and what it cost."""

    text: str
    pages: Mapping[int, Page]
    model: str
    identity: str
    tokens: Tokens


def ask_agent(
    wire: Wire,
    question: str,
    *,
    instructions: str = "",
    schema: Mapping[str, Any] | None = None,
    schema_name: str = "answer",
    filters: Filters | None = None,
    model: str = MODEL,
    most_tokens: int = 1_000,
    fresh_s: float = NEWS_FRESH_S,
) -> Got[Reply]:
    """Return the agent's answer; it searches the web where `filters` are given, else it does not.

    Raises
    ------
    AnswerFailed, AnswerCancelled, AnswerIncomplete, AnswerRefused
        Where the answer is none.
    VendorFailed
        See `Wire.ask`.
    """
    body: dict[str, Any] = {"model": model, "input": question, "max_output_tokens": most_tokens}
    if instructions:
        body["instructions"] = instructions
    if filters is not None:
        narrowed = filters.as_body()
        body["tools"] = [{"type": "web_search", **({"filters": dict(narrowed)} if narrowed else {})}]
    if schema is not None:
        form = {"name": schema_name, "schema": dict(schema), "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": form}
    return wire.ask("/v1/agent", body, read=_reply, fresh_s=fresh_s)


def _reply(content: Any) -> Reply:
    found = read_response(content)
    text = "".join(part for item in found.output for part in item.texts)
    if not text.strip():
        raise AnswerRefused("perplexity answered with no words", where=found.id, cure="ask in another way")
    return Reply(text, _pages(found.output), found.model, found.id, found.tokens)


def _pages(output: list[OutputItem]) -> dict[int, Page]:
    rows = [row for item in output if item.type == "search_results" for row in item.results]
    return {row.id: Page(row.title, row.url, row.snippet, row.date or row.last_updated or "") for row in rows}
