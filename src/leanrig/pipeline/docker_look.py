"""What doctor looks at of Docker beyond its health: where leanrig finds it, and what killed runs have left in it."""

from collections.abc import Mapping

from leanrig.backtest.lean_program.docker_api import docker_host
from leanrig.backtest.lean_program.owners import left_containers
from leanrig.errors import LeanrigError

__all__ = ["docker_place", "left_containers_look"]


def docker_place(environ: Mapping[str, str]) -> str:
    """Return where runs find Docker; empty where that is the usual place."""
    return docker_host(environ)


def left_containers_look() -> list[str]:
    """Return containers that no living run has; none where Docker does not answer."""
    try:
        return left_containers()
    except LeanrigError:
        return []
