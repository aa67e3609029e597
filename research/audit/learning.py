"""Lines on which something learns from bars it should not know, by their text. Pure."""

import ast
from collections.abc import Iterator

from research.audit.suspicion import Suspicion, Tree, is_negative, keyword, name_of, root_of

__all__ = ["is_return", "learned"]

_SCALERS = ("Scaler", "PCA", "Normalizer", "Imputer", "Transformer", "SelectKBest", "Discretizer")
_MIXED = {"ShuffleSplit", "StratifiedShuffleSplit"}
_FOLDS = {"KFold", "StratifiedKFold"}
_ORDERED = {"shift", "pct_change", "diff", "rolling", "ewm", "resample", "asfreq", "cumsum"}
_STATES = {"predict", "predict_proba", "decode", "score_samples"}


def learned(tree: Tree) -> Iterator[Suspicion]:
    """Yield suspicions of fits, states and splits."""
    is_series = any(isinstance(node, ast.Attribute) and node.attr in _ORDERED for node in ast.walk(tree.module))
    for node in ast.walk(tree.module):
        if isinstance(node, ast.Call):
            yield from _states(tree, node)
            yield from _fits(tree, node)
            if is_series:
                yield from _splits(tree, node)
        if isinstance(node, ast.Attribute) and node.attr.startswith("smoothed_") and not _is_last(tree, node):
            yield tree.suspicion("smoothed-states", node, "certain")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            yield from _profits(tree, node)


def _states(tree: Tree, node: ast.Call) -> Iterator[Suspicion]:
    if not any(module.startswith("hmmlearn") for module in tree.imported.values()):
        return
    if name_of(node) in _STATES and isinstance(node.func, ast.Attribute) and not _is_last(tree, node):
        made = _made_by(tree, node.func.value)
        if made is None or made.startswith("hmmlearn"):
            yield tree.suspicion("smoothed-states", node, "certain")


def _splits(tree: Tree, node: ast.Call) -> Iterator[Suspicion]:
    name = name_of(node)
    if not tree.imported.get(name, f"sklearn.{name}").startswith("sklearn"):
        return
    if (name == "train_test_split" and keyword(node, "shuffle") not in (False, ...)) or name in _MIXED:
        yield tree.suspicion("shuffled-split", node, "beyond")
    if name in _FOLDS and keyword(node, "shuffle") is True:
        yield tree.suspicion("shuffled-split", node, "beyond")


def _fits(tree: Tree, node: ast.Call) -> Iterator[Suspicion]:
    name, where = name_of(node), tree.function(node)
    if name not in ("fit", "fit_transform", "fit_predict", "polyfit", "lstsq", "OLS") or where is None or not node.args:
        return
    given = node.args[0]
    if (
        tree.in_loop(node)
        or where.name.lstrip("_").startswith("fit")
        or any(isinstance(x, ast.Slice) for x in ast.walk(given))
    ):
        return
    if _is_scaler(tree, node) and isinstance(given, ast.Name) and _is_parted_later(tree, node, where, given):
        yield tree.suspicion("scaled-before-split", node, "certain")
        return
    yield tree.suspicion("whole-fit", node, "certain" if _is_asked_again(where, node, given) else "suspect")


def _profits(tree: Tree, node: ast.BinOp) -> Iterator[Suspicion]:
    """A product of a name and of this bar's returns, neither of them moved on by a bar."""
    if tree.function(node) is None:
        return
    sides = [_meant(tree, node, side) for side in (node.left, node.right)]
    if any(_calls(side, "shift") or isinstance(side, ast.Constant) for side in sides):
        return
    if any(is_return(tree, node, side) for side in sides):
        yield tree.suspicion("same-bar-profit", node)


def is_return(tree: Tree, node: ast.expr, side: ast.expr) -> bool:
    """Whether a side of a product is a change of prices by its text, or by that of the name's assignment."""
    meant = _meant(tree, node, side)
    return _calls(meant, "pct_change") or _calls(meant, "diff")


def _meant(tree: Tree, node: ast.expr, side: ast.expr) -> ast.expr:
    """What a name stands for in its function."""
    if isinstance(side, ast.Name):
        for statement in ast.walk(tree.function(node) or tree.module):
            if isinstance(statement, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == side.id for target in statement.targets
            ):
                return statement.value
    return side


def _calls(node: ast.expr, name: str) -> bool:
    return any(isinstance(part, ast.Call) and name_of(part) == name for part in ast.walk(node))


def _is_last(tree: Tree, node: ast.expr) -> bool:
    """Whether only the last row is taken of it."""
    parent = tree.parent(node)
    if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0], ast.Name):
        name, where = parent.targets[0].id, tree.function(node) or tree.module
        uses = [
            part
            for part in ast.walk(where)
            if isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load)
        ]
        return bool(uses) and all(_is_last(tree, use) for use in uses)
    while isinstance(parent, ast.Attribute) and parent.attr in ("iloc", "loc", "values"):
        parent = tree.parent(parent)
    if not isinstance(parent, ast.Subscript):
        return False
    index = parent.slice.elts[0] if isinstance(parent.slice, ast.Tuple) else parent.slice
    return is_negative(index)


def _made_by(tree: Tree, node: ast.expr) -> str | None:
    """Return the import path of the class that an object was made by, where the text says it."""
    root = root_of(node)
    if isinstance(root, ast.Name):
        for statement in ast.walk(tree.function(node) or tree.module):
            if isinstance(statement, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == root.id for target in statement.targets
            ):
                first = root_of(statement.value)
                if isinstance(first, ast.Call) and isinstance(first.func, ast.Name):
                    return tree.imported.get(first.func.id)
    if isinstance(root, ast.Call) and isinstance(root.func, ast.Name):
        return tree.imported.get(root.func.id)
    return None


def _is_scaler(tree: Tree, node: ast.Call) -> bool:
    made = _made_by(tree, node.func.value) if isinstance(node.func, ast.Attribute) else None
    return made is not None and any(word in made for word in _SCALERS)


def _is_parted_later(tree: Tree, node: ast.Call, where: ast.AST, given: ast.Name) -> bool:
    """Whether what comes of it, or what went in, is cut in time or handed to a split further down."""
    statement = tree.statement(node)
    names = {given.id} | (
        {target.id for target in statement.targets if isinstance(target, ast.Name)}
        if isinstance(statement, ast.Assign)
        else set()
    )
    after = [part for part in ast.walk(where) if getattr(part, "lineno", 0) > node.lineno]
    return any(_is_cut(part, names) or _is_split(part, names) for part in after)


def _is_cut(node: ast.AST, names: set[str]) -> bool:
    if not (isinstance(node, ast.Subscript) and any(isinstance(part, ast.Slice) for part in ast.walk(node.slice))):
        return False
    root = root_of(node)
    return isinstance(root, ast.Name) and root.id in names


def _is_split(node: ast.AST, names: set[str]) -> bool:
    if not (isinstance(node, ast.Call) and ("split" in name_of(node) or "cross_val" in name_of(node))):
        return False
    return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node))


def _is_asked_again(where: ast.AST, node: ast.Call, given: ast.expr) -> bool:
    """Whether the rows that it was fitted on are the ones that it is asked about."""
    text = ast.dump(given)
    return name_of(node) == "fit_predict" or any(
        isinstance(call, ast.Call)
        and name_of(call).startswith("predict")
        and call.args
        and ast.dump(call.args[0]) == text
        for call in ast.walk(where)
        if getattr(call, "lineno", 0) >= node.lineno
    )
