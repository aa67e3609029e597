"""What leanrig itself asks of Docker, through Docker's own SDK: is it there, is the image, take a container away."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leanrig.errors import Missing, VendorFailed

__all__ = [
    "ENGINE_IMAGE",
    "EngineImage",
    "container_names",
    "docker_host",
    "find_image",
    "give_to",
    "remove_container",
    "require_network",
    "stop_container",
]

ENGINE_IMAGE = "quantconnect/lean:latest"
_NETWORK = "lean_cli"
_TIMEOUT_S = 20
_SOCKET = Path("/var/run/docker.sock")
_SOCKETS_AT_HOME = (
    ".docker/run/docker.sock",
    ".docker/desktop/docker.sock",
    ".colima/default/docker.sock",
    ".orbstack/run/docker.sock",
    ".rd/docker.sock",
)
_SOCKETS_OF_THE_SESSION = ("docker.sock", "podman/podman.sock")


@dataclass(frozen=True, slots=True)
class EngineImage:
    """An image on this machine. `digest` and `lean_version` are empty where the image does not tell them."""

    name: str
    id: str
    digest: str
    lean_version: str

    @property
    def described(self) -> dict[str, str]:
        """What a run's record keeps of it."""
        return {
            "image": self.name,
            "image_id": self.id,
            "image_digest": self.digest or "none: built here",
            "lean_version": self.lean_version or "not told by the image",
        }


def find_image(
    name: str = ENGINE_IMAGE, *, pull: bool = False, told: Callable[[str], None] | None = None
) -> EngineImage:
    """Return what the machine knows of an image.

    Parameters
    ----------
    pull
        Fetch it first, several gigabytes; without it nothing is ever fetched.
    told
        Hears how the fetching goes.

    Raises
    ------
    Missing
        If Docker does not answer this user, or the image is not there.
    VendorFailed
        If the image cannot be fetched.
    """
    from docker.errors import ImageNotFound

    with _docker() as docker:
        if pull:
            _pull(docker, name, told)
        try:
            image = docker.images.get(name)
        except ImageNotFound:
            raise Missing(
                "the image with Lean is not on this machine",
                where=name,
                cure="the same command with --pull fetches it (several gigabytes), as does: docker pull " + name,
            ) from None
    digests = [item.partition("@")[2] for item in image.attrs.get("RepoDigests") or []]
    return EngineImage(name, str(image.id), digests[0] if digests else "", image.labels.get("lean_version", ""))


def docker_host(environ: Mapping[str, str] = os.environ) -> str:
    """Return where Docker listens: DOCKER_HOST, the usual socket, or one that Docker Desktop, Colima or Podman made.

    The SDK and the Lean CLI look only at the first two; an empty text leaves it at that.
    """
    if environ.get("DOCKER_HOST") or _SOCKET.exists():
        return environ.get("DOCKER_HOST", "")
    home, session = environ.get("HOME", ""), environ.get("XDG_RUNTIME_DIR", "")
    places = [Path(home, name) for name in _SOCKETS_AT_HOME if home]
    places += [Path(session, name) for name in _SOCKETS_OF_THE_SESSION if session]
    return next((f"unix://{path}" for path in places if path.exists()), "")


def remove_container(name: str) -> bool:
    """Stop and remove a container; False where there is none of that name."""
    from docker.errors import APIError, NotFound

    with _docker() as docker:
        try:
            docker.containers.get(name).remove(force=True)
        except NotFound:
            return False
        except APIError as error:
            if error.status_code == 409 and "in progress" in str(error):
                return True  # the CLI was first
            raise VendorFailed("Docker did not remove a container", where=name, cure=str(error)) from None
    return True


def stop_container(name: str, *, within_s: int) -> bool:
    """Ask what runs in a container to end, and make it after `within_s`; False where there is none of that name."""
    from docker.errors import APIError, NotFound

    with _docker() as docker:
        try:
            docker.containers.get(name).stop(timeout=within_s)
        except NotFound:
            return False
        except APIError as error:
            raise VendorFailed("Docker did not stop a container", where=name, cure=str(error)) from None
    return True


def container_names(prefix: str = "leanrig_") -> list[str]:
    """Return the names of all containers, running or not, that begin so."""
    with _docker() as docker:
        return sorted(item.name for item in docker.containers.list(all=True) if item.name.startswith(prefix))


def require_network() -> None:
    """Make the network that the CLI puts its containers on: two CLIs that start at once would both make it."""
    from docker.errors import APIError

    with _docker() as docker:
        if docker.networks.list(names=[_NETWORK]):
            return
        try:
            docker.networks.create(_NETWORK, driver="bridge", check_duplicate=True)
        except APIError as error:
            if error.status_code != 409:  # another run was first
                raise VendorFailed("Docker did not make a network", where=_NETWORK, cure=str(error)) from None


def give_to(user: int, group: int, folder: str, *, image: str) -> None:
    """Make everything below `folder` belong to a user, by way of a container, whose root may do so."""
    from docker.errors import APIError, ContainerError

    with _docker() as docker:
        try:
            docker.containers.run(
                image,
                ["-R", f"{user}:{group}", "/folder"],
                entrypoint=["chown"],
                volumes={folder: {"bind": "/folder", "mode": "rw"}},
                network_mode="none",
                remove=True,
            )
        except (APIError, ContainerError) as error:
            raise VendorFailed("files of Lean's user could not be taken over", where=folder, cure=str(error)) from None


def _pull(docker: Any, name: str, told: Callable[[str], None] | None) -> None:
    from docker.errors import APIError

    try:
        for line in docker.api.pull(name, stream=True, decode=True):  # the SDK knows what of a name is its tag
            if "error" in line:
                raise VendorFailed("the image could not be fetched", where=name, cure=str(line["error"]))
            if told:
                told(" ".join(str(line.get(key, "")) for key in ("id", "status", "progress")).strip())
    except APIError as error:
        raise VendorFailed("the image could not be fetched", where=name, cure=str(error)) from None


@contextmanager
def _docker() -> Iterator[Any]:
    import requests
    import urllib3
    from docker import from_env
    from docker.errors import DockerException

    try:
        client = from_env(timeout=_TIMEOUT_S, environment={**os.environ, "DOCKER_HOST": docker_host()})
    except DockerException as error:
        raise _unanswered(str(error)) from None
    try:
        yield client
    except DockerException as error:  # its APIError is one of requests' errors too
        raise VendorFailed(
            "Docker refused", where=str(error), cure="leanrig doctor; docker info says more of the daemon"
        ) from None
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
        raise _unanswered(str(error)) from None  # it went away between two questions, or in the middle of an answer
    finally:
        client.close()


def _unanswered(error: str) -> Missing:
    where = docker_host() or str(_SOCKET)
    if "Permission denied" in error or "PermissionError" in error:
        return Missing(
            "this user may not talk to Docker",
            where=where,
            cure="sudo usermod -aG docker $USER, then log in again",
        )
    return Missing(
        "Docker does not answer",
        where=where,
        cure="start Docker, or set DOCKER_HOST to where it listens; leanrig doctor says more",
    )
