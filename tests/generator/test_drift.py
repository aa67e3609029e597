"""Committed projects are what their recipes render to; every kind of difference shows."""

from pathlib import Path

import pytest
from played import RECIPES, ROOT

from generator.drift import drift
from leanrig.pipeline.render import project_drift
from leanrig.workspace import find_workspace


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_no_committed_project_has_drifted(path: Path) -> None:
    differences = project_drift(find_workspace(ROOT), path)
    assert differences == [], f"run: leanrig render {path.stem}"


def test_every_committed_project_has_a_recipe() -> None:
    projects = {path.parent.name for path in (ROOT / "algorithms").glob("*/main.py")}
    assert projects == {path.stem for path in RECIPES.glob("*.toml")}


@pytest.mark.parametrize(
    ("committed", "words"),
    [
        ({"a.py": "x = 2\n"}, "+x = 1"),
        ({}, "+x = 1"),
        ({"a.py": "x = 1\n", "b.py": "y\n"}, "b.py (committed)"),
        ({"a.py": "x = 1\r\n"}, "line ends differ"),
    ],
)
def test_a_difference_is_shown(committed: dict[str, str], words: str) -> None:
    (difference,) = drift(committed, {"a.py": "x = 1\n"})
    assert words in difference


def test_equal_projects_show_nothing() -> None:
    assert drift({"a.py": "x\n"}, {"a.py": "x\n"}) == []
