"""What Perplexity takes, field by field; anything else is refused with the field's name."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

__all__ = ["BadField", "require_agent", "require_search"]

Check = Callable[[Any, str], None]


class BadField(Exception):
    """A field that is unknown, missing or of the wrong kind; `param` names it."""

    def __init__(self, param: str, message: str) -> None:
        super().__init__(message)
        self.param = param


def require_search(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the body of a good search; raise `BadField` for any other."""
    _object(_SEARCH, {"query"})(body, "")
    return body


def require_agent(body: Mapping[str, Any], models: Collection[str]) -> Mapping[str, Any]:
    """Return the body of a good question; raise `BadField` for any other."""
    _object(_AGENT, {"input"})(body, "")
    if not body.keys() & {"model", "models", "preset"}:
        raise BadField("model", "one of model, models and preset is required")
    for name in body.get("models") or [body.get("model", next(iter(models)))]:
        if name not in models:
            raise BadField("model", f"Invalid model '{name}'")
    return body


def _object(fields: Mapping[str, Check], required: Collection[str] = ()) -> Check:
    def check(value: Any, place: str) -> None:
        if not isinstance(value, dict):
            raise BadField(place, f"{place} must be an object")
        for name in value:
            if name not in fields:
                raise BadField(f"{place}{name}", f"Unknown field '{place}{name}'")
        for name in required:
            if name not in value:
                raise BadField(f"{place}{name}", f"Field '{place}{name}' is required")
        for name, one in value.items():
            fields[name](one, f"{place}{name}" if fields[name] in _LEAVES else f"{place}{name}.")

    return check


def _text(value: Any, place: str) -> None:
    if not isinstance(value, str) or not value:
        raise BadField(place, f"Field '{place}' must be a text")


def _whole(least: int, most: int) -> Check:
    def check(value: Any, place: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise BadField(place, f"Field '{place}' must be a whole number from {least} to {most}")

    _LEAVES.add(check)
    return check


def _words(most: int, longest: int = 10_000) -> Check:
    def check(value: Any, place: str) -> None:
        if not isinstance(value, list) or len(value) > most:
            raise BadField(place, f"Field '{place}' must be a list of at most {most}")
        if not all(isinstance(one, str) and 0 < len(one) <= longest for one in value):
            raise BadField(place, f"Field '{place}' must hold texts of at most {longest} characters")

    _LEAVES.add(check)
    return check


def _one_of(*allowed: str) -> Check:
    def check(value: Any, place: str) -> None:
        if value not in allowed:
            raise BadField(place, f"Field '{place}' must be one of {', '.join(allowed)}")

    _LEAVES.add(check)
    return check


def _day(value: Any, place: str) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])/\d{4}", value):
        raise BadField(place, f"Field '{place}' must be a day as MM/DD/YYYY")


def _flag(value: Any, place: str) -> None:
    if not isinstance(value, bool):
        raise BadField(place, f"Field '{place}' must be true or false")


def _anything(value: Any, place: str) -> None:
    if not isinstance(value, dict):
        raise BadField(place, f"Field '{place}' must be an object")


def _query(value: Any, place: str) -> None:
    (_words(5) if isinstance(value, list) else _text)(value, place)


def _input(value: Any, place: str) -> None:
    if isinstance(value, str) and value:
        return
    if not isinstance(value, list) or not value:
        raise BadField(place, f"Field '{place}' must be a text or a list of messages")
    message = _object(
        {"type": _one_of("message"), "role": _one_of("user", "assistant", "system", "developer"), "content": _content},
        {"type", "role", "content"},
    )
    for number, one in enumerate(value):
        message(one, f"{place}[{number}].")


def _content(value: Any, place: str) -> None:
    if isinstance(value, str):
        return
    part = _object({"type": _one_of("input_text"), "text": _text}, {"type", "text"})
    for number, one in enumerate(value if isinstance(value, list) else [None]):
        part(one, f"{place}[{number}].")


def _tools(value: Any, place: str) -> None:
    if not isinstance(value, list):
        raise BadField(place, f"Field '{place}' must be a list")
    tool = _object(
        {
            "type": _one_of("web_search"),
            "filters": _object(_FILTERS),
            "max_tokens": _whole(1, 1_000_000),
            "max_tokens_per_page": _whole(1, 1_000_000),
            "search_context_size": _one_of("low", "medium", "high"),
        },
        {"type"},
    )
    for number, one in enumerate(value):
        tool(one, f"{place}[{number}].")


_LEAVES: set[Check] = {_text, _day, _flag, _anything, _query, _input, _content, _tools}
_FILTERS: dict[str, Check] = {
    "search_domain_filter": _words(20, 253),
    "search_recency_filter": _one_of("hour", "day", "week", "month", "year"),
    "search_after_date_filter": _day,
    "search_before_date_filter": _day,
    "last_updated_after_filter": _day,
    "last_updated_before_filter": _day,
}
_SEARCH: dict[str, Check] = {
    "query": _query,
    "max_results": _whole(1, 20),
    "max_tokens": _whole(1, 1_000_000),
    "max_tokens_per_page": _whole(1, 1_000_000),
    "country": _text,
    "search_language_filter": _words(20, 2),
    "search_mode": _one_of("web", "academic", "sec"),
    "search_type": _one_of("web", "fast", "pro", "auto"),
    "search_context_size": _one_of("low", "medium", "high"),
    **_FILTERS,
}
_SCHEMA = _object({"name": _text, "schema": _anything, "strict": _flag, "description": _text}, {"name", "schema"})
_AGENT: dict[str, Check] = {
    "input": _input,
    "instructions": _text,
    "language_preference": _text,
    "max_output_tokens": _whole(1, 2**31 - 1),
    "max_steps": _whole(1, 10),
    "model": _text,
    "models": _words(5),
    "preset": _text,
    "reasoning": _object({"effort": _one_of("low", "medium", "high")}),
    "response_format": _object({"type": _one_of("json_schema"), "json_schema": _SCHEMA}, {"type"}),
    "stream": _one_of(False),  # type: ignore[arg-type]
    "tools": _tools,
}
