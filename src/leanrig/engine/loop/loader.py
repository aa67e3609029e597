"""Find the algorithm's class in the user's file, as Lean does, and say so in Lean's words when it cannot be."""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from leanrig.engine.algorithm.qc_algorithm import QCAlgorithm
from leanrig.engine.loop.failures import SetupFailed, told
from leanrig.engine.naming import let_assign

__all__ = ["load"]


def load(path: Path, *, warn: Any) -> Any:
    """Import the file and make its algorithm: the alphabetically last class of a module named like the file.

    Parameters
    ----------
    path
        The algorithm's file. Its folder must already be first on `sys.path`.
    warn
        Called with a sentence where Lean would silently do what few expect.

    Raises
    ------
    SetupFailed
        When the module does not load or holds no algorithm.
    """
    module = _imported(path)
    classes = _candidates(module)
    if not classes:
        raise SetupFailed(
            "Loader.TryCreatePythonAlgorithm(): Unable to import python module "
            f"{path}. AlgorithmPythonWrapper(): Please ensure that one class inherits from QCAlgorithm."
        )
    if len(classes) > 1:
        names = ", ".join(f"{cls.__module__}.{cls.__name__}" for cls in classes)
        warn(
            f"{path.name} offers several algorithms ({names}); Lean runs the alphabetically last, "
            f"{classes[-1].__name__}. Keep one class a project."
        )
    try:
        return classes[-1]()
    except Exception as err:
        raise SetupFailed(
            f"Loader.TryCreatePythonAlgorithm(): Unable to import python module {path}. "
            f"AlgorithmPythonWrapper(): {told(err)}"
        ) from err


def _imported(path: Path) -> ModuleType:
    try:
        module = importlib.import_module(path.stem)
    except Exception as err:
        raise SetupFailed(
            f"Loader.TryCreatePythonAlgorithm(): Unable to import python module {path}. "
            f"AlgorithmPythonWrapper(): {told(err)}"
        ) from err
    for one in list(sys.modules.values()):
        file = getattr(one, "__file__", None)
        if file and file.endswith(".py") and path.parent in Path(file).parents:
            let_assign(Path(file).read_text(encoding="utf-8", errors="replace"))
    return module


def _candidates(module: ModuleType) -> list[type]:
    """Subclasses of QCAlgorithm in the module whose own module's name starts with the file's, by name."""
    found: list[type] = []
    for name in sorted(dir(module)):
        item = getattr(module, name)
        if isinstance(item, type) and issubclass(item, QCAlgorithm) and item.__module__.startswith(module.__name__):
            found.append(item)
    return found
