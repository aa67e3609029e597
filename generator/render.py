"""A recipe becomes a Lean project: texts by relative path. Pure; the pipeline reads templates and writes files."""

from collections.abc import Callable

from jinja2 import DictLoader, StrictUndefined
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.bundle import closure
from generator.context import context
from generator.filters import FILTERS
from generator.modules import LARGEST_MODULE, row_modules
from generator.recipe import Recipe
from leanrig.errors import BadInput

__all__ = ["MARK", "TEMPLATES", "render"]

# What the first line of every rendered algorithm says; `main.py` without it is somebody's own.
MARK = "Rendered by leanrig"

# template -> file of the project
TEMPLATES = {"main.py.j2": "main.py", "config.json.j2": "config.json"}


def render(
    recipe: Recipe, *, recipe_text: str, read: Callable[[str], str | None], largest_module: int = LARGEST_MODULE
) -> dict[str, str]:
    """Return the project's files, relative path -> text.

    Parameters
    ----------
    recipe_text
        The recipe as it stands in its file; a copy of it goes with the project.
    read
        From a path of the workspace (`templates/algorithm/classic/main.py.j2`, `signals/feed.py`) to its text.
        The rows of the module variant are read that way too, at `storage/` and their key.
    largest_module
        Characters of a module of rows at most.

    Raises
    ------
    BadInput
        If a template is missing or broken, or rows are bad.
    Missing
        If the module variant has no rows yet.
    """
    names = context(recipe)
    files = {}
    for template, name in TEMPLATES.items():
        path = f"templates/algorithm/{recipe.template}/{template}"
        text = read(path)
        if text is None:
            raise BadInput(f"the template {recipe.template!r} is missing", where=path, cure="leanrig init --update")
        files[name] = _filled(path, text, names)
    if MARK not in files["main.py"].partition("\n")[0]:
        raise BadInput(
            f"the first line of the algorithm must say {MARK!r}",
            where=f"templates/algorithm/{recipe.template}/main.py.j2",
            cure="keep the template's first line",
        )
    rows = row_modules(recipe, read, largest=largest_module) if recipe.variant == "module" else {}
    try:
        files |= closure(files["main.py"], lambda path: rows.get(path) or read(path))
    except (LookupError, SyntaxError) as error:
        raise BadInput(
            f"the rendered algorithm cannot be bundled: {error}", where=recipe.name, cure="mend the template"
        ) from None
    return files | {"recipe.toml": recipe_text}


def _filled(path: str, text: str, names: dict[str, object]) -> str:
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader({path: text}),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(FILTERS)
    try:
        return environment.get_template(path).render(names)
    except (TemplateError, TypeError) as error:
        line = getattr(error, "lineno", None)
        where = f"{path}:{line}" if line else path
        raise BadInput(f"the template cannot be rendered: {error}", where=where, cure="mend the template") from None
