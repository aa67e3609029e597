"""`%leanrig` and the first cell, in a real IPython shell: objects that show themselves, errors in three lines."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from leanrig.errors import BadInput, Missing
from leanrig.notebook import keep_recipe, open_run, start
from leanrig.notebook.child import run_command
from leanrig.notebook.magic import CommandFailed
from leanrig.pipeline.init import lay_starter

shells = pytest.importorskip("IPython.core.interactiveshell", reason="the extra `notebook` is not installed")

RECIPE = """
name = "small"
description = "A year of it"
symbols = ["AAPL"]
resolution = "daily"
[data]
vendor = "sample"
start = 2007-01-03
end = 2009-12-31
[signals]
regime = "trend"
[trade]
act = "next_open"
regime_weights = {trending = 1.0, volatile = 0.0}
[backtest]
start = 2009-01-05
end = 2009-12-30
benchmark = "AAPL"
brokerage = "interactive_brokers"
"""


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("magic")
    lay_starter(root)
    (root / "generator" / "recipes" / "small.toml").write_text(RECIPE)
    return root


@pytest.fixture
def workspace(laid: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(laid / "research" / "notebooks")
    return laid


@pytest.fixture
def shell(workspace: Path) -> Iterator[Any]:
    shells.InteractiveShell.clear_instance()
    found = shells.InteractiveShell.instance()
    found.run_line_magic("load_ext", "leanrig")
    yield found
    shells.InteractiveShell.clear_instance()


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_commands_give_objects_that_show_themselves(shell: Any, workspace: Path, capsys: Any) -> None:
    assert shell.run_line_magic("leanrig", "fetch AAPL --vendor sample").is_good
    signals = shell.run_line_magic("leanrig", "signals small")
    rows = pd.read_csv(workspace / "storage/signals/small/aapl.csv")
    assert list(signals.frames) == ["AAPL"]
    assert len(signals.rows) == len(rows)
    assert f"AAPL: {len(rows):,} rows" in words(signals._repr_html_())
    from leanrig.pipeline.render import render_project
    from leanrig.workspace import find_workspace

    space = find_workspace(workspace)
    render_project(space, space.recipes / "small.toml", is_checked=False)
    run = shell.run_line_magic("leanrig", "run small")
    assert "1/5 fetch" in capsys.readouterr().out, "what it says does not come"
    shown = words(run._repr_html_())
    assert run.is_good
    assert run.view.verdict in shown
    assert len(run.view.figures) == 6
    for figure in run.view.figures:
        assert figure.title in shown
        assert figure.value.text in shown
    assert run._repr_html_().count("<svg") >= 5
    assert "report: artifacts/AAPL/" in shown
    assert run.equity.iloc[0] == pytest.approx(100_000)
    assert len(run.orders) == int(run.statistics["Total Orders"]) > 0
    assert str(run).startswith("small  ")
    half = shell.run_line_magic("leanrig", "backtest algorithms/small --parameter exposure 0.5")
    compared = shell.run_line_magic("leanrig", f"compare {run.folder} {half.folder}")
    assert not compared.is_equal
    assert f"different, first in: {compared.found['comparisons'][0]['first']['what']}" in words(compared._repr_html_())
    assert set(compared.parts["part"]) >= {"orders", "equity", "inputs"}
    assert open_run().folder == half.folder, "the newest run"
    same = shell.run_line_magic("leanrig", f"compare {run.folder} {run.folder}")
    assert same.is_equal
    study = start("small")
    assert study.runs == [run.folder, half.folder]
    assert "2 kept, 2 trials counted" in words(study._repr_html_())


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("run nothing", ["error: there is no such recipe", "  where: ", "  what to do: ls generator/recipes/"]),
        ("nothing", ["error: No such command", "  where: leanrig nothing", "  what to do: %leanrig --help"]),
        ("run 'open", ["error: the line cannot be taken apart", "  where: run 'open", "  what to do: close"]),
    ],
)
def test_errors_are_three_lines(shell: Any, line: str, lines: list[str], capsys: Any) -> None:
    ended = shell.run_cell(f"%leanrig {line}")
    assert isinstance(ended.error_in_exec, (CommandFailed, BadInput))
    said = capsys.readouterr()
    told = [text for text in (said.out + said.err).splitlines() if text.strip()]
    assert len(told) == 3, told
    for text, begins in zip(told, lines, strict=True):
        assert text.startswith(begins)


def test_a_bad_verdict_is_no_error_and_help_is_text(shell: Any, workspace: Path, capsys: Any) -> None:
    assert shell.run_line_magic("leanrig", "backtest --help") is None
    assert "Usage: leanrig backtest" in capsys.readouterr().out
    project = workspace / "algorithms" / "idle"
    project.mkdir(parents=True, exist_ok=True)
    (project / "main.py").write_text(
        "from AlgorithmImports import *\n\n\nclass Idle(QCAlgorithm):\n    def initialize(self) -> None:\n"
        "        self.set_start_date(2009, 1, 5)\n        self.set_end_date(2009, 2, 5)\n"
        "        self.add_equity('AAPL', Resolution.DAILY)\n"
    )
    shell.run_line_magic("leanrig", "fetch AAPL --vendor sample")
    idle = shell.run_line_magic("leanrig", "backtest algorithms/idle")
    assert not idle.is_good
    assert idle.view.verdict in words(idle._repr_html_())


def test_an_interrupt_reaches_the_command_and_its_last_words_are_kept(workspace: Path) -> None:
    said: list[str] = []

    def interrupt_at_the_first_line(text: str) -> None:
        said.append(text)
        if len(said) == 1:
            raise KeyboardInterrupt

    ended = run_command(["sandbox"], workspace, on_line=interrupt_at_the_first_line)
    assert ended.code == 0
    assert said[-1] == "stopped"


def test_a_notebook_outside_a_workspace_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Missing, match="outside a workspace") as error:
        start("aapl_regime")
    assert error.value.where == str(tmp_path)
    assert "lean.json" in error.value.cure
    assert error.value._render_traceback_()[0] == "error: this notebook was started outside a workspace"


@pytest.mark.usefixtures("workspace")
def test_a_study_says_what_is_missing() -> None:
    with pytest.raises(Missing, match="no such recipe"):
        start("nothing")
    with pytest.raises(BadInput, match="small does not have MSFT"):
        start("small", "MSFT")


@pytest.mark.usefixtures("workspace")
def test_a_recipe_of_a_notebook_is_kept_and_no_other_is_written_over(workspace: Path) -> None:
    text = RECIPE.replace('"small"', '"mine"')
    path = keep_recipe(text)
    assert path == workspace / "generator/recipes/mine.toml"
    assert keep_recipe(text.replace("A year", "One year")) == path
    assert "One year of it" in path.read_text()
    before = (workspace / "generator/recipes/small.toml").read_text()
    with pytest.raises(BadInput, match="which no notebook wrote"):
        keep_recipe(RECIPE)
    assert (workspace / "generator/recipes/small.toml").read_text() == before
    with pytest.raises(BadInput, match="the recipe is no TOML"):
        keep_recipe("name = ")
