"""A project is written whole or not at all, and what is not ours in its folder stays."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from leanrig.cli.main import cli
from leanrig.errors import BadInput
from leanrig.pipeline import render as module
from leanrig.pipeline.render import project_drift, render_project
from leanrig.workspace import Workspace

ROOT = Path(__file__).parents[2]


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    for room in ("signals", "templates", "generator"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    (tmp_path / "lean.json").write_text('{"data-folder": "data"}')
    return Workspace(tmp_path, tmp_path / "data")


def recipe(space: Workspace) -> Path:
    return space.recipes / "aapl_regime.toml"


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_written_and_does_not_drift(space: Workspace) -> None:
    assert "algorithms/aapl_regime" not in tree(space.root)
    project = render_project(space, recipe(space), is_checked=False)
    assert project.folder == space.algorithms / "aapl_regime"
    assert project.lines == len((project.folder / "main.py").read_text().splitlines())
    assert (project.folder / "recipe.toml").read_text() == recipe(space).read_text()
    assert project_drift(space, recipe(space)) == []
    assert [path.name for path in space.algorithms.iterdir()] == ["aapl_regime"]


def test_twice_gives_the_same_bytes(space: Workspace) -> None:
    first = tree(render_project(space, recipe(space), is_checked=False).folder)
    assert tree(render_project(space, recipe(space), is_checked=False).folder) == first


def test_a_failure_at_any_write_leaves_the_old_project(space: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = render_project(space, recipe(space), is_checked=False).folder
    (folder / "backtests" / "1").mkdir(parents=True)
    (folder / "backtests" / "1" / "result.txt").write_text("kept")
    before = tree(space.algorithms)
    recipe(space).write_text(recipe(space).read_text().replace("exposure = 1.0", "exposure = 0.5"))
    real = module.os.fsync
    for failing in range(12):
        left = [failing]

        def full_disk(handle: int, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(28, "No space left on device")
            real(handle)

        monkeypatch.setattr(module.os, "fsync", full_disk)
        try:
            render_project(space, recipe(space), is_checked=False)
        except OSError:
            assert failing < len(before)
            if tree(space.algorithms) == before:
                continue
        monkeypatch.undo()
        break
    assert failing >= 6
    assert project_drift(space, recipe(space)) == []
    assert (folder / "backtests" / "1" / "result.txt").read_text() == "kept"


def test_what_lean_and_the_user_put_there_stays(space: Workspace) -> None:
    folder = render_project(space, recipe(space), is_checked=False).folder
    (folder / "backtests" / "2024").mkdir(parents=True)
    (folder / "backtests" / "2024" / "log.txt").write_text("lean's")
    (folder / "research.ipynb").write_text("mine")
    (folder / "signals" / "old.py").write_text("stale")
    (folder / "__pycache__").mkdir()
    config = json.loads((folder / "config.json").read_text()) | {"cloud-id": 17, "organization-id": "abc"}
    (folder / "config.json").write_text(json.dumps(config))
    (difference,) = project_drift(space, recipe(space))
    assert "signals/old.py" in difference
    render_project(space, recipe(space), is_checked=False)
    assert (folder / "backtests" / "2024" / "log.txt").read_text() == "lean's"
    assert (folder / "research.ipynb").read_text() == "mine"
    assert not (folder / "signals" / "old.py").exists()
    assert not (folder / "__pycache__").exists()
    assert json.loads((folder / "config.json").read_text())["cloud-id"] == 17
    assert project_drift(space, recipe(space)) == []


def test_somebodys_own_algorithm_is_not_overwritten(space: Workspace) -> None:
    main = space.algorithms / "aapl_regime" / "main.py"
    main.parent.mkdir(parents=True)
    main.write_text("from AlgorithmImports import *\n# mine\n")
    with pytest.raises(BadInput, match="an algorithm of your own"):
        render_project(space, recipe(space), is_checked=False)
    assert "# mine" in main.read_text()


@pytest.mark.parametrize("name", ["main.py", "config.json", "signals/sizing.py", "signals/extra.py", "main_base.py"])
def test_an_edit_by_hand_is_drift(space: Workspace, name: str) -> None:
    folder = render_project(space, recipe(space), is_checked=False).folder
    with (folder / name).open("a") as file:
        file.write("\n# edited\n")
    (difference,) = project_drift(space, recipe(space))
    assert name in difference


def test_the_command_writes_checks_and_tells_drift_by_its_code(
    space: Workspace, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(space.root)
    (space.root / "build").symlink_to(build)
    runner = CliRunner()

    def run(*words: str) -> tuple[object, str]:
        done = runner.invoke(cli, ["render", *words], standalone_mode=False, catch_exceptions=False)
        return done.return_value, done.stdout

    code, output = run("aapl_regime", "btc_regime", "--json")
    assert code == 0
    projects = json.loads(output)["projects"]
    assert [project["recipe"] for project in projects] == ["aapl_regime", "btc_regime"]
    assert projects[0]["checks"] == ["ruff", "mypy", "the API lists"]
    assert run("aapl_regime", "--check") == (0, "render  aapl_regime  as rendered\n")
    (space.algorithms / "btc_regime" / "main.py").write_text("# Rendered by leanrig, then edited\n")
    code, output = run("aapl_regime", "btc_regime", "--check", "--json")
    assert code == 1
    drift = json.loads(output)["drift"]
    assert drift["aapl_regime"] == []
    assert len(drift["btc_regime"]) == 1
