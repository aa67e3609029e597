"""Notebooks are paired with their percent scripts and run from top to bottom, in a workspace with few bars."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from leanrig.clock import utc_now
from leanrig.model.resolution import Resolution
from leanrig.pipeline.fetch import fetch
from leanrig.pipeline.init import lay_starter
from leanrig.pipeline.recipes import find_recipe
from leanrig.pipeline.render import render_project
from leanrig.pipeline.signals import make_signals
from leanrig.providers.sample import SampleProvider
from leanrig.workspace import find_workspace

jupytext = pytest.importorskip("jupytext", reason="the extra `notebook` is not installed")
nbclient = pytest.importorskip("nbclient", reason="the extra `notebook` is not installed")
pytest.importorskip("plotly", reason="the extra `notebook` is not installed")

NOTEBOOKS = Path(__file__).parents[2] / "research" / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))
FEWER = {"2000-03-01": "2004-01-02", "2013-03-01": "2009-12-31", "2001-06-01": "2006-01-03", "2013-02-28": "2009-12-30"}
PICTURES = {"01": 1, "02": 3, "03": 4, "04": 1, "05": 2, "06": 1}


def cells(path: Path) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in jupytext.read(path).cells]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A workspace through every arrow up to render, on six years of bars; all notebooks run in it, in their order.

    What mypy has learned of Lean's stubs is kept from one session of tests to the next: it is most of all the time.
    """
    root = tmp_path_factory.mktemp("notebooks")
    lay_starter(root)
    kept = getattr(request.config, "cache", None)
    if kept is not None:  # -p no:cacheprovider
        (root / "build").mkdir()
        (root / "build" / "checks").symlink_to(kept.mkdir("leanrig-checks"), target_is_directory=True)
    space = find_workspace(root)
    path = space.recipes / "aapl_regime.toml"
    text = path.read_text()
    for long, short in FEWER.items():
        assert long in text
        text = text.replace(long, short)
    path.write_text(text)
    recipe = find_recipe(space, "aapl_regime")
    days = {"start": date(2004, 1, 2), "end": date(2009, 12, 31), "last_year": 2027}
    fetch(space.data, recipe.securities, SampleProvider(), resolution=Resolution.DAILY, **days)
    make_signals(space, recipe, now=utc_now(), progress=lambda share, word: None)
    render_project(space, path, is_checked=False)
    return root


def executed(path: Path, folder: Path) -> Any:
    notebook = jupytext.read(path)
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}
    )
    client.execute()
    return notebook


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def test_there_are_six_and_every_one_has_its_script() -> None:
    assert [path.stem[:2] for path in PATHS] == ["01", "02", "03", "04", "05", "06"]
    assert [path.stem for path in PATHS] == sorted(path.stem for path in NOTEBOOKS.glob("*.py"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_both_say_the_same_and_no_output_is_committed(path: Path) -> None:
    assert cells(path) == cells(path.with_suffix(".py"))
    code = [cell for cell in jupytext.read(path).cells if cell.cell_type == "code"]
    assert not [cell for cell in code if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_cells_are_short_calls(path: Path) -> None:
    for kind, source in cells(path):
        lines = [line for line in source.splitlines() if line.strip()]
        assert kind == "markdown" or source.startswith("try:") or len(lines) <= 8, source


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom(path: Path, workspace: Path) -> None:
    notebook = executed(path, workspace / "research" / "notebooks")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    found = outputs(notebook)
    assert not [output for output in found if output.output_type == "error"]
    pictures = [output for output in found if "application/vnd.plotly.v1+json" in output.get("data", {})]
    assert len(pictures) == PICTURES[path.stem[:2]]
