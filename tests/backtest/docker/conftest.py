"""A Docker daemon, the real Lean CLI, and a workspace to run from."""

from pathlib import Path

import pytest
from docker_here import DockerWorld, docker_world, serve

from leanrig.backtest.docker import DockerRunner
from leanrig.backtest.lean_program.docker_api import find_image
from leanrig.backtest.lean_program.program import LeanProgram, find_lean_program

__all__ = ["docker_world", "serve"]


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
def docker_runner(docker_world: DockerWorld, scratch: Path, lean_program: LeanProgram) -> DockerRunner:
    """A runner on the daemon."""
    return DockerRunner(find_image(), lean_program, grace_s=2.0)
