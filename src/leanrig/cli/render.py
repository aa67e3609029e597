"""`leanrig render`: recipes become Lean projects."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leanrig.cli.terminal import Terminal
from leanrig.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from leanrig.pipeline.render import Rendered

__all__ = ["render", "rendered_line"]


@click.command()
@click.argument("recipes", nargs=-1, required=True)
@click.option("--check", is_flag=True, help="Write nothing; say whether the projects are what their recipes render to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def render(terminal: Terminal, *, recipes: tuple[str, ...], check: bool, as_json: bool) -> int:
    """Turn RECIPES (names or .toml files) into Lean projects under algorithms/.

    What is rendered has passed ruff, mypy against Lean's stubs and the lists of Lean's members, or nothing is written.
    """
    terminal.as_json = as_json
    space = find_workspace(Path.cwd())
    space.enter()
    return _checked(terminal, space, recipes) if check else _rendered(terminal, space, recipes)


def rendered_line(space: Workspace, project: "Rendered") -> str:
    """Return what was written, in one line."""
    checks = f", checked by {', '.join(project.checks)}" if project.checks else ", as it was rendered before"
    return f"{_shown(space, project.folder / 'main.py')}  ({project.lines} lines{checks})"


def _rendered(terminal: Terminal, space: Workspace, recipes: tuple[str, ...]) -> int:
    from leanrig.pipeline.recipes import recipe_path  # the workspace's own rooms are importable from here on
    from leanrig.pipeline.render import render_project

    projects = []
    with terminal.step("render") as (step, _):
        for number, name in enumerate(recipes):
            step.progress(number / len(recipes), name)
            projects.append(render_project(space, recipe_path(space, name)))
    if terminal.as_json:
        terminal.object(
            {
                "projects": [
                    {
                        "recipe": project.recipe.name,
                        "folder": str(project.folder),
                        "lines": project.lines,
                        "checks": list(project.checks),
                    }
                    for project in projects
                ]
            }
        )
        return 0
    for project in projects:
        terminal.result(f"render  {rendered_line(space, project)}")
    return 0


def _checked(terminal: Terminal, space: Workspace, recipes: tuple[str, ...]) -> int:
    from leanrig.pipeline.recipes import recipe_path
    from leanrig.pipeline.render import project_drift

    drifts = {name: project_drift(space, recipe_path(space, name)) for name in recipes}
    if terminal.as_json:
        terminal.object({"drift": drifts})
    else:
        for name, differences in drifts.items():
            for difference in differences:
                terminal.result(difference)
            state = f"differs in {len(differences)} files: leanrig render {name}" if differences else "as rendered"
            terminal.result(f"render  {name}  {state}")
    return int(any(drifts.values()))


def _shown(space: Workspace, path: Path) -> Path:
    return path.relative_to(space.root) if path.is_relative_to(space.root) else path
