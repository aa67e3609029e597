"""Ways to spoil a good answer of OpenAI on demand, by name: `standin.fail("refusal")`."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["mutations"]


def mutations() -> Mapping[str, Callable[[Any], Any]]:
    """Return what may be done to a body: refusal, malformed, used_up, filtered, failed, no_usage, other_form."""
    return {
        "refusal": _refusal,
        "malformed": _malformed,
        "used_up": lambda body: _cut(body, "max_output_tokens", "length"),
        "filtered": lambda body: _cut(body, "content_filter", "content_filter"),
        "failed": _failed,
        "no_usage": lambda body: {**body, "usage": None},
        "other_form": lambda body: {"result": "ok", "output": {"text": str(body.get("id"))}, "choices": "none"},
    }


def _refusal(body: Any) -> Any:
    said = "I'm sorry, but I can't help with that request."

    def spoil(part: dict[str, Any]) -> None:
        part.clear()
        part.update({"type": "refusal", "refusal": said})

    found = _texts(body, spoil)
    for choice in found.get("choices", []):
        choice["message"].update({"content": None, "refusal": said})
    return found


def _malformed(body: Any) -> Any:
    def spoil(part: dict[str, Any]) -> None:
        part["text"] = part["text"][: len(part["text"]) // 2]

    found = _texts(body, spoil)
    for choice in found.get("choices", []):
        text = choice["message"]["content"] or ""
        choice["message"]["content"] = text[: len(text) // 2]
    return found


def _cut(body: Any, reason: str, finish: str) -> Any:
    found = _malformed(body)
    if "status" in found:
        found.update({"status": "incomplete", "incomplete_details": {"reason": reason}, "completed_at": None})
    for choice in found.get("choices", []):
        choice["finish_reason"] = finish
    return found


def _failed(body: Any) -> Any:
    """Only a response has a status; a chat completion fails by its HTTP status."""
    if "status" not in body:
        return body
    error = {"code": "server_error", "message": "The model gave up."}
    return {**body, "status": "failed", "error": error, "output": [], "usage": None, "completed_at": None}


def _texts(body: Any, spoil: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """A copy in which every part that is text has been spoilt."""
    found: dict[str, Any] = copy.deepcopy(body)
    for item in found.get("output", []):
        for part in item.get("content", []):
            if part.get("type") == "output_text":
                spoil(part)
    return found
