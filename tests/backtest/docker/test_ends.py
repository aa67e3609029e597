"""However a run ends, nothing of it is left: no container, no temporary folder, no half a result."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from backtest.docker.long_run import SAYS, lay_long, long_job
from conformance.bare import BARE, job_of
from docker_here import DockerWorld, Serve, stand_in_only

from leanrig.backtest.docker import DockerRunner
from leanrig.backtest.lean_program.docker_api import find_image
from leanrig.backtest.lean_program.program import LeanProgram
from leanrig.backtest.results import read_result
from leanrig.backtest.stops import stopped_line
from leanrig.standins.docker_programs import PROGRAMS, Inside, Started, embedded_lean, saying

STARTS = {"QuantConnect.Lean.Launcher.dll": saying(SAYS, seconds=60)}
"""The stand-in's short cut to a strategy that has started and does not end."""
KILLS = int(os.environ.get("LEANRIG_KILLS", "8"))
pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")


def until(reached: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something holds; fail if it does not within `seconds`."""
    ends = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < ends, "waited too long"
        time.sleep(0.02)


def start(folder: Path, output: str = "out") -> "subprocess.Popen[bytes]":
    strategy = lay_long(folder.parent / "strategy")
    command = ["backtest", str(strategy), "--engine", "docker", "--data", str(BARE / "data"), "--output", output]
    return subprocess.Popen(
        [sys.executable, "-m", "leanrig", *command],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.fixture
def space(tmp_path: Path) -> Path:
    folder = tmp_path / "space"
    folder.mkdir()
    (folder / "lean.json").write_text('{"data-folder": "data"}')
    return folder


def test_ctrl_c(serve: Serve, scratch: Path, space: Path) -> None:
    world = serve(plays=STARTS)
    process = start(space)
    until(lambda: world.containers(running=True))
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=90)[0].decode()
    assert process.returncode == 130, said
    assert time.monotonic() - began < world.seconds(15, 40)
    assert world.containers() == []
    assert list(scratch.iterdir()) == []
    assert sorted(path.name for path in space.iterdir()) == ["lean.json", "storage"]


def test_killed_at_random_moments(serve: Serve, scratch: Path, space: Path) -> None:
    """The moments are counted in questions to Docker, so that they fall everywhere on a machine of any speed."""
    world = serve(plays=STARTS)
    draw = random.Random(50)
    moments = [(draw.randrange(25), draw.uniform(0, 0.3)) for _ in range(KILLS)]

    def kill(number: int) -> None:
        questions, seconds = moments[number]
        seen = len(world.asked)
        process = start(space, f"out{number}")
        until(lambda: len(world.asked) >= seen + questions or process.poll() is not None)
        time.sleep(seconds)
        process.kill()
        said = process.communicate(timeout=90)[0].decode()
        assert process.returncode == -signal.SIGKILL, said

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(kill, range(KILLS)))
    until(lambda: not any(scratch.iterdir()))
    until(lambda: not world.containers(), world.seconds(0.1, 30))
    assert any("containers/create" in asked for asked in world.asked)


def test_a_run_past_its_limit(serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path) -> None:
    world = serve(plays=STARTS)
    limit = world.seconds(2.0, 40.0)
    outcome = DockerRunner(find_image(), lean_program, grace_s=2.0).run(long_job(tmp_path, time_limit_s=limit))
    assert outcome.exit_code != 0
    assert limit < outcome.seconds < limit + world.seconds(10, 30)
    assert stopped_line(limit) in outcome.console.splitlines()
    assert SAYS in outcome.console
    assert any("/stop" in asked for asked in world.asked), "Lean was not asked to end by itself"
    assert world.containers() == []
    assert list(scratch.iterdir()) == []


@stand_in_only("Docker itself dies")
def test_docker_dies_in_the_middle(serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path) -> None:
    engine = serve(programs=STARTS).stand_in
    runner = DockerRunner(find_image(), lean_program, grace_s=2.0)

    def die() -> None:
        until(lambda: any(item.is_running for item in engine.containers.values()))
        engine.stop()

    death = threading.Thread(target=die)
    death.start()
    outcome = runner.run(job_of("BareRawSplits", tmp_path / "out", tmp_path / "storage"))
    death.join()
    assert outcome.exit_code != 0
    assert "Docker no longer answers" in outcome.console
    assert "docker rm -f leanrig_" in outcome.console
    assert list(scratch.iterdir()) == []


def test_six_at_once(docker_runner: DockerRunner, docker_world: DockerWorld, scratch: Path, tmp_path: Path) -> None:
    def run(number: int) -> str:
        job = job_of("BareRawSplits", tmp_path / f"out{number}", tmp_path / "storage")
        outcome = docker_runner.run(job)
        result = read_result(job.output, algorithm_id=outcome.algorithm_id)
        assert result.state.status == "Completed", outcome.console
        assert docker_world.runs_lean or outcome.exit_code == 0
        return result.order_list_hash

    with docker_world.most_at_once() as seen, ThreadPoolExecutor(6) as pool:
        hashes = set(pool.map(run, range(6)))
    assert len(hashes) == 1
    assert seen[-1] > 1
    assert docker_world.containers() == []
    assert docker_world.networks() == ["lean_cli"]
    assert list(scratch.iterdir()) == []


def test_what_the_containers_user_wrote_comes_back(
    serve: Serve, scratch: Path, lean_program: LeanProgram, tmp_path: Path
) -> None:
    def as_somebody(inside: Inside) -> Started:
        started = embedded_lean(inside)
        log = str(inside.here("/Results/log.txt"))
        code = f"import os, subprocess; subprocess.run({started.command!r}); os.chown({log!r}, 4321, 4321)"
        return replace(started, command=[sys.executable, "-I", "-c", code])

    world = serve(plays={**PROGRAMS, "QuantConnect.Lean.Launcher.dll": as_somebody})
    if (os.getuid() == 0) == world.is_real:
        pytest.skip("the container's user is this one" if world.is_real else "only root can give files away")
    job = job_of("BareRawSplits", tmp_path / "out", tmp_path / "storage")
    DockerRunner(find_image(), lean_program, grace_s=2.0).run(job)
    assert world.is_real or sum("containers/create" in asked for asked in world.asked) == 2
    assert {path.stat().st_uid for path in job.output.rglob("*")} == {os.getuid()}
    assert world.containers() == []
    assert list(scratch.iterdir()) == []
