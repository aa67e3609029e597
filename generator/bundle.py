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
        module = waiting.pop()
        path, text = _found(module, read)
        if path in files:
            continue
        files[path] = text
        waiting += _imports(text)
        for package in PurePosixPath(path).parents[:-1]:
            files.setdefault(f"{package}/__init__.py", read(f"{package}/__init__.py") or "")
    return dict(sorted(files.items()))


def _found(module: str, read: Callable[[str], str | None]) -> tuple[str, str]:
    """Return path and text of a module; of `signals.feed.SignalFeed`, which is a name inside one, those of that one."""
    while module.startswith(f"{_ROOT}."):
        for path in (f"{module.replace('.', '/')}.py", f"{module.replace('.', '/')}/__init__.py"):
            text = read(path)
            if text is not None:
                return path, text
        above = module.rpartition(".")[0]
        if read(f"{above.replace('.', '/')}.py") is None:
            break
        module = above
    raise LookupError(f"{module.replace('.', '/')}.py is imported and does not exist")


def _imports(text: str) -> Iterator[str]:
    """Yield modules below `signals`, and names imported from a package of it, which may be modules."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                raise LookupError(f"`from {'.' * node.level}{node.module or ''} import` is relative: write it in full")
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.startswith(f"{_ROOT}."))
