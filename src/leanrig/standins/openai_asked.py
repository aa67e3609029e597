"""What a client may ask of OpenAI: every field known, structured output in the strict form, else 400 as the vendor."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request

from leanrig.standins.server import Reply

__all__ = ["Asked", "Wrong", "asked_chat", "asked_embeddings", "asked_response", "failed"]

_SHARED = {
    "metadata", "top_logprobs", "temperature", "top_p", "user", "safety_identifier", "prompt_cache_key",
    "prompt_cache_retention", "prompt_cache_options", "model", "service_tier", "moderation", "stream",
    "stream_options", "tools", "tool_choice", "parallel_tool_calls", "store",
}  # fmt: skip
_RESPONSE = _SHARED | {
    "previous_response_id", "background", "max_tool_calls", "text", "prompt", "truncation", "reasoning", "input",
    "include", "instructions", "conversation", "context_management", "max_output_tokens",
}  # fmt: skip
_CHAT = _SHARED | {
    "messages", "modalities", "verbosity", "reasoning_effort", "max_completion_tokens", "frequency_penalty",
    "presence_penalty", "web_search_options", "response_format", "audio", "stop", "logit_bias", "logprobs",
    "max_tokens", "n", "prediction", "seed", "function_call", "functions",
}  # fmt: skip
_EMBEDDING = {"model", "input", "encoding_format", "dimensions", "user"}
_EFFORTS = {None, "none", "minimal", "low", "medium", "high", "xhigh", "max"}
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOST_TEXTS = 2048


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its server understood it."""

    model: str
    instructions: str
    data: str
    schema: Mapping[str, Any] | None
    most_tokens: int | None
    body: Mapping[str, Any]


class Wrong(Exception):
    """A request that the vendor does not take."""

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.reply = failed(message, param=param, code=code, status=status)


def failed(
    message: str,
    *,
    status: int = 400,
    param: str | None = None,
    code: str | None = None,
    kind: str = "invalid_request_error",
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Return an error in the vendor's form."""
    return Reply({"error": {"message": message, "type": kind, "param": param, "code": code}}, status, headers or {})


def asked_response(request: Request) -> Asked:
    """Read `POST /responses`: a question of text with an answer in text."""
    body = _body(request, _RESPONSE, ("model",))
    form = _object(body.get("text") or {}, "text").get("format") or {}
    effort = _object(body.get("reasoning") or {}, "reasoning").get("effort")
    if effort not in _EFFORTS:
        raise Wrong(f"Invalid value: '{effort}'.", param="reasoning.effort", code="invalid_value")
    most = _count(body, "max_output_tokens", smallest=16)
    schema = _schema(form, "text.format") if form.get("type") == "json_schema" else None
    return Asked(body["model"], str(body.get("instructions") or ""), _text(body.get("input")), schema, most, body)


def asked_chat(request: Request, *, is_local: bool = False) -> Asked:
    """Read `POST /chat/completions`; a local server passes over what it does not know."""
    body = _body(request, None if is_local else _CHAT, ("model", "messages"))
    messages = body["messages"]
    if not isinstance(messages, list) or not messages or not all(isinstance(one, dict) for one in messages):
        raise Wrong("Invalid 'messages': expected an array of objects.", param="messages", code="invalid_type")
    form = body.get("response_format") or {}
    inner = _object(form.get("json_schema") or {}, "response_format.json_schema")
    schema = _schema(inner, "response_format.json_schema") if form.get("type") == "json_schema" else None
    texts = {
        role: "\n".join(_text(one.get("content")) for one in messages if one.get("role") in role) for role in _ROLES
    }
    most = _count(body, "max_completion_tokens", smallest=1) or _count(body, "max_tokens", smallest=1)
    return Asked(body["model"], texts[_SYSTEM], texts[_USER], schema, most, body)


_SYSTEM, _USER = _ROLES = (("system", "developer"), ("user",))


def asked_embeddings(request: Request, *, is_local: bool = False) -> tuple[dict[str, Any], list[str]]:
    """Read `POST /embeddings`: the body, and its texts."""
    body = _body(request, None if is_local else _EMBEDDING, ("model", "input"))
    found = body["input"]
    texts = [found] if isinstance(found, str) else found
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
        raise Wrong("'$.input' is invalid. Please check the API reference.", param="input")
    if len(texts) > _MOST_TEXTS:
        raise Wrong(f"Invalid 'input': array too long, {len(texts)} > {_MOST_TEXTS}.", param="input")
    if body.get("encoding_format", "float") not in ("float", "base64"):
        raise Wrong("Invalid encoding_format.", param="encoding_format", code="invalid_value")
    return body, texts


def _body(request: Request, known: Collection[str] | None, required: Collection[str]) -> dict[str, Any]:
    body = request.get_json(silent=True, force=True)
    if not isinstance(body, dict):
        raise Wrong("We could not parse the JSON body of your request.")
    for name in body:
        if known is not None and name not in known:
            raise Wrong(f"Unknown parameter: '{name}'.", param=name, code="unknown_parameter")
    for name in required:
        if name not in body:
            raise Wrong(f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter")
    if not isinstance(body["model"], str) or not body["model"]:
        raise Wrong("you must provide a model parameter", param="model")
    if body.get("stream"):
        raise Wrong("This stand-in does not stream.", param="stream", code="unsupported_value")
    return body


def _schema(form: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    if not _NAME.fullmatch(str(form.get("name", ""))):
        raise Wrong(f"Missing or invalid '{place}.name'.", param=f"{place}.name", code="invalid_value")
    schema = form.get("schema")
    if not isinstance(schema, dict):
        raise Wrong(f"Missing required parameter: '{place}.schema'.", param=f"{place}.schema")
    if form.get("strict"):
        _hold_strict(schema, place, str(form["name"]))
    return schema


def _hold_strict(node: Any, place: str, name: str) -> None:
    """In strict mode every object is closed and requires all that it has."""
    if isinstance(node, list):
        for one in node:
            _hold_strict(one, place, name)
    if not isinstance(node, dict):
        return
    if node.get("type") == "object":
        properties = node.get("properties", {})
        if node.get("additionalProperties") is not False:
            raise _not_strict("'additionalProperties' is required to be supplied and to be false.", place, name)
        if set(node.get("required", ())) != set(properties):
            raise _not_strict("'required' is required to include every key in properties.", place, name)
    for key, value in node.items():
        if key not in ("enum", "const", "default", "examples"):
            _hold_strict(list(value.values()) if key in ("properties", "$defs") else value, place, name)


def _not_strict(what: str, place: str, name: str) -> Wrong:
    return Wrong(f"Invalid schema for response_format '{name}': {what}", param=place, code="invalid_json_schema")


def _count(body: Mapping[str, Any], name: str, *, smallest: int) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or value < smallest:
        raise Wrong(f"Invalid '{name}': expected an integer >= {smallest}.", param=name, code="integer_below_min_value")
    return value


def _object(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Wrong(f"Invalid type for '{place}': expected an object.", param=place, code="invalid_type")
    return value


def _text(value: Any) -> str:
    """A text, or the texts of messages and parts."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(_text(one.get("content", one.get("text", ""))) for one in value if isinstance(one, dict))
    return ""
