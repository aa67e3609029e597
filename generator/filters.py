"""How values enter rendered text: Python literals and JSON, nothing else."""

import json
from collections.abc import Callable
from math import isfinite
from typing import Any

__all__ = ["FILTERS", "as_python"]


def as_python(value: Any) -> str:
    """Return a Python literal of `value` in the formatter's style; anything that is no plain value is refused."""
    if isinstance(value, str):
        text = repr(str(value))
        return text if '"' in text else f'"{text[1:-1]}"'
    if isinstance(value, float) and not isfinite(value):
        raise TypeError(f"{value} cannot be written into an algorithm")
    if value is None or isinstance(value, (bool, int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        inside = ", ".join(as_python(item) for item in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    raise TypeError(f"{type(value).__name__} cannot be written into an algorithm")


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


FILTERS: dict[str, Callable[[Any], str]] = {"py": as_python, "json": _as_json}
