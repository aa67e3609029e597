"""Answers in OpenAI's forms, with usage; vectors that are near for texts with the same words."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from leanrig.standins.openai_asked import Asked
from leanrig.standins.openai_narrators import Played

__all__ = ["chat_body", "embeddings_body", "models_body", "response_body", "tokens_of", "vector_of"]

_CREATED = 1_790_000_000
_WORD = re.compile(r"[^\W_]+")


def tokens_of(text: str) -> int:
    """Return about as many tokens as a real one would count: four bytes each."""
    return (len(text.encode()) + 3) // 4


def models_body(models: Mapping[str, str | None], *, owner: str, is_local: bool) -> dict[str, Any]:
    """Return the list of models; `shutdown_date` where it has been said, never on a local server."""
    rows = []
    for name, shutdown in models.items():
        row = {"id": name, "object": "model", "created": _CREATED, "owned_by": owner}
        rows.append(row if is_local else {**row, "shutdown_date": shutdown})
    return {"object": "list", "data": rows}


def response_body(asked: Asked, played: Played, *, number: int, now: datetime) -> dict[str, Any]:
    """Return the object of `POST /responses`: completed, incomplete or failed."""
    text, thought, cut = _written(asked, played, asked.most_tokens)
    reason = played.incomplete or ("max_output_tokens" if cut else "")
    status = "failed" if played.error_code else "incomplete" if reason else "completed"
    body = asked.body
    moment = int(now.timestamp())
    return {
        "id": f"resp_{number:024x}",
        "object": "response",
        "created_at": moment,
        "status": status,
        "completed_at": moment if status == "completed" else None,
        "background": False,
        "error": {"code": played.error_code, "message": "The model gave up."} if played.error_code else None,
        "incomplete_details": {"reason": reason} if reason else None,
        "instructions": body.get("instructions"),
        "max_output_tokens": asked.most_tokens,
        "max_tool_calls": None,
        "metadata": body.get("metadata") or {},
        "model": asked.model,
        "output": _output(played, text, number, "completed" if status == "completed" else "incomplete"),
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": (body.get("reasoning") or {}).get("effort", "medium"), "summary": None},
        "service_tier": "default",
        "temperature": 1.0,
        "text": {"format": (body.get("text") or {}).get("format", {"type": "text"}), "verbosity": "medium"},
        "tool_choice": "auto",
        "tools": [],
        "top_logprobs": 0,
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": None if played.error_code else _usage(asked, text + played.refusal, thought),
        "user": None,
    }


def chat_body(asked: Asked, played: Played, *, number: int, now: datetime) -> dict[str, Any]:
    """Return the object of `POST /chat/completions`."""
    text, _, cut = _written(asked, played, asked.most_tokens)
    reason = {"max_output_tokens": "length", "": "length" if cut else "stop"}.get(played.incomplete, played.incomplete)
    sent, received = _sent(asked), tokens_of(text + played.refusal)
    return {
        "id": f"chatcmpl-{number:024x}",
        "object": "chat.completion",
        "created": int(now.timestamp()),
        "model": asked.model,
        "choices": [
            {
                "index": 0,
                "message": {
                    "role": "assistant",
                    "content": None if played.refusal else text,
                    "refusal": played.refusal or None,
                    "annotations": [],
                },
                "logprobs": None,
                "finish_reason": reason,
            }
        ],
        "usage": {"prompt_tokens": sent, "completion_tokens": received, "total_tokens": sent + received},
    }


def embeddings_body(model: str, texts: Sequence[str], *, width: int, is_packed: bool) -> dict[str, Any]:
    """Return the vectors, as base64 of little-endian 32-bit floats or as lists."""
    rows = []
    for place, text in enumerate(texts):
        vector = vector_of(text, width)
        packed = base64.b64encode(vector.astype("<f4").tobytes()).decode()
        rows.append({"object": "embedding", "index": place, "embedding": packed if is_packed else vector.tolist()})
    used = sum(tokens_of(text) for text in texts)
    return {"object": "list", "data": rows, "model": model, "usage": {"prompt_tokens": used, "total_tokens": used}}


def vector_of(text: str, width: int) -> Any:
    """Return a vector of length 1: each word falls on two places, by its hash."""
    vector = np.zeros(width, dtype=np.float32)
    for word in _WORD.findall(text.lower()):
        digest = hashlib.sha256(word.encode()).digest()
        for start in (0, 8):
            place = int.from_bytes(digest[start : start + 7], "little") % width
            vector[place] += 1.0 if digest[start + 7] & 1 else -1.0
    length = float(np.linalg.norm(vector))
    if length == 0:
        vector[0], length = 1.0, 1.0
    return vector / length


def _written(asked: Asked, played: Played, most: int | None) -> tuple[str, int, bool]:
    """The text as far as the tokens reach, the tokens of thought, whether it was cut."""
    effort = (asked.body.get("reasoning") or {}).get("effort", "medium") if "input" in asked.body else None
    thought = {None: 0, "none": 0, "minimal": 16, "low": 32}.get(effort, 64)
    if played.incomplete:
        return played.text[: len(played.text) // 2], thought, True
    room = (most - thought) * 4 if most is not None else None
    if room is not None and len(played.text.encode()) > room:
        return played.text.encode()[: max(0, room)].decode(errors="ignore"), thought, True
    return played.text, thought, False


def _output(played: Played, text: str, number: int, status: str) -> list[dict[str, Any]]:
    if played.error_code:
        return []
    thought = {"id": f"rs_{number:024x}", "type": "reasoning", "summary": []}
    if played.refusal:
        part = {"type": "refusal", "refusal": played.refusal}
    else:
        part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}  # type: ignore[dict-item]
    message = {"id": f"msg_{number:024x}", "type": "message", "role": "assistant", "status": status, "content": [part]}
    return [thought, message]


def _usage(asked: Asked, text: str, thought: int) -> dict[str, Any]:
    sent, received = _sent(asked), tokens_of(text) + thought
    return {
        "input_tokens": sent,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": received,
        "output_tokens_details": {"reasoning_tokens": thought},
        "total_tokens": sent + received,
    }


def _sent(asked: Asked) -> int:
    return tokens_of(asked.instructions) + tokens_of(asked.data) + 8
