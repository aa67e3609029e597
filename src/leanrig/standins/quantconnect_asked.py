"""What was asked of API v2, whichever of its four forms it came in: query, JSON, form, multipart."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wrappers import Request

from leanrig.standins.server import Reply

__all__ = ["Refusal", "Work", "answered", "asked", "well"]

_PARTS = re.compile(r"\[(\w*)\]")


class Refusal(Exception):
    """Answered with status 200 and `success: false`, as the vendor does."""


Work = Callable[[dict[str, Any]], dict[str, Any]]
"""From what was asked to what is answered beside `success`."""


def answered(work: Work) -> Callable[[Request, dict[str, str]], Reply]:
    """Return a handler that parses, works, and answers in the vendor's frame."""

    def handler(request: Request, parts: dict[str, str]) -> Reply:  # noqa: ARG001
        try:
            return well(**work(asked(request)))
        except Refusal as refusal:
            return Reply({"success": False, "errors": [str(refusal)]})

    return handler


def well(**body: Any) -> Reply:
    """Return an answer that is well."""
    return Reply({"success": True, "errors": [], **body})


def asked(request: Request) -> dict[str, Any]:
    """Return the parameters; `files[0][name]` of a form becomes a list of objects, a file part its bytes."""
    if request.mimetype == "application/json":
        found = request.get_json(silent=True)
        return found if isinstance(found, dict) else {}
    request.get_data()  # kept, so that a form can be looked at again once it has been parsed
    nested = _nested([*request.args.items(), *request.form.items()])
    return nested | {name: file.read() for name, file in request.files.items()}


def _nested(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in items:
        parts = [part for part in _PARTS.findall(name) if part]
        target, key = found, name.partition("[")[0]
        for part in parts:
            inner = target.get(key)
            target[key] = inner if isinstance(inner, dict) else {}
            target, key = target[key], part
        target[key] = value
    return {key: _listed(value) for key, value in found.items()}


def _listed(value: Any) -> Any:
    if isinstance(value, dict) and all(key.isdigit() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value
