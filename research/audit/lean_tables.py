"""Files that an algorithm reads at its start and looks up as it goes: today's row, today's list, all rows for a fit."""

import ast
from collections.abc import Iterator

from research.audit.lean_class import LeanClass, is_now
from research.audit.suspicion import Suspicion, Tree, name_of, root_of

__all__ = ["tables"]

_READS = ("read_csv", "read_parquet", "read_json", "read_excel", "read_feather", "read_pickle", "loads", "load")
_STORES = (
    "read",
    "download",
    "open",
    "read_bytes",
    "read_csv",
    "read_parquet",
    "read_json",
    "get_file_path",
    "read_string",
)
_LATE = ("after_market_close", "on_end_of_day", "on_end_of_algorithm")
_CLOSE_HOUR = 16
_WITHIN = ("MINUTE", "HOUR", "SECOND", "TICK", "Minute", "Hour", "Second", "Tick")


def tables(tree: Tree, algorithm: LeanClass) -> Iterator[Suspicion]:
    """Yield look-aheads by tables that hold later rows."""
    read = {
        target.attr
        for node in ast.walk(algorithm.node)
        if isinstance(node, ast.Assign) and _reads(node.value)
        for target in node.targets
        if isinstance(target, ast.Attribute)
    }
    late = set(_after_close(algorithm))
    for name, method in algorithm.methods.items():
        if name not in late and not (name == "on_data" and not _is_within_day(algorithm)):
            yield from _rows_of_today(tree, algorithm, method, read)
        if name == "initialize":
            yield from _trained(tree, algorithm, method)
    for name in {*algorithm.handlers("add_universe"), *algorithm.handlers("add_universe_selection")}:
        if name in algorithm.methods:
            yield from _lists_of_today(tree, algorithm, algorithm.methods[name])


def _reads(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Call) and name_of(part) in _READS for part in ast.walk(node))


def _is_within_day(algorithm: LeanClass) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr.upper() in _WITHIN and "esolution" in ast.dump(node.value)
        for node in ast.walk(algorithm.node)
    )


def _after_close(algorithm: LeanClass) -> Iterator[str]:
    """Methods that run when the day is over: today's row is known to them."""
    yield from ("on_end_of_day", "on_end_of_algorithm")
    for node in ast.walk(algorithm.node):
        if isinstance(node, ast.Call) and name_of(node) == "on" and any(_is_late(part) for part in ast.walk(node)):
            for given in node.args:
                if isinstance(given, ast.Attribute) and isinstance(given.value, ast.Name) and given.value.id == "self":
                    yield given.attr


def _is_late(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    hour = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
    return name_of(node) in _LATE or (name_of(node) == "at" and isinstance(hour, int) and hour >= _CLOSE_HOUR)


def _rows_of_today(tree: Tree, algorithm: LeanClass, method: ast.FunctionDef, read: set[str]) -> Iterator[Suspicion]:
    for node in ast.walk(method):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            table, key = node.value, node.slice
        elif (
            isinstance(node, ast.Call) and name_of(node) == "get" and isinstance(node.func, ast.Attribute) and node.args
        ):
            table, key = node.func.value, node.args[0]
        else:
            continue
        if _table(table) not in read:
            continue
        first = key.elts[0] if isinstance(key, ast.Tuple) and key.elts else key
        first = first.upper if isinstance(first, ast.Slice) and first.upper is not None else first
        if _is_today(algorithm.value(first, method)):
            yield tree.suspicion("row-of-today", node, "beyond")


def _table(node: ast.expr) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            return node.attr
        node = node.value
    return ""


def _is_today(node: ast.expr, moment: str = "") -> bool:
    """Whether it is the date of now, with nothing taken off."""
    if any(isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub) for part in ast.walk(node)):
        return False
    return any(_is_day_of(part, moment) for part in ast.walk(node))


def _is_day_of(node: ast.AST, moment: str) -> bool:
    """Whether it brings now, or the parameter `moment`, down to its day."""
    if isinstance(node, ast.Call) and name_of(node) in ("strftime", "date", "normalize"):
        return isinstance(node.func, ast.Attribute) and _is_moment(node.func.value, moment)
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None and _is_moment(node.value, moment):
        form = ast.dump(node.format_spec)
        return "%d" in form and "%H" not in form
    return False


def _is_moment(node: ast.expr, moment: str) -> bool:
    return is_now(node) or (isinstance(node, ast.Name) and node.id == moment)


def _lists_of_today(tree: Tree, algorithm: LeanClass, method: ast.FunctionDef) -> Iterator[Suspicion]:
    moment = method.args.args[1].arg if len(method.args.args) > 1 else ""
    for node in ast.walk(method):
        if isinstance(node, ast.Call) and name_of(node) in _STORES and node.args:
            value = algorithm.value(node.args[0], method)
            if _is_today(value, moment):
                yield tree.suspicion("universe-of-today", value, "beyond")


def _trained(tree: Tree, algorithm: LeanClass, method: ast.FunctionDef) -> Iterator[Suspicion]:
    for node in ast.walk(method):
        if (
            isinstance(node, ast.Call)
            and name_of(node) == "fit"
            and node.args
            and _is_whole_file(algorithm, method, node.args[0])
        ):
            yield tree.suspicion("trained-on-file", node, "beyond")


def _is_whole_file(algorithm: LeanClass, method: ast.FunctionDef, node: ast.expr, depth: int = 0) -> bool:
    """Whether rows of a file come here without a slice or a comparison on the way."""
    if any(isinstance(part, (ast.Slice, ast.Compare)) for part in ast.walk(node)) or depth > 5:
        return False
    if _reads(node):
        return True
    root = root_of(node)
    if isinstance(root, ast.Name):
        value = algorithm.value(root, method)
        return value is not root and _is_whole_file(algorithm, method, value, depth + 1)
    return False
