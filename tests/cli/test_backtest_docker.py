"""`leanrig backtest --engine docker`: a rendered project, the real Lean CLI, and a container of the stand-in."""

import json
from pathlib import Path

import pytest
from cli.commands import Command
from conformance.bare import BARE
from docker_here import DockerWorld, Serve, stand_in_only
from folders import fingerprint

from leanrig.standins.docker_image import Image


def test_a_rendered_project_runs_in_docker_as_it_runs_here(
    workspace: Path, leanrig: Command, docker_world: DockerWorld
) -> None:
    main = workspace / "algorithms" / "aapl_regime" / "main.py"
    main.write_text(main.read_text().replace("set_start_date(2001, 6, 1)", "set_start_date(2009, 6, 1)"))
    before = fingerprint(workspace)
    here = leanrig("backtest", "algorithms/aapl_regime", "--output", "here", "--json")
    docker = leanrig("backtest", "algorithms/aapl_regime", "--engine", "docker", "--output", "docker", "--json")
    assert (here.code, docker.code) == (0, 0), docker.err
    ours, theirs = json.loads(here.out), json.loads(docker.out)
    assert theirs["statistics"] == ours["statistics"]
    assert int(theirs["statistics"]["Total Orders"]) > 1
    record = json.loads((workspace / "docker" / "run.json").read_text())
    assert record["engine"] == f"docker {docker_world.lean_version}"
    assert record["engine_details"]["image"] == "quantconnect/lean:latest"
    assert record["engine_details"]["image_digest"] == docker_world.digest
    assert record["engine_details"]["lean_version"] == docker_world.lean_version
    assert record["inputs"] == json.loads((workspace / "here" / "run.json").read_text())["inputs"]
    after = fingerprint(workspace)
    trials = [name for name in after if name.startswith("artifacts/trials/")]
    assert len(trials) == 1  # the same files on two engines are one trial
    kept = {name: text for name, text in after.items() if not name.startswith(("here/", "docker/", *trials))}
    assert kept == before
    assert docker_world.containers() == []


def test_without_docker_it_says_so(workspace: Path, leanrig: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{workspace}/no.sock")
    ended = leanrig("backtest", "algorithms/aapl_regime", "--engine", "docker")
    assert ended.code == 3
    assert "Docker does not answer" in ended.err
    assert not (workspace / "artifacts").exists()


@stand_in_only("several gigabytes would be fetched")
def test_an_image_is_fetched_only_when_asked(workspace: Path, leanrig: Command, serve: Serve) -> None:
    mine = Image("mine/lean:3", labels={}, has_digest=False)
    world = serve(images=(), remote=(mine,))
    strategy = str(BARE / "strategies" / "bare_raw_splits.py")
    options = ["backtest", strategy, "--data", str(BARE / "data"), "--engine", "docker", "--output", "o"]
    options += ["--image", mine.name]
    refused = leanrig(*options)
    assert refused.code == 3
    assert "--pull" in refused.err
    assert not any("create" in asked for asked in world.asked)
    assert leanrig(*options, "--pull").code == 0
    record = json.loads((workspace / "o" / "run.json").read_text())
    assert record["engine"] == "docker mine/lean:3"
    assert record["engine_details"]["lean_version"] == "not told by the image"
    assert record["engine_details"]["image_digest"] == "none: built here"
