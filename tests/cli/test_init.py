"""`leanrig init` in a folder, in a Lean workspace, and instead of `lean init`: what it adds and what it leaves."""

import json
from pathlib import Path

import pytest
from cli.commands import Command
from folders import fingerprint

from leanrig.pipeline.init import lay_starter
from leanrig.workspace import find_workspace

ROOMS = ("generator", "research", "signals", "templates")


@pytest.fixture
def lean_workspace(tmp_path: Path) -> Path:
    """One as `lean init` and some work leave it."""
    files = {
        "lean.json": '{\n  // mine\n  "data-folder": "bars", "organization-id": "abc"\n}\n',
        "bars/market-hours/market-hours-database.json": '{"entries": {}}',
        "MyProject/main.py": "# mine\n",
        "MyProject/config.json": '{"cloud-id": 7, "my-own-key": [1]}',
        "Library/Tools/tool.py": "# mine\n",
        ".gitignore": "bars/\n",
    }
    for name, text in files.items():
        (tmp_path / "lean" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lean" / name).write_text(text)
    return tmp_path / "lean"


def test_rooms_stand_beside_what_is_there(lean_workspace: Path, leanrig: Command) -> None:
    before = fingerprint(lean_workspace)
    ended = leanrig("init", str(lean_workspace))
    after = fingerprint(lean_workspace)
    assert ended.code == 0
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in set(after) - set(before)} == {*ROOMS, ".leanrig.json"}
    assert all(f"{room}/ (" in ended.out for room in ROOMS)
    assert "untouched  .gitignore, Library/, MyProject/, bars/, lean.json" in ended.out
    assert "lets files with keys through" in ended.err


def test_a_taken_name_is_listed_with_the_way_out(lean_workspace: Path, leanrig: Command) -> None:
    (lean_workspace / "signals").symlink_to("nowhere")
    (lean_workspace / "templates").write_text("mine")
    before = fingerprint(lean_workspace)
    ended = leanrig("init", str(lean_workspace))
    assert ended.code == 2
    assert "taken here: signals, templates" in ended.err
    assert "--under FOLDER" in ended.err
    assert fingerprint(lean_workspace) == before


def test_under_a_workspace_the_bars_are_shared(lean_workspace: Path, leanrig: Command) -> None:
    before = fingerprint(lean_workspace)
    found = json.loads(leanrig("init", str(lean_workspace), "--under", "kit/rig", "--json").out)
    space = find_workspace(lean_workspace / "kit" / "rig" / "signals")
    assert space.root == lean_workspace / "kit" / "rig"
    assert space.data.resolve() == lean_workspace / "bars"
    assert json.loads((space.root / "lean.json").read_text())["organization-id"] == "abc"
    assert found["untouched"] == []
    after = fingerprint(lean_workspace)
    assert {name: after[name] for name in before} == before


def test_the_difference_stands_before_anything_is_written(tmp_path: Path, leanrig: Command) -> None:
    lay_starter(tmp_path)
    (tmp_path / "signals" / "contract.py").write_text("# mine\n")
    before = fingerprint(tmp_path)
    ended = leanrig("init", str(tmp_path), "--update")
    assert fingerprint(tmp_path) == before
    assert "-# mine" in ended.out
    assert "1 files differ" in ended.out
    ended = leanrig("init", str(tmp_path), "--update", "--write")
    assert "-# mine" in ended.out
    assert "0 files taken over; 1 that you edited stay" in ended.out
    assert (tmp_path / "signals" / "contract.py").read_text() == "# mine\n"


@pytest.mark.parametrize("options", [["--write"], ["--empty", "--update"], ["--empty", "--under", "x"]])
def test_options_that_do_not_go_together(tmp_path: Path, leanrig: Command, options: list[str]) -> None:
    assert leanrig("init", str(tmp_path), *options).code == 2
    assert list(tmp_path.iterdir()) == []


def test_it_holds_nothing_but_what_lean_needs(tmp_path: Path, leanrig: Command) -> None:
    ended = leanrig("init", str(tmp_path / "new"), "--empty")
    assert ended.code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [".gitignore", "data", "lean.json", "storage"]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 200_000
    entries = json.loads((tmp_path / "new/data/market-hours/market-hours-database.json").read_text())["entries"]
    assert set(entries) == {"Equity-usa-[*]", "Forex-oanda-[*]", "Crypto-coinbase-[*]"}
    rows = (tmp_path / "new/data/symbol-properties/symbol-properties-database.csv").read_text()
    assert "coinbase,BTCUSD,crypto" in rows
    assert "oanda,USDJPY,forex" in rows
    before = fingerprint(tmp_path / "new")
    assert leanrig("init", str(tmp_path / "new")).code == 0  # and the rooms find their place in it
    after = fingerprint(tmp_path / "new")
    assert {name: after[name] for name in before} == before
