"""Docker and the image: each state that a machine can be in, against a daemon of ours and planted conditions."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leanrig.health.docker import docker, left_containers
from leanrig.health.finding import Finding, State
from leanrig.standins.docker_engine import run_docker_engine
from leanrig.standins.docker_image import Image

NOW = datetime(2026, 3, 1, tzinfo=UTC)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="sockets are POSIX")


def look(host: str, path: Path | str = "") -> tuple[Finding, Finding]:
    daemon, image = docker(now=NOW, environ={"DOCKER_HOST": host, "PATH": str(path)})
    for finding in (daemon, image):
        assert (finding.state is State.GOOD) == (finding.cure == "")
        assert len(finding.cure) <= 60
    return daemon, image


def test_a_daemon_with_an_image() -> None:
    with run_docker_engine() as engine:
        daemon, image = look(engine.host)
    assert (daemon.state, daemon.detail) == (State.GOOD, "daemon 27.0.0")
    assert (image.state, image.detail) == (State.GOOD, "quantconnect/lean:latest, Lean 17000")
    assert not [asked for asked in engine.asked if asked.startswith("POST")], "doctor must change nothing"


def test_a_daemon_without_the_image() -> None:
    with run_docker_engine(images=(Image("quantconnect/research:latest"),), remote=(Image(),)) as engine:
        daemon, image = look(engine.host)
        assert list(engine.images) == ["quantconnect/research:latest"], "nothing is fetched"
    assert daemon.state is State.GOOD
    assert (image.state, image.detail) == (State.ABSENT, "quantconnect/lean:latest is not here")
    assert "docker pull quantconnect/lean:latest" in image.cure


def test_an_old_image() -> None:
    with run_docker_engine(images=(Image(created="2025-06-01T10:00:00.123456789Z"),)) as engine:
        _, image = look(engine.host)
    assert image.state is State.ABSENT
    assert image.detail.endswith("Lean 17000; old: made 272 days ago")
    assert "docker pull" in image.cure


@pytest.mark.parametrize("created", ["", "0001-01-01T00:00:00Z", "yesterday"])
def test_an_image_that_says_neither_version_nor_date(created: str) -> None:
    with run_docker_engine(images=(Image(labels={}, created=created),)) as engine:
        _, image = look(engine.host)
    assert (image.state, image.detail) == (
        State.GOOD,
        "quantconnect/lean:latest, of a version that its label does not say",
    )


def test_no_docker_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leanrig.health.docker._SOCKET", tmp_path / "none.sock")
    monkeypatch.setattr("docker.constants.DEFAULT_UNIX_SOCKET", f"http+unix://{tmp_path}/none.sock")
    monkeypatch.setattr("docker.utils.utils.DEFAULT_UNIX_SOCKET", f"http+unix://{tmp_path}/none.sock")
    daemon, image = look("", tmp_path)
    assert (daemon.state, daemon.detail) == (State.ABSENT, "not installed")
    assert image.detail == "cannot be looked for without Docker"
    (tmp_path / "docker").write_text("#!/bin/sh\n")
    (tmp_path / "docker").chmod(0o755)
    daemon, _ = look("", tmp_path)
    assert daemon.detail == "installed, but no daemon answers"
    assert "DOCKER_HOST" in daemon.cure


def test_a_daemon_that_is_gone(tmp_path: Path) -> None:
    host = f"unix://{tmp_path}/docker.sock"
    daemon, _ = look(host)
    assert daemon.detail == f"no daemon answers at {host}, which DOCKER_HOST names"
    with socket.socket(socket.AF_UNIX) as left:  # a socket's file that a daemon left behind
        left.bind(f"{tmp_path}/docker.sock")
        daemon, _ = look(host)
    assert "no daemon answers" in daemon.detail


def test_what_answers_is_no_daemon() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.close()
        assert "no daemon answers" in look(host)[0].detail
    for odd in ("ssh://nobody@127.0.0.1:1", "nonsense://x", "tcp://"):
        assert look(odd)[0].state is State.ABSENT


def test_a_user_who_may_not_talk_to_it(tmp_path: Path) -> None:
    path = tmp_path / "docker.sock"
    with run_docker_engine(path) as engine, as_somebody():
        if os.getuid():
            path.chmod(0)
        daemon, _ = look(engine.host)
    assert (daemon.state, daemon.detail) == (State.ABSENT, "this user may not talk to it")
    assert daemon.cure == "sudo usermod -aG docker $USER, then log in again"


def test_docker_of_snap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name, path: f"/snap/bin/{name}")
    with run_docker_engine() as engine:
        daemon, _ = look(engine.host)
    assert (daemon.state, "snap" in daemon.detail) == (State.ABSENT, True)


def test_without_dockers_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docker", None)
    with run_docker_engine() as engine:
        daemon, _ = look(engine.host)
    assert (daemon.state, daemon.cure) == (State.ABSENT, "pip install docker")


@contextmanager
def as_somebody() -> Iterator[None]:
    """Root may open every socket: be another user meanwhile."""
    import docker  # noqa: F401  what is imported need not be readable to that user

    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_daemon_where_runs_find_it_besides_the_usual_socket(tmp_path: Path) -> None:
    with run_docker_engine() as engine:
        daemon, image = docker(now=NOW, environ={"PATH": str(tmp_path)}, place=engine.host)
    assert (daemon.state, image.state) == (State.GOOD, State.GOOD)


def test_what_killed_runs_have_left_has_a_row_each() -> None:
    assert left_containers([]) == []
    (row,) = left_containers(["leanrig_x"])
    assert (row.state, row.cure) == (State.ABSENT, "docker rm -f leanrig_x")
