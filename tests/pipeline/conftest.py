"""One cache of checks for all tests here: the first reading of Lean's stubs by mypy is what takes long."""

from pathlib import Path

import pytest
from docker_here import docker_world, serve
from pipeline.cloud_space import cloud, laid_for_cloud, space

__all__ = ["cloud", "docker_world", "laid_for_cloud", "serve", "space"]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace's build folder, in which `checks` holds what the checks remember."""
    return tmp_path_factory.mktemp("build")
