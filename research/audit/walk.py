"""What a signal earns where nothing can be earned: on a random walk, at once and with a bar of lag.

An honest signal may earn anything on real bars, and lose or keep it with a bar of lag: evidence, and no verdict. On a
random walk it earns nothing. A clear profit there that a bar of lag takes away is a look at the next bar, or pay
for the last one.
"""

import ast
import sys
from typing import Any

import numpy as np
import pandas as pd

from research.audit.histories import walk
from research.audit.learning import is_return
from research.audit.probe import run
from research.audit.subjects import Subject
from research.audit.suspicion import Tree

__all__ = ["earned", "told", "with_lag"]

_LAG = "_position_one_bar_later"


def told(subject: Subject, kind: str) -> str:
    """Return the correlation of answers with the next bar's return, and acted on a bar later; "" if it is not clear."""
    rows, closes = _answers(subject, kind)
    if rows is None or closes is None or len(rows) != len(closes):
        return ""
    ahead = np.append(np.diff(np.log(closes)), np.nan)
    at_once, later = _correlation(rows, ahead), _correlation(rows[:-1], ahead[1:])
    if at_once is None or abs(at_once) < 0.15:
        return ""
    lagged = "" if later is None else f", and {later:.2f} acted on a bar later"
    shown = f"on a random walk its correlation with the next bar's return is {at_once:.2f}{lagged}"
    return f"{shown}; an honest signal's is about 0"


def earned(subject: Subject, kind: str) -> float:
    """Return the mean of the answers on a random walk, in standard errors: what a profit must not be far from 0 in."""
    rows, _ = _answers(subject, kind)
    if rows is None:
        return 0.0
    known = rows[np.isfinite(rows)]
    return float(known.mean() / known.std() * np.sqrt(len(known))) if len(known) > 100 and known.std() > 0 else 0.0


def with_lag(function: Any, text: str, line: int) -> Any | None:
    """Return a module's function with the positions of that line taken from the bar before; None if it cannot be.

    Of a product the side that is no return by its text is the position. The copy has the names of its module.
    """
    tree = Tree(text)
    for node in ast.walk(tree.module):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and node.lineno == line:
            side = "right" if is_return(tree, node, node.left) and not is_return(tree, node, node.right) else "left"
            setattr(node, side, ast.Call(ast.Name(_LAG, ast.Load()), [getattr(node, side)], []))
    names = {**vars(sys.modules[function.__module__]), _LAG: _lagged}
    defined: list[ast.stmt] = [node for node in tree.module.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    module = ast.fix_missing_locations(ast.Module(defined, []))
    try:
        exec(compile(module, "<lagged>", "exec"), names)  # noqa: S102  # the user's own text, in the child
    except Exception:  # decorators and the like
        return None
    return names.get(function.__name__)


def _lagged(value: Any) -> Any:
    if isinstance(value, (pd.Series, pd.DataFrame)):
        return value.shift(1)
    if isinstance(value, np.ndarray) and value.ndim == 1:
        return np.concatenate([[0.0], value[:-1]])
    return value


def _answers(subject: Subject, kind: str) -> tuple[np.ndarray | None, np.ndarray | None]:
    history = walk(kind)
    if history is None:
        return None, None
    try:
        rows = run(subject, history.bars, kind)
    except Exception:  # it ran on other bars
        return None, None
    if rows is None or rows.shape[1] != 1 or not pd.api.types.is_numeric_dtype(rows.iloc[:, 0]):
        return None, None
    return rows.iloc[:, 0].to_numpy(dtype=float), history.bars["close"].to_numpy()


def _correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    known = np.isfinite(one) & np.isfinite(other)
    if known.sum() < 100 or one[known].std() == 0:
        return None
    return float(np.corrcoef(one[known], other[known])[0, 1])
