"""Modules that are imported when their first member is read."""

import importlib
from types import ModuleType
from typing import Any

__all__ = ["LazyModule"]


class LazyModule(ModuleType):
    """Stands for a module until somebody reads a member; costs nothing if nobody does."""

    def __init__(self, name: str) -> None:
        super().__init__(name)

    def __getattr__(self, member: str) -> Any:
        if member in ("__path__", "__file__", "__wrapped__"):
            raise AttributeError(member)
        return getattr(importlib.import_module(self.__name__), member)

    def __dir__(self) -> list[str]:
        return dir(importlib.import_module(self.__name__))
