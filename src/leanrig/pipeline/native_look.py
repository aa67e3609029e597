"""What doctor looks at of a Lean that was built here: the launcher, its .NET, and the Python that it will load."""

from collections.abc import Mapping

from leanrig.backtest.native import find_lean, find_python, require_runtime

__all__ = ["native_lean_look"]


def native_lean_look(environment: Mapping[str, str]) -> str:
    """Return what is there, in one line; raise `LeanrigError` for the first thing that is not."""
    home = find_lean(None, environment)
    require_runtime(home)
    python = find_python(environment)
    version = home.version or "of a version it does not say"
    return f"Lean {version} in {home.folder}; Python {python.version} with pandas {python.pandas}"
