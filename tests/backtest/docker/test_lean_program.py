"""Finding the Lean CLI, the surroundings it gets, the workspace it is given."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from leanrig.backtest.lean_program import program as program_module
from leanrig.backtest.lean_program.home import lean_environment
from leanrig.backtest.lean_program.modules import MODULES_FILE
from leanrig.backtest.lean_program.program import LeanProgram, find_lean_program
from leanrig.backtest.lean_program.staging import StagedWorkspace, stage_workspace
from leanrig.errors import BadInput, Missing


def nowhere(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let no `lean` lie beside this Python."""
    monkeypatch.setattr(program_module.sysconfig, "get_path", lambda name: str(folder))


def test_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere(monkeypatch, tmp_path)
    with pytest.raises(Missing, match="not installed"):
        find_lean_program({"PATH": str(tmp_path)})


def script(folder: Path, first_line: str) -> Path:
    path = folder / "lean"
    path.write_text(f"{first_line}\nimport lean\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("form", ["#!{}", "#!{} -E", "#!/bin/sh\n'''exec' \"{}\" \"$0\" \"$@\"\n' '''"])
def test_its_python_is_read_from_the_script(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere(monkeypatch, tmp_path / "none")
    path = script(tmp_path, form.format(sys.executable))
    found = find_lean_program({"PATH": str(tmp_path)})
    assert (found.executable, found.python) == (path, Path(sys.executable))
    assert found.package.name == "lean"


def test_a_python_without_the_package_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere(monkeypatch, tmp_path / "none")
    bare = tmp_path / "python3"
    bare.write_text("#!/bin/sh\nexit 1\n")
    bare.chmod(0o755)
    script(tmp_path, f"#!{bare}")
    with pytest.raises(Missing, match="does not have the package"):
        find_lean_program({"PATH": str(tmp_path)})


def test_a_program_that_is_no_script_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere(monkeypatch, tmp_path / "none")
    script(tmp_path, "\x7fELF")
    with pytest.raises(Missing, match="cannot be told"):
        find_lean_program({"PATH": str(tmp_path)})


def test_the_cli_starts_in_its_surroundings(lean_program: LeanProgram, tmp_path: Path) -> None:
    given = {"PATH": os.environ["PATH"], "HTTPS_PROXY": "http://127.0.0.1:9", "APCA_API_SECRET_KEY": "of-the-user"}
    environment = lean_environment(lean_program, tmp_path, given)
    assert "of-the-user" not in json.dumps(environment)
    command = [*lean_program.command, "--version"]
    ended = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert lean_program.version in ended.stdout


def test_a_list_that_the_cli_has_fetched_is_used(lean_program: LeanProgram, tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / MODULES_FILE).write_text('{"modules": ["fetched"]}')
    old = time.time() - 30 * 86_400
    os.utime(package / MODULES_FILE, (old, old))
    lean_environment(LeanProgram(Path(), Path(), package, ""), tmp_path / "call")
    view = tmp_path / "call" / "view" / "lean" / MODULES_FILE
    assert json.loads(view.read_text()) == {"modules": ["fetched"]}
    assert view.stat().st_mtime > time.time()
    assert (package / MODULES_FILE).stat().st_mtime == old


def staged(tmp_path: Path, project: Path, **options: object) -> StagedWorkspace:
    (tmp_path / "data").mkdir(exist_ok=True)
    return stage_workspace(
        tmp_path / "call", project, data=tmp_path / "data", object_store=tmp_path / "storage", parameters={}, **options
    )


def test_a_projects_ties_to_the_cloud_are_cut(tmp_path: Path) -> None:
    project = tmp_path / "my project"
    (project / "backtests" / "old").mkdir(parents=True)
    (project / "signals").mkdir()
    (project / "signals" / "feed.py").write_text("")
    (project / "main.py").write_text("")
    (project / "config.json").write_text(
        '{"cloud-id": 5, "docker": {"environment": {"A": "b"}}, "parameters": {"x": 1}}'
    )
    found = staged(tmp_path, project)
    config = json.loads((found.algorithm.parent / "config.json").read_text())
    assert config == {"algorithm-language": "Python", "docker": {"environment": {"A": "b"}}, "parameters": {}}
    assert found.algorithm == found.root / "my_project" / "main.py"
    assert {path.name for path in found.algorithm.parent.iterdir()} == {"main.py", "signals", "config.json"}


@pytest.mark.parametrize("name", ["backtests", "Live", "report", "storage", "results", "Library"])
def test_reserved_names_are_no_trap(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "main.py").write_text("")
    found = staged(tmp_path, tmp_path / name)
    assert found.algorithm.parent.name == f"project_{name}"
    assert found.algorithm.is_file()


def test_a_lone_file_brings_the_python_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "parts").mkdir(parents=True)
    for name in ("mine.py", "helper.py", "parts/__init__.py", "parts/table.csv", "huge.zip"):
        (folder / name).write_text("")
    place = staged(tmp_path, folder / "mine.py").algorithm.parent
    found = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert found == {"mine.py", "helper.py", "parts/__init__.py", "parts/table.csv", "config.json"}


def test_settings_are_copied_without_credentials(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("")
    lean_json = tmp_path / "lean.json"
    lean_json.write_text(
        '{"data-folder": "x", // mine\n "polygon-api-key": "k", "organization-id": null, "log-handler": "L",\n'
        ' "environments": {"live": {"alpaca-api-secret": "s", "live-mode": true}}, "ib-password": "p"}'
    )
    found = json.loads(staged(tmp_path, tmp_path / "main.py", lean_json=lean_json).settings.read_text())
    assert found["data-folder"] == str(tmp_path / "data")
    assert found["organization-id"] == ""
    assert found["log-handler"] == "L"
    assert found["environments"]["live"] == {"live-mode": True}
    assert found["environments"]["backtesting"]["setup-handler"].endswith("BacktestingSetupHandler")
    assert found["object-store"].endswith("LocalObjectStore")
    assert not {"polygon-api-key", "ib-password"} & set(found)


def test_a_temporary_folder_that_lean_cannot_run_from(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("")
    odd = tmp_path / "it's"
    with pytest.raises(BadInput, match="TMPDIR"):
        stage_workspace(odd, tmp_path / "main.py", data=tmp_path, object_store=tmp_path / "s", parameters={})
