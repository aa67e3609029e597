"""What type checkers cannot see in an algorithm: members of indicators and securities that do not exist. Pure.

Lean's stubs give these classes a `__getattr__`, so that every name passes a type checker. Here objects are followed
from the algorithm's own methods (`self._fast = self.sma(...)`) to where they are used, and their members looked up.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

__all__ = ["Complaint", "unknown_attributes"]

# What the algorithm's collections hold.
_HELD = {"self.securities": "Security", "self.portfolio": "SecurityHolding"}
_MIXED = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A member that the class does not have."""

    line: int
    text: str


def unknown_attributes(
    source: str, *, returns: Mapping[str, str], members: Mapping[str, frozenset[str]]
) -> list[Complaint]:
    """Return the members used in `source` that their class does not have.

    Parameters
    ----------
    returns
        Method of the algorithm -> class of what it returns, for the classes that are checked.
    members
        Class -> all its members, inherited ones included.
    """
    tree = ast.parse(source)
    shared = {name: kind for name, kind in _kinds(tree, returns).items() if name.startswith("self.")}
    complaints = set()
    for scope in _scopes(tree):
        kinds = shared | {name: kind for name, kind in _kinds(scope, returns).items() if name not in shared}
        for node in ast.walk(scope):
            if isinstance(node, ast.Attribute) and not node.attr.startswith("_"):
                kind = _kind_of(node.value, kinds, returns)
                if kind in members and node.attr not in members[kind]:
                    complaints.add((node.lineno, _sentence(kind, node.attr, members[kind])))
    return [Complaint(line, text) for line, text in sorted(complaints)]


def _sentence(kind: str, name: str, known: frozenset[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"{kind} has no member {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _scopes(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield every function, in whose body plain names mean what that function binds."""
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _kinds(scope: ast.AST, returns: Mapping[str, str]) -> dict[str, str]:
    """Return `self.x` or `x` -> class, for names that are bound to such an object and to nothing else."""
    found: dict[str, str] = {}
    for name, value in _bindings(scope):
        kind = _MIXED if value is None else _kind_of(value, {}, returns)
        found[name] = kind if found.get(name, kind) == kind else _MIXED
    return {name: kind for name, kind in found.items() if kind != _MIXED}


def _bindings(scope: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield each name that is bound and the expression it is bound to; None where that is not a plain assignment."""
    plain: set[int] = set()
    for node in ast.walk(scope):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        for target in targets:
            name = _name(target)
            if name:
                plain.add(id(target))
                yield name, node.value  # type: ignore[attr-defined]
    for node in ast.walk(scope):
        if isinstance(node, ast.arg):
            yield node.arg, None
        elif isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Store) and id(node) not in plain:
            yield _name(node), None


def _kind_of(node: ast.AST, kinds: Mapping[str, str], returns: Mapping[str, str]) -> str:
    name = _name(node)
    if name:
        return kinds.get(name, _MIXED)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _name(node.func.value) == "self":
        return returns.get(node.func.attr, _MIXED)
    if isinstance(node, ast.Subscript):
        return _HELD.get(_name(node.value), _MIXED)
    return _MIXED


def _name(node: ast.AST) -> str:
    """Return `x` or `self.x`; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        return f"self.{node.attr}"
    return ""
