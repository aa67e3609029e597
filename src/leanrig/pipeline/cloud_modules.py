"""A project for a tier without an Object Store: its signal rows travel as modules among the sources."""

from collections.abc import Mapping
from pathlib import Path

from leanrig.pipeline.inputs import recipe_of
from leanrig.workspace import Workspace

__all__ = ["module_sources"]


def module_sources(space: Workspace, project: Path, objects: Mapping[str, Path]) -> dict[str, str] | None:
    """Return file -> text of the same recipe's module variant; None for a project that has no recipe.

    Parameters
    ----------
    objects
        Object Store key -> file of the rows that the project would read.
    """
    recipe = recipe_of(project)
    if recipe is None or recipe.variant != "file":
        return None
    from generator.render import render

    rows = {path.name: path for path in objects.values()}
    read_here = {f"storage/{key}": rows.get(Path(key).name) for key in map(recipe.signal_key, recipe.securities)}

    def read(name: str) -> str | None:
        path = read_here[name] if name in read_here else space.root / name
        return path.read_text(encoding="utf-8-sig") if path is not None and path.is_file() else None

    files = render(recipe.model_copy(update={"variant": "module"}), recipe_text="", read=read)
    return {name: text for name, text in files.items() if name.endswith(".py")}
