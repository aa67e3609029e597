"""Traps of Lean in an algorithm's text: what it does not guard against, or cannot. Pure.

Each rule is narrow on purpose: an algorithm is not run here, so that what is reported must be one by its text.
"""

import ast
from collections.abc import Iterator

from research.audit.lean_class import LeanClass, lean_classes
from research.audit.lean_tables import tables
from research.audit.suspicion import Suspicion, Tree, name_of

__all__ = ["is_algorithm", "traps"]

_CLOCKED = ("%H", "%I", "%X", "%c", "%s", "%T")
_PAST = ("open", "high", "low")
_FRESH = {"is_fill_forward", "exchange_open", "is_market_open", "is_open", "fill_forward", "is_exchange_open"}
_ALWAYS = ("add_crypto", "add_forex", "add_cfd", "add_crypto_future")
_SESSIONS = ("add_equity", "add_index", "add_future", "add_option")


def is_algorithm(text: str) -> bool:
    """Whether a file is a Lean algorithm: it can be read here, and run only by an engine."""
    return any(_is_leans(node) for node in ast.walk(ast.parse(text)))


def _is_leans(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "AlgorithmImports"
    return isinstance(node, ast.ClassDef) and any("QCAlgorithm" in ast.dump(base) for base in node.bases)


def traps(tree: Tree) -> list[Suspicion]:
    """Return the traps that an algorithm has walked into, in the order of the text."""
    found: list[Suspicion] = []
    for known in lean_classes(tree):
        if known.derives("PythonData"):
            found += _early_data(tree, known)
        if known.derives("FillModel"):
            found += _past_fills(tree, known)
        if known.derives("QCAlgorithm"):
            found += [
                *_stale_prices(tree, known),
                *_history(tree, known),
                *_open_bars(tree, known),
                *tables(tree, known),
            ]
    return sorted(set(found), key=lambda item: (item.line, item.kind))


def _early_data(tree: Tree, data: LeanClass) -> Iterator[Suspicion]:
    """`time` from a bare date, with no `end_time` anywhere: known at that date's first moment."""
    reader = data.methods.get("reader")
    sets_end = any(
        isinstance(node, ast.Attribute) and node.attr == "end_time" and isinstance(node.ctx, ast.Store)
        for node in ast.walk(data.node)
    )
    if reader is None or sets_end or "end_time" in data.methods:
        return
    day = reader.args.args[3].arg if len(reader.args.args) > 3 else ""
    for node in ast.walk(reader):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Attribute) and target.attr == "time" for target in node.targets
        ):
            value = data.value(node.value, reader)
            if any(isinstance(up, ast.If) and "live" in ast.dump(up.test).lower() for up in tree.above(node)):
                continue
            if _is_bare_date(value) or (isinstance(value, ast.Name) and value.id == day):
                yield tree.suspicion("daily-data-early", node, "beyond")


def _is_bare_date(value: ast.expr) -> bool:
    if not (isinstance(value, ast.Call) and name_of(value) == "strptime" and len(value.args) > 1):
        return False
    form = value.args[1]
    return (
        isinstance(form, ast.Constant)
        and isinstance(form.value, str)
        and not any(part in form.value for part in _CLOCKED)
    )


def _past_fills(tree: Tree, model: LeanClass) -> Iterator[Suspicion]:
    for method in model.methods.values():
        for node in ast.walk(method):
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Attribute) and target.attr == "fill_price" for target in node.targets
            ):
                value = model.value(node.value, method)
                if isinstance(value, ast.Attribute) and value.attr in _PAST:
                    yield tree.suspicion("fill-in-the-past", node, "beyond")


def _stale_prices(tree: Tree, algorithm: LeanClass) -> Iterator[Suspicion]:
    """A closed market's last price beside an open one's: `securities` remembers, `slice.bars` does not."""
    if any(isinstance(node, ast.Attribute) and node.attr in _FRESH for node in ast.walk(algorithm.node)):
        return
    if any(
        known.arg == "fill_forward"
        for node in ast.walk(algorithm.node)
        if isinstance(node, ast.Call)
        for known in node.keywords
    ):
        return
    always, sessions = algorithm.added(_ALWAYS), algorithm.added(_SESSIONS)
    for node in ast.walk(algorithm.node):
        if isinstance(node, ast.BinOp) and not isinstance(tree.parent(node), ast.BinOp):
            remembered: set[str] = set()
            fresh: set[str] = set()
            for part in ast.walk(node):
                if (
                    isinstance(part, ast.Attribute)
                    and part.attr in ("price", "close")
                    and isinstance(part.value, ast.Subscript)
                ):
                    remembers = "securities" in ast.dump(part.value.value)
                    (remembered if remembers else fresh).update(_symbols(part.value.slice))
            if remembered & sessions and (remembered | fresh) & always:
                yield tree.suspicion("stale-price", node, "beyond")


def _symbols(index: ast.expr) -> set[str]:
    return {
        part.attr if isinstance(part, ast.Attribute) else str(part.value)
        for part in ast.walk(index)
        if isinstance(part, (ast.Attribute, ast.Constant))
    }


def _history(tree: Tree, algorithm: LeanClass) -> Iterator[Suspicion]:
    start = algorithm.date_of("set_start_date")
    for node in ast.walk(algorithm.node):
        method = tree.function(node)
        if not (isinstance(node, ast.Call) and name_of(node) == "history"):
            continue
        if method is not None and method.name == "on_end_of_algorithm":  # now is the end date there
            continue
        for given in [*node.args[1:], *(known.value for known in node.keywords)]:
            if algorithm.is_after_now(given) or _is_end_date(given):
                yield tree.suspicion("history-past-now", node, "beyond")
                break
        else:
            last = [date for given in node.args[2:3] if (date := algorithm.moment(given, method)) is not None]
            if method is not None and method.name == "initialize" and start and last and last[0] > start:
                yield tree.suspicion("history-past-now", node, "beyond")


def _is_end_date(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "end_date"


def _open_bars(tree: Tree, algorithm: LeanClass) -> Iterator[Suspicion]:
    for node in ast.walk(algorithm.node):
        if isinstance(node, ast.Call) and name_of(node) in ("update", "add", "append") and _uses_open_bar(node):
            yield tree.suspicion("open-bar", node, "beyond")


def _uses_open_bar(call: ast.Call) -> bool:
    parts = (part for given in call.args for part in ast.walk(given))
    return any(isinstance(part, ast.Attribute) and part.attr in ("working_bar", "working_data") for part in parts)
