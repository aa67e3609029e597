"""A Docker Engine on loopback or a Unix socket, for what the Lean CLI and leanrig ask of one.

It follows https://docs.docker.com/reference/api/engine/version/v1.43/ as far as they go: images, networks, volumes,
containers. A container is a process on this machine; what runs in it is decided by `docker_programs.py`. That proves
mounts, names, parameters, exit codes and clean ends. It proves nothing about Lean: no Lean runs in it.
"""

import json
import re
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from leanrig.standins.docker_container import Container
from leanrig.standins.docker_image import Image
from leanrig.standins.docker_programs import PROGRAMS, Program
from leanrig.standins.docker_shelf import DockerShelf, answer, refusal

__all__ = ["DockerEngine", "run_docker_engine"]

_API = "1.43"
_VERSION = re.compile(r"^/v[\d.]+(?=/)")
_RULES = (
    ("GET", "/_ping", "ping"),
    ("HEAD", "/_ping", "ping"),
    ("GET", "/version", "version"),
    ("GET", "/info", "info"),
    ("GET", "/images/json", "images"),
    ("POST", "/images/create", "pull"),
    ("GET", "/images/<path:name>/json", "image"),
    ("GET", "/distribution/<path:name>/json", "distribution"),
    ("GET", "/networks", "networks"),
    ("POST", "/networks/create", "create_network"),
    ("GET", "/networks/<name>", "network"),
    ("GET", "/volumes", "volumes"),
    ("POST", "/volumes/create", "create_volume"),
    ("GET", "/containers/json", "containers"),
    ("POST", "/containers/create", "create"),
    ("GET", "/containers/<name>/json", "container"),
    ("POST", "/containers/<name>/start", "start_container"),
    ("POST", "/containers/<name>/stop", "stop_container"),
    ("POST", "/containers/<name>/kill", "kill_container"),
    ("POST", "/containers/<name>/wait", "wait_container"),
    ("GET", "/containers/<name>/logs", "logs"),
    ("DELETE", "/containers/<name>", "remove"),
)
_ROUTES = Map([Rule(path, methods=[method], endpoint=endpoint) for method, path, endpoint in _RULES])


class DockerEngine(DockerShelf):
    """The stand-in.

    Parameters
    ----------
    images
        What is on the machine at the start; default: Lean's engine, as this stand-in runs it.
    remote
        What `pull` can fetch.
    programs
        Word in a container's start script or command -> what runs then. The first that fits wins.

    Attributes
    ----------
    asked
        `METHOD /path` of each request, without the version.
    peak
        The most containers that ran at one time.
    waits_for_end
        Whether a start is answered only once the container has ended, as of one that is over at once.
    """

    def __init__(
        self,
        *,
        images: tuple[Image, ...] = (Image(),),
        remote: tuple[Image, ...] = (),
        programs: Mapping[str, Program] = PROGRAMS,
    ) -> None:
        super().__init__(images, remote)
        self.asked: list[str] = []
        self.peak = 0
        self.waits_for_end = False
        self.containers: dict[str, Container] = {}
        self.programs = programs
        self._server: BaseWSGIServer | None = None
        self._socket: Path | None = None

    @property
    def host(self) -> str:
        """What `DOCKER_HOST` has to say."""
        assert self._server is not None
        return f"unix://{self._socket}" if self._socket else f"tcp://127.0.0.1:{self._server.port}"

    def start(self, socket: Path | None = None) -> "DockerEngine":
        """Listen on a Unix socket, or on a free port of 127.0.0.1."""
        self._socket = socket
        address = f"unix://{socket}" if socket else "127.0.0.1"
        self._server = make_server(address, 0, self._answer, threaded=True, request_handler=_Quiet)
        serve = self._server.serve_forever
        threading.Thread(target=serve, kwargs={"poll_interval": 0.02}, name="docker-engine", daemon=True).start()
        return self

    def stop(self) -> None:
        """Go away as a daemon that dies: connections end, containers are killed."""
        for container in list(self.containers.values()):
            container.kill()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        if self._socket is not None:
            self._socket.unlink(missing_ok=True)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        path = _VERSION.sub("", request.path)
        self.asked.append(f"{request.method} {path}")
        try:
            endpoint, parts = _ROUTES.bind("docker").match(path, method=request.method)
            response = getattr(self, f"_{endpoint}")(request, **parts)
        except HTTPException as error:
            response = refusal(error.code or 500, f"{error.name}: {request.method} {path}")
        response.headers["Api-Version"] = _API
        return response(environ, start_response)

    def _ping(self, _: Request) -> Response:
        return Response("OK", content_type="text/plain")

    def _version(self, _: Request) -> Response:
        return answer({"Version": "27.0.0", "ApiVersion": _API, "MinAPIVersion": "1.24", "Os": "linux"})

    def _info(self, _: Request) -> Response:
        return answer({"ServerVersion": "27.0.0", "OSType": "linux", "Containers": len(self.containers)})

    def _containers(self, request: Request) -> Response:
        wants_all = request.args.get("all", "0").lower() in ("1", "true")
        names = json.loads(request.args.get("filters", "{}")).get("name", [])
        found = [item for item in list(self.containers.values()) if wants_all or item.is_running]
        return answer([item.listed for item in found if not names or any(name in item.name for name in names)])

    def _create(self, request: Request) -> Response:
        name = request.args.get("name") or secrets.token_hex(8)
        wanted = request.get_json(force=True)
        image = self._image_of(wanted["Image"])
        if image is None:
            return refusal(404, f"No such image: {wanted['Image']}")
        with self._lock:
            if self._container_of(name) is not None:
                return refusal(409, f'Conflict. The container name "/{name}" is already in use')
            container = Container(name, wanted, image, ended=self._ended)
            self.containers[container.id] = container
        return answer({"Id": container.id, "Warnings": []}, 201)

    def _ended(self, container: Container) -> None:
        if container.removes_itself:
            with self._lock:
                self.containers.pop(container.id, None)

    def _container_of(self, name: str) -> Container | None:
        found = self.containers.get(name)
        return found or next((item for item in list(self.containers.values()) if item.name == name), None)

    def _container(self, _: Request, name: str) -> Response:
        found = self._container_of(name)
        return answer(found.inspected) if found else _no_container(name)

    def _start_container(self, _: Request, name: str) -> Response:
        found = self._container_of(name)
        if found is None:
            return _no_container(name)
        refused = found.start(self.programs)
        if refused:
            return refusal(400, refused)
        with self._lock:
            self.peak = max(self.peak, sum(item.is_running for item in self.containers.values()))
        if self.waits_for_end:
            found.wait()
        return Response(status=204)

    def _stop_container(self, request: Request, name: str) -> Response:
        found = self._container_of(name)
        if found is None:
            return _no_container(name)
        found.stop(float(request.args.get("t", 10)))
        return Response(status=204)

    def _kill_container(self, _: Request, name: str) -> Response:
        found = self._container_of(name)
        if found is None:
            return _no_container(name)
        if not found.is_running:
            return refusal(409, f"container {name} is not running")
        found.kill()
        return Response(status=204)

    def _wait_container(self, _: Request, name: str) -> Response:
        found = self._container_of(name)
        return answer({"StatusCode": found.wait()}) if found else _no_container(name)

    def _logs(self, request: Request, name: str) -> Response:
        found = self._container_of(name)
        if found is None:
            return _no_container(name)
        follow = request.args.get("follow", "0").lower() in ("1", "true")
        frames = found.logs(follow=follow, everything=request.args.get("tail", "all") == "all")
        return Response(frames, content_type="application/vnd.docker.multiplexed-stream", direct_passthrough=True)

    def _remove(self, request: Request, name: str) -> Response:
        found = self._container_of(name)
        if found is None:
            return _no_container(name)
        if found.is_running and request.args.get("force", "false").lower() not in ("1", "true"):
            return refusal(409, f"cannot remove container {name}: container is running")
        found.kill()
        with self._lock:
            self.containers.pop(found.id, None)
        return Response(status=204)


@contextmanager
def run_docker_engine(socket: Path | None = None, **options: Any) -> Iterator[DockerEngine]:
    """Yield a running stand-in; `options` are those of `DockerEngine`. Set DOCKER_HOST to its `host`."""
    engine = DockerEngine(**options).start(socket)
    try:
        yield engine
    finally:
        engine.stop()


def _no_container(name: str) -> Response:
    return refusal(404, f"No such container: {name}")


class _Quiet(WSGIRequestHandler):
    """HTTP/1.1 with connections kept, and no log of its own."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""

    def address_string(self) -> str:
        """Return a name for who asks; behind a Unix socket there is no address."""
        return "local"
