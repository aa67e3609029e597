"""What type checkers cannot see in an algorithm: members of indicators and securities that do not exist. Pure.

Lean's stubs give these classes a `__getattr__`, so that every name passes a type checker. Here names are followed from
the algorithm's constructors (`self._fast = self.sma(...)`) to where they are used, and looked up in the stubs' lists.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

__all__ = ["Complaint", "unknown_attributes"]


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
    kinds = _kinds(tree, returns)
    complaints = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        kind = _kind_of(node.value, kinds, returns)
        if kind in members and not node.attr.startswith("_") and node.attr not in members[kind]:
            complaints.append(Complaint(node.lineno, _sentence(kind, node.attr, members[kind])))
    return sorted(complaints, key=lambda complaint: complaint.line)


def _sentence(kind: str, name: str, known: frozenset[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"{kind} has no member {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _kinds(tree: ast.AST, returns: Mapping[str, str]) -> dict[str, str]:
    """Return `self.x` or `x` -> class, for names that are assigned such an object and nothing else."""
    found: dict[str, str] = {}
    mixed = set()
    for node in ast.walk(tree):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            name = _name(target)
            kind = _kind_of(node.value, {}, returns) if getattr(node, "value", None) is not None else None  # type: ignore[attr-defined]
            if name is None:
                continue
            if kind is None or found.get(name, kind) != kind:
                mixed.add(name)
            else:
                found[name] = kind
    return {name: kind for name, kind in found.items() if name not in mixed}


def _kind_of(node: ast.AST, kinds: Mapping[str, str], returns: Mapping[str, str]) -> str | None:
    name = _name(node)
    if name is not None:
        return kinds.get(name)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _name(node.func.value) == "self":
        return returns.get(node.func.attr)
    if isinstance(node, ast.Subscript) and _name(node.value) == "self.securities":
        return "Security"
    return None


def _name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        return f"self.{node.attr}"
    return None
