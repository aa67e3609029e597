"""The Docker Engine stand-in, asked by Docker's own SDK over a real socket."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import pytest
from docker.errors import APIError, ImageNotFound, NotFound

from leanrig.standins.docker_engine import DockerEngine, run_docker_engine
from leanrig.standins.docker_image import Image
from leanrig.standins.docker_programs import Inside, saying

NAME = "quantconnect/lean:latest"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in is asked over a Unix socket")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DockerEngine]:
    programs = {"hello": saying("hello\nworld"), "fails": saying("no", exit_code=3), "waits": saying("up", seconds=60)}
    with run_docker_engine(tmp_path / "docker.sock", remote=(Image("other/image:2"),), programs=programs) as engine:
        yield engine


@pytest.fixture
def client(engine: DockerEngine) -> Iterator[Any]:
    client = docker.DockerClient(base_url=engine.host)
    yield client
    client.close()


def test_what_a_container_prints_and_how_it_ends(client: Any, engine: DockerEngine) -> None:
    assert client.ping()
    assert client.containers.run(NAME, "hello", remove=True) == b"hello\nworld\n"
    assert engine.containers == {}
    container = client.containers.run(NAME, "fails", detach=True)
    assert container.wait()["StatusCode"] == 3
    container.reload()
    assert (container.status, container.attrs["State"]["ExitCode"]) == ("exited", 3)
    container.remove()
    with pytest.raises(NotFound):
        client.containers.get(container.id)


def test_lines_come_while_it_runs(client: Any) -> None:
    container = client.containers.run(NAME, "waits", detach=True, name="one")
    stream = container.logs(stream=True, follow=True)
    assert next(stream) == b"up\n"
    container.reload()
    assert container.status == "running"
    began = time.monotonic()
    threading.Thread(target=container.stop).start()
    assert list(stream) == []
    assert time.monotonic() - began < 5
    assert container.wait()["StatusCode"] != 0


def test_names_are_taken_once(client: Any) -> None:
    client.containers.create(NAME, "hello", name="one")
    with pytest.raises(APIError) as refused:
        client.containers.create(NAME, "hello", name="one")
    assert refused.value.status_code == 409
    assert [item.name for item in client.containers.list(all=True)] == ["one"]
    assert client.containers.list() == []


def test_a_running_container_is_removed_only_by_force(client: Any, engine: DockerEngine) -> None:
    container = client.containers.run(NAME, "waits", detach=True)
    with pytest.raises(APIError, match="is running"):
        container.remove()
    container.remove(force=True)
    assert engine.containers == {}


def test_one_that_removes_itself(client: Any, engine: DockerEngine) -> None:
    container = client.containers.run(NAME, "hello", detach=True, auto_remove=True)
    while engine.containers:
        time.sleep(0.02)
    with pytest.raises(NotFound):
        container.reload()


def test_images_are_fetched_by_any_of_their_names(client: Any) -> None:
    assert client.images.get("docker.io/quantconnect/lean").labels["lean_version"] == "17000"
    with pytest.raises(ImageNotFound):
        client.images.get("other/image:2")
    with pytest.raises(APIError):
        client.images.pull("nobody/has", tag="this")
    assert client.images.pull("other/image", tag="2").tags == ["other/image:2"]
    assert client.images.get_registry_data("other/image:2").id == Image("other/image:2").digest


def test_networks_and_volumes(client: Any) -> None:
    client.networks.create("lean_cli")
    with pytest.raises(APIError):
        client.networks.create("lean_cli")
    assert [item.name for item in client.networks.list(names=["lean_cli"])] == ["lean_cli"]
    client.volumes.create("lean_cli_pip")
    assert [item.name for item in client.volumes.list()] == ["lean_cli_pip"]


def test_a_mount_that_is_not_there_is_refused(client: Any, tmp_path: Path) -> None:
    with pytest.raises(APIError, match="does not exist"):
        client.containers.run(NAME, "hello", volumes={str(tmp_path / "no"): {"bind": "/Results", "mode": "rw"}})


def test_paths_inside_are_those_of_the_deepest_mount(tmp_path: Path) -> None:
    inside = Inside({"/Lean/Data": tmp_path / "data", "/Lean": tmp_path / "lean"})
    assert inside.here("/Lean/Data/equity") == tmp_path / "data" / "equity"
    assert inside.here("/Lean/Launcher") == tmp_path / "lean" / "Launcher"
    with pytest.raises(FileNotFoundError):
        inside.here("/Leaning")


def test_a_dead_engine_answers_nobody(client: Any, engine: DockerEngine) -> None:
    container = client.containers.run(NAME, "waits", detach=True)
    process = next(iter(engine.containers.values()))
    engine.stop()
    assert not process.is_running
    with pytest.raises(Exception, match=r"Connection|refused|No such file"):
        container.reload()
