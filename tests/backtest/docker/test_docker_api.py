"""What leanrig itself asks of Docker, and what it says where Docker does not answer."""

import os
import socket
from pathlib import Path

import pytest
from docker_here import DockerWorld, Serve, stand_in_only

from leanrig.backtest.lean_program.docker_api import (
    container_names,
    docker_host,
    find_image,
    remove_container,
    require_network,
)
from leanrig.errors import Missing, VendorFailed
from leanrig.standins.docker_image import Image


def test_the_image_is_told(docker_world: DockerWorld) -> None:
    image = find_image()
    assert (image.name, image.lean_version) == ("quantconnect/lean:latest", docker_world.lean_version)
    assert image.digest == docker_world.digest
    assert image.digest.startswith("sha256:")
    assert docker_world.asked
    assert not any("POST" in asked for asked in docker_world.asked)


def test_an_image_that_is_not_here(docker_world: DockerWorld) -> None:
    nowhere = "registry.invalid/lean:1"
    with pytest.raises(Missing, match="not on this machine") as raised:
        find_image(nowhere)
    assert f"docker pull {nowhere}" in raised.value.cure
    assert not any("POST" in asked for asked in docker_world.asked)
    with pytest.raises(VendorFailed, match="could not be fetched"):
        find_image(nowhere, pull=True)


@stand_in_only("several gigabytes would be fetched")
def test_fetching_is_told(serve: Serve) -> None:
    serve(images=(), remote=(Image(),))
    told: list[str] = []
    assert find_image(pull=True, told=told.append).lean_version == "17000"
    assert told[-1] == "layer Download complete 1/1"


def test_no_docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/no.sock")
    with pytest.raises(Missing, match="Docker does not answer") as raised:
        find_image()
    assert raised.value.where == f"unix://{tmp_path}/no.sock"


@pytest.mark.skipif(os.name == "nt", reason="Unix sockets")
def test_a_socket_that_this_user_may_not_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leanrig.backtest.lean_program import docker_api

    path = tmp_path / "docker.sock"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()
        path.chmod(0)
        monkeypatch.setenv("DOCKER_HOST", f"unix://{path}")
        if os.getuid() == 0:  # root may open anything: only the sentence can be looked at
            refused = docker_api._unanswered("('Connection aborted.', PermissionError(13, 'Permission denied'))")
        else:
            with pytest.raises(Missing) as raised:
                find_image()
            refused = raised.value
    assert refused.what == "this user may not talk to Docker"
    assert "usermod -aG docker" in refused.cure


def test_sockets_in_other_places_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leanrig.backtest.lean_program import docker_api

    monkeypatch.setattr(docker_api, "_SOCKET", tmp_path / "docker.sock")
    assert docker_host({"HOME": str(tmp_path)}) == ""
    colima = tmp_path / ".colima" / "default" / "docker.sock"
    colima.parent.mkdir(parents=True)
    colima.touch()
    assert docker_host({"HOME": str(tmp_path)}) == f"unix://{colima}"
    assert docker_host({"HOME": str(tmp_path), "DOCKER_HOST": "tcp://there"}) == "tcp://there"
    (tmp_path / "docker.sock").touch()
    assert docker_host({"HOME": str(tmp_path)}) == ""


def test_containers_and_networks(docker_world: DockerWorld) -> None:
    require_network()
    require_network()
    assert docker_world.networks() == ["lean_cli"]
    assert remove_container("leanrig_none") is False
    assert container_names("leanrig_none") == docker_world.containers() == []
