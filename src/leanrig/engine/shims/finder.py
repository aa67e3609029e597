"""`AlgorithmImports`, `QuantConnect.*`, `System.*` and `clr` for the child process: made on import, not files."""

import importlib.abc
import importlib.machinery
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from leanrig.engine.naming import let_assign
from leanrig.engine.shims.lazy import LazyModule
from leanrig.engine.shims.resolver import all_names, names_of, namespaces, resolve
from leanrig.engine.shims.shelves import ShelfFinder

__all__ = ["install"]

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_LAZY = {"np": "numpy", "pd": "pandas", "plt": "matplotlib.pyplot"}


def install() -> None:
    """Let this process import Lean's modules."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
        sys.meta_path.append(ShelfFinder())


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname in ("AlgorithmImports", "clr") or fullname in _known():
            return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname in _known())
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        if spec.name == "AlgorithmImports":
            return AlgorithmImports(spec.name)
        return Clr(spec.name) if spec.name == "clr" else Namespace(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: members are made when they are read."""


@cache
def _known() -> frozenset[str]:
    return namespaces()


class Clr(ModuleType):
    """pythonnet's module: references are always there."""

    def AddReference(self, name: str) -> None:  # noqa: N802  # pythonnet's name
        """Do nothing: every assembly is loaded."""

    def GetClrType(self, kind: Any) -> Any:  # noqa: N802  # pythonnet's name
        return kind


class Namespace(ModuleType):
    """A .NET namespace."""

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return _wanted(names_of(self.__name__))
        if name in names_of(self.__name__):
            return resolve(name, self.__name__)
        raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")


class AlgorithmImports(ModuleType):
    """Everything that Lean's star import brings."""

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return _wanted([*all_names(), *_standard()])
        if name in _standard():
            return _standard()[name]
        if name in all_names():
            return resolve(name, all_names()[name])
        raise AttributeError(f"module 'AlgorithmImports' has no attribute '{name}'")


@cache
def _standard() -> dict[str, Any]:
    """Python's own names that come with the star import; they win over Lean's."""
    import builtins
    import datetime
    import json
    import math
    import os
    import typing

    found: dict[str, Any] = {name: getattr(typing, name) for name in typing.__all__}
    found |= {name: getattr(datetime, name) for name in ("date", "time", "datetime", "timedelta")}
    found |= {"math": math, "json": json, "os": os, "sys": sys, "Exception": builtins.Exception}
    return found | {name: LazyModule(module) for name, module in _LAZY.items()}


def _wanted(names: list[str]) -> list[str]:
    """Of these names the ones that the importing file mentions: making all of them would cost every run its start."""
    mentioned = _mentioned_by_importer()
    return list(names) if mentioned is None else [name for name in names if name in mentioned]


def _mentioned_by_importer() -> frozenset[str] | None:
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith("<frozen") and name != __file__:
            break
        frame = frame.f_back  # type: ignore[assignment]
    try:
        text = Path(frame.f_code.co_filename).read_text(encoding="utf-8", errors="replace")
    except (OSError, AttributeError):
        return None
    let_assign(text)
    return frozenset(_IDENTIFIER.findall(text))
