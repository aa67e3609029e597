"""Docker and Lean's image in it: whether the daemon answers this user, and how old the image is. Nothing is fetched.

Docker is asked as the Lean CLI asks it, through Docker's own SDK: a `docker` program that works by way of a context of
its own says nothing about that.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leanrig.health.finding import Finding, State

__all__ = ["docker", "left_containers"]

_IMAGE = "quantconnect/lean:latest"
_SOCKET = Path("/var/run/docker.sock")
_TIMEOUT_S = 8
_OLD_DAYS = 180
_FETCH = f"docker pull {_IMAGE} (several gigabytes)"


def docker(*, now: datetime, environ: Mapping[str, str] = os.environ, place: str = "") -> list[Finding]:
    """Look for a Docker daemon that this user may talk to, and for Lean's image in it.

    `place` is where runs look for it, if that is not the usual socket or what `DOCKER_HOST` says.
    """
    program = shutil.which("docker", path=environ.get("PATH", ""))
    if program and program.startswith("/snap/"):
        return _without(
            "installed by snap, from where it sees no temporary folder",
            "install Docker's own packages instead",
        )
    try:
        with _client({**environ, "DOCKER_HOST": place} if place else environ) as client:
            version = client.version()["Version"]
            return [Finding("Docker", State.GOOD, f"daemon {version}"), _image(client, now)]
    except ImportError:
        return _without("cannot be asked: the package docker is not there", "pip install docker")
    except Exception as error:  # whatever the SDK raises, for a socket, a certificate, a name: doctor goes on
        return _without(*_unanswered(str(error), program, environ))


def left_containers(names: Sequence[str]) -> list[Finding]:
    """Return a row for each container that a killed run has left."""
    said = "a run that was killed has left a container"
    return [Finding("Container", State.ABSENT, said, f"docker rm -f {name}") for name in names]


def _image(client: Any, now: datetime) -> Finding:
    from docker.errors import APIError

    try:
        image = client.images.get(_IMAGE)
    except APIError:
        return Finding("Lean image", State.ABSENT, f"{_IMAGE} is not here", _FETCH)
    label = (image.labels or {}).get("lean_version", "")
    detail = f"{_IMAGE}, " + (f"Lean {label}" if label else "of a version that its label does not say")
    days = _age_days(str(image.attrs.get("Created", "")), now)
    if days > _OLD_DAYS:
        return Finding("Lean image", State.ABSENT, f"{detail}; old: made {days} days ago", _FETCH)
    return Finding("Lean image", State.GOOD, detail)


def _age_days(created: str, now: datetime) -> int:
    """Return whole days; 0 where the image does not say, or says the year 1, as some builds do."""
    try:
        made = datetime.fromisoformat(created[:19]).replace(tzinfo=UTC)
    except ValueError:
        return 0
    return (now - made).days if made.year > 2000 else 0


def _unanswered(error: str, program: str | None, environ: Mapping[str, str]) -> tuple[str, str]:
    place = environ.get("DOCKER_HOST", "")
    if "Permission denied" in error or "PermissionError" in error:
        return "this user may not talk to it", _way_in()
    if place:
        return f"no daemon answers at {place}, which DOCKER_HOST names", "start Docker there, or unset DOCKER_HOST"
    if program or _SOCKET.exists():
        return "installed, but no daemon answers", "start Docker, or set DOCKER_HOST to where it listens"
    return "not installed", "install Docker, or stay with the embedded engine"


def _way_in() -> str:
    """Return the cure for one who is not in Docker's group, or only in this session not yet."""
    try:
        import grp
        import pwd

        group = grp.getgrnam("docker")
        if pwd.getpwuid(os.geteuid()).pw_name in group.gr_mem and group.gr_gid not in os.getgroups():
            return "log in again: this session is not in the group docker yet"
    except (ImportError, KeyError):
        pass
    return "sudo usermod -aG docker $USER, then log in again"


def _without(detail: str, cure: str) -> list[Finding]:
    return [
        Finding("Docker", State.ABSENT, detail, cure),
        Finding("Lean image", State.ABSENT, "cannot be looked for without Docker", "see the line above"),
    ]


@contextmanager
def _client(environ: Mapping[str, str]) -> Iterator[Any]:
    from docker import from_env

    client = from_env(timeout=_TIMEOUT_S, environment=dict(environ))
    try:
        yield client
    finally:
        client.close()
