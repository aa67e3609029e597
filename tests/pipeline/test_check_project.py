"""Every rendered file passes the checks, and each check finds what is planted for it."""

from pathlib import Path

import pytest

from generator.recipe import parse_recipe
from generator.render import render
from leanrig.pipeline.check_project import CHECKS, CheckFailure, check_project

ROOT = Path(__file__).parents[2]
RECIPES = ["aapl_regime", "btc_regime", "three_stocks", "eur_regime"]
PLANTED = [
    ("import os\nimport os\n", "ruff"),
    ("x = 1  # with  no end", "ruff format"),
    ("A = Resolution.DAILEE\n", "mypy"),
    ("class B(QCAlgorithm):\n    def on_data(self, data: Slice) -> None:\n        self.set_cash()\n", "mypy"),
    (
        "class B(QCAlgorithm):\n    def initialize(self) -> None:\n        self._b = self.sma('A', 5)\n"
        "        self.log(self._b.curent)\n",
        "the API lists",
    ),
    (
        "class B(QCAlgorithm):\n    def initialize(self) -> None:\n        self.log(str(self.securities['A'].prise))\n",
        "the API lists",
    ),
]


@pytest.fixture(scope="session")
def cache(build: Path) -> Path:
    return build / "checks"


def laid(name: str, variant: str, folder: Path) -> Path:
    text = (ROOT / "generator" / "recipes" / f"{name}.toml").read_text().replace("\n[data]", variant + "\n[data]", 1)

    def read(path: str) -> str | None:
        return (ROOT / path).read_text() if (ROOT / path).is_file() else None

    for path, content in render(parse_recipe(text), recipe_text=text, read=read).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
    return folder


@pytest.mark.parametrize("variant", ["", '\nvariant = "inline"\n'], ids=["file", "inline"])
@pytest.mark.parametrize("name", RECIPES)
def test_every_rendered_project_passes(name: str, variant: str, tmp_path: Path, cache: Path) -> None:
    assert check_project(laid(name, variant, tmp_path), cache=cache) == CHECKS


@pytest.mark.parametrize(("code", "check"), PLANTED)
def test_a_planted_mistake_is_found(code: str, check: str, tmp_path: Path, cache: Path) -> None:
    main = tmp_path / "main.py"
    main.write_text(f"from AlgorithmImports import *\n\n\n{code}".replace("'", '"'))
    with pytest.raises(CheckFailure) as caught:
        check_project(tmp_path, cache=cache)
    assert caught.value.check == check
    assert "main.py" in " ".join(caught.value.lines)
    assert caught.value.cure


def test_what_has_passed_is_not_checked_again_until_it_changes(tmp_path: Path, cache: Path) -> None:
    folder = laid("aapl_regime", "", tmp_path)
    check_project(folder, cache=cache)
    (folder / "signals" / "feed.py").write_text("import os\n")
    with pytest.raises(CheckFailure):
        check_project(folder, cache=cache)
