"""A Docker that answers with failures: each has its own sentence, and none is taken for a missing image."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from leanrig.backtest.lean_program.docker_api import (
    container_names,
    find_image,
    remove_container,
    require_network,
)
from leanrig.errors import Missing, VendorFailed
from leanrig.standins.docker_engine import run_docker_engine
from leanrig.standins.docker_image import Image

Serve = Callable[..., None]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Start a daemon that refuses everything in one way, or breaks its answers off."""
    servers: list[ThreadingHTTPServer] = []

    def start(status: int, message: str = "", *, breaks_off: bool = False, has_container: bool = False) -> None:
        class Daemon(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path.endswith("/version"):
                    self._answer(200, {"ApiVersion": "1.43"})
                elif has_container and self.command == "GET":
                    self._answer(200, {"Id": "c0ffee", "Name": "/leanrig_x"})
                elif breaks_off:
                    self._break_off()
                else:
                    self._answer(status, {"message": message})

            do_POST = do_DELETE = do_GET

            def _answer(self, code: int, body: object) -> None:
                text = json.dumps(body).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def _break_off(self) -> None:
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b'12\r\n{"status":"Pulling"')
                self.wfile.flush()
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Daemon)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        servers.append(server)
        monkeypatch.setenv("DOCKER_HOST", f"tcp://127.0.0.1:{server.server_port}")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("ask", [find_image, container_names, require_network])
def test_a_daemon_in_trouble_is_no_missing_image(serve: Serve, ask: Callable[[], object]) -> None:
    serve(500, "disk quota exceeded")
    with pytest.raises(VendorFailed) as raised:
        ask()
    assert "disk quota exceeded" in str(raised.value)
    assert "not on this machine" not in str(raised.value)


def test_an_answer_that_breaks_off_is_a_daemon_that_does_not_answer(serve: Serve) -> None:
    serve(200, breaks_off=True)
    with pytest.raises(Missing, match="Docker does not answer"):
        find_image(pull=True)


def test_a_container_that_the_cli_is_just_removing_is_not_left(serve: Serve) -> None:
    serve(409, "removal of container leanrig_x is already in progress", has_container=True)
    assert remove_container("leanrig_x") is True


def test_a_container_that_docker_does_not_remove_is_told(serve: Serve) -> None:
    serve(409, "the container is stuck", has_container=True)
    with pytest.raises(VendorFailed, match="did not remove") as raised:
        remove_container("leanrig_x")
    assert raised.value.where == "leanrig_x"


@pytest.mark.parametrize("name", ["localhost:5000/lean:mine", "localhost:5000/lean", "quantconnect/lean:17000"])
def test_an_image_of_a_registry_with_a_port_is_fetched_by_its_whole_name(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = name if name.count(":") == 2 or "/lean:" in name else f"{name}:latest"
    with run_docker_engine(images=(), remote=(Image(whole),)) as engine:
        monkeypatch.setenv("DOCKER_HOST", engine.host)
        assert find_image(name, pull=True).name == name
