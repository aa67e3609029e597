"""A line whose text looks like a look-ahead, and the tree it stands in. Pure."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["Grade", "Suspicion", "Tree", "is_negative", "keyword", "name_of", "root_of"]

# suspect: may be honest, a run decides. certain: reported where it cannot be run. beyond: a run cannot show it.
Grade = Literal["suspect", "certain", "beyond"]
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """`first` to `last` are the lines of the statement; `function` is where it stands, "" for the module."""

    kind: str
    line: int
    first: int
    last: int
    function: str
    grade: Grade


class Tree:
    """A module's syntax with the way up from each node."""

    def __init__(self, text: str) -> None:
        self.module = ast.parse(text)
        self._above: dict[ast.AST, ast.AST] = {}
        for node in ast.walk(self.module):
            for child in ast.iter_child_nodes(node):
                self._above[child] = node
        self.imported = {
            alias.asname or alias.name.split(".")[0]: f"{node.module}.{alias.name}"
            if isinstance(node, ast.ImportFrom)
            else alias.name
            for node in ast.walk(self.module)
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for alias in node.names
        }

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what the node stands in, the nearest first."""
        while node in self._above:
            node = self._above[node]
            yield node

    def parent(self, node: ast.AST) -> ast.AST | None:
        """Return what the node stands in directly."""
        return self._above.get(node)

    def function(self, node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
        """Return the function that the node stands in."""
        return next((up for up in self.above(node) if isinstance(up, _FUNCTIONS)), None)

    def qualified(self, node: ast.AST) -> str:
        """Return the name, with its classes, of the function that the node stands in."""
        names = [up.name for up in (node, *self.above(node)) if isinstance(up, (*_FUNCTIONS, ast.ClassDef))]
        return ".".join(reversed(names))

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """Return the statement that the node belongs to."""
        return next((up for up in (node, *self.above(node)) if isinstance(up, ast.stmt)), None)

    def in_loop(self, node: ast.AST) -> bool:
        """Whether the node stands in a loop of its function."""
        for up in self.above(node):
            if isinstance(up, _FUNCTIONS):
                return False
            if isinstance(up, (ast.For, ast.While, ast.comprehension)):
                return True
        return False

    def suspicion(self, kind: str, node: ast.expr | ast.stmt, grade: Grade = "suspect") -> Suspicion:
        """Return the suspicion of a kind at a node."""
        where = self.statement(node) or node
        last = (
            where.body[0].lineno - 1 if isinstance(where, (ast.For, ast.While, ast.If, ast.With)) else where.end_lineno
        )
        return Suspicion(
            kind, node.lineno, where.lineno, max(last or node.lineno, node.lineno), self.qualified(node), grade
        )


def name_of(call: ast.Call) -> str:
    """Return the last part of what is called."""
    return (
        call.func.attr
        if isinstance(call.func, ast.Attribute)
        else call.func.id
        if isinstance(call.func, ast.Name)
        else ""
    )


def keyword(call: ast.Call, name: str) -> object:
    """Return a keyword's constant value; None where it is not given or is none."""
    for known in call.keywords:
        if known.arg == name:
            return known.value.value if isinstance(known.value, ast.Constant) else ...
    return None


def is_negative(node: ast.expr | None) -> bool:
    """Whether it is written with a minus sign before a number above zero."""
    return (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and not (isinstance(node.operand, ast.Constant) and node.operand.value == 0)
    )


def root_of(node: ast.expr) -> ast.expr:
    """Return the innermost object of a chain of attributes, calls and subscripts."""
    while True:
        if isinstance(node, (ast.Attribute, ast.Subscript)):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func
        else:
            return node
