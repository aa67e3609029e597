"""With LEANRIG_DOCKER_TESTS=1 the tests go to the daemon that DOCKER_HOST names.

Where no Docker is, that way itself can still be gone: the daemon here is the stand-in in a process of its own, started
before the tests and not by them. All tests of Docker go so: see docs/docker.md.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import docker_daemon
from docker_here import stand_in_only

TESTS = Path(__file__).parents[2]
FEW = (
    "backtest/docker/test_docker_api.py",
    "backtest/docker/test_recorded_answers.py::test_the_docker_runner_gives_leans_recorded_answer[BareRawSplits]",
    "backtest/docker/test_ends.py::test_ctrl_c",
    "backtest/docker/test_ends.py::test_docker_dies_in_the_middle",
)


@contextmanager
def daemon() -> Iterator[str]:
    """Serve the stand-in from another process; yield where it listens."""
    process = subprocess.Popen([sys.executable, docker_daemon.__file__], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def said_by_pytest(host: str, *names: str) -> str:
    """Run tests in a process of their own, with the switch set, and return what pytest said."""
    options = ["-rs", "-v", "-p", "no:cacheprovider", "-W", "ignore"]
    command = [sys.executable, "-m", "pytest", *options, *(str(TESTS / name) for name in names)]
    environment = os.environ | {"LEANRIG_DOCKER_TESTS": "1", "DOCKER_HOST": host, "COLUMNS": "200"}
    ended = subprocess.run(
        command, cwd=TESTS.parent, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@stand_in_only("these very tests run anyway")
def test_the_same_tests_run_against_a_daemon_that_was_there_before() -> None:
    with daemon() as host:
        said = said_by_pytest(host, *FEW)
        with urlopen(host.replace("tcp://", "http://") + "/networks") as answer:
            assert [item["Name"] for item in json.load(answer)] == ["lean_cli"], "the tests asked another daemon"
        with urlopen(host.replace("tcp://", "http://") + "/containers/json?all=1") as answer:
            assert json.load(answer) == []
    assert "only the stand-in can play it: Docker itself dies" in said
    assert "8 passed, 2 skipped" in said


@stand_in_only("a daemon is there")
def test_a_daemon_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = said_by_pytest(f"unix://{tmp_path}/none.sock", "backtest/docker/test_docker_api.py::test_the_image_is_told")
    assert "1 skipped" in said
    assert f"no Docker at unix://{tmp_path}/none.sock" in said
