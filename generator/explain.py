"""What pydantic found becomes one sentence with key and cure."""

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from leanrig.errors import BadInput

__all__ = ["explained"]

_LIST = "docs/render.md lists the keys"


def explained(error: ValidationError, model: type[BaseModel], where: str) -> BadInput:
    """Return the first thing that `error` names, as an error a trader can act on.

    An unknown key comes first: where one is misspelt, the right one is missing too.
    """
    problems = error.errors(include_url=False)
    problem = min(problems, key=lambda found: found["type"] != "extra_forbidden")
    place = problem["loc"]
    key = ".".join(str(part) for part in place)
    if problem["type"] == "extra_forbidden":
        return BadInput(f"unknown key {key}", where=where, cure=_nearest(model, place) or f"remove it; {_LIST}")
    if problem["type"] == "missing":
        return BadInput(f"{key} is missing", where=where, cure=f"add it; {_LIST}")
    message = problem["msg"].removeprefix("Value error, ")
    what = message if key and key in message else f"{key + ': ' if key else ''}{message}"
    return BadInput(what, where=where, cure="change it in the recipe; docs/render.md explains each key")


def _nearest(model: type[BaseModel], place: tuple[Any, ...]) -> str | None:
    """Return a question that names the known key nearest to an unknown one: in its own section, else in any other."""
    *path, name = (str(part) for part in place)
    known = _keys(model)
    here = [key for key in known if key.rpartition(".")[0] == ".".join(path)]
    for keys, cutoff in ((here, 0.5), (known, 0.8)):
        by_name = {key.rpartition(".")[2]: key for key in keys}
        near = get_close_matches(name, by_name, n=1, cutoff=cutoff)
        if near:
            return f"did you mean {by_name[near[0]]}?"
    return None


def _keys(model: type[BaseModel], prefix: str = "") -> list[str]:
    found = []
    for name, field in model.model_fields.items():
        found.append(prefix + name)
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found += _keys(field.annotation, f"{prefix}{name}.")
    return found
