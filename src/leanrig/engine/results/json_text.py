"""JSON as Lean writes it: decimals with their scale, two spaces, times with a Z."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from leanrig.engine.data.base_data import naive
from leanrig.engine.number import json_text

__all__ = ["Literal", "compact", "indented", "iso_time", "span_text"]

_SPECIAL = str.maketrans({"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class Literal(str):
    """JSON text that goes in as it is."""

    __slots__ = ()


def iso_time(moment_us: int) -> str:
    """`2013-10-07T13:31:00Z`; a fraction of a second without trailing zeros.

    The engine's least step is a microsecond where Lean's is a tick of 100 ns: a moment that is one such step after a
    whole second is written with Lean's.
    """
    if moment_us % 1_000_000 == 1:
        return f"{naive(moment_us - 1).isoformat()}.0000001Z"
    text = naive(moment_us).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"


def span_text(ticks: int) -> str:
    """.NET's text of a span in ticks of 100 ns: `1.02:03:04.5000000`."""
    seconds, fraction = divmod(abs(ticks), 10_000_000)
    days, rest = divmod(seconds, 86_400)
    text = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    if days:
        text = f"{days}.{text}"
    if fraction:
        text += f".{fraction:07}"
    return f"-{text}" if ticks < 0 else text


def _text(value: str) -> str:
    text = encode_basestring(value)
    return text if text.isascii() else text.translate(_SPECIAL)


@lru_cache(maxsize=4096)
def _key(value: Any) -> str:
    return _text(str(value))


def _scalar(value: Any) -> str:
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


# Of types that derive from each other the narrower one stands first.
_WRITERS: dict[type, Callable[[Any], str]] = {
    Literal: str,
    str: _text,
    Decimal: json_text,
    float: repr,
    bool: lambda value: "true" if value else "false",
    int: lambda value: str(int(value)),
    type(None): lambda _: "null",
    timedelta: lambda value: f'"{span_text(value // timedelta(microseconds=1) * 10)}"',
}


def compact(value: Any) -> str:
    """One line without spaces."""
    if isinstance(value, dict):
        return "{" + ",".join([f"{_key(key)}:{compact(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([compact(item) for item in value]) + "]"
    return _scalar(value)


def indented(value: Any, margin: str = "") -> str:
    """Two spaces a level; empty objects and lists on one line."""
    if not value or not isinstance(value, (dict, list, tuple)):
        return compact(value)
    inner = margin + "  "
    if isinstance(value, dict):
        items = [f"{inner}{_key(key)}: {indented(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{margin}}}"
    return "[\n" + ",\n".join([inner + indented(item, inner) for item in value]) + f"\n{margin}]"
