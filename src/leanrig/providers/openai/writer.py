"""Who writes: OpenAI by its responses, a local server by chat completions; both held to a JSON schema."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from leanrig.model.narration import Answer, Question, Role, Tokens
from leanrig.providers.failures import BadAnswer
from leanrig.providers.openai.answers import Reply, Usage, read_chat, read_response
from leanrig.providers.openai.asking import Asker
from leanrig.providers.openai.failures import ModelGone, TimedOut
from leanrig.providers.openai.ledger import Ledger
from leanrig.providers.openai.prices import CAUTIOUS, cost_of, price_of, worst_cost
from leanrig.settings import Effort, ModelPrice

if TYPE_CHECKING:
    from openai import OpenAI

__all__ = ["LocalWriter", "OpenAiWriter"]

_ROOM: Mapping[Effort, int] = {"": 1, "none": 1, "minimal": 2, "low": 2, "medium": 4, "high": 6, "xhigh": 8, "max": 8}
"""By how much the tokens asked for are multiplied: a model's thoughts are paid for and counted as its answer."""
_FRAME_BYTES = 2_000


class OpenAiWriter:
    """OpenAI under one key.

    Parameters
    ----------
    models, efforts
        By role; an effort of "" is not sent, for models that do not think.
    prices
        The user's own, over the known ones.
    successors
        Says what to set in place of a model that is gone.
    """

    name = "OpenAI"

    def __init__(
        self,
        asker: Asker,
        ledger: Ledger,
        *,
        models: Mapping[Role, str],
        efforts: Mapping[Role, Effort],
        prices: Mapping[str, ModelPrice],
        successors: Callable[[str], str] = lambda model: "",  # noqa: ARG005
    ) -> None:
        self._asker, self._ledger = asker, ledger
        self._models, self._efforts, self._prices = models, efforts, prices
        self._successors = successors

    def answer(self, question: Question) -> Answer:
        """Return the answer; see `Writer.answer`."""
        model, effort = self._models[question.role], self._efforts[question.role]
        most = question.most_tokens * _ROOM[effort]
        price = price_of(model, self._prices)
        number = self._ledger.reserve(
            writer=self.name,
            role=question.role,
            model=model,
            worst=worst_cost(price or CAUTIOUS, prompt_bytes=_size(question), most_tokens=most),
        )
        began = time.monotonic()
        try:
            reply = self._reply(question, model, effort, most)
        except (TimedOut, BadAnswer):
            raise  # It may be charged: what was put aside stays so.
        except BaseException:
            self._ledger.release(number)
            raise
        cost = self._settle(number, reply.usage, price)
        if reply.failure is not None:
            raise reply.failure
        return _answer(self.name, reply, model, cost, time.monotonic() - began)

    def _reply(self, question: Question, model: str, effort: Effort, most: int) -> Reply:
        where = f"POST /responses, {model}"
        body = _response_body(question, model, effort, most)
        try:
            raw = self._asker.ask(lambda client: _respond(client, body), where=where, model=model)
        except ModelGone as error:
            gone = ModelGone(error.what, where=error.where, cure=self._cure(question.role, model))
        else:
            return read_response(raw, name=self.name, where=where)
        raise gone

    def _cure(self, role: Role, model: str) -> str:
        instead = self._successors(model)
        return f"set openai.{role} to {instead}" if instead else f"set openai.{role} to a model that lives"

    def _settle(self, number: int, usage: Usage | None, price: ModelPrice | None) -> float | None:
        """Without a word about tokens the worst stays counted."""
        if usage is None:
            return None
        spent = {"sent": usage.sent, "received": usage.received}
        counted = cost_of(price or CAUTIOUS, written=usage.written, **spent)
        cost = counted if price is not None else None
        self._ledger.settle(number, counted=counted, cost=cost, **spent)
        return cost


class LocalWriter:
    """A server on this machine or in this house that speaks OpenAI's chat completions: Ollama, llama.cpp and others."""

    name = "local server"

    def __init__(self, asker: Asker, ledger: Ledger, *, model: str) -> None:
        self._asker, self._ledger, self._model = asker, ledger, model

    def answer(self, question: Question) -> Answer:
        """Return the answer; see `Writer.answer`."""
        where = f"POST /chat/completions, {self._model}"
        body = _chat_body(question, self._model)
        began = time.monotonic()
        try:
            raw = self._asker.ask(lambda client: _chat(client, body), where=where, model=self._model)
        except ModelGone as error:
            gone = ModelGone(error.what, where=where, cure="load it there, or set openai.local_model")
        else:
            reply = read_chat(raw, name=self.name, where=where)
            self._note(question, reply)
            if reply.failure is not None:
                raise reply.failure
            return _answer(self.name, reply, self._model, 0.0, time.monotonic() - began)
        raise gone

    def _note(self, question: Question, reply: Reply) -> None:
        usage = reply.usage or Usage(0, 0)
        self._ledger.note(
            writer=self.name, role=question.role, model=self._model, sent=usage.sent, received=usage.received
        )


def _response_body(question: Question, model: str, effort: Effort, most: int) -> dict[str, Any]:
    form = {
        "type": "json_schema", "name": question.schema_name, "schema": dict(question.schema), "strict": True,
    }  # fmt: skip
    body: dict[str, Any] = {
        "model": model,
        "instructions": question.instructions,
        "input": question.data,
        "max_output_tokens": most,
        "store": False,
        "text": {"format": form},
    }
    return body | ({"reasoning": {"effort": effort}} if effort else {})


def _chat_body(question: Question, model: str) -> dict[str, Any]:
    form = {"name": question.schema_name, "schema": dict(question.schema), "strict": True}
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": question.instructions},
            {"role": "user", "content": question.data},
        ],
        # The older name: both Ollama and llama.cpp know it.
        "max_tokens": question.most_tokens,
        "temperature": 0,
        "seed": 7,
        "response_format": {"type": "json_schema", "json_schema": form},
    }


def _respond(client: "OpenAI", body: dict[str, Any]) -> Any:
    return client.responses.with_raw_response.create(**body)


def _chat(client: "OpenAI", body: dict[str, Any]) -> Any:
    return client.chat.completions.with_raw_response.create(**body)


def _size(question: Question) -> int:
    texts = (question.instructions, question.data)
    return sum(len(text.encode()) for text in texts) + len(orjson.dumps(dict(question.schema))) + _FRAME_BYTES


def _answer(name: str, reply: Reply, model: str, cost: float | None, seconds: float) -> Answer:
    usage = reply.usage or Usage(0, 0)
    return Answer(
        text=reply.text,
        writer=name,
        model=reply.model or model,
        tokens=Tokens(usage.sent, usage.received, cost),
        seconds=round(seconds, 3),
        identity=reply.identity,
    )
