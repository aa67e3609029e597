"""Containers that a killed run has left: named by the next run and by doctor, and never one of a living run."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from backtest.docker.optimize_space import lay_space
from cli.commands import Command

from leanrig.backtest.lean_program.owners import left_containers
from leanrig.standins.docker_engine import DockerEngine, run_docker_engine

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are told by their number on POSIX")

SLOW = "        __import__('time').sleep(1)"


def test_killed_with_its_guard_a_run_leaves_a_container_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leanrig: Command
) -> None:
    space = lay_space(tmp_path / "space").root
    (space / "slow").mkdir()
    text = (space / "sizes" / "main.py").read_text()
    (space / "slow" / "main.py").write_text(
        text.replace("def on_data(self, data):", f"def on_data(self, data):\n{SLOW}")
    )
    (space / "slow" / "config.json").write_bytes((space / "sizes" / "config.json").read_bytes())
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.chdir(space)
    with run_docker_engine() as engine:
        monkeypatch.setenv("DOCKER_HOST", engine.host)
        process = subprocess.Popen(
            [sys.executable, "-m", "leanrig", "backtest", "slow", "--engine", "docker"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        name = _running(engine, process)
        assert left_containers() == []
        assert "docker rm" not in leanrig("doctor", "--offline").out
        for number in [*_below(process.pid), process.pid]:
            os.kill(number, signal.SIGKILL)
        process.wait()
        assert left_containers() == [name]
        told = json.loads(leanrig("doctor", "--offline", "--json").out)["findings"]
        assert [(row["detail"], row["cure"]) for row in told if row["thing"] == "Container"] == [
            ("a run that was killed has left a container", f"docker rm -f {name}")
        ]
        assert leanrig("backtest", "sizes", "--engine", "docker").code == 0
        assert [item.name for item in engine.containers.values()] == [name]  # nothing was removed unasked
    (console,) = space.glob("artifacts/sizes/*/*/console.txt")
    assert f"docker rm -f {name}" in console.read_text()


def _running(engine: DockerEngine, process: "subprocess.Popen[bytes]") -> str:
    until = time.monotonic() + 30
    while not (names := [item.name for item in list(engine.containers.values()) if item.is_running]):
        assert time.monotonic() < until
        assert process.poll() is None
        time.sleep(0.05)
    return names[0]


def _below(parent: int) -> list[int]:
    """Return the numbers of all processes that `parent` started, and of theirs."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found, left = [], [parent]
    while left:
        own = left.pop()
        children = [number for number, of in pairs if of == own]
        found += children
        left += children
    return found
