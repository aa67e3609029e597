"""A Lean that was built on this machine, run without Docker."""

from leanrig.backtest.native.home import LeanHome, find_lean, require_runtime
from leanrig.backtest.native.python import LeanPython, find_python
from leanrig.backtest.native.runner import NativeRunner

__all__ = ["LeanHome", "LeanPython", "NativeRunner", "find_lean", "find_python", "require_runtime"]
