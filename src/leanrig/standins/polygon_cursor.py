"""The cursor of a next page: the rest of the query, out of sight."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

__all__ = ["BadParameter", "packed", "unpacked"]


class BadParameter(Exception):
    """A request that the vendor would refuse with 400."""


def packed(query: Mapping[str, str]) -> str:
    """Return a cursor that carries `query`."""
    rest = {name: value for name, value in query.items() if name != "cursor"}
    return base64.urlsafe_b64encode(urlencode(rest).encode()).decode().rstrip("=")


def unpacked(cursor: str) -> dict[str, str]:
    """Return what a cursor carries; nothing for an empty one."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return dict(parse_qsl(text.decode()))
    except (binascii.Error, UnicodeDecodeError):
        raise BadParameter("the cursor cannot be read") from None
