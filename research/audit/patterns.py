"""Lines of research code that may look ahead: by their text alone, to be decided by a run. Pure."""

import ast
from collections.abc import Callable, Iterator

from research.audit.learning import learned
from research.audit.suspicion import Suspicion, Tree, is_negative, keyword, name_of

__all__ = ["suspicions"]

# fmt: off
_STATISTICS = frozenset({
    "mean", "std", "var", "min", "max", "median", "quantile", "percentile", "sum", "skew", "kurt", "idxmax",
    "idxmin", "argmax", "argmin", "nanmean", "nanstd", "nanmin", "nanmax", "nanmedian", "nanquantile", "rank",
    "zscore", "describe", "average", "ptp", "value_counts", "qcut", "cut", "histogram", "mad",
})
# fmt: on
_WINDOWS = {"rolling", "expanding", "ewm", "groupby", "resample"}
# fmt: off
_TWO_SIDED = frozenset({
    "savgol_filter", "filtfilt", "sosfiltfilt", "gaussian_filter1d", "uniform_filter1d", "detrend", "hpfilter",
    "seasonal_decompose", "STL", "lowess", "find_peaks", "argrelextrema", "fft", "rfft", "ifft", "irfft",
    "medfilt", "wavedec", "UnivariateSpline", "make_smoothing_spline", "bkfilter", "cffilter",
})
# fmt: on
_WHOLE = {"max", "min", "last", "mean", "sum", "std", "median", "count", "size", "nunique"}
_RUNNING = {"rolling", "expanding", "ewm", "cumsum", "cumprod", "cummax", "cummin", "accumulate", "diff", "shift"}
_MIDNIGHT = {"normalize", "floor"}


def suspicions(tree: Tree) -> list[Suspicion]:
    """Return every suspicious line, in the order of the text."""
    found = [item for node in ast.walk(tree.module) for rule in _RULES.get(type(node), ()) for item in rule(tree, node)]
    return sorted({*found, *learned(tree)}, key=lambda item: (item.line, item.kind))


def _moved(tree: Tree, node: ast.Call) -> Iterator[Suspicion]:
    name, given = name_of(node), [*node.args, *(known.value for known in node.keywords if known.arg == "periods")]
    if name in ("shift", "tshift", "diff", "pct_change") and given and is_negative(given[0]):
        yield tree.suspicion("negative-shift", node)
    if name == "roll" and len(given) > 1 and is_negative(given[1]):
        yield tree.suspicion("negative-shift", node)


def _windows(tree: Tree, node: ast.Call) -> Iterator[Suspicion]:
    if keyword(node, "center") is True:
        yield tree.suspicion("centred-window", node)
    name = name_of(node)
    if name in _TWO_SIDED or (name in ("convolve", "correlate") and _text(node, "mode", 2) in ("same", "full")):
        yield tree.suspicion("two-sided-filter", node)


def _gaps(tree: Tree, node: ast.Call) -> Iterator[Suspicion]:
    name, method = name_of(node), keyword(node, "method")
    if name in ("bfill", "backfill") or method in ("bfill", "backfill", "nearest"):
        yield tree.suspicion("back-fill", node)
    if (name == "interpolate" and keyword(node, "axis") not in (1, "columns")) or name in ("interp", "interp1d"):
        yield tree.suspicion("interpolation", node)


def _statistics(tree: Tree, node: ast.Call) -> Iterator[Suspicion]:
    name, where = name_of(node), tree.function(node)
    if name not in _STATISTICS or keyword(node, "axis") in (1, "columns") or not isinstance(node.func, ast.Attribute):
        return
    if where is None or where.name.lstrip("_").startswith("fit") or _has_window(node.func.value):
        return
    base = (
        node.args[0]
        if isinstance(node.func.value, ast.Name) and node.func.value.id in tree.imported and node.args
        else node.func.value
    )
    if not any(isinstance(part, ast.Slice) for part in ast.walk(base)):
        yield tree.suspicion("whole-sample", node)


def _joins(tree: Tree, node: ast.Call) -> Iterator[Suspicion]:
    name = name_of(node)
    if name == "merge_asof" and keyword(node, "direction") in ("forward", "nearest"):
        yield tree.suspicion("forward-join", node)
    if name == "resample" and keyword(node, "label") != "right":
        yield tree.suspicion("left-label", node)
    if name == "transform" and node.args and _has_window(node.func) and _constant(node.args[0]) in _WHOLE:
        yield tree.suspicion("whole-group", node)


def _order(tree: Tree, node: ast.Call) -> Iterator[Suspicion]:
    if name_of(node) in ("sort_index", "sort_values") and keyword(node, "ascending") is False:
        yield tree.suspicion("newest-first", node)
    if name_of(node) in _MIDNIGHT:
        yield tree.suspicion("early-stamp", node)
    if name_of(node) in _RUNNING and any(_is_reversed(part) for part in ast.walk(node.func)):
        yield tree.suspicion("newest-first", node)


def _indexed(tree: Tree, node: ast.Subscript) -> Iterator[Suspicion]:
    if not isinstance(node.ctx, ast.Load):
        return
    index = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
    if isinstance(index, ast.Slice):
        if index.upper is not None and _reaches(index.upper):
            yield tree.suspicion("later-slice", node)
    elif (
        isinstance(index, ast.BinOp)
        and isinstance(index.op, ast.Add)
        and tree.in_loop(node)
        and _is_number(index.right)
    ):
        yield tree.suspicion("next-index", node)
    elif is_negative(index) and isinstance(node.value, ast.Attribute) and node.value.attr == "iloc":
        if isinstance(node.value.value, ast.Name) and not _is_slice(tree, node.value.value):
            yield tree.suspicion("last-of-all", node)
    elif is_negative(index) and isinstance(node.value, ast.Name) and tree.function(node) is not None:
        yield tree.suspicion("last-of-all", node)


def _loops(tree: Tree, node: ast.For) -> Iterator[Suspicion]:
    call = node.iter
    if isinstance(call, ast.Call) and name_of(call) == "range" and len(call.args) == 3 and is_negative(call.args[2]):
        yield tree.suspicion("backward-pass", node)
    if isinstance(call, ast.Call) and name_of(call) == "reversed":
        yield tree.suspicion("backward-pass", node)


def _stamps(tree: Tree, node: ast.Assign) -> Iterator[Suspicion]:
    if any(isinstance(target, ast.Attribute) and target.attr == "index" for target in node.targets):
        yield tree.suspicion("early-stamp", node)


def _is_slice(tree: Tree, name: ast.Name) -> bool:
    """Whether a name stands for a part of a history: the last row of that is no later than the part reaches."""
    return any(
        isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name.id for target in node.targets)
        and any(isinstance(part, ast.Slice) for part in ast.walk(node.value))
        for node in ast.walk(tree.function(name) or tree.module)
    )


def _has_window(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Attribute) and part.attr in _WINDOWS for part in ast.walk(node))


def _is_reversed(node: ast.AST) -> bool:
    return isinstance(node, ast.Slice) and is_negative(node.step)


def _reaches(upper: ast.expr) -> bool:
    """Whether a slice ends at a moment plus a time, or at a number plus two or more (plus one is the bar itself)."""
    if not (isinstance(upper, ast.BinOp) and isinstance(upper.op, ast.Add)):
        return False
    amount = _constant(upper.right)
    return isinstance(upper.right, ast.Call) or (isinstance(amount, int) and amount >= 2)


def _is_number(node: ast.expr) -> bool:
    return isinstance(_constant(node), int) or isinstance(node, ast.Name)


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _text(call: ast.Call, name: str, place: int) -> object:
    return keyword(call, name) or (_constant(call.args[place]) if len(call.args) > place else None)


_RULES: dict[type, tuple[Callable[..., Iterator[Suspicion]], ...]] = {
    ast.Call: (_moved, _windows, _gaps, _statistics, _joins, _order),
    ast.Subscript: (_indexed,),
    ast.For: (_loops,),
    ast.Assign: (_stamps,),
}
