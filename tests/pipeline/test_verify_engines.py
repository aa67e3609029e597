"""Every recipe in Docker and in a built Lean: stand-ins that run our engine, driven as the real ones are.

What this shows is the way there and back: parameters, data, signals and results arrive whole. What Lean itself would
trade it does not show.
"""

from functools import partial
from pathlib import Path

import pytest
from docker_here import DockerWorld
from pipeline.cloud_space import runner_of as cloud_runner_of
from pipeline.run_space import laid, space_of
from pipeline.vendor_world import running_vendors
from pipeline.verified import NOW, verified

from leanrig.backtest.compare import compare_folders
from leanrig.pipeline.runners import EngineOptions, runner_of
from leanrig.standins.lean_launcher_place import place_lean
from leanrig.standins.quantconnect import CloudStandin

RECIPES = {
    "aapl_regime": (("end = 2013-03-01", "end = 2002-07-01"), ("end = 2013-02-28", "end = 2002-06-28")),
    "three_stocks": (("end = 2013-03-01", "end = 2002-09-01"), ("end = 2013-02-28", "end = 2002-08-30")),
    "btc_regime": (("end = 2023-12-31", "end = 2023-03-31"), ("end = 2023-12-30", "end = 2023-03-30")),
    "eur_regime": (("end = 2024-06-28", "end = 2024-04-05"), ("end = 2024-06-27", "end = 2024-04-04")),
}


@pytest.mark.parametrize("name", RECIPES)
def test_the_container_and_the_built_lean_give_what_the_embedded_engine_gives(
    name: str, docker_world: DockerWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = laid(tmp_path / "workspace", name, *RECIPES[name])
    space = space_of(recipe)
    settings = (space.root / "lean.json").read_bytes()
    for key, value in place_lean(tmp_path / "built").environment().items():
        monkeypatch.setenv(key, value)
    with running_vendors(space.root) as vendors:
        options = EngineOptions()
        names = ("docker", "native") if name == "aapl_regime" else ("docker",)
        engines = {key: partial(runner_of, key, space, options) for key in names}
        moment = vendors.moment if name == "eur_regime" else NOW
        found, _ = verified(recipe, engines, vendors.settings(), moment)
    assert [run.name for run in found.runs] == ["embedded", *names]
    for run in found.runs[1:]:
        assert run.comparison is not None, run
        assert run.comparison.is_equal, run.comparison.first
        assert run.comparison.parts[0].total > 0
        is_lean = docker_world.runs_lean and run.name == "docker"
        if not is_lean:
            assert all(not part.note for part in run.comparison.parts), [part.note for part in run.comparison.parts]
        assert run.kind.startswith("real Lean" if is_lean else "stand-in: leanrig")
    assert found.is_equal
    assert found.has_real_lean == docker_world.runs_lean
    folders = [run.ran.folder for run in found.runs if run.ran]
    assert all(item.is_equal for item in compare_folders(folders))  # as they lie there, to whoever reads them
    assert (space.root / "lean.json").read_bytes() == settings


def test_the_cloud_gives_what_the_embedded_engine_gives(tmp_path: Path) -> None:
    recipe = laid(tmp_path / "workspace", "aapl_regime", *RECIPES["aapl_regime"])
    space = space_of(recipe)
    with CloudStandin(tmp_path / "cloud", space.data) as cloud:
        found, _ = verified(recipe, {"cloud": lambda: cloud_runner_of(cloud, space)})
    run = found.runs[1]
    assert run.kind.startswith("stand-in")
    assert run.comparison is not None, run
    assert run.comparison.is_equal, [part.differences[:3] for part in run.comparison.parts]
    assert "data files: cloud left no record" in run.comparison.parts[-1].note
