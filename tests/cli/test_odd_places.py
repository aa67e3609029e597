"""Projects, results and workspaces in odd places: read-only, or with an apostrophe in their path."""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from backtest.docker.optimize_space import lay_space
from cli.commands import Command
from cli.ordinary import run_as_ordinary_user

from leanrig.standins.docker_engine import run_docker_engine


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = lay_space(tmp_path / "o'clock").root
    monkeypatch.chdir(root)
    return root


@contextmanager
def read_only(*folders: Path) -> Iterator[None]:
    """Let nobody write below the folders."""
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in paths}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def test_a_path_with_an_apostrophe_runs_in_the_embedded_engine(space: Path, leanrig: Command) -> None:
    (space / "sizes").rename(space / "it's")
    ended = leanrig("backtest", "it's", "--json")
    assert ended.code == 0, ended.err
    result = json.loads(next(space.glob("artifacts/**/it's.json")).read_text())
    assert len(result["orders"]) == 1


def test_a_path_with_an_apostrophe_runs_in_docker(
    space: Path, leanrig: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_docker_engine() as engine:
        monkeypatch.setenv("DOCKER_HOST", engine.host)
        ended = leanrig("backtest", "sizes", "--engine", "docker", "--json")
        assert ended.code == 0, ended.err
        assert engine.containers == {}


def test_a_path_with_an_apostrophe_is_refused_by_native_and_leaves_nothing(
    space: Path, leanrig: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leanrig.standins.lean_launcher_place import place_lean

    for name, value in place_lean(space.parent / "built").environment().items():
        monkeypatch.setenv(name, value)
    ended = leanrig("backtest", "sizes", "--engine", "native")
    assert ended.code == 2
    assert "apostrophe" in ended.err
    assert not list(space.glob("artifacts/*/*/*"))


@pytest.mark.parametrize("engine", ["embedded", "docker"])
def test_a_read_only_project_is_only_read(engine: str, space: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (space / "sizes" / "parts").mkdir()
    (space / "sizes" / "parts" / "table.txt").write_text("")
    with run_docker_engine() as daemon, read_only(space / "sizes"):
        ended = run_as_ordinary_user(
            *("backtest", "sizes", "--engine", engine), folder=space, DOCKER_HOST=daemon.host, TMPDIR=str(scratch)
        )
    assert ended.code == 0, ended.err
    assert list(scratch.iterdir()) == []
    assert len(list(space.glob("artifacts/**/run.json"))) == 1


@pytest.mark.parametrize("engine", ["embedded", "docker"])
@pytest.mark.parametrize(
    "command", [("backtest", "sizes"), ("optimize", "sizes", "--parameter", "size", "1", "1", "1")]
)
def test_results_that_may_not_be_written_are_told(command: tuple[str, ...], engine: str, space: Path) -> None:
    (space / "artifacts").mkdir()
    with run_docker_engine() as daemon, read_only(space / "artifacts"):
        ended = run_as_ordinary_user(*command, "--engine", engine, folder=space, DOCKER_HOST=daemon.host)
        assert daemon.containers == {}
    assert ended.code == 3, ended.err
    assert "Permission denied" in ended.err
    assert "artifacts" in ended.err
    assert "check free disk space and permissions" in ended.err
    assert not (space / "leanrig-error.txt").exists()
    assert list((space / "artifacts").iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="rights are POSIX")
def test_a_page_that_may_not_be_written_is_told_and_the_run_is_not_lost(space: Path, leanrig: Command) -> None:
    assert leanrig("backtest", "sizes").code == 0
    run = next(space.glob("artifacts/**/run.json")).parent
    (space / "pages").mkdir()
    with read_only(space / "pages"):
        ended = run_as_ordinary_user("compare", str(run), str(run), "--html", "pages/page.html", folder=space)
    assert ended.code == 3, ended.err
    assert "Permission denied" in ended.err
    assert (run / "run.json").is_file()
