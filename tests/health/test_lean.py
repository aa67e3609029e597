"""The Lean CLI, the account, the workspace's settings: each state found, each with its cure, nobody asked."""

import json
import os
import socket
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest

from leanrig.health.finding import Finding, State
from leanrig.health.lean import CliLook, lean_cli, login
from leanrig.health.workspace import data, organization
from leanrig.pipeline.empty import lay_empty
from leanrig.pipeline.lean_look import lean_cli_look
from leanrig.workspace import Workspace, find_workspace

MAIN = Path(__file__).parents[2]


def python_with(folder: Path, files: dict[str, str]) -> Path:
    """Make a Python that has our packages and no programs, and `files` in their place; return its folder."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "ours.pth").write_text(f"{sysconfig.get_path('purelib')}\n{MAIN / 'src'}\n")
    for name, text in files.items():
        path = folder / name if name.startswith("bin/") else site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    return folder


def doctor(python: Path, space: Path, **environ: str) -> dict[str, dict[str, str]]:
    """Run the whole command with nothing around it; return the rows by name."""
    done = subprocess.run(
        [str(python / "bin" / "python"), "-m", "leanrig", "doctor", "--offline", "--json"],
        cwd=space, env={"HOME": str(python), "PATH": ""} | environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {row["thing"]: row for row in json.loads(done.stdout)["findings"]}


@pytest.fixture
def space(tmp_path: Path) -> Path:
    root = tmp_path / "space"
    lay_empty(root, last_year=2028)
    return root


@pytest.mark.skipif(os.name == "nt", reason="the layout of a POSIX environment")
def test_with_none_of_them_present(tmp_path: Path, space: Path) -> None:
    rows = doctor(python_with(tmp_path / "bare", {}), space, DOCKER_HOST=f"unix://{tmp_path}/none.sock")
    assert rows["Lean CLI"] == {
        "thing": "Lean CLI", "state": "absent", "detail": "the Lean CLI is not installed",
        "cure": "pip install 'lean>=1.0.230'",
    }  # fmt: skip
    for thing in ("Docker", "Lean image", "Lean CLI", "Lean built here", "QuantConnect"):
        assert rows[thing]["state"] == "absent", rows[thing]
        assert rows[thing]["cure"], rows[thing]


@pytest.mark.skipif(os.name == "nt", reason="the layout of a POSIX environment")
def test_one_that_is_there_and_does_not_start(tmp_path: Path, space: Path) -> None:
    broken = {"bin/lean": "#!/bin/sh\n", "lean/__init__.py": "", "lean/__main__.py": "raise SystemExit('it is broken')"}
    row = doctor(python_with(tmp_path / "broken", broken), space)["Lean CLI"]
    assert row["state"] == "absent"
    assert row["detail"] == "does not start: it is broken"
    assert row["cure"] == "pip install --force-reinstall lean"


def test_the_one_that_is_installed_starts_and_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        found = lean_cli_look(os.environ)
        proxy.settimeout(0.1)
        with pytest.raises(TimeoutError):
            proxy.accept()
    spec = find_spec("lean")
    assert spec is not None
    assert spec.origin is not None
    assert found.trouble == ""
    assert found.version.startswith("1.0.")
    assert found.starts_alone == bool(list(Path(spec.origin).parent.glob("modules-*.json")))


def test_the_list_of_modules() -> None:
    without = lean_cli(lambda: CliLook("1.0.230", starts_alone=False))
    assert without.state is State.ABSENT
    assert "its list of modules was never fetched" in without.detail
    assert without.cure == "run `lean --version` once with a network"
    assert lean_cli(lambda: CliLook("1.0.230", starts_alone=True)) == Finding("Lean CLI", State.GOOD, "1.0.230")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "not logged in"),
        ("{", "not logged in"),
        ('{"user-id": "1"}', "not logged in"),
        ('{"user-id": "1", "api-token": "canary"}', "`lean` is logged in, leanrig is not"),
    ],
)
def test_who_is_logged_in(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / ".lean").mkdir()
        (tmp_path / ".lean" / "credentials").write_text(text)
    found = login(keys="", home=tmp_path)
    (tmp_path / ".lean" / "credentials").unlink(missing_ok=True)
    assert found.state is State.ABSENT
    assert found.detail.startswith(said)
    assert "canary" not in f"{found}"
    assert login(keys="QC_API_TOKEN", home=tmp_path).state is State.GOOD


@pytest.mark.parametrize(
    ("named", "state"),
    [
        ({}, State.ABSENT),
        ({"organization-id": None}, State.ABSENT),
        ({"organization-id": ""}, State.GOOD),
        ({"organization-id": None, "job-organization-id": "abc"}, State.GOOD),
    ],
)
def test_the_organization_in_lean_json(tmp_path: Path, named: dict[str, str | None], state: State) -> None:
    (tmp_path / "lean.json").write_text("// mine\n" + json.dumps({"data-folder": "data"} | named))
    found = organization(find_workspace(tmp_path))
    assert found.state is state
    assert ("organization-id" in found.cure) == (state is State.ABSENT)


def test_the_databases_of_the_data_folder(space: Path) -> None:
    workspace = Workspace(space, space / "data")
    assert data(workspace) == Finding("Data", State.GOOD, "what Lean starts with is there; no bars of leanrig's yet")
    (space / "data/symbol-properties/symbol-properties-database.csv").unlink()
    found = data(workspace)
    assert found.state is State.BROKEN
    assert found.detail == "Lean stops without symbol-properties/symbol-properties-database.csv"
    assert found.cure
    (space / "data/market-hours/market-hours-database.json").unlink()
    assert data(workspace).state is State.ABSENT
    assert data(workspace).cure.startswith("leanrig fetch")
