"""Which functions of a module a signal runs through, by their names. Pure."""

import ast

from research.audit.suspicion import Tree

__all__ = ["reached"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def reached(tree: Tree, name: str) -> set[str]:
    """Return qualified names of the functions that the signal `name` may call, itself and the module's level included.

    `name` is a function, a class, or a method such as `Trend.over`.
    """
    own = {
        tree.qualified(node): node for node in ast.walk(tree.module) if isinstance(node, (*_FUNCTIONS, ast.ClassDef))
    }
    by_last: dict[str, list[str]] = {}
    for qualified in own:
        by_last.setdefault(qualified.rpartition(".")[2], []).append(qualified)
    waiting, found = [name] + ([name.rpartition(".")[0]] if "." in name else []), {""}
    while waiting:
        now = waiting.pop()
        if now in found or now not in own:
            continue
        found.add(now)
        for part in ast.walk(own[now]):
            called = part.id if isinstance(part, ast.Name) else part.attr if isinstance(part, ast.Attribute) else ""
            waiting += by_last.get(called, [])
            if isinstance(part, (*_FUNCTIONS, ast.ClassDef)):
                waiting.append(tree.qualified(part))
    return found
