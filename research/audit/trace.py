"""On which line does it begin? Runs a signal twice with a common past and watches the variables of its own file."""

import ast
import sys
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd

from research.audit.histories import view
from research.audit.probe import Parting
from research.audit.rows import parted, rows_of
from research.audit.subjects import Subject
from research.audit.suspicion import Tree

__all__ = ["Place", "places"]

_MOST_RECORDS = 4000
_OCCURRENCES = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a function at which a variable knew later bars; `is_number` where it is a single number."""

    function: str
    line: int
    name: str
    is_number: bool


@dataclass(slots=True)
class _Watch:
    """What the variables were, in the order in which the lines ran."""

    path: str
    changed_in_place: dict[str, dict[str, list[int]]]
    records: dict[tuple[str, int, str, int], tuple[int, Any]] = field(default_factory=dict)
    ran: dict[tuple[str, int], int] = field(default_factory=dict)
    steps: int = 0

    def enter(self, frame: FrameType, event: str, arg: Any) -> Any:  # noqa: ARG002
        if frame.f_code.co_filename != self.path or frame.f_code.co_name == "update":
            return None
        seen: dict[str, int] = {name: id(value) for name, value in frame.f_locals.items()}
        line = frame.f_lineno
        function = frame.f_code.co_qualname if hasattr(frame.f_code, "co_qualname") else frame.f_code.co_name
        function = function.replace("<locals>.", "")

        def within(frame: FrameType, event: str, arg: Any) -> Any:  # noqa: ARG001
            nonlocal line
            if event not in ("line", "return"):
                return within
            self.steps += 1
            self.ran[function, line] = self.steps
            for name, value in frame.f_locals.items():
                if seen.get(name) != id(value):
                    seen[name] = id(value)
                    if name not in self.changed_in_place.get(function, {}):
                        self.keep(function, line, name, value)
            if event == "return":
                self.leave(function, frame)
            line = frame.f_lineno
            return within

        return within

    def leave(self, function: str, frame: FrameType) -> None:
        for name, lines in self.changed_in_place.get(function, {}).items():
            value = (
                getattr(frame.f_locals.get("self"), name[5:], None)
                if name.startswith("self.")
                else frame.f_locals.get(name)
            )
            for line in lines:
                if value is not None and (function, line) in self.ran:
                    self.keep(function, line, name, value, at=self.ran[function, line])

    def keep(self, function: str, line: int, name: str, value: Any, at: int | None = None) -> None:
        kept = _copied(value)
        if kept is None or len(self.records) > _MOST_RECORDS:
            return
        for occurrence in range(_OCCURRENCES if not isinstance(kept, float) else 1):
            key = (function, line, name, occurrence)
            if key not in self.records:
                self.records[key] = (self.steps if at is None else at, kept)
                return


def places(subject: Subject, parting: Parting, tree: Tree, path: str) -> list[Place]:
    """Return where later bars got in, in the order in which it happened; empty where no variable shows it."""
    one = _watched(subject, parting.history.bars, parting.kind, tree, path)
    other = _watched(subject, parting.other, parting.kind, tree, path)
    until = parting.history.bars.index[parting.cut - 1]
    differ = []
    for key, (step, value) in one.records.items():
        if key in other.records and _differ(value, other.records[key][1], parting, until):
            differ.append((step, Place(key[0], key[1], key[2], isinstance(value, float))))
    return [place for _, place in sorted(differ, key=lambda item: item[0])]


def _watched(subject: Subject, bars: pd.DataFrame, kind: str, tree: Tree, path: str) -> _Watch:
    watch = _Watch(path, _changed_in_place(tree))
    before = sys.gettrace()
    sys.settrace(watch.enter)
    try:
        subject.run(view(bars, kind), kind)
    except Exception:  # it ran a moment ago; what was seen until here is kept
        return watch
    finally:
        sys.settrace(before)
    return watch


def _copied(value: Any) -> Any:
    if isinstance(value, (pd.Series, pd.DataFrame)):
        return value.copy()
    if isinstance(value, np.ndarray) and value.ndim in (1, 2) and len(value) > 2:
        return value.copy()
    if isinstance(value, list) and len(value) > 2 and isinstance(value[0], (int, float, str, tuple)):
        return list(value)
    return float(value) if isinstance(value, (float, np.floating)) else None


def _differ(one: Any, other: Any, parting: Parting, until: pd.Timestamp) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return not np.array_equal(one, other, equal_nan=True)
    try:
        rows = [rows_of(value, bars.index) for value, bars in ((one, parting.history.bars), (other, parting.other))]
        return rows[0] is not None and rows[1] is not None and parted(rows[0], rows[1], until, parting.cut) is not None
    except Exception:  # variables of any shape
        return False


def _changed_in_place(tree: Tree) -> dict[str, dict[str, list[int]]]:
    """Function -> variable -> lines that write into it."""
    found: dict[str, dict[str, list[int]]] = {}
    for node in ast.walk(tree.module):
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [name for target in targets for name in _written(target)]
        elif (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
        ):
            inner = node.value.func
            names = (
                [inner.value.id]
                if inner.attr in ("append", "insert", "extend") and isinstance(inner.value, ast.Name)
                else []
            )
        else:
            continue
        for name in names:
            found.setdefault(tree.qualified(node), {}).setdefault(name, []).append(node.lineno)
    return found


def _written(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Subscript):
        inner = target.value
        while isinstance(inner, (ast.Attribute, ast.Subscript)):
            inner = inner.value
        return [inner.id] if isinstance(inner, ast.Name) else []
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        return [f"self.{target.attr}"] if target.value.id == "self" else [target.value.id]
    return []
