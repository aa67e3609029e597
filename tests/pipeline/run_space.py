"""A workspace with our recipes, changed as a test needs, and whoever watches a run in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.pipeline.fetch import Told
from leanrig.pipeline.init import lay_starter
from leanrig.pipeline.render import render_project
from leanrig.pipeline.run import Whole, run_recipe
from leanrig.settings import Settings
from leanrig.workspace import Workspace, find_workspace


@dataclass
class Seen:
    """A watch that keeps what it is told."""

    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    arrows: list[str] = field(default_factory=list)

    @contextmanager
    def step(self, arrow: str) -> Iterator[Told]:
        yield lambda share, word, left_s=None, /: None

    def warn(self, words: str) -> None:
        self.warnings.append(words)

    def note(self, words: str) -> None:
        self.notes.append(words)

    def arrived(self, arrow: str, what: Any) -> None:
        self.arrows.append(arrow)


def laid(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Lay a workspace, change lines of one of its recipes, render it, and return the recipe's path.

    Its code is that of a recipe which other tests check: checking it here again would only take time.
    """
    lay_starter(folder)
    path = folder / "generator" / "recipes" / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    render_project(find_workspace(folder), path, is_checked=False)
    return path


def ran(recipe: Path, settings: Settings, now: datetime, *, vendor: str | None = "auto") -> tuple[Whole, Seen]:
    """Take the recipe through all arrows."""
    seen = Seen()
    space = space_of(recipe)
    whole = run_recipe(space, recipe, EmbeddedRunner(), settings=settings, now=now, watch=seen, vendor=vendor)
    return whole, seen


def space_of(recipe: Path) -> Workspace:
    return find_workspace(recipe.parent)


def record_of(whole: Whole) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((whole.ran.folder / "run.json").read_text())
    return found
