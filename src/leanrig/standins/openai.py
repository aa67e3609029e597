"""OpenAI on loopback: models, chat completions, responses and embeddings, as its reference says; or a local server.

The same program plays Ollama or llama.cpp when `is_local`: any key, chat completions, embeddings and models alone.
"""

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request

from leanrig.clock import utc_now
from leanrig.standins.openai_asked import Asked, Wrong, asked_chat, asked_embeddings, asked_response, failed
from leanrig.standins.openai_bodies import chat_body, embeddings_body, models_body, response_body, tokens_of
from leanrig.standins.openai_faults import mutations
from leanrig.standins.openai_narrators import Narrator, Played, good
from leanrig.standins.server import Handler, Reply, Route, Standin

__all__ = ["LOCAL_MODELS", "MODELS", "OPENAI_KEY", "make_openai"]

OPENAI_KEY = "sandbox-openai-key"
MODELS: Mapping[str, str | None] = {
    "gpt-6.2-sol": None,
    "gpt-6.2-astra": None,
    "gpt-6.1-sol": None,
    "gpt-6-luna": None,
    "gpt-5.6-sol": None,
    "gpt-5.4-nano": "2027-04-01",
    "gpt-5-mini": "2026-12-11",
    "gpt-4.1": "2027-01-14",
    "text-embedding-3-small": None,
    "text-embedding-3-large": None,
    "text-embedding-ada-002": None,
}
"""Names with the day on which they go, where that has been said."""
LOCAL_MODELS: Mapping[str, str | None] = {"qwen3:8b": None, "nomic-embed-text:latest": None}
_WIDTHS = {"text-embedding-3-large": 3072, "nomic-embed-text:latest": 768}
_THOUGHTLESS = ("gpt-3", "gpt-4")
_CONTEXT = 1_050_000
_LOCAL_CONTEXT = 32_768


@dataclass(slots=True)
class _Server:
    """What the server has: its key, models and the one who plays them."""

    key: str | None
    models: Mapping[str, str | None]
    narrator: Narrator
    now: Callable[[], datetime]
    context: int
    is_local: bool
    numbers: Any = field(default_factory=lambda: itertools.count(1))
    lock: Any = field(default_factory=threading.Lock)

    def refuses(self, request: Request) -> Reply | None:
        """Answer 401 to a wrong key; a local server takes any."""
        given = request.headers.get("Authorization", "")
        if self.key is None or given == f"Bearer {self.key}":
            return None
        shown = given.removeprefix("Bearer ")
        what = f"Incorrect API key provided: {shown[:3]}***{shown[-2:]}." if shown else "You didn't provide an API key."
        return failed(what, status=401, code="invalid_api_key")

    def list_models(self, request: Request, parts: dict[str, str]) -> Reply:  # noqa: ARG002
        return Reply(models_body(self.models, owner="library" if self.is_local else "system", is_local=self.is_local))

    def responses(self, request: Request, parts: dict[str, str]) -> Reply:  # noqa: ARG002
        asked = asked_response(request)
        self._hold_model(asked.model)
        if asked.body.get("reasoning") and asked.model.startswith(_THOUGHTLESS):
            what = "Unsupported parameter: 'reasoning.effort' is not supported with this model."
            raise Wrong(what, param="reasoning.effort", code="unsupported_parameter")
        played = self._played(asked)
        return self._reply(response_body(asked, played, number=self._number(), now=self.now()))

    def chat(self, request: Request, parts: dict[str, str]) -> Reply:  # noqa: ARG002
        asked = asked_chat(request, is_local=self.is_local)
        played = self._played(asked)
        return self._reply(chat_body(asked, played, number=self._number(), now=self.now()))

    def embeddings(self, request: Request, parts: dict[str, str]) -> Reply:  # noqa: ARG002
        body, texts = asked_embeddings(request, is_local=self.is_local)
        self._hold_model(body["model"])
        width = int(body.get("dimensions") or _WIDTHS.get(body["model"], 1536))
        # Ollama gives lists whatever is asked for.
        is_packed = body.get("encoding_format") == "base64" and not self.is_local
        return self._reply(embeddings_body(body["model"], texts, width=width, is_packed=is_packed))

    def _played(self, asked: Asked) -> Played:
        self._hold_model(asked.model)
        size = tokens_of(asked.instructions) + tokens_of(asked.data)
        if size > self.context:
            raise Wrong(
                f"Your input exceeds the context window of this model ({size} > {self.context} tokens).",
                param="input",
                code="context_length_exceeded",
            )
        return self.narrator(asked)

    def _hold_model(self, name: str) -> None:
        if name not in self.models:
            what = f"The model `{name}` does not exist or you do not have access to it."
            raise Wrong(what, code="model_not_found", status=404)

    def _number(self) -> int:
        with self.lock:
            found: int = next(self.numbers)
            return found

    def _reply(self, body: Any) -> Reply:
        if self.is_local:
            return Reply(body)
        with self.lock:
            left = max(0, 500 - next(self.numbers))
        return Reply(body, headers={
            "x-request-id": f"req_{body.get('id', 'sandbox')}",
            "x-ratelimit-limit-requests": "500",
            "x-ratelimit-remaining-requests": str(left),
            "x-ratelimit-reset-requests": "120ms",
            "x-ratelimit-limit-tokens": "500000",
            "x-ratelimit-remaining-tokens": "490000",
            "x-ratelimit-reset-tokens": "1m12s",
        })  # fmt: skip


def make_openai(
    *,
    api_key: str | None = OPENAI_KEY,
    narrator: Narrator = good,
    models: Mapping[str, str | None] | None = None,
    now: Callable[[], datetime] = utc_now,
    context: int | None = None,
    is_local: bool = False,
) -> Standin:
    """Return the stand-in, not yet listening; its addresses begin with `/v1`.

    Parameters
    ----------
    api_key
        The only key that it takes.
    narrator
        Who plays the model; see `openai_narrators`.
    models
        Names with the day on which they go.
    context
        How many tokens a question may have.
    is_local
        Whether it plays a server like Ollama's instead.
    """
    server = _Server(
        None if is_local else api_key,
        models or (LOCAL_MODELS if is_local else MODELS),
        narrator,
        now,
        context or (_LOCAL_CONTEXT if is_local else _CONTEXT),
        is_local,
    )
    posts: dict[str, Handler] = {"/v1/chat/completions": server.chat, "/v1/embeddings": server.embeddings}
    if not is_local:
        posts["/v1/responses"] = server.responses
    return Standin(
        "local" if is_local else "openai",
        [Route("GET", "/v1/models", server.list_models)]
        + [Route("POST", path, _telling_wrong(handler)) for path, handler in posts.items()],
        refuse=server.refuses,
        now=now,
        mutations=mutations(),
        not_found=failed("Invalid URL", status=404).body,
    )


def _telling_wrong(handler: Handler) -> Handler:
    def handle(request: Request, parts: dict[str, str]) -> Reply:
        try:
            return handler(request, parts)
        except Wrong as wrong:
            return wrong.reply

    return handle
