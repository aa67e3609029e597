"""Recipes by name or path, for everything above the pipeline."""

from pathlib import Path

from generator.recipe import Recipe, load_recipe
from leanrig.workspace import Workspace

__all__ = ["Recipe", "find_recipe", "recipe_path"]


def recipe_path(space: Workspace, name: str) -> Path:
    """Return the path that `name` means: a file, or a recipe of the workspace."""
    path = Path(name)
    return path if path.suffix == ".toml" or path.exists() else space.recipes / f"{name}.toml"


def find_recipe(space: Workspace, name: str) -> Recipe:
    """Return the recipe called `name`, or in the file `name`."""
    return load_recipe(recipe_path(space, name))
