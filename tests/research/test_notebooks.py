"""Notebooks are paired with their percent scripts and run from top to bottom."""

from pathlib import Path

import pytest

jupytext = pytest.importorskip("jupytext", reason="the extra `notebook` is not installed")
nbclient = pytest.importorskip("nbclient", reason="the extra `notebook` is not installed")

NOTEBOOKS = Path(__file__).parents[2] / "research" / "notebooks"
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


def cells(path: Path) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in jupytext.read(path).cells]


def test_every_notebook_has_its_script() -> None:
    assert PATHS
    assert [path.stem for path in PATHS] == sorted(path.stem for path in NOTEBOOKS.glob("*.py"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_both_say_the_same_and_no_output_is_committed(path: Path) -> None:
    assert cells(path) == cells(path.with_suffix(".py"))
    assert not [cell for cell in jupytext.read(path).cells if cell.get("outputs")]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_runs_from_top_to_bottom(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    notebook = jupytext.read(path)
    client = nbclient.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": NOTEBOOKS}}
    )
    client.execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    kinds = {kind for cell in code for output in cell.outputs for kind in output.get("data", {})}
    assert "image/png" in kinds
    assert not [output for cell in code for output in cell.outputs if output.output_type == "error"]
