"""A recipe out of a notebook's cell, kept where every command finds it by name."""

from pathlib import Path

from generator.recipe import parse_recipe
from leanrig.errors import BadInput
from leanrig.files import write_text
from leanrig.workspace import Workspace

__all__ = ["keep_recipe"]

_OURS = "# Written by a notebook; running it again writes it again.\n"


def keep_recipe(space: Workspace, text: str) -> Path:
    """Check a recipe, keep it under generator/recipes by its own name, and return its path.

    Raises
    ------
    BadInput
        If it is no recipe, or one of that name is there that no notebook wrote.
    """
    name = parse_recipe(text, where="the notebook's recipe").name
    path = space.recipes / f"{name}.toml"
    if path.exists() and not path.read_text(encoding="utf-8").startswith(_OURS):
        raise BadInput(
            "there is a recipe of that name which no notebook wrote", where=str(path), cure="give yours another name"
        )
    return write_text(path, _OURS + text.strip() + "\n")
