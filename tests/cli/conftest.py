"""A workspace as `leanrig init` lays it, with bars, signals and a project, and the command line to use on it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from cli.commands import Command, Ended
from docker_here import docker_world, serve

from leanrig.cli.main import main
from leanrig.clock import utc_now
from leanrig.model.resolution import Resolution
from leanrig.pipeline.fetch import fetch
from leanrig.pipeline.init import lay_starter
from leanrig.pipeline.recipes import find_recipe
from leanrig.pipeline.render import render_project
from leanrig.pipeline.signals import make_signals
from leanrig.providers.sample import SampleProvider
from leanrig.workspace import find_workspace

__all__ = ["docker_world", "serve"]


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that every arrow up to render has been through; made once, copied for each test."""
    root = tmp_path_factory.mktemp("laid")
    lay_starter(root)
    space = find_workspace(root)
    recipe = find_recipe(space, "aapl_regime")
    days = {"start": date(2000, 3, 1), "end": date(2013, 3, 1), "last_year": 2027}
    fetch(space.data, recipe.securities, SampleProvider(), resolution=Resolution.DAILY, **days)
    make_signals(space, recipe, now=utc_now(), progress=lambda share, word: None)
    render_project(space, space.recipes / "aapl_regime.toml", is_checked=False)
    return root


@pytest.fixture
def workspace(laid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the laid workspace, with the user standing in it."""
    root = tmp_path / "workspace"
    shutil.copytree(laid, root)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def leanrig(capfd: pytest.CaptureFixture[str]) -> Command:
    """Run a command line in this process and return how it ended."""

    def run(*arguments: str) -> Ended:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capfd.readouterr()
        return Ended(int(ended.value.code or 0), out, err)

    return run
