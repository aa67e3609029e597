"""The modules of models that Lean keeps beside itself: `from Alphas.RsiAlphaModel import RsiAlphaModel`.

They stand behind every file that can be found otherwise, so that a checkout of Lean on the path wins.
"""

import importlib.abc
import importlib.machinery
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from leanrig.engine.shims.placeholders import Placeholder
from leanrig.engine.shims.resolver import all_names, resolve

__all__ = ["SHELVES", "ShelfFinder"]

# Folder -> the namespace of the classes that its modules are named after.
SHELVES = {
    "Alphas": "QuantConnect.Algorithm.Framework.Alphas",
    "Execution": "QuantConnect.Algorithm.Framework.Execution",
    "Portfolio": "QuantConnect.Algorithm.Framework.Portfolio",
    "Risk": "QuantConnect.Algorithm.Framework.Risk",
    "Selection": "QuantConnect.Algorithm.Framework.Selection",
}
# Lean's Python version gives other insights than the class of the same name.
_OTHERWISE = frozenset(("HistoricalReturnsAlphaModel",))


class ShelfFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a folder of models, and a module in it."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # the protocol's
        target: ModuleType | None = None,  # the protocol's
    ) -> importlib.machinery.ModuleSpec | None:
        folder, _, name = fullname.partition(".")
        if folder not in SHELVES or (name and all_names().get(name) != SHELVES[folder]):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=not name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return Shelf(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: members are made when they are read."""


class Shelf(ModuleType):
    """One of these modules: it holds the class that it is named after."""

    def __getattr__(self, name: str) -> Any:
        folder, _, own = self.__name__.partition(".")
        if name == "__all__":
            return [own] if own else []
        if not own or name != own:
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        if name in _OTHERWISE:
            return Placeholder(f"{folder}.{own}", SHELVES[folder])
        return resolve(name, SHELVES[folder])
