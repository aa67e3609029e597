"""What a vendor answered, and who really did: the vendor, our copy, or our copy because the vendor is down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import orjson

from leanrig.providers.failures import BadAnswer

__all__ = ["Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with status 200 to 299.

    `received_at` is when it was fetched (UTC, our clock), also where it comes from the cache; `vendor_time` is the
    vendor's own Date header, None where there was none. `source` is "stale" only after the vendor failed to answer.
    """

    vendor: str
    status: int
    content: bytes
    received_at: datetime
    vendor_time: datetime | None = None
    source: Literal["vendor", "cache", "stale"] = "vendor"
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def skew_s(self) -> float | None:
        """The vendor's clock minus ours, in seconds, to the second; None where the vendor sent no Date header."""
        return None if self.vendor_time is None else (self.vendor_time - self.received_at).total_seconds()

    def json(self) -> Any:
        """Return the parsed body; raise `BadAnswer` where it is no JSON."""
        try:
            return orjson.loads(self.content)
        except orjson.JSONDecodeError:
            kind = "HTML" if self.content.lstrip()[:1] == b"<" else "something else"
            raise BadAnswer(
                f"{self.vendor} answered with {kind} instead of JSON",
                cure="the vendor or a proxy in between is unwell: try again later, or look at `leanrig doctor`",
            ) from None
