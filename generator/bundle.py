"""Which files of `signals/` a rendered algorithm needs beside it: the closure of its imports. Pure."""

import ast
from collections.abc import Callable

__all__ = ["closure"]

_ROOT = "signals"


def closure(main: str, read: Callable[[str], str | None]) -> dict[str, str]:
    """Return relative path -> text of every module of `signals` that `main` imports, directly or not.

    Parameters
    ----------
    main
        The algorithm's text.
    read
        From a path such as `signals/feed.py` to its text; None where there is no such file.

    Raises
    ------
    LookupError
        If a module that is imported does not exist.
    """
    files: dict[str, str] = {}
    open_modules = _imports(main)
    while open_modules:
        module = open_modules.pop()
        path = module.replace(".", "/") + ".py"
        if path in files:
            continue
        text = read(path)
        if text is None:
            raise LookupError(f"{path} is imported and does not exist")
        files[path] = text
        open_modules |= _imports(text)
        for package in _packages(module):
            files[f"{package}/__init__.py"] = read(f"{package}/__init__.py") or ""
    return dict(sorted(files.items()))


def _imports(text: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.startswith(f"{_ROOT}.")}


def _packages(module: str) -> list[str]:
    parts = module.split(".")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]
