"""The Docker daemon that tests run against: the stand-in, or with LEANRIG_DOCKER_TESTS=1 the one of this machine.

A user's daemon is not used unasked; one that was asked for and is not there, or lacks the image, skips the test. Tests
look at either through the Docker API alone. What only the stand-in can play is marked `stand_in_only`, with the reason.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import docker
import pytest
from docker.errors import DockerException, NotFound
from docker_tap import DockerTap

from leanrig.backtest.lean_program.docker_api import ENGINE_IMAGE, docker_host
from leanrig.standins.docker_engine import DockerEngine, run_docker_engine
from leanrig.standins.docker_image import Image
from leanrig.standins.docker_programs import Program

__all__ = ["DockerWorld", "Serve", "docker_world", "serve", "stand_in_only"]

_IS_ASKED_FOR = bool(os.environ.get("LEANRIG_DOCKER_TESTS"))
_DAEMON = docker_host() or "unix:///var/run/docker.sock"
_OURS = "leanrig_"


def stand_in_only(reason: str) -> pytest.MarkDecorator:
    """Mark a test that plants what no real daemon would do on request."""
    return pytest.mark.skipif(_IS_ASKED_FOR, reason=f"only the stand-in can play it: {reason}")


class DockerWorld:
    """A daemon, and what a test may ask about it; everything is asked of its API, past the tap.

    Attributes
    ----------
    is_real
        Whether this is a daemon that was here before the tests.
    host, asked
        As of `DockerTap`: what DOCKER_HOST says, and what was asked by way of it.
    client
        Docker's own.
    """

    def __init__(self, tap: DockerTap, daemon: str, image: str, engine: DockerEngine | None) -> None:
        self.is_real = engine is None
        self.host = tap.host
        self.asked = tap.asked
        self.client = _client(daemon)
        self._daemon = daemon
        self._image = image
        self._engine = engine
        self._before = frozenset[str]()

    @property
    def stand_in(self) -> DockerEngine:
        """The stand-in itself, to plant faults in; only for tests that are marked `stand_in_only`."""
        assert self._engine is not None, "mark the test stand_in_only"
        return self._engine

    @cached_property
    def runs_lean(self) -> bool:
        """Whether the image is Lean's, and not the stand-in's in which our own engine runs."""
        return str(self._inspected["Id"]) != Image(self._image).id

    @property
    def lean_version(self) -> str:
        """What the image's label says."""
        return str(self._inspected["Config"]["Labels"]["lean_version"])

    @property
    def digest(self) -> str:
        """Under which a registry knows the image."""
        return str(self._inspected["RepoDigests"][0]).partition("@")[2]

    def seconds(self, ours: float, leans: float) -> float:
        """Return how long to wait: Lean takes its time to start."""
        return leans if self.runs_lean else ours

    def containers(self, *, running: bool = False) -> list[str]:
        """Return the names of leanrig's containers that were not here before the test."""
        return sorted(set(self._names(running=running)) - self._before)

    def printed(self) -> str:
        """Return what leanrig's containers have printed by now."""
        found = []
        for name in self.containers():
            try:
                found.append(self.client.api.logs(name).decode())
            except NotFound:  # gone meanwhile
                continue
        return "".join(found)

    def created_with(self, name: str) -> dict[str, Any]:
        """Return what a container was created with: Docker's `HostConfig`."""
        return dict(self.client.api.inspect_container(name)["HostConfig"])

    def source_of(self, name: str, target: str) -> Path:
        """Return the folder here that a container sees as `target`."""
        host = self.created_with(name)
        binds = (bind.split(":") for bind in host.get("Binds") or [])
        found = {bind[1]: bind[0] for bind in binds} | {
            mount["Target"]: mount["Source"] for mount in host.get("Mounts") or []
        }
        return Path(found[target])

    def networks(self) -> list[str]:
        """Return the names of the networks that the Lean CLI uses."""
        return [item["Name"] for item in self.client.api.networks() if item["Name"].startswith("lean_cli")]

    @contextmanager
    def most_at_once(self) -> Iterator[list[int]]:
        """Yield a list whose last number is the most of leanrig's containers that were seen running together."""
        seen, is_over = [0], threading.Event()

        def look() -> None:
            while not is_over.wait(0.1):
                seen.append(max(seen[-1], len(self.containers(running=True))))

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield seen
        finally:
            is_over.set()
            looking.join()

    @cached_property
    def _inspected(self) -> dict[str, Any]:
        return dict(self.client.api.inspect_image(self._image))

    def _names(self, *, running: bool = False) -> list[str]:
        found = self.client.api.containers(all=not running, filters={"name": _OURS})
        names = (name.lstrip("/") for item in found for name in item["Names"])
        return [name for name in names if name.startswith(_OURS)]

    def require(self) -> None:
        """Skip the test where the daemon does not answer, or lacks the image."""
        try:
            _ = self._inspected
        except NotFound:
            pytest.skip(f"the daemon at {self._daemon} does not have {self._image}")
        self._before = frozenset(self._names())

    def close(self) -> None:
        """Let go of the daemon."""
        self.client.close()


def _client(daemon: str) -> Any:
    try:
        client = docker.DockerClient(base_url=daemon, timeout=60)
    except DockerException as error:
        pytest.skip(f"no Docker at {daemon}: {error}")
    client.api.trust_env = False  # a proxy of the test's is not for it
    return client


Serve = Callable[..., DockerWorld]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Return what starts a world, to which DOCKER_HOST leads from then on.

    image
        What the test needs; the stand-in has it from the start.
    plays
        What the stand-in's containers run so that they do what a real image does, or sooner; nothing to a real one.
    socket
        Where to listen; without it on a port of 127.0.0.1.
    others
        Options of `DockerEngine` that plant something; for tests that are marked `stand_in_only`.
    """
    with ExitStack() as stack:

        def start(
            *,
            image: str = ENGINE_IMAGE,
            plays: Mapping[str, Program] | None = None,
            socket: Path | None = None,
            **planted: Any,
        ) -> DockerWorld:
            programs = {"programs": plays} if plays else {}
            options = {"images": (Image(image),)} | programs | planted
            world = stack.enter_context(
                _real(image, socket, planted) if _IS_ASKED_FOR else _ours(image, socket, options)
            )
            monkeypatch.setenv("DOCKER_HOST", world.host)
            return world

        yield start


@pytest.fixture
def docker_world(serve: Serve) -> DockerWorld:
    """A daemon with Lean's image; the stand-in's containers run the embedded engine."""
    return serve()


@contextmanager
def _ours(image: str, socket: Path | None, options: Mapping[str, Any]) -> Iterator[DockerWorld]:
    with run_docker_engine(**options) as engine, _tapped(engine.host, image, socket, engine) as world:
        yield world


@contextmanager
def _real(image: str, socket: Path | None, planted: Mapping[str, Any]) -> Iterator[DockerWorld]:
    assert not planted, "a real daemon plays no faults: mark the test stand_in_only"
    if not _DAEMON.startswith(("unix://", "tcp://", "http://")) or os.environ.get("DOCKER_TLS_VERIFY"):
        pytest.skip(f"the tests listen to plain sockets only, not to {_DAEMON}")
    with _tapped(_DAEMON, image, socket, None) as world:
        world.require()
        yield world


@contextmanager
def _tapped(daemon: str, image: str, socket: Path | None, engine: DockerEngine | None) -> Iterator[DockerWorld]:
    tap = DockerTap(daemon, socket)
    try:
        world = DockerWorld(tap, daemon, image, engine)
        try:
            yield world
        finally:
            world.close()
    finally:
        tap.close()
