"""The ways to go through a grid, by the engine's name; what an engine lacks is said before anything is run."""

from leanrig.backtest.grid_search import GridSearch, Search
from leanrig.pipeline.runners import EngineOptions, runner_of
from leanrig.workspace import Workspace

__all__ = ["search_of"]


def search_of(name: str, space: Workspace, options: EngineOptions) -> Search:
    """Return Lean's own optimizer for docker, and runs side by side for every other engine."""
    if name != "docker":
        return GridSearch(runner_of(name, space, options))
    from leanrig.backtest.lean_optimize import LeanOptimizer
    from leanrig.backtest.lean_program.docker_api import ENGINE_IMAGE, find_image
    from leanrig.backtest.lean_program.program import find_lean_program

    program = find_lean_program()
    image = find_image(options.image or ENGINE_IMAGE, pull=options.pull, told=options.told)
    return LeanOptimizer(image, program, lean_json=space.root / "lean.json")
