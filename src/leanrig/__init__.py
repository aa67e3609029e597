"""leanrig: research and deployment kit for QuantConnect's LEAN."""

from typing import Any

__all__ = ["__version__", "load_ipython_extension"]

__version__ = "0.1.0"


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the magic `%leanrig`; IPython calls this for `%load_ext leanrig`."""
    from importlib import import_module  # by name: nothing below may import what lies above it

    import_module("leanrig.notebook.magic").load(shell)
