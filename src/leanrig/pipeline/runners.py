"""The engines by name, each built only when it is asked for: what it lacks is said before anything is run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.backtest.runner import Runner
from leanrig.errors import BadInput
from leanrig.workspace import Workspace

__all__ = ["ENGINES", "EngineOptions", "runner_of"]


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the engines can be told; each reads what is its own.

    `image` is the Docker image with Lean, empty for QuantConnect's own; with `pull` it is fetched first, and `told`
    hears how that goes. `lean_home` is the folder of a Lean that was built here.
    """

    image: str = ""
    pull: bool = False
    lean_home: Path | None = None
    told: Callable[[str], None] | None = None


def runner_of(name: str, space: Workspace, options: EngineOptions = EngineOptions()) -> Runner:
    """Return the runner of an engine.

    Raises
    ------
    Missing
        If this machine lacks something that the engine needs.
    """
    if name not in ENGINES:
        raise BadInput("there is no such engine", where=name, cure=f"one of: {', '.join(ENGINES)}")
    return ENGINES[name](space, options)


def _embedded(_: Workspace, __: EngineOptions) -> Runner:
    return EmbeddedRunner()


def _docker(space: Workspace, options: EngineOptions) -> Runner:
    from leanrig.backtest.docker import DockerRunner
    from leanrig.backtest.lean_program.docker_api import ENGINE_IMAGE, find_image
    from leanrig.backtest.lean_program.program import find_lean_program

    program = find_lean_program()
    image = find_image(options.image or ENGINE_IMAGE, pull=options.pull, told=options.told)
    return DockerRunner(image, program, lean_json=space.root / "lean.json")


def _native(_: Workspace, options: EngineOptions) -> Runner:
    from leanrig.backtest.native import NativeRunner

    return NativeRunner(options.lean_home)


ENGINES: dict[str, Callable[[Workspace, EngineOptions], Runner]] = {
    "embedded": _embedded,
    "docker": _docker,
    "native": _native,
}
"""Name -> what builds the runner."""
