"""A real server on loopback that answers as it is told, and short waits."""

import gzip
import http.server
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from leanrig.providers.http.client import Http, Patience

QUICK = Patience(timeout_s=3, attempts=3, deadline_s=10, first_wait_s=0.01, longest_wait_s=0.05)


@dataclass
class Seen:
    """One request as it arrived."""

    at: float
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Loopback:
    """The replies are given in turn, the last one again and again; each is (status, headers, body) or a function."""

    url: str = ""
    replies: deque[Any] = field(default_factory=deque)
    seen: list[Seen] = field(default_factory=list)

    def says(self, *replies: Any) -> None:
        """From now on, answer so."""
        self.replies = deque(replies)

    def next(self) -> Any:
        return self.replies.popleft() if len(self.replies) > 1 else self.replies[0]


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        loopback = self.server.loopback
        loopback.seen.append(Seen(time.monotonic(), self.command, self.path, dict(self.headers.items()), body))
        reply = loopback.next()
        if callable(reply):
            reply(self)
            return
        status, headers, body = reply
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = {"Content-Type": "application/json", "Content-Length": str(len(body))} | headers
        self.raw(status, lines, body if self.command != "HEAD" else b"")

    do_POST = do_DELETE = do_PATCH = do_HEAD = do_GET

    def raw(self, status: int, headers: dict[str, str], body: bytes) -> None:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value != "")
        self.wfile.write(f"HTTP/1.1 {status} said\r\n{head}\r\n".encode() + body)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def start() -> Iterator[Callable[[], Loopback]]:
    """Starts one more server."""
    servers = []

    def begin() -> Loopback:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        server.daemon_threads = True
        loopback = Loopback(f"http://127.0.0.1:{server.server_port}")
        loopback.says((200, {}, {"fine": True}))
        server.loopback = loopback  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return loopback

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def vendor(start: Callable[[], Loopback]) -> Loopback:
    """The vendor, on loopback."""
    return start()


@pytest.fixture
def client(tmp_path: Path) -> Callable[..., Http]:
    """Makes a client with short waits."""

    def make(**options: Any) -> Http:
        settings = {"account": "public", "state": tmp_path / "state", "patience": QUICK} | options
        return Http("polygon", **settings)

    return make


def packed(body: bytes) -> tuple[dict[str, str], bytes]:
    """Headers and body of a gzipped answer."""
    data = gzip.compress(body)
    return {"Content-Encoding": "gzip", "Content-Length": str(len(data))}, data
