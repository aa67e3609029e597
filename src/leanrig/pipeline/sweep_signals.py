"""Signals made anew for a sweep: each distinct setting once, kept by a hash of all that they rest on."""

import hashlib
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from generator.explain import explained
from generator.recipe import Recipe, parse_recipe
from leanrig import __version__
from leanrig.clock import utc_now
from leanrig.errors import BadInput, LeanrigError
from leanrig.pipeline.signals import make_signals
from leanrig.store.parquet_store import ParquetStore
from leanrig.workspace import Workspace
from research.keep import check_signals
from signals.catalogue import REGIMES, STRENGTHS

__all__ = ["SignalSet", "make_set", "recipe_with", "signal_names", "signal_set"]

_PARTS = {"regime": REGIMES, "strength": STRENGTHS}
_CODE = ("signals", "research")


@dataclass(frozen=True, slots=True)
class SignalSet:
    """One setting of detector and strength. `folder` is where its rows lie, below Lean's Object Store."""

    digest: str
    folder: str
    recipe: Recipe
    values: Mapping[str, str]

    def body(self, space: Workspace, recipe_text: str) -> dict[str, Any]:
        """Return what a worker has to be told to make it."""
        return {
            "kind": "signals",
            "root": str(space.root),
            "data": str(space.data),
            "recipe": recipe_text,
            "values": dict(self.values),
            "digest": self.digest,
        }


def signal_names(recipe: Recipe | None) -> dict[str, Any]:
    """Return the parameters of a recipe's detector and strength that can be varied, and their values now.

    They are called as in a project that computes for itself: `regime_train_bars`, `strength_period`. Only signals that
    lie in files are made anew; an algorithm that computes for itself has these parameters anyway.
    """
    if recipe is None or recipe.variant != "file":
        return {}
    found: dict[str, Any] = {}
    for part, table in _PARTS.items():
        module, kind = table[getattr(recipe.signals, part)]
        known = inspect.signature(getattr(import_module(module), kind)).parameters
        chosen = getattr(recipe.signals, f"{part}_parameters")
        values = {name: chosen.get(name, one.default) for name, one in known.items()}
        found |= {f"{part}_{name}": value for name, value in values.items() if type(value) in (int, float)}
    return found


def recipe_with(recipe: Recipe, values: Mapping[str, str]) -> Recipe:
    """Return the recipe with other parameters of its detector and strength; `BadInput` where they do not fit."""
    now = signal_names(recipe)
    parts: dict[str, dict[str, Any]] = {part: dict(getattr(recipe.signals, f"{part}_parameters")) for part in _PARTS}
    for name, text in values.items():
        part, _, short = name.partition("_")
        parts[part][short] = _number(name, text, is_whole=isinstance(now[name], int))
    chosen = {f"{part}_parameters": made for part, made in parts.items()}
    try:
        signals = type(recipe.signals).model_validate(recipe.signals.model_dump() | chosen)
    except ValidationError as error:
        raise BadInput(
            f"the signals cannot be made so: {explained(error, type(recipe.signals), '').what}",
            where=", ".join(f"{name} {text}" for name, text in values.items()),
            cure="another range for these parameters",
        ) from None
    return recipe.model_copy(update={"signals": signals})


def signal_set(space: Workspace, recipe: Recipe, values: Mapping[str, str]) -> SignalSet:
    """Return the set that belongs to these values; its hash covers recipe, bars, code and version."""
    changed = recipe_with(recipe, values)
    stored = {str(one): ParquetStore(space.data).stored(one, recipe.bar_size).files for one in recipe.securities}
    asked = changed.model_dump(mode="json", include={"symbols", "security_type", "market", "resolution", "data"})
    rests_on = [asked, changed.signals.model_dump(mode="json"), stored, _code(space.root), __version__]
    digest = hashlib.sha256(json.dumps(rests_on, sort_keys=True, default=str).encode()).hexdigest()[:16]
    own = changed.model_copy(update={"name": f"{recipe.name}/{digest}"})
    return SignalSet(digest, own.signal_folder, own, dict(values))


def make_set(task: Mapping[str, Any]) -> dict[str, Any]:
    """Make a set's files, unless they are there and whole; return `made` (whether it had to be) or `failed`."""
    space = Workspace(Path(task["root"]), Path(task["data"]))
    try:
        recipe = recipe_with(parse_recipe(task["recipe"]), task["values"])
        own = recipe.model_copy(update={"name": f"{recipe.name}/{task['digest']}"})
        if _is_there(space, own):
            return {"made": False}
        make_signals(space, own, now=utc_now(), progress=lambda share, word: None)  # noqa: ARG005
    except LeanrigError as error:
        return {"failed": f"its signals: {error.what}"}
    return {"made": True}


def _is_there(space: Workspace, recipe: Recipe) -> bool:
    try:
        for symbol in recipe.securities:
            path = space.storage / recipe.signal_key(symbol)
            if not path.with_suffix(".json").is_file():
                return False
            check_signals(path, recipe, symbol, now=utc_now())
    except BadInput:
        return False
    return True


def _code(root: Path) -> dict[str, str]:
    """Return path -> hash of the code that makes rows: a mended detector makes others."""
    files = (path for name in _CODE for path in sorted((root / name).rglob("*.py")) if "notebooks" not in path.parts)
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _number(name: str, text: str, *, is_whole: bool) -> int | float:
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise BadInput("a parameter has to be a number", where=f"{name}: {text}", cure=f"--fixed {name} 1") from None
    if is_whole and value != value.to_integral_value():
        raise BadInput("a parameter takes whole numbers only", where=f"{name}: {text}", cure="a whole step")
    return int(value) if is_whole else float(value)
