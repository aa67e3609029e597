"""A Docker Engine of our own, the real Lean CLI, and a workspace to run from."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leanrig.backtest.docker import DockerRunner
from leanrig.backtest.lean_program.docker_api import find_image
from leanrig.backtest.lean_program.program import LeanProgram, find_lean_program
from leanrig.standins.docker_engine import DockerEngine, run_docker_engine


@pytest.fixture(scope="session")
def lean_program() -> LeanProgram:
    """The Lean CLI that is installed beside leanrig."""
    return find_lean_program()


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder, empty at the start of the test."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., DockerEngine]]:
    """Start a stand-in with options of `DockerEngine`; DOCKER_HOST leads to it."""
    running = []

    def start(**options: object) -> DockerEngine:
        context = run_docker_engine(**options)
        engine = context.__enter__()
        running.append(context)
        monkeypatch.setenv("DOCKER_HOST", engine.host)
        return engine

    yield start
    for context in running:
        context.__exit__(None, None, None)


@pytest.fixture
def docker_engine(serve: Callable[..., DockerEngine]) -> DockerEngine:
    """A running stand-in whose containers run the embedded engine."""
    return serve()


@pytest.fixture
def docker_runner(docker_engine: DockerEngine, scratch: Path, lean_program: LeanProgram) -> DockerRunner:
    """A runner on the stand-in."""
    return DockerRunner(find_image(), lean_program, grace_s=2.0)
