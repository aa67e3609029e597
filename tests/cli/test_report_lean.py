"""`leanrig report --lean`: Lean's own report besides, from an image that may have to be fetched first."""

import json
from pathlib import Path

import pytest
from backtest.docker.optimize_space import lay_space
from cli.commands import Command

from leanrig.standins.docker_engine import run_docker_engine
from leanrig.standins.docker_image import Image
from leanrig.standins.docker_programs import PROGRAMS
from leanrig.standins.docker_report import page_of_result


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = lay_space(tmp_path / "space").root
    monkeypatch.chdir(root)
    return root


def test_the_image_is_fetched_only_when_asked(space: Path, leanrig: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert leanrig("backtest", "sizes").code == 0
    run = next(space.glob("artifacts/**/run.json")).parent
    programs = {"QuantConnect.Report.dll": page_of_result, **PROGRAMS}
    with run_docker_engine(images=(), remote=(Image(),), programs=programs) as engine:
        monkeypatch.setenv("DOCKER_HOST", engine.host)
        refused = leanrig("report", str(run), "--lean")
        assert refused.code == 3
        assert "the same command with --pull fetches it" in refused.err
        assert not any("images/create" in asked for asked in engine.asked)
        made = leanrig("report", str(run), "--lean", "--pull", "--json")
        assert made.code == 0, made.err
        assert [Path(path).name for path in json.loads(made.out)["lean"]] == ["lean-report.html"]
        assert sum("images/create" in asked for asked in engine.asked) == 1
        assert engine.containers == {}
    assert (run / "lean-report.html").stat().st_size > 0


@pytest.mark.parametrize("option", [("--pull",), ("--image", "mine")])
def test_an_image_without_leans_report_is_a_mistake(option: tuple[str, ...], space: Path, leanrig: Command) -> None:
    ended = leanrig("report", str(space), *option)
    assert ended.code == 2
    assert "go with --lean" in ended.err
