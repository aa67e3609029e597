"""Stands between the tests and a Docker daemon: passes every byte on, and notes what was asked."""

import re
import socket
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

_ASKED = re.compile(rb"(GET|HEAD|POST|PUT|DELETE) (?:/v[\d.]+(?=/))?(/[^ ?]*)\S* HTTP/1")


class DockerTap:
    """A listener on 127.0.0.1, or on a Unix socket if one is given, in front of `daemon`.

    Attributes
    ----------
    host
        What DOCKER_HOST has to say to come through here.
    asked
        `METHOD /path` of each request, without the version and what stands behind a question mark.
    """

    def __init__(self, daemon: str, path: Path | None = None) -> None:
        self.asked: list[str] = []
        self._daemon = daemon
        self._path = path
        self._open: list[socket.socket] = []
        self._listening = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
        self._listening.bind(str(path) if path else ("127.0.0.1", 0))
        self._listening.listen(64)
        self.host = f"unix://{path}" if path else f"tcp://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, name="docker-tap", daemon=True).start()

    def close(self) -> None:
        """End every connection, and take no more."""
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        if self._path:
            self._path.unlink(missing_ok=True)

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                asking, _ = self._listening.accept()
                try:
                    answering = _connected(self._daemon)
                except OSError:  # the daemon has gone: who asks sees a connection that ends
                    asking.close()
                    continue
                self._open += [asking, answering]
                for ends in ((asking, answering, True), (answering, asking, False)):
                    threading.Thread(target=self._pass, args=ends, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_asking: bool) -> None:
        with suppress(OSError):
            while found := source.recv(65_536):
                if is_asking and (asked := _ASKED.match(found)):  # a client sends each request's head in one piece
                    self.asked.append(f"{asked[1].decode()} {unquote(asked[2].decode())}")
                target.sendall(found)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def _connected(daemon: str) -> socket.socket:
    if daemon.startswith("unix://"):
        found = socket.socket(socket.AF_UNIX)
        found.connect("/" + daemon.removeprefix("unix://").lstrip("/"))
        return found
    place = urlsplit(daemon)
    return socket.create_connection((place.hostname or "127.0.0.1", place.port or 2375))
