"""What the stand-in's agent says: good answers in the form of the schema that was asked for."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leanrig.standins.perplexity_web import identity, pages_for

__all__ = ["answered"]


def answered(body: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return a completed answer; it searched only where it was given the tool."""
    question = _words(body["input"])
    tools = body.get("tools", [])
    pages = [
        {"id": number, "source": "web", **page}
        for tool in tools
        for number, page in enumerate(pages_for(question, tool.get("filters", {}), now), 1)
    ]
    text = _text(body, question, pages)
    name = identity("resp", json.dumps(body, sort_keys=True))
    message = {
        "type": "message",
        "id": identity("msg", name),
        "status": "completed",
        "role": "assistant",
        "content": [{"type": "output_text", "text": text, "annotations": []}],
    }
    searched = {"type": "search_results", "queries": [question[:200]], "results": pages}
    return {
        "id": name,
        "object": "response",
        "created_at": int(now.timestamp()),
        "status": "completed",
        "model": (body.get("models") or [body.get("model", "perplexity/sonar")])[0],
        "output": [*([searched] if tools else []), message],
        "usage": _usage(len(question), len(text), len(tools)),
    }


def _words(asked: Any) -> str:
    """The text of the input, whatever its form."""
    if isinstance(asked, str):
        return asked
    contents = [message["content"] for message in asked]
    return "\n".join(
        part if isinstance(part, str) else part["text"]
        for content in contents
        for part in ([content] if isinstance(content, str) else content)
    )


def _text(body: Mapping[str, Any], question: str, pages: list[dict[str, Any]]) -> str:
    form = body.get("response_format", {}).get("json_schema")
    if form is None:
        return " ".join(page["snippet"] for page in pages[:2]) or "A made-up answer of a stand-in."
    fields = form["schema"].get("properties", {})
    if "label" in fields:
        found: dict[str, Any] = _sentiment(pages)
    elif form["name"] == "summary":
        found = {"sentences": _summary(question)}
    elif form["name"] == "statements":
        found = {"sentences": [{"text": page["snippet"], "sources": [page["id"]]} for page in pages[:3]]}
    else:
        found = {name: [] if part.get("type") == "array" else "" for name, part in fields.items()}
    return json.dumps(found)


def _sentiment(pages: list[dict[str, Any]]) -> dict[str, Any]:
    if not pages:
        return {"label": "neutral", "sentence": "Nothing was found.", "sources": []}
    sentence = "The pages see a calm session and mention rising costs."
    return {"label": "mixed", "sentence": sentence, "sources": [page["id"] for page in pages[1:4]]}


def _summary(question: str) -> list[dict[str, str]]:
    """The first three sentences of the fenced document, each said again in its own words."""
    fenced = re.search(r"<<(\w+)>>\n(.*)\n<</\1>>", question, re.DOTALL)
    whole = " ".join((fenced[2] if fenced else question).split())
    sentences = [one for one in re.split(r"(?<=[.!?])\s+(?=[A-Z])", whole) if len(one) > 20]
    return [{"text": f"It says: {one}", "quotation": one} for one in sentences[:3]]


def _usage(sent: int, received: int, searches: int) -> dict[str, Any]:
    into, out = sent // 4 + 1, received // 4 + 1
    costs = {"input_cost": into * 1e-6, "output_cost": out * 1e-6, "tool_calls_cost": searches * 0.005}
    return {
        "input_tokens": into,
        "output_tokens": out,
        "total_tokens": into + out,
        "cost": {"currency": "USD", **costs, "total_cost": sum(costs.values())},
        "tool_calls_details": {"web_search": {"invocation": searches}},
    }
