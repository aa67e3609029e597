"""What recipes render to: Lean's shape, safe, formatted, and nothing that a market cannot keep."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from played import ROOT, recipe_text, rendered, workspace_file

from generator.recipe import parse_recipe
from generator.render import render
from leanrig.errors import BadInput
from signals.catalogue import REGIMES, STRENGTHS

RECIPES = ["aapl_regime", "btc_regime", "three_stocks", "eur_regime"]
VARIANTS = ['"file"', '"inline"']
MARKET_HOURS = ("schedule", "before_market", "after_market", "is_market_open")


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", RECIPES)
def test_the_shape_that_lean_wants(name: str, variant: str) -> None:
    main = rendered(recipe_text(name, variant=variant))[1]["main.py"]
    first = main.splitlines()[0]
    assert name in first
    assert "do not edit" in first
    tree = ast.parse(main)
    assert ast.unparse(tree.body[0]) == "from AlgorithmImports import *"
    assert len([node for node in tree.body if isinstance(node, ast.ClassDef)]) == 1
    own = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
    }
    assert own
    assert all(attribute.startswith("_") for attribute in own)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("resolution", ['"daily"', '"hour"', '"minute"'])
def test_always_open_markets_get_no_market_hours_rule(resolution: str, variant: str) -> None:
    main = rendered(recipe_text("btc_regime", resolution=resolution, variant=variant))[1]["main.py"]
    assert "on_data" in main
    assert not [word for word in MARKET_HOURS if word in main]


def test_daily_stocks_act_five_minutes_before_the_open() -> None:
    main = rendered(recipe_text("aapl_regime"))[1]["main.py"]
    assert "before_market_open(self._symbols[0], 5)" in main
    assert "on_data" not in main


@pytest.mark.parametrize("strength", STRENGTHS)
@pytest.mark.parametrize("regime", REGIMES)
def test_every_detector_and_strength_is_bundled_formatted_and_imports_what_is_there(
    regime: str, strength: str, tmp_path: Path
) -> None:
    text = recipe_text(
        "aapl_regime",
        variant='"inline"',
        regime=f'"{regime}"',
        strength=f'"{strength}"',
        regime_parameters="{}",
    )
    files = rendered(text)[1]
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "120", "--check", str(tmp_path)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).returncode == 0
    assert f"signals/regimes/{regime}.py" in files
    assert f"signals/strengths/{strength}.py" in files
    for name, content in files.items():
        if name.startswith("signals/"):
            assert content == (ROOT / name).read_text()


def test_a_file_project_holds_no_detector() -> None:
    files = rendered(recipe_text("aapl_regime"))[1]
    assert set(files) == {
        "main.py",
        "config.json",
        "recipe.toml",
        "signals/__init__.py",
        "signals/contract.py",
        "signals/feed.py",
        "signals/refresh.py",
        "signals/sizing.py",
    }


def test_config_json_is_what_the_lean_cli_reads() -> None:
    recipe, files = rendered(recipe_text("btc_regime", variant='"inline"'))
    config = json.loads(files["config.json"])
    assert config["algorithm-language"] == "Python"
    assert config["description"] == recipe.description
    assert 100_000_000 <= config["local-id"] <= 999_999_999
    assert all(isinstance(value, str) for value in config["parameters"].values())
    asked = {
        node.args[0].value
        for node in ast.walk(ast.parse(files["main.py"]))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.get_parameter"
    }
    assert asked == set(config["parameters"])


@given(st.text(min_size=1, max_size=60))
def test_no_description_enters_python(description: str) -> None:
    plain = recipe_text("aapl_regime")
    recipe = parse_recipe(plain).model_copy(update={"description": description})
    files = render(recipe, recipe_text=plain, read=workspace_file)
    assert files["main.py"] == rendered(plain)[1]["main.py"]
    assert json.loads(files["config.json"])["description"] == description


def test_a_recipe_may_be_called_like_a_class_of_leans() -> None:
    text = recipe_text("aapl_regime", name='"symbol"')
    assert "class SymbolAlgorithm(QCAlgorithm):" in rendered(text)[1]["main.py"]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        (None, "is missing"),
        ("# Rendered by leanrig\n{{ nothing }}", "'nothing' is undefined"),
        ("# Rendered by leanrig\n{% if %}", "cannot be rendered"),
        ("# Rendered by leanrig\n{{ name.__class__.__mro__ }}", "cannot be rendered"),
        ("# Rendered by leanrig\n{{ limits | py }}", "dict cannot be written"),
        ("# Rendered by leanrig\nfrom signals.nowhere import x\n", "signals/nowhere.py is imported and does not exist"),
        ("# Rendered by leanrig\ndef x(:\n", "cannot be bundled"),
        ("print()\n", "first line"),
    ],
)
def test_broken_templates_are_refused(template: str | None, words: str) -> None:
    text = recipe_text("aapl_regime")

    def read(name: str) -> str | None:
        return template if name.endswith("main.py.j2") else workspace_file(name)

    with pytest.raises(BadInput, match=words):
        render(parse_recipe(text), recipe_text=text, read=read)
