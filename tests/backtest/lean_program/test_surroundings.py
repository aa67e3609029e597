"""What a call of the Lean CLI is given, where something about it is odd."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from leanrig.backtest.docker import keep_results
from leanrig.backtest.environment import without_secrets
from leanrig.backtest.lean_program import program as program_module
from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.modules import MODULES_FILE, modules_text
from leanrig.backtest.lean_program.program import find_lean_program
from leanrig.backtest.lean_program.staging import stage_workspace
from leanrig.errors import BadInput, Missing


def test_a_package_named_as_a_room_of_the_cli_travels_with_the_project(tmp_path: Path) -> None:
    project = tmp_path / "mine"
    for name in ("backtests/old.json", "parts/live/feed.py", "parts/report/__init__.py", "parts/__pycache__/x.pyc"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("")
    (project / "main.py").write_text("")
    place = _staged(tmp_path, project).parent
    found = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert found == {"main.py", "config.json", "parts/live/feed.py", "parts/report/__init__.py"}


def test_credentials_inside_lists_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("")
    (tmp_path / "lean.json").write_text('{"feeds": [{"name": "one", "api-key": "of-the-user"}, "two"]}')
    _staged(tmp_path, tmp_path / "main.py", lean_json=tmp_path / "lean.json")
    settings = (tmp_path / "call" / "workspace" / "lean.json").read_text()
    assert json.loads(settings)["feeds"] == [{"name": "one"}, "two"]


@pytest.mark.parametrize("which", ["data", "object_store"])
def test_a_folder_that_docker_cannot_mount_is_refused(which: str, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("")
    odd = tmp_path / "12:30"
    odd.mkdir()
    with pytest.raises(BadInput, match="colon") as raised:
        _staged(tmp_path, tmp_path / "main.py", **{which: odd})
    assert raised.value.where == str(odd)


def test_a_project_below_an_apostrophe_is_copied_to_where_lean_can_run_it(tmp_path: Path) -> None:
    project = tmp_path / "o'clock" / "it's mine"
    project.mkdir(parents=True)
    (project / "main.py").write_text("")
    found = _staged(tmp_path, project)
    assert found.parent.name == "it_s_mine"
    assert "'" not in str(found)


@pytest.mark.parametrize("text", ["", '{"modules": [{"id": "Loc', '{"modules": []}', "[]"])
def test_half_a_list_of_modules_is_not_used(text: str, tmp_path: Path) -> None:
    (tmp_path / MODULES_FILE).write_text(text)
    found = json.loads(modules_text(tmp_path))["modules"]
    assert "Paper Trading" in [module["display-id"] for module in found]


@pytest.mark.skipif(sys.platform == "win32", reason="scripts are found by their first line on POSIX")
def test_a_python_that_does_not_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_module.sysconfig, "get_path", lambda name: str(tmp_path / "none"))
    broken = tmp_path / "python3"
    broken.write_bytes(b"\x7fELF of another machine")
    broken.chmod(0o755)
    script = tmp_path / "lean"
    script.write_text(f"#!{broken}\nimport lean\n")
    script.chmod(0o755)
    with pytest.raises(Missing, match="does not have the package"):
        find_lean_program({"PATH": str(tmp_path)})


@pytest.mark.parametrize("name", ["PGPASSWD", "GPG_PASSPHRASE", "GOOGLE_APPLICATION_CREDENTIALS", "qc_api_token"])
def test_what_looks_like_a_key_does_not_travel(name: str) -> None:
    assert without_secrets({name: "x", "PATH": "/bin", "SSH_AUTH_SOCK": "s"}) == {"PATH": "/bin", "SSH_AUTH_SOCK": "s"}


def test_nothing_of_the_folder_that_the_cli_is_started_in_is_imported(tmp_path: Path) -> None:
    program = find_lean_program()
    place = tmp_path / "place"
    place.mkdir()
    (place / "lean.py").write_text("raise SystemExit('the wrong one')")
    (place / "json.py").write_text("raise SystemExit('the wrong one')")
    environment = lean_environment(program, tmp_path)
    ended = subprocess.run(
        [*program.command, "--version"], cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert program.version in ended.stdout


def test_results_that_find_no_room_are_told_by_what_the_system_said(tmp_path: Path) -> None:
    (tmp_path / "results" / "parts").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "parts").write_text("no folder")
    with pytest.raises(Missing, match=r"could not be written: .*File exists") as raised:
        keep_results(tmp_path / "results", tmp_path / "out")
    assert raised.value.where == str(tmp_path / "out")


def _staged(tmp_path: Path, project: Path, **options: Path) -> Path:
    (tmp_path / "data").mkdir(exist_ok=True)
    places = {"data": tmp_path / "data", "object_store": tmp_path / "storage"} | options
    return stage_workspace(tmp_path / "call", project, parameters={}, **places).algorithm  # type: ignore[arg-type]
