"""A class of an algorithm's file, read: Lean's older CamelCase names are taken for the present ones. Pure."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from research.audit.suspicion import Tree, name_of

__all__ = ["LeanClass", "lean_classes"]

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_KEPT = re.compile(r"^[A-Z_]+$")


@dataclass(frozen=True, slots=True, eq=False)
class LeanClass:
    """`methods` by name."""

    node: ast.ClassDef
    bases: tuple[str, ...]
    methods: dict[str, ast.FunctionDef]

    def derives(self, word: str) -> bool:
        """Whether a base class has this word in its name, its own bases in the file included."""
        return any(word in base for base in self.bases)

    def value(self, node: ast.expr, method: ast.AST) -> ast.expr:
        """Return what a name stands for in a method, where it is assigned there once; else the node itself."""
        if isinstance(node, ast.Name):
            found = [
                other.value
                for other in ast.walk(method)
                if isinstance(other, ast.Assign)
                and any(isinstance(t, ast.Name) and t.id == node.id for t in other.targets)
            ]
            if len(found) == 1:
                return found[0]
        return node

    def added(self, calls: tuple[str, ...]) -> set[str]:
        """Return names of attributes that hold symbols subscribed by these calls, and the tickers."""
        names: set[str] = set()
        for node in ast.walk(self.node):
            if isinstance(node, ast.Assign) and any(
                isinstance(part, ast.Call) and name_of(part) in calls for part in ast.walk(node.value)
            ):
                names |= {target.attr for target in node.targets if isinstance(target, ast.Attribute)}
            if (
                isinstance(node, ast.Call)
                and name_of(node) in calls
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                names.add(str(node.args[0].value))
        return names

    def date_of(self, call: str) -> datetime | None:
        """Return the date that is set by a call of three numbers."""
        for node in ast.walk(self.node):
            if isinstance(node, ast.Call) and name_of(node) == call:
                return _date(node)
        return None

    def moment(self, node: ast.expr, method: ast.AST | None) -> datetime | None:
        """Return the moment that `datetime(2020, 1, 1)` is, also where a name stands for it."""
        known = self.value(node, method) if method is not None else node
        return _date(known) if isinstance(known, ast.Call) and name_of(known) == "datetime" else None

    def is_after_now(self, node: ast.expr) -> bool:
        """Whether it is written as the algorithm's time plus something."""
        return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and is_now(node.left)

    def handlers(self, call: str) -> Iterator[str]:
        """Yield names of methods that are handed to a call as `self.name`."""
        for node in ast.walk(self.node):
            if isinstance(node, ast.Call) and name_of(node) == call:
                for given in [*node.args, *(known.value for known in node.keywords)]:
                    if (
                        isinstance(given, ast.Attribute)
                        and isinstance(given.value, ast.Name)
                        and given.value.id == "self"
                    ):
                        yield given.attr


def is_now(node: ast.expr) -> bool:
    """Whether it is `self.time` or `self.utc_time`."""
    return isinstance(node, ast.Attribute) and node.attr in ("time", "utc_time") and isinstance(node.value, ast.Name)


def lean_classes(tree: Tree) -> list[LeanClass]:
    """Return the file's classes; attribute and method names of the tree are brought to snake_case first."""
    for node in ast.walk(tree.module):
        if isinstance(node, ast.Attribute):
            node.attr = _snake(node.attr)
        elif isinstance(node, ast.FunctionDef):
            node.name = _snake(node.name)
    nodes = {node.name: node for node in ast.walk(tree.module) if isinstance(node, ast.ClassDef)}
    return [LeanClass(node, tuple(_bases(node, nodes)), _methods(node)) for node in nodes.values()]


def _bases(node: ast.ClassDef, nodes: dict[str, ast.ClassDef]) -> Iterator[str]:
    for base in node.bases:
        name = base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""
        yield name
        if name in nodes and nodes[name] is not node:
            yield from _bases(nodes[name], nodes)


def _methods(node: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    return {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}


def _snake(name: str) -> str:
    return name if _KEPT.match(name) else _HUMP.sub("_", name).lower()


def _date(call: ast.Call) -> datetime | None:
    numbers = [
        given.value for given in call.args[:3] if isinstance(given, ast.Constant) and isinstance(given.value, int)
    ]
    try:
        return datetime(numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else None
    except ValueError:
        return None
