"""The module variant through the workspace: rendered from the rows in place, the same orders here and in the cloud."""

from pathlib import Path

from pipeline.cloud_space import runner_of

from leanrig.backtest.embedded import EmbeddedRunner
from leanrig.clock import utc_now
from leanrig.pipeline.backtest import backtest
from leanrig.pipeline.cloud_push import project_to_push
from leanrig.pipeline.render import project_drift, render_project
from leanrig.standins.quantconnect import CloudStandin
from leanrig.workspace import Workspace


def test_module_orders_are_those_of_the_file_here_and_in_a_cloud_without_store(
    space: Workspace, tmp_path: Path
) -> None:
    recipe = space.recipes / "aapl_regime.toml"
    project = project_to_push(space, recipe)
    by_file = backtest(space, project, EmbeddedRunner(), now=utc_now())
    assert len(by_file.result.orders) > 10

    recipe.write_text('variant = "module"\n' + recipe.read_text())
    assert render_project(space, recipe, is_checked=False).folder == project
    assert not (project / "signals" / "refresh.py").exists()
    by_module = backtest(space, project, EmbeddedRunner(), now=utc_now())
    assert by_module.result.orders == by_file.result.orders
    assert (by_module.folder / "inputs" / "signals" / "rows_001.py").is_file(), "a run keeps what it rests on"
    with CloudStandin(tmp_path / "free", space.data, has_store=False, largest_file=32_000) as free:
        there = backtest(space, project_to_push(space, recipe), runner_of(free, space), now=utc_now())
    assert there.result.orders == by_file.result.orders


def test_rows_that_changed_since_are_drift(space: Workspace) -> None:
    recipe = space.recipes / "aapl_regime.toml"
    recipe.write_text('variant = "module"\n' + recipe.read_text())
    render_project(space, recipe, is_checked=False)
    assert project_drift(space, recipe) == []
    rows = space.storage / "signals" / "aapl_regime" / "aapl.csv"
    *kept, _ = rows.read_text().splitlines()
    rows.write_text("\n".join(kept) + "\n")
    (difference,) = project_drift(space, recipe)
    assert "signals/rows_001.py" in difference
