"""Shipped signals made to look ahead: an AST pass over each one's own file.

Sites are the values of assignments and returns of the functions behind `over`, and the places that they write to. A
value is changed only where it is an array about as long as the history: to move one over a window of the past, or a
number, is no look at what is not known. What is fed bar by bar cannot be made to look ahead from within; it is fed
closes that do.
"""

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

from research.audit.histories import histories
from research.audit.probe import probe, run
from research.audit.rows import parted
from research.audit.subjects import Subject, caller, use_parameters
from signals.catalogue import REGIMES, STRENGTHS

__all__ = ["SIGNALS", "Judged", "judge", "mutants_of", "original"]

SIGNALS = {**REGIMES, **STRENGTHS}
# Short windows, so that an array as long as the history is the history and no window of it.
PARAMETERS: dict[str, dict[str, Any]] = {
    "markov": {"train_bars": 80, "refit_every": 120, "window": 150},
    "jump": {"train_bars": 80, "refit_every": 120, "window": 150},
    "trend": {"period": 30},
    "volatility": {"warm_up": 40},
    "momentum": {"horizons": (5, 10, 20), "volatility_bars": 20},
}
_NOT_BATCH = ("update", "fit", "_refit", "state", "restore", "history")
_REACH = 2


@dataclass(frozen=True, slots=True)
class Mutant:
    """A signal with one change; `made` compiles it."""

    name: str
    kind: str
    line: int
    made: Callable[[], Subject]


@dataclass(slots=True)
class Judged:
    """How many mutants there are, how many change an answer on the made bars, and which of those pass the auditor."""

    mutants: int = 0
    changed: int = 0
    passed: list[tuple[str, str, int]] = field(default_factory=list)


def judge(names: Iterable[str], *, every: int = 1, seconds: float = 1.0) -> Judged:
    """Make every `every`-th mutant of the signals, and audit those that change an answer."""
    judged = Judged()
    for name in names:
        for mutant in list(mutants_of(name))[::every]:
            judged.mutants += 1
            subject = _working(mutant)
            if subject is None or not _changes(mutant, subject):
                continue
            judged.changed += 1
            if probe(subject, seconds=seconds).parting is None:
                judged.passed.append((mutant.name, mutant.kind, mutant.line))
    return judged


def _working(mutant: Mutant) -> Subject | None:
    try:
        return mutant.made()
    except Exception:  # a change that leaves no program
        return None


def _changes(mutant: Mutant, subject: Subject) -> bool:
    """Whether any answer on the made bars is another than the shipped signal's; one that fails is no mutant."""
    first = original(mutant.name)[0 if mutant.kind in _FEEDS else -1]
    for history in histories("closes"):
        try:
            rows = run(subject, history.bars, "closes")
        except Exception:  # a change that makes it fail
            return False
        right = run(first, history.bars, first.kinds[0])
        if parted(right, rows, history.bars.index[-1], len(history.bars)) is not None:
            return True
    return False


def original(name: str) -> list[Subject]:
    """Return the shipped signal, as a stream and over a whole history."""
    module, kind = SIGNALS[name]
    return use_parameters(getattr(import_module(module), kind), PARAMETERS.get(name, {}))


def mutants_of(name: str) -> Iterator[Mutant]:
    """Yield every mutant of a shipped signal."""
    module, kind = SIGNALS[name]
    path = Path(import_module(module).__file__)
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(_sites(ast.parse(text))):
        for way in _WAYS:
            yield Mutant(name, way, line, lambda n=number, w=way: _over(_module(path, text, n, w), name, kind))
    for number, line in enumerate(_writes(ast.parse(text))):
        yield Mutant(name, "written a bar early", line, lambda n=number: _over(_early(path, text, n), name, kind))
    for way, feed in _FEEDS.items():
        yield Mutant(name, way, 0, lambda f=feed: _fed(name, f))
    if hasattr(getattr(import_module(module), kind), "filter"):
        yield Mutant(name, "fitted on all bars", 0, lambda: _fitted(name))


def _nodes(tree: ast.Module) -> Iterator[ast.Assign | ast.Return]:
    for function in ast.walk(tree):
        if (
            isinstance(function, ast.FunctionDef)
            and function.name not in _NOT_BATCH
            and not function.name.startswith("__")
        ):
            for node in ast.walk(function):
                if (
                    isinstance(node, (ast.Assign, ast.Return))
                    and node.value is not None
                    and not isinstance(node.value, ast.Constant)
                ):
                    yield node


def _sites(tree: ast.Module) -> list[int]:
    return [node.lineno for node in _nodes(tree)]


def _targets(tree: ast.Module) -> Iterator[ast.Slice]:
    """Slices that are open to the end and are written to."""
    for node in _nodes(tree):
        for target in getattr(node, "targets", ()):
            part = target.slice if isinstance(target, ast.Subscript) else None
            if isinstance(part, ast.Slice) and part.lower is not None and part.upper is None:
                yield part


def _writes(tree: ast.Module) -> list[int]:
    return [part.lower.lineno for part in _targets(tree)]


def _module(path: Path, text: str, number: int, way: str) -> ModuleType:
    tree = ast.parse(text)
    node = list(_nodes(tree))[number]
    node.value = ast.Call(ast.Name("_leaking", ast.Load()), [node.value], [])
    return _run(tree, path, _leaking=lambda value: _changed(value, _WAYS[way]))


def _early(path: Path, text: str, number: int) -> ModuleType:
    """`found[first:] = x` becomes `found[first - 1 : -1] = x`."""
    tree = ast.parse(text)
    part = list(_targets(tree))[number]
    part.lower = ast.BinOp(part.lower, ast.Sub(), ast.Constant(1))
    part.upper = ast.UnaryOp(ast.USub(), ast.Constant(1))
    return _run(tree, path)


def _run(tree: ast.Module, path: Path, **names: Any) -> ModuleType:
    module = ModuleType(f"mutated_{path.stem}")
    module.__dict__.update(names, __file__=str(path))
    sys.modules[module.__name__] = module
    exec(compile(ast.fix_missing_locations(tree), str(path), "exec"), module.__dict__)
    return module


def _over(module: ModuleType, name: str, kind: str) -> Subject:
    over = use_parameters(getattr(module, kind), PARAMETERS.get(name, {}))[-1]

    def run(view: Any, kind_: str) -> Any:
        _HISTORY[:] = [len(view)]
        return over.run(view, kind_)

    return replace(over, run=run)


def _fed(name: str, feed: Callable[[pd.Series], pd.Series]) -> Subject:
    stream = original(name)[0]
    kind = ("closes",)

    def mutant(closes: pd.Series) -> Any:
        return stream.run((None, ((end, _Bar(close)) for end, close in feed(closes).items())), "stream")

    return replace(stream, run=caller(mutant), kinds=kind, is_stream=False)


@dataclass(frozen=True, slots=True)
class _Bar:
    close: float


def _fitted(name: str) -> Subject:
    module, kind = SIGNALS[name]
    parameters = PARAMETERS.get(name, {})

    def mutant(closes: pd.Series) -> Any:
        machine = getattr(import_module(module), kind)(**parameters)
        return machine.filter(closes, machine.fit(closes))

    return Subject(f"{name} fitted on all bars", ("closes",), caller(mutant), 1)


_HISTORY: list[int] = []


def _changed(value: Any, way: Callable[[np.ndarray], np.ndarray]) -> Any:
    if isinstance(value, tuple):
        return tuple(_changed(part, way) for part in value)
    is_long = isinstance(value, np.ndarray) and value.ndim == 1 and len(value) > 0.5 * _HISTORY[-1]
    return way(value) if is_long and value.dtype.kind in "fbi" else value


def _back_filled(values: np.ndarray) -> np.ndarray:
    """Gaps take the next value; where there are none, every seventh value is taken for one."""
    gaps = np.isnan(values) if values.dtype.kind == "f" and np.isnan(values).any() else np.arange(len(values)) % 7 == 3
    known = pd.Series(values).astype(object).where(~gaps).bfill().where(lambda found: found.notna(), values)
    return known.to_numpy().astype(values.dtype)


def _centred(values: np.ndarray) -> np.ndarray:
    mean = pd.Series(values.astype(float)).rolling(2 * _REACH + 1, center=True, min_periods=1).mean().to_numpy()
    return np.where(np.isnan(values), values, mean) if values.dtype.kind == "f" else np.round(mean).astype(values.dtype)


def _whole(values: np.ndarray) -> np.ndarray:
    """Less the trend of the whole sample."""
    if values.dtype.kind != "f":
        return values
    known = ~np.isnan(values)
    if known.sum() < 10:
        return values
    at = np.arange(len(values))
    slope = np.polyfit(at[known], values[known], 1)[0]
    return values - 0.5 * slope * at


_WAYS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "shifted by -1": lambda values: np.append(values[1:], values[-1:]),
    "centred window": _centred,
    "fitted to the whole sample": _whole,
    "back-filled": _back_filled,
}
_FEEDS: dict[str, Callable[[pd.Series], pd.Series]] = {
    "fed shifted by -1": lambda closes: closes.shift(-1).ffill(),
    "fed a centred mean": lambda closes: closes.rolling(5, center=True, min_periods=1).mean(),
    "fed less its whole trend": lambda closes: (
        closes / np.exp(np.linspace(0, np.log(closes.iloc[-1] / closes.iloc[0]), len(closes)))
    ),
    "fed back-filled gaps": lambda closes: closes.where(np.arange(len(closes)) % 7 != 3).bfill().ffill(),
}


if __name__ == "__main__":
    for signal in SIGNALS:
        found = judge([signal])
        print(f"{signal:<18} {found.mutants:>4} mutants, {found.changed:>4} change an answer, passed: {found.passed}")
