"""Loops that whole-array arithmetic cannot say: compiled by numba where it is there, run over lists where not.

One text for two machines, with the same operations in the same order.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

__all__ = ["run"]


def run(loop: Callable[..., Any], out: np.ndarray, *inputs: Any) -> Any:
    """Call `loop(out, *inputs)`, which fills `out`, and return what it returns.

    Parameters
    ----------
    loop
        A plain function of arrays and numbers, without Python objects, that indexes one element at a time.
    """
    compiled = _compiled(loop)
    if compiled is not None:
        return compiled(out, *inputs)
    filled = out.tolist()
    found = loop(filled, *(given.tolist() if isinstance(given, np.ndarray) else given for given in inputs))
    out[:] = filled
    return found


@lru_cache(maxsize=32)
def _compiled(loop: Callable[..., Any]) -> Callable[..., Any] | None:
    try:
        from numba import njit  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        return None
    compiled: Callable[..., Any] = njit(loop)
    return compiled
