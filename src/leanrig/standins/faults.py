"""What can go wrong between a vendor and us, on demand."""

import gzip
import re
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Response

__all__ = ["Fault", "Faults", "spoilt"]

_ON_THE_WIRE = {"slow", "cut", "broken_gzip", "hang_up"}


@dataclass(slots=True)
class Fault:
    """One planned fault.

    `kind` is "status" (with `status`, `body`, `headers`), "slow" (the body trickles for `seconds`), "cut" (half of the
    body, then the connection ends), "broken_gzip", "hang_up" (no answer at all), "html" (a page with status 200), or
    the name of one of the vendor's mutations.
    """

    kind: str
    times: int = 1
    path: str = ".*"
    after: int = 0
    status: int = 0
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 2.0

    def __post_init__(self) -> None:
        if self.kind == "html":
            self.status, self.body = 200, "<html><body>Scheduled maintenance</body></html>"

    @property
    def is_on_the_wire(self) -> bool:
        """Whether the body is good and its way is not."""
        return self.kind in _ON_THE_WIRE


class Faults:
    """Planned faults, each used up after its `times`; the first `after` fitting requests pass."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._lock = threading.Lock()

    @property
    def planned(self) -> list[Fault]:
        """What has not met its request yet."""
        return list(self._planned)

    def plan(self, fault: Fault) -> None:
        """Add a fault."""
        with self._lock:
            self._planned.append(fault)

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._planned.clear()

    def due(self, path: str) -> Fault | None:
        """Return the fault that meets this request, if one does, and count it."""
        with self._lock:
            for fault in self._planned:
                if not re.search(fault.path, path):
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                fault.times -= 1
                if fault.times <= 0:
                    self._planned.remove(fault)
                return fault
        return None


def spoilt(fault: Fault, response: Response, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Send a good response in a bad way."""
    data = response.get_data()
    headers = [(key, value) for key, value in response.headers.items() if key.lower() != "content-length"]
    if fault.kind == "broken_gzip":
        packed = gzip.compress(data)[:-12] + b"\0" * 12
        headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))]
        start_response(response.status, headers)
        return [packed]
    if fault.kind == "slow":
        start_response(response.status, [*headers, ("Content-Length", str(len(data)))])
        return _trickled(data, fault.seconds)
    if fault.kind == "hang_up":
        environ["werkzeug.socket"].shutdown(2)
        raise ConnectionAbortedError
    start_response(response.status, [*headers, ("Content-Length", str(len(data)))])
    return _cut(data, environ)


def _trickled(data: bytes, seconds: float, pieces: int = 20) -> Iterable[bytes]:
    size = max(1, len(data) // pieces)
    for at in range(0, len(data), size):
        time.sleep(seconds / pieces)
        yield data[at : at + size]


def _cut(data: bytes, environ: dict[str, Any]) -> Iterable[bytes]:
    yield data[: len(data) // 2]
    environ["werkzeug.socket"].shutdown(2)
