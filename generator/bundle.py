"""Which files of `signals/` a rendered algorithm needs beside it: the closure of its imports. Pure."""

import ast
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

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
        If a module that is imported does not exist, or is imported by a relative name, which Lean cannot follow.
    """
    files: dict[str, str] = {}
    waiting = list(_imports(main))
    while waiting:
        paths = waiting.pop()
        path = next((path for path in paths if read(path) is not None), None)
        if path is None:
            raise LookupError(f"{paths[0]} is imported and does not exist")
        if path in files:
            continue
        files[path] = read(path) or ""
        waiting += _imports(files[path])
        for package in PurePosixPath(path).parents[:-1]:
            files.setdefault(f"{package}/__init__.py", read(f"{package}/__init__.py") or "")
    return dict(sorted(files.items()))


def _imports(text: str) -> Iterator[tuple[str, ...]]:
    """Yield, for each import from `signals`, the files that it may mean, the likeliest first."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                raise LookupError(f"`from {'.' * node.level}{node.module or ''} import` is relative: write it in full")
            module = node.module or ""
            for name in [alias.name for alias in node.names]:
                if module == _ROOT:
                    yield (f"{_ROOT}/{name}.py",)
                elif module.startswith(f"{_ROOT}."):
                    yield (_path(module), _path(f"{module}.{name}"))
        elif isinstance(node, ast.Import):
            for name in [alias.name for alias in node.names]:
                if name.startswith(f"{_ROOT}."):
                    yield (_path(name),)


def _path(module: str) -> str:
    return module.replace(".", "/") + ".py"
