"""A body, read in pieces with an eye on the clock, and unpacked: whole or not at all."""

import time
import zlib
from typing import Protocol

__all__ = ["BrokenBody", "TooSlow", "read_body", "unpacked"]

_PIECE = 1 << 16
_LARGEST = 1 << 28


class BrokenBody(Exception):
    """The body is cut, damaged, packed in an unknown way, or too large."""


class TooSlow(Exception):
    """The deadline came before the body's end."""


class _Raw(Protocol):
    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes: ...


def read_body(raw: _Raw, *, deadline: float) -> bytes:
    """Return the body as it came, still packed; `deadline` is of the monotonic clock.

    `read1` returns what one read of the socket gave: a body that drips cannot hold us longer than the time limit of
    one read past the deadline.
    """
    pieces, size = [], 0
    while piece := raw.read1(_PIECE, decode_content=False):
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST:
            raise BrokenBody(f"the body is larger than {_LARGEST >> 20} MB")
        if time.monotonic() > deadline:
            raise TooSlow
    return b"".join(pieces)


def unpacked(data: bytes, encoding: str) -> bytes:
    """Return the body unpacked; a packed body that ends too early is broken, whatever its length says."""
    match encoding.strip().lower():
        case "" | "identity":
            return data
        case "gzip" | "x-gzip":
            return _inflated(data, 31) if data else data
        case "deflate":
            return _inflated(data, 15 if data[:1] == b"\x78" else -15) if data else data
        case other:
            raise BrokenBody(f"the body is packed in a way that was not asked for ({other[:20]})")


def _inflated(data: bytes, bits: int) -> bytes:
    pieces, size = [], 0
    while data:
        machine = zlib.decompressobj(bits)
        try:
            piece = machine.decompress(data, _LARGEST - size + 1)
        except zlib.error:
            raise BrokenBody("the packed body is damaged") from None
        size += len(piece)
        if size > _LARGEST:
            raise BrokenBody(f"the body is larger than {_LARGEST >> 20} MB")
        if not machine.eof:
            raise BrokenBody("the packed body is cut")
        pieces.append(piece)
        data = machine.unused_data.lstrip(b"\0")
    return b"".join(pieces)
