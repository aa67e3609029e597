"""Reading what came back: responses and chat completions, good, refused, cut or broken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from leanrig.errors import VendorFailed
from leanrig.providers.failures import BadAnswer, RateLimited, Unreachable
from leanrig.providers.openai.failures import CutAnswer, RefusedAnswer

__all__ = ["Reply", "Usage", "read_chat", "read_response"]

_LONGEST = 200


class _Open(BaseModel):
    """What a server adds is passed over: local servers have fields of their own."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _InputDetails(_Open):
    cache_write_tokens: int | None = None


class _Usage(_Open):
    input_tokens: int = 0
    output_tokens: int = 0
    input_tokens_details: _InputDetails | None = None


class _Part(_Open):
    type: str = ""
    text: str | None = None
    refusal: str | None = None


class _Item(_Open):
    type: str = ""
    content: list[_Part] | None = None


class _Reason(_Open):
    reason: str | None = None


class _Error(_Open):
    code: str | None = None
    message: str | None = None


class _Response(_Open):
    id: str = ""
    model: str = ""
    status: str | None = None
    error: _Error | None = None
    incomplete_details: _Reason | None = None
    output: list[_Item] = []
    usage: _Usage | None = None


class _Message(_Open):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Open):
    finish_reason: str | None = None
    message: _Message


class _ChatUsage(_Open):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Chat(_Open):
    id: str = ""
    model: str = ""
    choices: list[_Choice]
    usage: _ChatUsage | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer; `written` are those of `sent` that went to the vendor's cache."""

    sent: int
    received: int
    written: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said, or what is wrong with it; the usage is known in both cases where the server told it."""

    identity: str
    model: str
    text: str
    usage: Usage | None
    failure: VendorFailed | None = None


def read_response(raw: Mapping[str, Any], *, name: str, where: str) -> Reply:
    """Return the reply of `POST /responses`: a failure may come with status 200."""
    found = _parsed(_Response, raw, name, where)
    parts = [part for item in found.output if item.type == "message" for part in item.content or ()]
    text = "".join(part.text or "" for part in parts if part.type == "output_text")
    refusal = "".join(part.refusal or "" for part in parts if part.type == "refusal")
    usage = _usage(found.usage) if found.usage is not None else None
    failure = _unfinished(found, name, where) or _spoken(text, refusal, name, where)
    return Reply(found.id, found.model, text, usage, failure)


def read_chat(raw: Mapping[str, Any], *, name: str, where: str) -> Reply:
    """Return the reply of `POST /chat/completions`."""
    found = _parsed(_Chat, raw, name, where)
    if not found.choices:
        raise BadAnswer(f"{name} answered without a choice", where=where, cure="try again")
    choice = found.choices[0]
    text, refusal = choice.message.content or "", choice.message.refusal or ""
    told = found.usage
    usage = Usage(told.prompt_tokens, told.completion_tokens) if told is not None else None
    failure = _cut(choice.finish_reason, name, where) or _spoken(text, refusal, name, where)
    return Reply(found.id, found.model, text, usage, failure)


def _usage(told: _Usage) -> Usage:
    details = told.input_tokens_details
    return Usage(told.input_tokens, told.output_tokens, (details.cache_write_tokens or 0) if details else 0)


def _unfinished(found: _Response, name: str, where: str) -> VendorFailed | None:
    if found.status in (None, "completed"):
        return None
    if found.status == "incomplete":
        return _cut((found.incomplete_details and found.incomplete_details.reason) or "incomplete", name, where)
    code, message = (found.error and found.error.code) or "", (found.error and found.error.message) or ""
    kind = RateLimited if code == "rate_limit_exceeded" else Unreachable
    said = f": {_short(message)}" if message else ""
    return kind(f"{name} gave up ({code or found.status}){said}", where=where, cure="try again later")


def _cut(reason: str | None, name: str, where: str) -> VendorFailed | None:
    match reason:
        case "max_output_tokens" | "length":
            cure = "allow more tokens, or less effort (openai.deep_effort, openai.fast_effort)"
            return CutAnswer(f"the answer of {name} is cut: its tokens were used up", where=where, cure=cure)
        case "content_filter":
            return CutAnswer(f"the answer of {name} was cut by its filter", where=where, cure="try another model")
        case "incomplete" | "tool_calls" | "function_call":
            return CutAnswer(f"the answer of {name} is not complete ({reason})", where=where, cure="try again")
    return None


def _spoken(text: str, refusal: str, name: str, where: str) -> VendorFailed | None:
    if refusal:
        return RefusedAnswer(f"{name} declined to write: {_short(refusal)}", where=where, cure="try another model")
    try:
        if isinstance(orjson.loads(text), dict):
            return None
    except orjson.JSONDecodeError:
        pass
    is_empty = not text.strip()
    what = "is empty" if is_empty else "is no JSON object: cut, or of a model that does not keep to a form"
    return BadAnswer(f"the answer of {name} {what}", where=where, cure="try again, or set another model")


Model = TypeVar("Model", bound=BaseModel)


def _parsed(kind: type[Model], raw: Mapping[str, Any], name: str, where: str) -> Model:
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
    raise BadAnswer(f"{name} answered in a form of its own ({place})", where=where, cure="check the server's version")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
