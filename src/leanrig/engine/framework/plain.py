"""The algorithm as models written in Python see it: a QCAlgorithm without what the user's own class adds."""

from typing import Any

from leanrig.engine.algorithm.qc_algorithm import QCAlgorithm

__all__ = ["plain_of"]


def plain_of(algorithm: Any) -> Any:
    """A view of an algorithm that has its state, and neither its class nor the user's attributes."""
    view = object.__new__(_Plain)
    object.__setattr__(view, "__dict__", algorithm.__dict__)
    return view


class _Plain(QCAlgorithm):
    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_"):
            state = object.__getattribute__(self, "__dict__")
            if name in state and name not in state["_lean_own_names"] and not hasattr(QCAlgorithm, name):
                raise AttributeError(f"'QCAlgorithm' object has no attribute '{name}'")
        return object.__getattribute__(self, name)


_Plain.__name__ = _Plain.__qualname__ = "QCAlgorithm"
